"""Profiles of call exports: those that come with the product, and those that planners saved."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.errors import Conflict, NotFound
from resource_dir.models import CallProfile as ProfileRow
from resource_dir.operations.auditing import record

if TYPE_CHECKING:
    from resource_dir.gaps.calls.profiles import CallProfile


def list_call_profiles(session: Session) -> list["CallProfile"]:
    """Every profile by its name; a saved one can't hide one of the product's."""
    from resource_dir.gaps.calls.profile_reading import read_profile
    from resource_dir.gaps.calls.shipped_profiles import shipped_profiles

    saved = {
        row.name: read_profile(row.content) for row in session.scalars(select(ProfileRow)).all()
    }
    every = {**saved, **shipped_profiles()}
    return [every[name] for name in sorted(every)]


def get_call_profile(session: Session, name: str) -> "CallProfile":
    """One profile by its name. Raises NotFound naming those that there are."""
    every = {profile.name: profile for profile in list_call_profiles(session)}
    if name not in every:
        raise NotFound(
            "There is no call profile “%(name)s”: there are %(names)s.",
            field="profile",
            name=name[:60],
            names=", ".join(every),
        )
    return every[name]


def save_call_profile(
    session: Session, content: Any, *, actor: str, now: datetime
) -> "CallProfile":
    """Keep a profile under its name, in place of what was saved under it before.

    Raises BadInput naming the key that is wrong, Conflict for the name of a shipped one.
    """
    from resource_dir.gaps.calls.profile_reading import read_profile
    from resource_dir.gaps.calls.shipped_profiles import shipped_profiles

    profile = read_profile(content)
    if profile.name in shipped_profiles():
        raise Conflict(
            "“%(name)s” comes with the product: save yours under another name.",
            field="name",
            name=profile.name,
        )
    row = session.get(ProfileRow, profile.name)
    before = row.content if row else None
    if row is None:
        row = ProfileRow(name=profile.name, created=now, created_by=actor)
        session.add(row)
    row.content = profile.to_json()
    record(
        session,
        "save_call_profile",
        actor=actor,
        table="call_profile",
        row_id=profile.name,
        now=now,
        before={"content": before} if before else None,
        after={"content": row.content},
    )
    session.flush()
    return profile
