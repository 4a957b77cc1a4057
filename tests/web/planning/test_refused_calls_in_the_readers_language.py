"""Why a file of calls is refused is told in the reader's language, every part of the sentence."""

import html
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from babel import Locale
from flask import Flask

from resource_dir.gaps.calls.guessing import NAMES
from resource_dir.gaps.calls.profile_reading import KEYS
from resource_dir.gaps.calls.profiles import CLOCKS, FORMS, ROLES
from tests.gaps.calls.exports import COLUMNS, many, profile, row, written
from tests.web.brackets import BRACKETED, LETTERS, SPANISH, Bracketing, forget_texts

PAGE = "/planning/calls"
# What stands in a message as the file, the profile or this product spells it.
SPELT = (
    "calls.csv", "csv", "json", "parquet", "local", "one", "two", "more", "x", "nowhere",
    "America/Denver", "san_diego", "profile", *COLUMNS, *KEYS, *ROLES, *FORMS, *CLOCKS,
    *NAMES["time"], *NAMES["type"],
)  # fmt: skip
SPELLING = re.compile(
    r"%\w|[a-z_]+(?:\.[a-z_]+)+|\b(?:"
    + "|".join(sorted(map(re.escape, SPELT), reverse=True))
    + r")\b"
)
CONTENTS = (
    b"",
    b"PK\x03\x04" + bytes(50),
    b"\x00\x01\x02" * 50,
    b"\x1f\x8bnot gzip",
    b"PAR1" + bytes(40),
    b"one\n1\n",
    b"one,two\n1,2\n",
    written([]),
    b"[1, 2, 3]",
    b'{"one": []}',
    b'{"one": [{"two": 1}], "two": [{"one": 1}]}',
    b'{"data": [["1"]]}',
    b'[{"one": "\0"}]',
    b'[{"received": "1999", "kind": "',
    written(many(30)).decode().encode("utf-16-le"),
    written(many(24 * 20, start="2190-02-03 00:00:00")),
    written(many(24 * 20, start="1920-02-03 00:00:00")),
    written([row(n, f"2025-03-{1 + n % 28:02} {n % 12:02}:30:00") for n in range(400)]),
    written([row(n, kind=f"{n} " + "x" * 130 * (n == 29)) for n in (*[1] * 29, 29)]),
)
FAULTS: tuple[dict[str, Any], ...] = (
    {"zone": "Mars/Here"},
    {"zone": ""},
    {"agency": "x" * 500},
    {"agency": "a\nb"},
    {"columns": []},
    {"columns": {"time": ["received"]}},
    {"columns": {"time": "nowhere", "type": "kind"}},
    {"columns": {"time": "received", "type": COLUMNS[0], "id": "kind"}, "name": "A"},
    {"time": {"forms": ["x"]}},
    {"time": {"clock": "sun"}},
    {"time": {"check": {"columns": [], "minutes": 0}}},
    {"region": {"south": 900}},
    {"region": {"south": 2, "north": 1, "west": 1, "east": 2}},
    {"more": 1},
)


@pytest.fixture
def spanish(app: Flask) -> Iterator[None]:
    """The made-up language in the place of Spanish."""
    with app.app_context():
        catalogues = app.extensions["babel"].instance.domain_instance.cache
    catalogues[str(Locale("es", "US")), "messages"] = Bracketing()
    forget_texts()
    yield
    forget_texts()


@pytest.fixture
def look(app: Flask, join: Callable[..., Any], spanish: None) -> Callable[..., str]:
    """A function that sends a file and gives what the page says is wrong."""
    person = join("ann@example.org", role="planner", organizations=[])
    person.sign_in()
    person.set_up_app()

    def look(file: bytes, **fields: Any) -> str:
        data = {"csrf_token": person.form_token(PAGE), "do": "look", **fields}
        data["file"] = (io.BytesIO(file), "calls.csv")
        answer = person.client.post(PAGE, data=data, headers=SPANISH)
        found = re.search(r'role="alert">(.*?)</p>', answer.text, re.DOTALL)
        assert found is not None
        return html.unescape(found.group(1))

    return look


def _left(text: str) -> list[str]:
    return LETTERS.findall(SPELLING.sub(" ", BRACKETED.sub(" ", text)))


def test_a_refused_file_leaves_no_english(look: Callable[..., str]) -> None:
    texts = [look(content) for content in CONTENTS]

    assert all("⟦" in text for text in texts)
    assert {text: left for text in texts if (left := _left(text))} == {}


def test_a_wrong_profile_leaves_no_english(look: Callable[..., str]) -> None:
    file = written([row(1)])
    profiles = [json.dumps({**profile().to_json(), **fault}) for fault in FAULTS]

    texts = [look(file, content=content) for content in profiles]

    assert all("⟦" in text for text in texts)
    assert {text: left for text in texts if (left := _left(text))} == {}


def test_a_word_left_in_english_is_seen() -> None:
    assert _left("⟦no column for ⟧the hour⟦: ⟧calls.csv") == ["the", "hour"]
