"""What the map's pins lie on: tiles by address, a PMTiles file of our own, or county lines."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast
from urllib.parse import urlsplit

import structlog
from flask import Flask

from resource_dir.config import Settings
from resource_dir.errors import BadInput

log = structlog.get_logger(__name__)

Kind = Literal["tiles", "raster", "vector", "counties"]
PMTILES_PATH = "/map/tiles.pmtiles"
COUNTIES_PATH = "/map/counties"
# PMTiles version 3, bytes of the header: magic and version, then from 97 on compression of the
# directories, compression of the tiles, type of the tiles, lowest and highest zoom.
MAGIC = b"PMTiles\x03"
HEADER_BYTES = 127
VECTOR_TYPE, RASTER_TYPES = 1, (2, 3, 4, 5)
READABLE_COMPRESSIONS = (1, 2)  # none, gzip: what browsers can undo
MOST_TILE_ZOOM = 19  # common to public tile servers
MOST_LINES_ZOOM = 12  # closer, the simplified lines would look more exact than they are
LINK = re.compile(r"(https?://[^\s<>\"]+)")

LEAFLET = ("vendor/leaflet/leaflet.js", "vendor/leaflet.markercluster/leaflet.markercluster.js")
STYLES = (
    "vendor/leaflet/leaflet.css",
    "vendor/leaflet.markercluster/MarkerCluster.css",
    "map.css",
)
DRAWN_BY: dict[Kind, tuple[str, ...]] = {
    "tiles": (),
    "raster": ("vendor/pmtiles/pmtiles.js",),
    "vector": ("vendor/protomaps-leaflet/protomaps-leaflet.js",),
    "counties": (),
}


@dataclass(frozen=True, slots=True)
class MapGround:
    """What a page has to know to draw a map."""

    kind: Kind
    url: str
    max_zoom: int
    credit: tuple[tuple[str, str | None], ...] = ()  # words, and where they lead
    file: Path | None = None
    scripts: tuple[str, ...] = ()  # addresses, in the order in which they have to load
    styles: tuple[str, ...] = ()


def register_map(app: Flask, settings: Settings) -> None:
    """Read the settings of the map and tell the templates. Raises BadInput naming the setting."""
    ground = read_ground(settings)
    app.extensions["map_ground"] = ground
    static_url = cast("Callable[[str], str]", app.jinja_env.globals["static_url"])
    app.jinja_env.globals["map_ground"] = _with_libraries(ground, static_url)


def read_ground(settings: Settings) -> MapGround:
    """The ground that is set. Raises BadInput for a file that is none."""
    credit = tuple(credit_of(settings.map_attribution))
    if settings.map_pmtiles:
        kind, max_zoom = read_header(settings.map_pmtiles)
        return MapGround(kind, PMTILES_PATH, max_zoom, credit, settings.map_pmtiles)
    if settings.map_tiles_url:
        return MapGround("tiles", settings.map_tiles_url, MOST_TILE_ZOOM, credit)
    return MapGround("counties", COUNTIES_PATH, MOST_LINES_ZOOM)


def read_header(file: Path) -> tuple[Kind, int]:
    """Kind and highest zoom of a PMTiles file. Raises BadInput saying what is wrong with it."""
    try:
        with file.open("rb") as stream:
            header = stream.read(HEADER_BYTES)
    except OSError as error:
        raise _refused(f"can't be read ({error.strerror}): {file}") from error
    if len(header) < HEADER_BYTES or not header.startswith(MAGIC):
        raise _refused(f"is no PMTiles file of version 3: {file}")
    inner, outer, tile_type, _, max_zoom = header[97:102]
    if inner not in READABLE_COMPRESSIONS or outer not in READABLE_COMPRESSIONS:
        raise _refused("is compressed in a way that browsers can't read; use gzip or none")
    if tile_type == VECTOR_TYPE:
        return "vector", max_zoom
    if tile_type in RASTER_TYPES:
        return "raster", max_zoom
    raise _refused("holds neither vector tiles nor pictures")


def tile_origin(settings: Settings) -> str | None:
    """Scheme and host of another server's tiles, which pages then may show pictures of."""
    parts = urlsplit(settings.map_tiles_url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else None


def credit_of(text: str) -> list[tuple[str, str | None]]:
    """An attribution as words and links: an address in the text becomes a link to it."""
    pieces = [piece.strip() for piece in LINK.split(text)]
    return [
        (urlsplit(piece).netloc, piece) if LINK.fullmatch(piece) else (piece, None)
        for piece in pieces
        if piece
    ]


def _with_libraries(ground: MapGround, static_url: Callable[[str], str]) -> MapGround | None:
    """The ground with its scripts; None, and no map, in a checkout that has not fetched them."""
    try:
        scripts = [static_url(name) for name in (*LEAFLET, *DRAWN_BY[ground.kind], "js/map.js")]
        styles = [static_url(name) for name in STYLES]
    except FileNotFoundError:
        log.warning("no_map", reason="the browser libraries are not built")
        return None
    return MapGround(
        ground.kind,
        ground.url,
        ground.max_zoom,
        ground.credit,
        scripts=tuple(scripts),
        styles=tuple(styles),
    )


def _refused(what: str) -> BadInput:
    return BadInput(f"MAP_PMTILES {what}.", field="MAP_PMTILES")
