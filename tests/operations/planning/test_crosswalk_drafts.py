"""A crosswalk is changed in a draft, and read by somebody else."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import BadInput, Conflict, NotAllowed, NotFound, PersonalText
from resource_dir.gaps.crosswalk.entries import CrosswalkEntry
from resource_dir.models import AuditEntry
from resource_dir.operations.auditing import broken_links
from resource_dir.operations.planning.crosswalk_drafts import (
    begin_crosswalk,
    begin_draft,
    discard_draft,
    replace_entries,
    review_version,
    set_entries,
    submit_draft,
)
from resource_dir.operations.planning.crosswalk_taking import take_entries
from resource_dir.operations.planning.crosswalks import (
    counting_version,
    entries_of,
    get_crosswalk,
)

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
FIRST = (CrosswalkEntry("INTOX", "", "sobering_center", 0.5),)
SECOND = (CrosswalkEntry("INTOX", "", "sobering_center", 0.7),)


@pytest.fixture
def session(session: Session) -> Session:
    """With the crosswalk `ours`, whose first version counts."""
    with writing(session):
        take_entries(session, "Ours", FIRST, actor="zoe", now=NOW)
    return session


def _draft(session: Session, actor: str = "ann") -> int:
    with writing(session):
        return begin_draft(session, "ours", actor=actor, now=NOW).id


def _set(session: Session, draft: int, weight: float = 0.7, actor: str = "ann") -> None:
    with writing(session):
        weights = {"sobering_center": weight}
        set_entries(session, draft, "INTOX", weights, actor=actor, now=NOW)


def _submitted(session: Session) -> int:
    draft = _draft(session)
    _set(session, draft)
    with writing(session):
        submit_draft(session, draft, note="as two houses said", actor="ann", now=NOW)
    return draft


def _review(session: Session, version: int, *, accepted: bool, actor: str = "bob") -> None:
    with writing(session):
        review_version(
            session, version, is_accepted=accepted, reason="no source", actor=actor, now=NOW
        )


def test_a_draft_begins_with_what_counts_and_does_not_count_itself(session: Session) -> None:
    draft = _draft(session)
    _set(session, draft)

    assert counting_version(session, "ours").entries == FIRST
    assert entries_of(session, draft) == SECOND


def test_what_was_submitted_counts_at_once_and_is_unreviewed(session: Session) -> None:
    _submitted(session)

    counting = counting_version(session, "ours")
    assert (counting.number, counting.is_reviewed, counting.entries) == (2, False, SECOND)


def test_a_second_person_accepts_and_the_older_version_is_replaced(session: Session) -> None:
    version = _submitted(session)

    _review(session, version, accepted=True)

    assert counting_version(session, "ours").is_reviewed
    assert [one.state for one in get_crosswalk(session, "ours").versions] == [
        "reviewed",
        "replaced",
    ]
    assert get_crosswalk(session, "ours").version(2).reviewer == "bob"


def test_what_is_sent_back_is_a_draft_again_and_the_version_before_counts(session: Session) -> None:
    version = _submitted(session)

    _review(session, version, accepted=False)

    assert counting_version(session, "ours").entries == FIRST
    sent_back = get_crosswalk(session, "ours").draft
    assert sent_back is not None
    assert (sent_back.number, sent_back.note, sent_back.author) == (2, "no source", "ann")


def test_nobody_reads_what_they_submitted_themselves(session: Session) -> None:
    version = _submitted(session)

    for accepted in (True, False):
        with pytest.raises(NotAllowed):
            _review(session, version, accepted=accepted, actor="ann")
    assert not counting_version(session, "ours").is_reviewed


def test_a_version_is_decided_once(session: Session) -> None:
    version = _submitted(session)
    _review(session, version, accepted=True)

    with pytest.raises(Conflict):
        _review(session, version, accepted=False, actor="cy")


def test_sending_back_needs_a_reason(session: Session) -> None:
    version = _submitted(session)

    with pytest.raises(BadInput) as refused, writing(session):
        review_version(session, version, is_accepted=False, reason=" ", actor="bob", now=NOW)
    assert refused.value.field == "reason"


def test_a_draft_is_written_by_one_person_so_that_another_can_read_it(session: Session) -> None:
    draft = _draft(session)

    with pytest.raises(Conflict):
        _draft(session, actor="bob")
    with pytest.raises(Conflict):
        _set(session, draft, actor="bob")
    assert _draft(session) == draft


def test_a_draft_that_was_left_can_be_discarded_by_others(session: Session) -> None:
    draft = _draft(session)

    with writing(session):
        discard_draft(session, draft, actor="bob", now=NOW)

    assert get_crosswalk(session, "ours").draft is None
    with pytest.raises(NotFound):
        _set(session, draft)
    assert _draft(session, actor="bob")


def test_nothing_that_counts_can_be_written_or_discarded(session: Session) -> None:
    version = _submitted(session)

    with pytest.raises(Conflict):
        _set(session, version)
    with pytest.raises(Conflict), writing(session):
        discard_draft(session, version, actor="ann", now=NOW)


def test_a_draft_that_says_nothing_new_is_not_submitted(session: Session) -> None:
    draft = _draft(session)

    with pytest.raises(BadInput), writing(session):
        submit_draft(session, draft, note="", actor="ann", now=NOW)


def test_a_type_can_ask_for_nothing_or_be_unmapped_again(session: Session) -> None:
    draft = _draft(session)
    with writing(session):
        set_entries(session, draft, "INTOX", None, actor="ann", now=NOW)
        set_entries(session, draft, "PARK", {}, actor="ann", now=NOW)
        set_entries(session, draft, "OD", {"food": 1.0}, actor="ann", now=NOW, disposition="X")

    assert entries_of(session, draft) == (
        CrosswalkEntry("OD", "X", "food", 1.0),
        CrosswalkEntry("PARK", "", "", 0.0),
    )


@pytest.mark.parametrize(
    "weights", [{"sobering_center": 1.5}, {"sobering_center": float("nan")}, {"soberness": 0.5}]
)
def test_a_wrong_weight_or_need_changes_nothing(
    session: Session, weights: dict[str, float]
) -> None:
    draft = _draft(session)

    with pytest.raises(BadInput), writing(session):
        set_entries(session, draft, "INTOX", weights, actor="ann", now=NOW)

    assert entries_of(session, draft) == FIRST


def test_a_note_says_nobody_who_was_helped(session: Session) -> None:
    draft = _draft(session)
    _set(session, draft)

    with pytest.raises(PersonalText), writing(session):
        submit_draft(session, draft, note="for DOB 01/02/1980", actor="ann", now=NOW)


def test_a_newer_draft_goes_on_when_the_older_is_sent_back(session: Session) -> None:
    version = _submitted(session)
    newer = _draft(session, actor="cy")

    _review(session, version, accepted=False)

    draft = get_crosswalk(session, "ours").draft
    assert draft is not None
    assert draft.id == newer
    assert counting_version(session, "ours").number == 1


def test_a_crosswalk_begins_empty_and_maps_nothing(session: Session) -> None:
    with writing(session):
        draft = begin_crosswalk(session, "Elm Sheriff", actor="ann", now=NOW)
        replace_entries(session, draft.id, SECOND, actor="ann", now=NOW)

    assert counting_version(session, "elm_sheriff").entries == ()
    assert entries_of(session, draft.id) == SECOND
    with pytest.raises(Conflict), writing(session):
        begin_crosswalk(session, "elm sheriff", actor="bob", now=NOW)


def test_every_step_is_in_the_audit_log_with_what_was_said(session: Session) -> None:
    _review(session, _submitted(session), accepted=True)

    rows = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)).all()
    assert [row.action for row in rows] == [
        "crosswalk.add",
        "crosswalk.take",
        "crosswalk.begin",
        "crosswalk.set",
        "crosswalk.submit",
        "crosswalk.accept",
    ]
    assert '"INTOX":[{"sobering_center":0.5},{"sobering_center":0.7}]' in (rows[3].changes or "")
    assert not list(broken_links(session))


def test_a_draft_submitted_after_a_file_brought_a_newer_version_is_the_newest(
    session: Session,
) -> None:
    draft = _draft(session)
    _set(session, draft, 0.9)
    with writing(session):
        take_entries(session, "Ours", SECOND, actor="zoe", now=NOW)

    with writing(session):
        submitted = submit_draft(session, draft, note="", actor="ann", now=NOW)

    assert submitted.number == 4
    assert counting_version(session, "ours").entries[0].weight == 0.9
