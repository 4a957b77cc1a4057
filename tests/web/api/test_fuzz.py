"""Whatever is sent, the answer is one that the description of our interface allows; never a 500.

Requests are drawn from our own OpenAPI document, valid and deliberately broken ones.
"""

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup, ServerError
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy.orm import Session

CASES_SHORT = 300
CASES_LONG = 20_000
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@schemathesis.serializer("message/rfc822")
def letter(ctx: object, value: object) -> bytes:
    """A drawn letter as bytes: the drawn text, whatever it is."""
    return value if isinstance(value, bytes) else str(value).encode(errors="surrogatepass")


def fuzz(app: Flask, *, cases: int, paths: str = ".*") -> None:
    """Send `cases` drawn requests to the paths that match and check each answer."""
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app).include(path_regex=paths)
    strategies = [
        result.ok().as_strategy(generation_mode=mode)
        for result in schema.get_all_operations()
        for mode in schemathesis.GenerationMode
    ]

    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(strategies))
    def run(case: schemathesis.Case) -> None:
        # The in-process transport does not unpack what it asks to be packed.
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    run()


def test_three_hundred_drawn_requests_get_an_answer_that_is_described(county: Flask) -> None:
    fuzz(county, cases=CASES_SHORT)


@pytest.mark.long
def test_twenty_thousand_drawn_requests_get_an_answer_that_is_described(county: Flask) -> None:
    fuzz(county, cases=CASES_LONG)


def test_a_planted_crash_is_found(county: Flask) -> None:
    def view() -> str:
        raise ZeroDivisionError

    county.view_functions["api.suggest"] = view

    with pytest.raises(FailureGroup) as caught:
        fuzz(county, cases=CASES_SHORT)

    assert any(isinstance(failure, ServerError) for failure in caught.value.exceptions)


def test_without_an_index_drawn_requests_are_answered_too(county: Flask) -> None:
    county.extensions["index_keeper"] = NoIndex()

    fuzz(county, cases=CASES_SHORT // 3, paths="/api/.*")


class NoIndex:
    """A keeper whose index can't be used just now."""

    def current(self, session: Session) -> None:
        """Give no index."""

    def finish(self) -> None:
        """Nothing is being built."""
