"""The audit log is one chain with the changes it tells of, and shows what was done by hand."""

import json
import re
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import AuditEntry, Organization
from resource_dir.operations import auditing

NOW = datetime(2026, 1, 15, 9, 0, 0, 129_999, tzinfo=UTC)
KEY = "00000009-0000-4000-8000-000000000001"


def _record(session: Session, table: str = "organization", **changes: object) -> None:
    before = dict.fromkeys(changes, "old")
    auditing.record(
        session, "edit", actor="account:1", table=table, row_id=KEY, now=NOW,
        before=before, after=changes,
    )  # fmt: skip


@pytest.fixture
def log(session: Session) -> Session:
    """Three entries."""
    for name in ("Aspen", "Birch", "Cedar"):
        with writing(session):
            _record(session, name=name)
    return session


def _entries(session: Session) -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)))


def test_a_log_that_nobody_touched_is_whole(log: Session) -> None:
    assert list(auditing.broken_links(log)) == []
    assert auditing.chain_end(log)[0] == 3


def test_an_entry_says_who_when_and_what_from_and_to(log: Session) -> None:
    entry = _entries(log)[0]

    assert (entry.actor, entry.action, entry.table_name) == ("account:1", "edit", "organization")
    assert entry.at == NOW.replace(microsecond=120_000)
    assert json.loads(entry.changes or "") == {"name": ["old", "Aspen"]}


def test_a_change_that_is_rolled_back_leaves_no_entry_and_no_gap(log: Session) -> None:
    def fail() -> None:
        with writing(log):
            log.add(Organization(id=KEY, name="Aspen House"))
            _record(log, name="Aspen House")
            raise RuntimeError("killed here")

    with pytest.raises(RuntimeError):
        fail()
    with writing(log):
        _record(log, name="Dogwood")

    assert log.get(Organization, KEY) is None
    assert [entry.sequence for entry in _entries(log)] == [1, 2, 3, 4]
    assert list(auditing.broken_links(log)) == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE audit_entry SET actor = 'account:2' WHERE sequence = 2", "Entry 2 .* changed"),
        ("UPDATE audit_entry SET changes = '{}' WHERE sequence = 2", "Entry 2 .* changed"),
        ("UPDATE audit_entry SET changes = NULL WHERE sequence = 2", "Entry 2 .* changed"),
        ("UPDATE audit_entry SET at = '2026-01-15 09:00:00.130000' WHERE sequence = 1", "Entry 1"),
        ("DELETE FROM audit_entry WHERE sequence = 2", "Entries 2 to 2 .* missing"),
        ("DELETE FROM audit_entry WHERE sequence = 3", "ends at entry 2, and should end at 3"),
        ("DELETE FROM audit_entry", "ends at entry 0, and should end at 3"),
        ("UPDATE audit_entry SET sequence = 9 WHERE sequence = 2", "missing"),
    ],
)
def test_what_was_done_by_hand_is_found(log: Session, statement: str, told: str) -> None:
    with writing(log):
        log.execute(text(statement))

    found = "\n".join(auditing.broken_links(log))

    assert re.search(told, found), found


def test_erased_values_leave_the_chain_whole(log: Session) -> None:
    with writing(log):
        auditing.erase_values(log, "organization", row_id=KEY)

    assert [entry.changes for entry in _entries(log)] == [None] * 3
    assert list(auditing.broken_links(log)) == []


@pytest.mark.parametrize("table", ["location", "address"])
def test_of_a_place_only_the_names_of_fields_are_kept(session: Session, table: str) -> None:
    with writing(session):
        _record(session, table, address_1="12 Invented Way", latitude=38.5, is_withheld=True)

    entry = _entries(session)[0]

    assert json.loads(entry.fields) == ["address_1", "is_withheld", "latitude"]
    assert "Invented" not in repr(vars(entry))
    assert "38.5" not in repr(vars(entry))


def test_secrets_are_never_kept(session: Session) -> None:
    with writing(session):
        _record(session, "account", password_hash="$argon2id$canary", role="steward")

    entry = _entries(session)[0]

    assert "password_hash" in entry.fields
    assert "canary" not in repr(vars(entry))


def test_many_writers_make_one_chain(session: Session, engine: Engine) -> None:
    errors: list[Exception] = []

    def work() -> None:
        try:
            with Session(engine) as own:
                for _ in range(5):
                    with writing(own):
                        _record(own, name="Elm")
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert len(_entries(session)) == 20
    assert list(auditing.broken_links(session)) == []
