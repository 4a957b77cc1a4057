"""A file whose days can't be is refused by storing, and a preview says so in the same words."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.errors import PackageRefused
from resource_dir.models import CallBatch
from resource_dir.operations.planning.refusing_calls import refusal_text
from resource_dir.operations.planning.taking_calls import preview_calls, take_calls
from tests.gaps.calls.exports import many, profile, row, written

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
TO_COME = written(many(24 * 20, start="2026-02-03 00:00:00"))
TOO_OLD = written(many(24 * 20, start="1926-01-01 00:00:00"))
NO_EVENING = written([row(n, f"2025-03-{1 + n % 28:02} {n % 12:02}:30:00") for n in range(400)])


def _stored_says(session: Session, path: Path) -> str:
    with pytest.raises(PackageRefused) as caught:
        take_calls(
            session, path, profile=profile(), name="juniper", layer_id=None, actor="ann", now=NOW
        )
    return caught.value.message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (TO_COME, "still to come: 480, from 2026-02-03 to 2026-02-22."),
        (TOO_OLD, "before 1980: 480, from 1926-01-01 to 1926-01-20."),
        (NO_EVENING, "its times have no morning and evening"),
    ],
)
def test_a_preview_refuses_in_the_words_of_storing_and_nothing_is_stored(
    session: Session, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(content)

    foreseen = refusal_text(preview_calls(path, profile(), now=NOW))

    assert foreseen == _stored_says(session, path)
    assert words in foreseen
    assert not session.scalars(select(CallBatch)).all()


def test_the_refusal_names_the_column_and_what_to_choose(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(TO_COME)

    said = refusal_text(preview_calls(path, profile(), now=NOW)) or ""

    assert "“received”" in said
    assert all(key in said for key in ("columns.time", "time.forms", "time.clock"))


def test_a_file_that_may_be_stored_is_refused_nothing(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(written(many(24 * 14, start="2026-01-01 09:00:00")))

    assert refusal_text(preview_calls(path, profile(), now=NOW)) is None
