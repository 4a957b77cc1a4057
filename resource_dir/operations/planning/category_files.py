"""Somebody's categories of call types, out of the bytes that a form brought: looked at, or kept."""

from datetime import datetime

from sqlalchemy.orm import Session

from resource_dir.errors import BadInput
from resource_dir.gaps.crosswalk.reading import MOST_BYTES
from resource_dir.operations.planning.crosswalk_importing import (
    CrosswalkTaken,
    from_categories,
    with_version,
)
from resource_dir.operations.planning.crosswalk_taking import (
    LONGEST_NAME,
    crosswalk_id_of,
    take_entries,
    use_crosswalk,
)


def look_at_categories(content: bytes, *, name: str, city: str | None) -> CrosswalkTaken:
    """What the file would bring, with its holes; of several cities, those of all of them.

    Raises BadInput, NotFound.
    """
    return from_categories(crosswalk_id_of(name), _checked(content), city=city, is_dry_run=True)


def take_categories(
    session: Session,
    content: bytes,
    *,
    name: str,
    city: str | None,
    file_name: str,
    data_set: str | None,
    actor: str,
    now: datetime,
) -> CrosswalkTaken:
    """Keep what is sure of it as the next version, unreviewed; `data_set` is mapped by it.

    Raises BadInput, NotFound.
    """
    crosswalk_id = crosswalk_id_of(name)
    taken = from_categories(crosswalk_id, _checked(content), city=city, is_dry_run=False)
    version = take_entries(
        session, name, taken.entries, actor=actor, now=now, note=file_name[:LONGEST_NAME]
    )
    if data_set:
        use_crosswalk(session, data_set, crosswalk_id, actor=actor, now=now)
    return with_version(taken, version.number)


def _checked(content: bytes) -> bytes:
    if len(content) > MOST_BYTES:
        raise BadInput("The file is larger than %(most)s bytes.", field="file", most=MOST_BYTES)
    return content
