"""The files of seed_data/calls: the export, the beats, and what calls mean here."""

import csv
import gzip
import io
import json
from pathlib import Path

from demo_county.beats import blocks_by_beat, geojson, read_beats
from demo_county.call_faults import with_faults
from demo_county.call_types import CROSSWALK_COLUMNS, CallType, crosswalk_rows, read_call_types
from demo_county.calls import COLUMNS, draw_calls
from demo_county.reading import read_table
from demo_county.streets import Street


def write_calls(folder: Path, streets: list[Street]) -> None:
    """Write every file of the calls."""
    folder.mkdir(parents=True, exist_ok=True)
    beats, types = read_beats(), read_call_types()
    drawn = draw_calls(types, beats, blocks_by_beat(beats, streets))
    calls = with_faults(drawn, _codes_with_need(types))
    text = _csv(COLUMNS, [call.row() for call in calls])
    _write_packed(folder / "juniper_calls.csv.gz", text)
    crosswalk = _csv(CROSSWALK_COLUMNS, list(crosswalk_rows(types)))
    (folder / "crosswalk.csv").write_text(crosswalk, encoding="utf-8", newline="")
    profile = json.dumps(read_table("calls.toml")["profile"], indent=2)
    (folder / "profile.json").write_text(profile + "\n", encoding="utf-8", newline="")
    (folder / "beats.geojson").write_text(geojson(beats), encoding="utf-8", newline="")


def _codes_with_need(types: tuple[CallType, ...]) -> frozenset[str]:
    return frozenset(code for one in types if one.needs for code in (one.code, one.later))


def _csv(columns: tuple[str, ...], rows: list[list[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def _write_packed(path: Path, text: str) -> None:
    """Pack it without a file name and a time, so that the same text gives the same bytes."""
    with (
        path.open("wb") as file,
        gzip.GzipFile("", "wb", compresslevel=9, fileobj=file, mtime=0) as packed,
    ):
        packed.write(text.encode())
