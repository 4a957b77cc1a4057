"""What was published: read by everybody, changed by nobody."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.errors import NotFound
from resource_dir.models import PublishedTable

Content = dict[str, Any]


def list_published(session: Session) -> list[PublishedTable]:
    """What was published, the newest period first."""
    return list(
        session.scalars(
            select(PublishedTable).order_by(
                PublishedTable.to_day.desc(), PublishedTable.from_day, PublishedTable.data_set_id
            )
        )
    )


def get_published(session: Session, table_id: str) -> PublishedTable:
    """One published table. Raises NotFound."""
    found = session.get(PublishedTable, table_id)
    if found is None:
        raise NotFound("There is no such published table.")
    return found


def digest_of(content: Mapping[str, Any]) -> str:
    """By which anybody can tell that a table is the one that was published."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
