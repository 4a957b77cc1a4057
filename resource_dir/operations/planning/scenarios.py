"""What-ifs that somebody keeps: moves under a key, so that a link shows them to others.

What is kept are the moves, not their result: whoever opens the link sees them tried on the county
as it is then.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, NotFound, PersonalText
from resource_dir.gaps.fixing.moves import Move, moves_json, read_moves
from resource_dir.models import Scenario
from resource_dir.operations.auditing import record
from resource_dir.operations.reports.personal_text import refused_in

LONGEST_NAME = 80
KEY_BYTES = 9


@dataclass(frozen=True, slots=True)
class KeptScenario:
    """A scenario as it was kept."""

    key: str
    name: str
    moves: tuple[Move, ...]
    created: datetime
    created_by: str


def keep_scenario(
    session: Session, name: str, moves: Sequence[Move], *, actor: str, now: datetime
) -> str:
    """Keep some moves under a name; the key for the link. Raises BadInput."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise BadInput(
            "A name of at most %(most)s characters is needed.", field="name", most=LONGEST_NAME
        )
    if not moves:
        raise BadInput("There is nothing to keep: add a change first.", field="moves")
    if refused_in(name):
        raise PersonalText("A name of a what-if must not say who was helped.", field="name")
    kept: list[dict[str, Any]] = moves_json(moves)
    key = secrets.token_urlsafe(KEY_BYTES)
    session.add(Scenario(key=key, name=name, moves=kept, created=now, created_by=actor))
    session.flush()
    record(
        session,
        "scenario.keep",
        actor=actor,
        table="scenario",
        row_id=key,
        now=now,
        after={"name": name},
    )
    return key


def get_scenario(session: Session, key: str) -> KeptScenario:
    """The scenario of a key. Raises NotFound."""
    row = session.get(Scenario, key)
    if row is None:
        raise NotFound("There is no such what-if: its link is incomplete or it was removed.")
    return _kept(row)


def list_scenarios(session: Session) -> list[KeptScenario]:
    """All scenarios, the newest first."""
    rows = session.scalars(select(Scenario).order_by(Scenario.created.desc(), Scenario.key))
    return [_kept(row) for row in rows]


def remove_scenario(session: Session, key: str, *, actor: str, now: datetime) -> None:
    """Forget a scenario; its link leads nowhere then. Raises NotFound."""
    row = session.get(Scenario, key)
    if row is None:
        raise NotFound("There is no such what-if: it was removed already.")
    record(
        session,
        "scenario.remove",
        actor=actor,
        table="scenario",
        row_id=key,
        now=now,
        before={"name": row.name},
    )
    session.delete(row)
    session.flush()


def _kept(row: Scenario) -> KeptScenario:
    return KeptScenario(row.key, row.name, read_moves(row.moves), row.created, row.created_by)
