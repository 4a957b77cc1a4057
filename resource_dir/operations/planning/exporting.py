"""The gap table as a file for a spreadsheet: plain numbers, empty where nothing is known."""

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from resource_dir.hsds.guarding import guarded

if TYPE_CHECKING:
    from resource_dir.gaps.table.gap_table import GapRow, GapTable

Cell = str | float | int | None
COLUMNS = (
    "rank", "need", "area", "area_name", "calls", "calls_per_day", "calls_per_day_low95",
    "calls_per_day_high95", "offered_load", "offered_load_low95", "offered_load_high95", "units",
    "units_without_number", "staffed", "data_age_hours", "turn_away", "turn_away_low",
    "turn_away_high", "places_short_median", "places_short_low80", "places_short_high80",
    "missed_per_day_median", "missed_per_day_low80", "missed_per_day_high80", "p_gap", "p_first",
    "covered_share", "uncovered_none", "uncovered_too_far", "uncovered_closed",
    "uncovered_not_eligible", "uncovered_full", "uncovered_unknown",
)  # fmt: skip
DIGITS = 6
SHEET, ABOUT = "gaps", "about"


def gap_cells(table: "GapTable") -> Iterator[tuple[Cell, ...]]:
    """The rows, in the order of COLUMNS; what is not known is None, never 0."""
    for rank, row in enumerate(table.rows, 1):
        yield (rank, *_cells(row))


def _cells(row: "GapRow") -> tuple[Cell, ...]:
    short = row.units_short
    values = (
        *(row.rate_per_day.value, row.rate_per_day.low, row.rate_per_day.high),
        *(row.offered_load.value, row.offered_load.low, row.offered_load.high),
        *(row.units, row.unknown_units, row.staffed, row.data_age_hours),
        *(row.turn_away.value, row.turn_away.low, row.turn_away.high),
        *((short.median, short.low80, short.high80) if short else (None, None, None)),
        *(row.missed_per_day.median, row.missed_per_day.low80, row.missed_per_day.high80),
        *(row.p_gap, row.p_first, row.covered_share),
        *(share for _, share in row.uncovered),
    )
    texts = (guarded(row.need), guarded(row.area), guarded(row.area_name))
    return (*texts, row.calls, *(_plain(value) for value in values))


def _plain(value: float | None) -> float | None:
    return None if value is None else round(float(value), DIGITS)


def gaps_csv(table: "GapTable") -> str:
    """The table as CSV."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows(gap_cells(table))
    return file.getvalue()


def about_cells(table: "GapTable") -> Iterator[tuple[Cell, ...]]:
    """What the figures rest on: method, data sets with their denominators, digests of inputs."""
    yield ("method_version", table.method_version)
    yield ("unmapped_share", _plain(table.unmapped_share))
    for each in table.demand.observed:
        yield (
            "data_set", guarded(each.data_set), guarded(each.agency), each.from_day.isoformat(),
            each.to_day.isoformat(), _plain(float(each.hours.sum())), each.calls, each.unmapped,
        )  # fmt: skip
    for name, told in table.inputs:
        yield ("input", guarded(name), told)


def gaps_xlsx(table: "GapTable") -> bytes:
    """The table as a workbook of two sheets: the gaps, and what they rest on."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.append(COLUMNS)
    for row in gap_cells(table):
        sheet.append(row)
    about = book.create_sheet(ABOUT)
    for row in about_cells(table):
        about.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
