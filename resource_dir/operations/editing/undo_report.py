"""What an undo did, for the page that says so and for the letter to whose account it was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.models import Capacity, ListingDocument
from resource_dir.operations.beds.reaches_back import ReachesTakenBack
from resource_dir.operations.beds.taking_back import BedsTakenBack
from resource_dir.operations.holds.taking_back import SettingsTakenBack


@dataclass(frozen=True, slots=True)
class Kept:
    """A field that an undo left as it is; the service is None where it is gone."""

    service_id: str | None
    table: str
    row_id: str
    field: str


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What an undo did. `services`: those of which something was taken back: live `revisions`,
    changes that waited and were `rejected`, numbers of free beds, settings of counts, links that
    were ended, addresses that get no letters any more (`stopped`) and that get them again.

    `left`: what somebody else changed since. `erased`: what can't come back, since the values are
    gone or a place would be said that is withheld.
    """

    services: tuple[str, ...] = ()
    revisions: int = 0
    rejected: int = 0
    counts: int = 0
    settings: int = 0
    links: int = 0
    stopped: int = 0
    restarted: int = 0
    left: tuple[Kept, ...] = ()
    erased: tuple[Kept, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was taken back."""
        return not any((
            self.revisions, self.rejected, self.counts, self.settings, self.links, self.stopped,
            self.restarted,
        ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edits:
    """What became of the live changes: the part of the report about them."""

    services: tuple[str, ...]
    revisions: int
    left: tuple[Kept, ...]
    erased: tuple[Kept, ...]


def report_of(
    session: Session,
    *,
    edits: Edits,
    rejected: Sequence[str],
    beds: BedsTakenBack,
    settings: SettingsTakenBack,
    reaches: ReachesTakenBack,
    links: Sequence[str],
) -> UndoReport:
    """All parts together, with the services that their counts and listings belong to."""
    left = [("capacity", one, "available") for one in beds.left]
    left += [("bed_setting", *one) for one in settings.left]
    left += [("bed_reach", one, "address") for one in reaches.left]
    erased = [("bed_setting", *one) for one in settings.erased]
    touched = [*beds.done, *(one for one, _ in settings.done), *links]
    touched += [*reaches.stopped, *reaches.restarted]
    service_of = _services_of(session, {*touched, *(one[1] for one in (*left, *erased))})
    services = {service_of[one] for one in touched if one in service_of}
    return UndoReport(
        services=tuple(sorted({*edits.services, *rejected, *services})),
        revisions=edits.revisions,
        rejected=len(rejected),
        counts=len(beds.done),
        settings=len(settings.done),
        links=len(links),
        stopped=len(reaches.stopped),
        restarted=len(reaches.restarted),
        left=(*edits.left, *(Kept(service_of.get(one[1]), *one) for one in left)),
        erased=(*edits.erased, *(Kept(service_of.get(one[1]), *one) for one in erased)),
    )


def _services_of(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """The services that these counts and listings belong to."""
    document, wanted = ListingDocument, sorted(ids)
    of_listings = select(document.id, document.service_id).where(document.id.in_(wanted))
    of_counts = (
        select(Capacity.id, document.service_id)
        .join(document, document.id == Capacity.service_at_location_id)
        .where(Capacity.id.in_(wanted))
    )
    found = [*session.execute(of_listings), *session.execute(of_counts)]
    return {row[0]: row[1] for row in found}
