"""Small PMTiles files of one colour, made in a test: pictures, or shapes as Protomaps names them.

Each tile carries its number: the writer would store equal ones as one run and name its first zoom
as the highest.
"""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

ZOOMS = range(5)
RED = (200, 30, 30)
EXTENT = 4096
# Wire types of protocol buffers, as the vector tile format uses them.
VARINT, BYTES = 0, 2
MOVE_TO, LINE_TO, CLOSE = 1 | 1 << 3, 2 | 3 << 3, 7 | 1 << 3  # command and its count


def write_pictures(path: Path, colour: tuple[int, int, int] = RED) -> Path:
    """A raster file: each tile a PNG of one colour."""
    return _write(path, lambda number: png(colour, number), TileType.PNG)


def write_shapes(path: Path) -> Path:
    """A vector file: each tile is land (layer "earth") from edge to edge."""
    return _write(path, land, TileType.MVT)


def _write(path: Path, tile: Callable[[int], bytes], kind: TileType) -> Path:
    with path.open("wb") as stream:
        writer = Writer(stream)
        for zoom in ZOOMS:
            for tile_id in sorted(
                zxy_to_tileid(zoom, x, y) for x in range(2**zoom) for y in range(2**zoom)
            ):
                writer.write_tile(tile_id, tile(tile_id))
        header = {
            "tile_type": kind,
            "tile_compression": Compression.NONE,
            "min_lon_e7": -1_800_000_000, "min_lat_e7": -850_000_000,
            "max_lon_e7": 1_800_000_000, "max_lat_e7": 850_000_000,
            "center_zoom": 2, "center_lon_e7": 0, "center_lat_e7": 0,
        }  # fmt: skip
        writer.finalize(header, {"name": "made in a test"})
    return path


def png(colour: tuple[int, int, int], number: int = 0, *, size: int = 256) -> bytes:
    """A square picture of one colour, with a number in it that nobody sees."""
    rows = (b"\0" + bytes(colour) * size) * size
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    note = b"Comment\0" + str(number).encode()
    chunks = (
        (b"IHDR", head),
        (b"tEXt", note),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def land(number: int = 0) -> bytes:
    """A vector tile with one polygon, of that number, in the layer "earth"."""
    square = [MOVE_TO, *_point(0, 0), LINE_TO, *_point(EXTENT, 0), *_point(0, EXTENT),
              *_point(-EXTENT, 0), CLOSE]  # fmt: skip
    feature = (
        _field(1, VARINT, number)
        + _field(3, VARINT, 3)
        + _field(4, BYTES, b"".join(map(_varint, square)))
    )
    layer = (
        _field(15, VARINT, 2)
        + _field(1, BYTES, b"earth")
        + _field(2, BYTES, feature)
        + _field(5, VARINT, EXTENT)
    )
    return _field(3, BYTES, layer)


def _field(number: int, wire: int, value: int | bytes) -> bytes:
    key = _varint(number << 3 | wire)
    if isinstance(value, int):
        return key + _varint(value)
    return key + _varint(len(value)) + value


def _point(dx: int, dy: int) -> tuple[int, int]:
    return dx << 1 ^ dx >> 31, dy << 1 ^ dy >> 31  # zigzag


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])
