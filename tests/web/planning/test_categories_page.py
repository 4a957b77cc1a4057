"""Categories of call types come in by a page: holes first, then what is sure of them."""

import html
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from resource_dir.operations.planning.crosswalks import entries_of, get_crosswalk, list_crosswalks

PAGE = "/planning/categories"
FILE = b"""city,call_type,category,count,category_alternate
Quillmore,MENTAL SUBJ,mental health,120,
Quillmore,OVERDOSE,,70,
Quillmore,<i>NOISE</i>,complaints,40,
Quillmore,INTOX PERSON,Complaints,30,mental health?
"""


@pytest.fixture
def ann(planned: Flask, join: Callable[..., Any]) -> Any:
    """A planner, signed in."""
    person = join("ann@example.org", role="planner")
    person.sign_in()
    return person


def _send(person: Any, content: bytes | None = FILE, **fields: str) -> Any:
    data: dict[str, Any] = {"csrf_token": person.form_token(PAGE), "name": "Quillmore 2025",
                            **fields}  # fmt: skip
    if content is not None:
        data["file"] = (io.BytesIO(content), "types.csv")
    return person.client.post(PAGE, data=data, content_type="multipart/form-data")


def _names(session: Session) -> set[str]:
    session.rollback()
    return {one.id for one in list_crosswalks(session)}


def test_looking_shows_every_hole_with_its_calls_and_keeps_nothing(
    ann: Any, session: Session
) -> None:
    before = _names(session)

    answer = _send(ann, do="look")

    page = html.unescape(answer.text)
    assert answer.status_code == 200
    assert "Without a category: they map to nothing: 1 rows, 70 calls" in page
    assert "With a mark of doubt: 1 rows, 30 calls" in page
    assert "The words ask for a need, the category doesn't" in page
    assert "OVERDOSE" in page
    assert "<i>NOISE" not in answer.text
    assert _names(session) == before


def test_keeping_makes_an_unread_version_of_what_is_sure(ann: Any, session: Session) -> None:
    answer = _send(ann, do="keep")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/planning/crosswalks/quillmore_2025"
    session.rollback()
    counting = get_crosswalk(session, "quillmore_2025").counting
    assert counting is not None
    assert counting.state == "unreviewed"
    types = {entry.call_type for entry in entries_of(session, counting.id) if entry.weight > 0}
    assert "MENTAL SUBJ" in types
    assert "OVERDOSE" not in types


@pytest.mark.parametrize(
    ("content", "fields", "status"),
    [
        (None, {}, 400),
        (b"a,b\n1,2\n", {}, 400),
        (b"\xff\x00", {}, 400),
        (FILE, {"city": "Nowhere"}, 404),
        (FILE, {"name": ""}, 400),
        (FILE, {"data_set": "nobody"}, 404),
        (FILE.replace(b"Quillmore,OVERDOSE", b"Salt Fork,OVERDOSE"), {}, 400),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(
    ann: Any, session: Session, content: bytes | None, fields: dict[str, str], status: int
) -> None:
    before = _names(session)

    answer = _send(ann, content, do="keep", **fields)

    assert answer.status_code == status
    assert 'role="alert"' in answer.text
    assert _names(session) == before


def test_a_real_file_shows_its_holes(ann: Any, shared_data: Path) -> None:
    path = shared_data / "calls" / "crosswalk_vera" / "call_types.csv"

    answer = _send(ann, path.read_bytes(), do="look")

    assert answer.status_code == 200
    assert "Its holes" in answer.text
    assert "Choose one of these to keep it" in html.unescape(answer.text)


def test_who_reads_only_has_no_form(planned: Flask, join: Callable[..., Any]) -> None:
    steward = join("sam@example.org", role="steward")
    steward.sign_in()

    page = steward.client.get(PAGE)

    assert page.status_code in (200, 303, 403)
    assert 'name="file"' not in page.text
