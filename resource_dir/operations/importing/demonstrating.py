"""Load the demonstration county: fictional listings whose dates are relative to today.

The files in seed_data are dated around a reference time. A copy with every date moved to now is
read by the same importer as real data; nothing in the importer knows of a demonstration. The
bed counts of the sixty days before follow in a write of their own, because no package has a
place for them.
"""

import csv
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.config import Settings
from resource_dir.database import writing
from resource_dir.errors import Conflict, NotReady
from resource_dir.operations.beds.forecasting import update_forecast
from resource_dir.operations.importing.bed_counts import add_reports
from resource_dir.operations.importing.demonstration_calls import take_demonstration_calls
from resource_dir.operations.importing.inventory import ImportReport
from resource_dir.operations.importing.taking_in import take_in
from resource_dir.operations.indexing import IndexKeeper
from resource_dir.operations.places.importing_addresses import take_in_addresses
from resource_dir.operations.places.place_keeping import PlaceKeeper

DEMO_SOURCE = "demo"
REFERENCE_FILE = "reference_time.json"
HISTORY_FILE = Path("history") / "capacity_report.csv"
ADDRESS_FILE = Path("places") / "address_points.csv"
INSTANTS = frozenset({"updated", "last_modified"})
DAYS = frozenset({"assured_date", "last_action_date", "valid_from", "valid_to", "dtstart", "until"})
PACKAGE = Path(__file__).parents[2]


def is_demo(session: Session) -> bool:
    """Whether the demonstration county is in this database."""
    return session.get(models.Source, DEMO_SOURCE) is not None


def has_listings(session: Session) -> bool:
    """Whether anything is in the inventory."""
    return session.scalars(select(models.Service.id).limit(1)).first() is not None


def seed_folder() -> Path:
    """The seed files: inside the installed package, or beside it in a checkout."""
    for folder in (PACKAGE / "seed_data", PACKAGE.parent / "seed_data"):
        if (folder / REFERENCE_FILE).is_file():
            return folder
    raise NotReady("The demonstration data is not installed: reinstall the package.")


def address_file() -> Path:
    """The address points of the county, in the layout of OpenAddresses with mile posts added."""
    return seed_folder() / ADDRESS_FILE


def load_demo(
    session: Session,
    *,
    settings: Settings,
    keeper: IndexKeeper,
    places: PlaceKeeper,
    now: datetime,
) -> ImportReport:
    """Import the demonstration county. Raises Conflict when the database holds anything else."""
    if has_listings(session):
        raise Conflict(
            "The database is not empty: the demonstration county is only loaded into an empty one. "
            "Set RESOURCE_DIR_DATA to another folder to look at it."
        )
    settings.work_folder.mkdir(parents=True, exist_ok=True)
    # Streets and calls come first: a county with listings counts as loaded.
    take_in_addresses(
        session, address_file(), source=DEMO_SOURCE, settings=settings, places=places, now=now
    )
    take_demonstration_calls(
        session,
        seed_folder(),
        work_folder=settings.work_folder,
        reference=_reference_of(seed_folder()),
        now=now,
    )
    with tempfile.TemporaryDirectory(dir=settings.work_folder) as folder:
        copy = Path(folder) / "package"
        dated_copy(seed_folder(), copy, now=now)
        report = take_in(
            session,
            copy,
            kind="hsds",
            source=DEMO_SOURCE,
            settings=settings,
            keeper=keeper,
            now=now,
        )
    with writing(session):
        add_reports(session, list(past_reports(seed_folder(), now=now)))
    update_forecast(session, now=now)
    return report


def past_reports(seeds: Path, *, now: datetime) -> Iterator[dict[str, Any]]:
    """The bed counts before those that hold now, moved to now, as rows of `capacity_report`."""
    moved_by = now - _reference_of(seeds)
    with (seeds / HISTORY_FILE).open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            moved = _moved(row, moved_by)
            yield {
                "capacity_id": moved["capacity_id"],
                "updated": datetime.fromisoformat(moved["updated"]),
                "available": int(moved["available"]),
                "maximum": int(moved["maximum"]),
                "waiting_list": int(moved["waiting_list"]) if moved["waiting_list"] else None,
                "source": moved["source"],
            }


def dated_copy(seeds: Path, folder: Path, *, now: datetime) -> None:
    """Copy the CSV files of `seeds`, their dates moved from the reference time to now."""
    reference = _reference_of(seeds)
    folder.mkdir(parents=True)
    for path in sorted(seeds.glob("*.csv")):
        with (
            path.open(newline="", encoding="utf-8") as source,
            (folder / path.name).open("w", newline="", encoding="utf-8") as target,
        ):
            reader = csv.DictReader(source)
            writer = csv.DictWriter(target, reader.fieldnames or ())
            writer.writeheader()
            writer.writerows(_moved(row, now - reference) for row in reader)
    package = seeds / "datapackage.json"
    if package.is_file():
        shutil.copy(package, folder)


def _reference_of(seeds: Path) -> datetime:
    """The instant that the files are dated around."""
    stated: str = json.loads((seeds / REFERENCE_FILE).read_text())["reference_time"]
    return datetime.fromisoformat(stated)


def _moved(row: Mapping[str, str], by: timedelta) -> dict[str, str]:
    return {name: _moved_value(name, value, by) for name, value in row.items()}


def _moved_value(name: str, value: str, by: timedelta) -> str:
    if not value:
        return value
    if name in INSTANTS:
        moved = datetime.fromisoformat(value) + by
        return moved.replace(microsecond=0).isoformat()
    if name in DAYS:
        return (date.fromisoformat(value) + timedelta(days=by.days)).isoformat()
    return value
