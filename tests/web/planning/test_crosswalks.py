"""The workbench: types are given needs in a draft, and somebody else reads it."""

import hashlib
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.gaps.crosswalk.entries import CrosswalkEntry
from resource_dir.models import CallBatch, CallDataSet
from resource_dir.operations.planning.crosswalk_taking import take_entries, use_crosswalk
from resource_dir.operations.planning.crosswalks import counting_version, entries_of, get_crosswalk

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
DAY = date(2025, 1, 1)
PAGE = "/planning/crosswalks/juniper"
TYPES = {"TRAFFIC STOP": 500, "EMS: OVERDOSE": 120, "XQ7": 60, "INTOX SUBJ": 20, "": 4}


def _batch(types: dict[str, int]) -> CallBatch:
    rows = [
        {"call_type": name, "disposition": "ARREST" if name == "XQ7" else "", "zone": "1A",
         "cell": 0, "area": "", "day": DAY, "hour": 3, "n": calls}
        for name, calls in types.items()
    ]  # fmt: skip
    written = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), written)
    content = written.getvalue()
    return CallBatch(
        data_set_id="juniper", month=DAY, calls=sum(types.values()),
        observed={DAY.isoformat(): [1.0] * 24}, content=content,
        digest=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip


@pytest.fixture
def app(app: Flask, session: Session) -> Flask:
    """With calls of one agency, and a crosswalk that maps one type of them."""
    with writing(session):
        session.add(
            CallDataSet(id="juniper", agency="Juniper Police", zone="America/Denver", profile={},
                        created=NOW, created_by="t")
        )  # fmt: skip
        session.flush()
        session.add(_batch(TYPES))
        entries = [CrosswalkEntry("INTOX SUBJ", "", "sobering_center", 0.5)]
        take_entries(session, "Juniper", entries, actor="zoe", now=NOW)
        use_crosswalk(session, "juniper", "juniper", actor="zoe", now=NOW)
    session.rollback()
    return app


@pytest.fixture
def planner(app: Flask, join: Callable[..., Any]) -> Callable[..., Any]:
    """A function that makes a planner who is signed in."""

    def planner(email: str = "ann@example.org", role: str = "planner") -> Any:
        person = join(email, role=role)
        person.sign_in()
        person.set_up_app()
        return person

    return planner


def _do(person: Any, where: str, **fields: str) -> Any:
    return person.post(f"{PAGE}/{where}", page=PAGE, **fields)


def _text(person: Any, path: str = PAGE) -> str:
    answer = person.client.get(path)
    assert answer.status_code == 200
    return str(answer.get_data(as_text=True))


def _entries(session: Session, number: int) -> dict[tuple[str, str, str], float]:
    session.rollback()
    version = get_crosswalk(session, "juniper").version(number)
    return {entry.key: entry.weight for entry in entries_of(session, version.id)}


def test_types_stand_by_volume_with_suggestions_and_the_unmapped_share(planner: Any) -> None:
    text = _text(planner())

    assert "97% of 704 calls are of types that nobody mapped" in text
    assert text.index("TRAFFIC STOP") < text.index("EMS: OVERDOSE") < text.index("XQ7")
    assert "Emergency department 0.8, by the word “overdose”" in text
    assert "Sobering center 0.5" in text
    assert "Its words say nothing to us" in text


def test_a_suggestion_is_accepted_with_one_tap_and_another_weight_is_saved(
    planner: Any, session: Session
) -> None:
    ann = planner()
    assert _do(ann, "draft").status_code == 303

    assert _do(ann, "types", call_type="EMS: OVERDOSE", do="accept").status_code == 303
    fields = {"need-0": "mobile_crisis", "weight-0": "0.4", "need-1": "food", "weight-1": "0"}
    assert _do(ann, "types", call_type="XQ7", disposition="ARREST", **fields).status_code == 303
    assert _do(ann, "types", call_type="TRAFFIC STOP", do="nothing").status_code == 303
    assert _do(ann, "types", call_type="INTOX SUBJ", do="forget").status_code == 303

    assert _entries(session, 2) == {
        ("EMS: OVERDOSE", "", "emergency_department"): 0.8,
        ("EMS: OVERDOSE", "", "sobering_center"): 0.1,
        ("EMS: OVERDOSE", "", "withdrawal_management"): 0.1,
        ("XQ7", "ARREST", "mobile_crisis"): 0.4,
        ("XQ7", "ARREST", "food"): 0.0,
        ("TRAFFIC STOP", "", ""): 0.0,
    }
    assert counting_version(session, "juniper").number == 1
    assert "3% of 704 calls" in _text(ann)


def test_all_suggestions_of_a_page_are_accepted_at_once(planner: Any, session: Session) -> None:
    ann = planner()
    _do(ann, "draft")
    token = ann.form_token(PAGE)
    names = ["TRAFFIC STOP", "EMS: OVERDOSE", "XQ7", "INVENTED THEFT", ""]

    ann.client.post(f"{PAGE}/suggestions", data={"csrf_token": token, "call_type": names})

    types = {key[0] for key in _entries(session, 2)}
    assert types == {"TRAFFIC STOP", "EMS: OVERDOSE", "INTOX SUBJ"}


def test_the_form_of_one_type_shows_what_is_said_of_an_outcome(planner: Any) -> None:
    ann = planner()
    _do(ann, "draft")

    text = _text(ann, f"{PAGE}?type=XQ7&disposition=ARREST")

    assert "What XQ7 asks for" in text
    assert "ARREST (60)" in text


def test_what_was_submitted_is_read_by_somebody_else(planner: Any, session: Session) -> None:
    ann, bob = planner(), planner("bob@example.org", role="steward")
    _do(ann, "draft")
    _do(ann, "types", call_type="EMS: OVERDOSE", do="accept")
    assert _do(ann, "submit", note="two houses agreed").status_code == 303
    assert "somebody else has to read it" in _text(ann)

    own = ann.post(f"{PAGE}/versions/2/review", page=PAGE, do="accept")
    assert own.status_code == 403
    assert bob.post(f"{PAGE}/versions/2/review", page=PAGE, do="send_back").status_code == 400
    assert bob.post(f"{PAGE}/versions/2/review", page=PAGE, do="accept").status_code == 303

    session.rollback()
    assert counting_version(session, "juniper").is_reviewed
    assert "read by a second person" in _text(bob)
    assert "ann@example.org" in _text(bob)


def test_a_steward_reads_and_does_not_write(planner: Any) -> None:
    bob = planner("bob@example.org", role="steward")

    assert _do(bob, "draft").status_code == 403
    assert "Begin a draft" not in _text(bob)


def test_two_versions_are_compared_in_calls_and_in_ranking(planner: Any) -> None:
    ann = planner()
    _do(ann, "draft")
    _do(ann, "types", call_type="EMS: OVERDOSE", do="accept")

    text = _text(ann, f"{PAGE}/compare?before=1&after=2&ranking=1")

    assert "Emergency department" in text
    assert "96" in text  # 120 calls, weight 0.8
    assert "not there" in text  # in the ranking before


@pytest.mark.parametrize(
    "fields",
    [
        {"need-0": "mobile_crisis", "weight-0": "1.5"},
        {"need-0": "mobile_crisis", "weight-0": "nan"},
        {"need-0": "mobile_crisis", "weight-0": "half"},
        {"need-0": "nothing_such", "weight-0": "0.5"},
        {"need-0": "food", "weight-0": "0.5", "need-1": "food", "weight-1": "0.1"},
        {},
        {"do": "accept", "call_type": "XQ7"},
        {"call_type": "x" * 500},
        {"call_type": "a\x00b"},
    ],
)
def test_wrong_values_are_named_and_nothing_is_written(
    planner: Any, session: Session, fields: dict[str, str]
) -> None:
    ann = planner()
    _do(ann, "draft")

    answer = _do(ann, "types", **{"call_type": "XQ7", **fields})

    assert answer.status_code == 400
    assert 'role="alert"' in answer.get_data(as_text=True)
    assert set(_entries(session, 2)) == {("INTOX SUBJ", "", "sobering_center")}


@pytest.mark.parametrize(
    "path",
    ["?version=9", "?version=x", "?page=x", "?page=-4", "?page=99", "/compare", "?type=%00",
     "/compare?before=1&after=9", "/entries.csv?version=0", "?type=nowhere&disposition=%F0%9F"],
)  # fmt: skip
def test_any_address_is_answered(planner: Any, path: str) -> None:
    assert planner().client.get(PAGE + path).status_code in (200, 400, 404)


def test_a_file_is_taken_and_given_back(planner: Any, session: Session) -> None:
    ann = planner()
    token = ann.form_token("/planning/crosswalks")
    content = b"call_type,disposition,need,weight\nA,,food,0.5\n"

    def send(content: bytes) -> Any:
        fields = {"csrf_token": token, "name": "Elm", "file": (io.BytesIO(content), "elm.csv")}
        return ann.client.post("/planning/crosswalks/file", data=fields)

    assert send(content).status_code == 303
    assert ann.client.get("/planning/crosswalks/elm/entries.csv").data == content
    refused = send(b"call_type,need,weight\nA,fod,2\n")
    assert refused.status_code == 422
    assert "line 2, need" in refused.get_data(as_text=True)


def test_a_data_set_is_mapped_by_another_crosswalk(planner: Any, session: Session) -> None:
    ann = planner()
    begun = ann.post(
        "/planning/crosswalks", page="/planning/crosswalks", name="Elm", data_set="juniper"
    )
    assert begun.status_code == 303
    assert "100% of 704 calls" in _text(ann, "/planning/crosswalks/elm")

    fields = {"data_set": "juniper", "crosswalk": ""}
    assert (
        ann.post("/planning/crosswalks/use", page="/planning/crosswalks", **fields).status_code
        == 303
    )
    session.rollback()
    assert session.get_one(CallDataSet, "juniper").crosswalk_id is None
    wrong = {"data_set": "nowhere", "crosswalk": "elm"}
    assert (
        ann.post("/planning/crosswalks/use", page="/planning/crosswalks", **wrong).status_code
        == 404
    )
