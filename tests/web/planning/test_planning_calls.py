"""A planner looks at an export, confirms how it was read, and keeps its counts."""

import html
import re
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import flask
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.models import CallBatch, CallDataSet, CallImport
from resource_dir.models import CallProfile as ProfileRow
from tests.gaps.calls.exports import COLUMNS, many, row, written
from tests.watching import files_held_in

Join = Callable[..., Any]
PAGE = "/planning/calls"
MARK = "between-two-parts"


@pytest.fixture
def ann(join: Join) -> Any:
    """A planner, signed in with a second factor."""
    person = join("ann@example.org", role="planner", organizations=[])
    person.sign_in()
    person.set_up_app()
    return person


def _send(person: Any, file: bytes, **fields: str) -> Any:
    fields["csrf_token"] = person.form_token(PAGE)
    parts = [
        f'--{MARK}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--{MARK}\r\nContent-Disposition: form-data; name="file"; filename="calls.csv"\r\n\r\n'
    # Written out here: the test client would put a large body into a temporary file of its own.
    body = b"".join([*parts, head.encode(), file, f"\r\n--{MARK}--\r\n".encode()])
    kind = f"multipart/form-data; boundary={MARK}"
    return person.client.post(PAGE, data=body, content_type=kind)


def _profile_in(text: str) -> str:
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", text, re.DOTALL)
    assert found is not None
    return html.unescape(found.group(1))


def test_a_look_shows_the_guess_and_the_audit_and_stores_nothing(
    ann: Any, session: Session
) -> None:
    answer = _send(ann, written([*many(300), row(9_001, "never")]), do="look")

    assert answer.status_code == 200
    assert "Times that can&#39;t be read" in answer.text
    assert "received" in answer.text
    assert "Nothing is stored yet" in answer.text
    assert session.scalars(select(CallDataSet)).all() == []


def test_what_was_confirmed_is_kept_and_shown_with_its_audit(ann: Any, session: Session) -> None:
    content = written([*many(300), row(9_001, "never")])
    profile = _profile_in(_send(ann, content, do="look").text)

    answer = _send(ann, content, do="keep", content=profile, name="juniper", save="y")

    assert answer.status_code == 303
    shown = ann.client.get(answer.headers["Location"])
    assert "Times that can&#39;t be read" in shown.text
    assert sum(session.scalars(select(CallBatch.calls))) == 300
    assert session.scalars(select(ProfileRow.name)).all() == ["calls"]
    assert "juniper" in ann.client.get(PAGE).text


def test_nothing_is_kept_without_a_confirmed_profile(ann: Any, session: Session) -> None:
    answer = _send(ann, written(many(30)), do="keep")

    assert answer.status_code == 400
    assert "Look at the file first" in answer.text
    assert session.scalars(select(CallDataSet)).all() == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04" + bytes(50), "zip file or a workbook"),
        (b"\x00\x01\x02" * 50, "is no text"),
        (b"a,b\n1,2\n", "no column that can be used for the time"),
    ],
)
def test_what_is_no_export_is_told_so(ann: Any, content: bytes, words: str) -> None:
    answer = _send(ann, content, do="look")

    assert answer.status_code in (400, 422)
    assert words in answer.text


def test_a_profile_that_is_none_is_told_so(ann: Any) -> None:
    for content in ("{", '{"name": 5}', '{"name": "a", "agency": "b", "zone": "Mars/Here"}'):
        answer = _send(ann, written(many(30)), do="look", content=content)
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text


def test_a_file_that_is_too_large_names_the_command(ann: Any, app: Flask) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], call_upload_mb=1)

    answer = _send(ann, b"x" * 2**21, do="look")

    assert answer.status_code == 413
    assert "resource-dir import calls FILE --profile NAME" in answer.text


def _held_while_looking(ann: Any, app: Flask) -> list[str]:
    """Open files in the folder for temporary ones, at the end of a request with a large file."""
    held: set[str] = set()
    folder = Path(tempfile.gettempdir()).resolve()

    def look(answer: Any) -> Any:
        held.update(files_held_in(folder))
        return answer

    app._got_first_request = False
    app.after_request(look)
    before = set(files_held_in(folder))
    assert _send(ann, written(many(15_000, minutes=1)), do="look").status_code == 200
    return [name for name in held - before if "deleted" in name]


def test_a_large_upload_is_never_on_disk(ann: Any, app: Flask) -> None:
    assert _held_while_looking(ann, app) == []


def test_an_upload_that_runs_into_a_temporary_file_is_found(
    ann: Any, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "request_class", flask.Request)
    monkeypatch.setattr(
        "resource_dir.web.planning.calls.path_of",
        lambda upload: Path(f"/proc/self/fd/{upload.stream.fileno()}"),
    )

    assert len(_held_while_looking(ann, app)) > 0


def test_a_look_refuses_days_to_come_and_offers_no_keeping(ann: Any) -> None:
    content = written(many(24 * 20, start="2190-02-03 00:00:00"))
    looked = _send(ann, content, do="look")
    profile = _profile_in(looked.text)

    stored = _send(ann, content, do="keep", content=profile, name="juniper")

    refusal = "Calls of days still to come: 480, from 2190-02-03 to 2190-02-22."
    assert refusal in looked.text
    assert 'value="keep"' not in looked.text
    assert stored.status_code == 422
    assert refusal in stored.text


def _without_points(count: int) -> bytes:
    rows = [[*one[:5], one[7]] for one in many(count)]
    return written(rows, columns=[*COLUMNS[:5], COLUMNS[7]])


def test_a_zone_that_nothing_told_is_doubted_until_somebody_chooses_it(
    ann: Any, session: Session
) -> None:
    content = _without_points(300)
    doubt = "Time zone taken from this server's setting: America/Los_Angeles."
    looked = _send(ann, content, do="look")
    profile = _profile_in(looked.text)

    again = _send(ann, content, do="look", content=profile, zone="America/Chicago")
    kept = [
        _send(ann, content, do="keep", content=profile, name=name, zone=zone)
        for name, zone in (("doubted", ""), ("chosen", "America/Los_Angeles"))
    ]

    assert doubt in looked.text
    assert "not confirmed" in looked.text
    assert doubt not in again.text
    assert '"zone": "America/Chicago"' in _profile_in(again.text)
    shown = [ann.client.get(answer.headers["Location"]).text for answer in kept]
    assert [doubt in text for text in shown] == [True, False]
    audits = session.scalars(select(CallImport.audit).order_by(CallImport.id)).all()
    assert [audit["zone_from"] for audit in audits] == ["server", "profile"]
