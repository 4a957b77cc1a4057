"""Read an address layer: OpenAddresses or a county's 911 layer, as CSV or GeoJSON, maybe packed.

Streamed: what is held is one row, and the report's rejected rows. A layer in another projection
(state-plane feet) is refused whole, since none of its numbers is a place.
"""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, cast

import ijson
import orjson

from resource_dir.errors import PackageRefused
from resource_dir.geo.addresses import AddressPoint
from resource_dir.hsds._lines import lines_of
from resource_dir.hsds.address_columns import Columns, lacks_text
from resource_dir.hsds.address_rows import Refused, RowReader, number_of
from resource_dir.hsds.csv_rows import BadLine, CsvReader
from resource_dir.hsds.report import ReadReport
from resource_dir.hsds.sources import Member, members_of

ENDINGS = tuple(
    f".{name}{packed}"
    for packed in ("", ".gz")
    for name in ("csv", "tsv", "geojson", "geojsonl", "geojsons", "ndjson", "json")
)
LOOKED_AT = 50  # rows that tell a layer's columns and projection
ROWS_PER_STEP = 2_000
_HEAD = 1 << 16
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One row as it stands: values in the order of the layer's columns, (lon, lat) if GeoJSON."""

    line: int
    values: Sequence[str]
    geometry: tuple[object, object] | None = None
    problem: str = ""
    repairs: tuple[str, ...] = ()


def read_address_layer(
    path: Path, *, report: ReadReport, progress: Progress | None = None
) -> Iterator[AddressPoint]:
    """The points of a file, gzip or zip, in file order; what is rejected goes to `report`.

    `line` in the report is the line of a CSV or of line-delimited GeoJSON, and the number of the
    feature in a collection. `progress` gets (bytes done, bytes in all). Raises PackageRefused
    when a file can't be an address layer: no known columns, another projection, not readable.
    """
    with ExitStack() as stack:
        members = [one for one in members_of(path, stack, endings=ENDINGS) if not _is_summary(one)]
        total, before = sum(member.size for member in members), 0
        for member in members:
            stream = stack.enter_context(_Counted(member.open()))
            try:
                for number, point in enumerate(_points(member, stream, report)):
                    if progress and number % ROWS_PER_STEP == 0:
                        progress(before + min(stream.done, member.size), total)
                    if point is not None:
                        yield point
            except (EOFError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error) as error:
                raise PackageRefused(
                    f"{member.name} is damaged and can't be unpacked: nothing was taken.",
                    field="path",
                ) from error
            before += member.size


def _is_summary(member: Member) -> bool:
    """OpenAddresses puts counts of what it collected into its archives, as CSV too."""
    return member.name.startswith("summary/")


def _points(
    member: Member, stream: "_Counted", report: ReadReport
) -> Iterator[AddressPoint | None]:
    """A point for each row, or None where it was rejected."""
    columns, rows = _opened(member, cast(BinaryIO, stream))
    first = list(islice(rows, LOOKED_AT))
    has_geometry = any(row.geometry for row in first)
    lacks = columns.missing(has_geometry=has_geometry)
    if lacks:
        raise PackageRefused(f"{member.name} has no column for {lacks_text(lacks)}.", field="path")
    _refuse_projected(member.name, columns, first)
    reader, file = RowReader(columns), report.file(member.name)
    for row in chain(first, rows):
        file.rows += 1
        made = Refused("", "", row.problem) if row.problem else reader.point(
            row.values, row.geometry
        )  # fmt: skip
        if isinstance(made, Refused):
            report.reject_row(member.name, row.line, made.column, made.value, made.reason)
            yield None
        else:
            for name in row.repairs:
                report.repair(member.name, row.line, "", "", name)
            yield made


def _refuse_projected(name: str, columns: Columns, rows: Sequence[LayerRow]) -> None:
    """Refuse a layer whose numbers are feet or metres. One odd row is only that row's fault."""
    pairs = [
        row.geometry or (columns.value("lon", row.values), columns.value("lat", row.values))
        for row in rows
        if not row.problem
    ]
    numbers = [(number_of(x), number_of(y)) for x, y in pairs]
    known = [(x, y) for x, y in numbers if x is not None and y is not None]
    large = [(x, y) for x, y in known if abs(x) > 180 and abs(y) > 90]
    if large and len(large) * 2 > len(known):
        x, y = large[0]
        raise PackageRefused(
            f"{name} has projected coordinates (its first are {x:.10g}, {y:.10g}: feet or metres, "
            "not degrees): nothing was read. Export the layer as WGS84 longitude and latitude "
            "(EPSG:4326), then import it again.",
            field="path",
        )


def _opened(member: Member, stream: BinaryIO) -> tuple[Columns, Iterator[LayerRow]]:
    if member.name.lower().removesuffix(".gz").endswith((".csv", ".tsv")):
        reader = CsvReader(stream)
        return Columns.of(reader.columns), _csv_rows(reader)
    head = stream.read(_HEAD)
    whole = cast(BinaryIO, _Again(head, stream))
    features = _collection(whole) if _is_collection(head) else _lines(whole)
    first = list(islice(features, LOOKED_AT))
    names = dict.fromkeys(name for _, one in first if isinstance(one, dict) for name in _of(one))
    if not names:
        raise PackageRefused(
            f"{member.name} holds no GeoJSON features with properties: nothing was read.",
            field="path",
        )
    order = tuple(names)
    return Columns.of(order), (_feature_row(n, one, order) for n, one in chain(first, features))


def _csv_rows(reader: CsvReader) -> Iterator[LayerRow]:
    for record in reader:
        if isinstance(record, BadLine):
            yield LayerRow(record.line, (), problem=record.reason)
        else:
            yield LayerRow(record.line, record.fields, repairs=record.repairs)


def _is_collection(head: bytes) -> bool:
    """Whether this is one document; else each line is a feature of its own."""
    first, _, rest = head.partition(b"\n")
    if b'"FeatureCollection"' in head or b'"features"' in head or head.lstrip()[:1] == b"[":
        return True
    return not rest.strip() and b'"Feature"' not in first


def _collection(stream: BinaryIO) -> Iterator[tuple[int, object]]:
    head = stream.read(_HEAD)
    prefix = "item" if head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"[" else "features.item"
    whole = cast(BinaryIO, _Again(head.removeprefix(b"\xef\xbb\xbf"), stream))
    number = 0
    try:
        for number, one in enumerate(ijson.items(whole, prefix, use_float=True), start=1):
            yield number, one
    except (ijson.JSONError, UnicodeError, ValueError):
        yield number + 1, "not readable as JSON from here on"


def _lines(stream: BinaryIO) -> Iterator[tuple[int, object]]:
    for line in lines_of(stream):
        text = line.text.strip().lstrip("\x1e")  # GeoJSON text sequences begin a record with it
        if line.is_too_long:
            yield line.number, "the line is longer than 4 MB"
        elif text:
            yield line.number, _loaded(text)


def _loaded(text: str) -> object:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return "the line is not JSON"


def _of(feature: dict[str, Any]) -> dict[str, Any]:
    """Properties of a feature; ArcGIS servers call them attributes."""
    found = feature.get("properties") or feature.get("attributes")
    return found if isinstance(found, dict) else {}


def _feature_row(number: int, feature: object, order: Sequence[str]) -> LayerRow:
    if isinstance(feature, str):
        return LayerRow(number, (), problem=feature)
    if not isinstance(feature, dict):
        return LayerRow(number, (), problem="not a GeoJSON feature")
    properties = _of(feature)
    values = tuple(_cell(properties.get(name)) for name in order)
    return LayerRow(number, values, _geometry(feature.get("geometry")))


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value) if isinstance(value, (str, int, float)) else ""


def _geometry(value: object) -> tuple[object, object] | None:
    """(lon, lat) of a point; of the first point of several. ArcGIS writes x and y."""
    if not isinstance(value, dict):
        return None
    if "x" in value and "y" in value:
        return value["x"], value["y"]
    place = value.get("coordinates")
    if value.get("type") == "MultiPoint" and isinstance(place, list) and place:
        place = place[0]
    if value.get("type") not in ("Point", "MultiPoint") or not isinstance(place, list):
        return None
    return (place[0], place[1]) if len(place) >= 2 else None


class _Counted(io.RawIOBase):
    """A stream that knows how much of it was read."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        self.done = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read at most as much as fits."""
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self.done += len(data)
        return len(data)

    def close(self) -> None:
        """Close what is below."""
        self._stream.close()
        super().close()


class _Again(io.RawIOBase):
    """A stream with bytes put back before it: a zip member can't be wound back cheaply."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        super().__init__()
        self._head, self._stream = head, stream

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read from what was put back, then from the stream."""
        data = self._head[: len(buffer)]
        self._head = self._head[len(data) :]
        data = data or self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
