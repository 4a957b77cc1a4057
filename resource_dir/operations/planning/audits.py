"""What was wrong with the calls as they came in: it stays with every result made of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.models import CallImport


def audits_of(session: Session, data_sets: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Every audit of these data sets, newest first, with the period that its file spoke of."""
    rows = session.scalars(
        select(CallImport)
        .where(CallImport.data_set_id.in_(data_sets))
        .order_by(CallImport.data_set_id, CallImport.id.desc())
    )
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in data_sets}
    for row in rows:
        found[row.data_set_id].append(
            {
                "from": row.from_day.isoformat(),
                "to": row.to_day.isoformat(),
                "calls": row.calls,
                "imported": row.at.isoformat(),
                **row.audit,
            }
        )
    return found
