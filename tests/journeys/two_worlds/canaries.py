"""Looks for a secret in bytes, in every spelling in which it could lie there."""

import base64
import hashlib
import html
import json
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from urllib.parse import quote, quote_plus

from .worlds import Secret


class LeakFound(AssertionError):
    """Something of a withheld place was seen."""


_HASHES = ("md5", "sha1", "sha224", "sha256", "sha512", "blake2b", "blake2s")
_LEAST = 6
_GEOHASH = "0123456789bcdefghjkmnpqrstuvwxyz"


def needles(secret: Secret) -> dict[bytes, str]:
    """Byte strings that must be nowhere, each with what it is."""
    found: dict[bytes, str] = {}
    for text in _texts(secret):
        for name, data in _spellings(text):
            found.setdefault(data, f"{name} of {text!r}")
    for text in (secret.street, secret.street.lower(), _folded(secret.street)):
        for name, data in _hashes(text):
            found.setdefault(data, f"{name} of {text!r}")
    for name, data in _points(float(secret.lat), float(secret.lon)):
        found.setdefault(data, name)
    return {data: name for data, name in found.items() if len(data) >= _LEAST}


def search(seen: Mapping[str, bytes], secret: Secret) -> None:
    """Raise LeakFound naming the first place where the secret lies."""
    wanted = _telling(secret)
    folded = {needle: name for needle, name in wanted.items() if needle == needle.lower()}
    for data, label in {data: label for label, data in reversed(seen.items())}.items():
        for layer, plain in _layers(data):
            _look(plain, wanted, label + layer)
            _look(plain.lower(), folded, label + layer)


def _look(text: bytes, wanted: Mapping[bytes, str], label: str) -> None:
    for needle, name in wanted.items():
        if needle in text:
            raise LeakFound(f"{label} holds the {name}")


@lru_cache
def _telling(secret: Secret) -> dict[bytes, str]:
    """The needles without those that hold another: where they are, that one is found."""
    found: dict[bytes, str] = {}
    for needle, name in sorted(needles(secret).items(), key=lambda item: len(item[0])):
        if not any(shorter in needle for shorter in found):
            found[needle] = name
    return found


def compare(one: Mapping[str, bytes], two: Mapping[str, bytes]) -> None:
    """Raise LeakFound naming the first thing in which the two worlds differ."""
    for label, data in one.items():
        if data != two.get(label, data):
            raise LeakFound(f"{label} differs: {_difference(data, two[label])}")
    if list(one) != list(two):
        raise LeakFound(f"seen in one world only: {sorted(set(one) ^ set(two))[:5]}")


def _difference(one: bytes, two: bytes) -> str:
    at = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), -1)
    at = min(len(one), len(two)) if at < 0 else at
    start = max(0, at - 120)
    return f"at byte {at}: {one[start : at + 80]!r} / {two[start : at + 80]!r}"


def _texts(secret: Secret) -> Iterator[str]:
    street = secret.street
    telling = max(street.split(), key=len)
    yield from (street, telling, secret.name, secret.description, secret.attention)
    yield from (secret.transportation, secret.accessibility, secret.map_url)
    yield from (secret.external_identifier, secret.site_phone, _digits(secret.site_phone))
    yield f"+1{_digits(secret.site_phone)}"
    yield f"{street}, {secret.city}, {secret.state} {secret.postal_code}"
    yield _folded(street)
    for places in (3, 4, 5, 6):
        lat, lon = f"{float(secret.lat):.{places}f}", f"{float(secret.lon):.{places}f}"
        yield from (f"{lat},{lon}", f"{lon},{lat}", f"{lat}, {lon}")
        yield from (lat, lon) if places > 3 else ()


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", text.casefold()).split())


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _spellings(text: str) -> Iterator[tuple[str, bytes]]:
    for case in dict.fromkeys((text, text.lower(), text.upper())):
        yield "plain text", case.encode()
        yield "Latin-1", case.encode("latin-1", "replace")
        yield "UTF-16 LE", case.encode("utf-16-le")
        yield "UTF-16 BE", case.encode("utf-16-be")
        yield "UTF-32 LE", case.encode("utf-32-le")
        yield "URL", quote(case, safe="").encode()
        yield "form", quote_plus(case).encode()
        yield "HTML", html.escape(case).encode()
        yield "HTML numbers", "".join(f"&#{ord(c)};" for c in case).encode()
        yield "HTML hex numbers", "".join(f"&#x{ord(c):x};" for c in case).encode()
        yield "JSON", json.dumps(case)[1:-1].encode()
        yield "JSON escapes", "".join(f"\\u{ord(c):04x}" for c in case).encode()
        yield "hex", case.encode().hex().encode()
        yield "reversed", case[::-1].encode()
        yield "without blanks", case.replace(" ", "").encode()
        yield "with dashes", case.replace(" ", "-").encode()
        yield "with underscores", case.replace(" ", "_").encode()
        yield from _base64(case.encode())


def _base64(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The part that stays the same whatever stands before and behind it."""
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + data)
        inner = whole[4 if shift else 0 : len(whole) - 4]
        yield f"base64 ({shift})", inner
        yield f"URL base64 ({shift})", inner.translate(bytes.maketrans(b"+/", b"-_"))


def _hashes(text: str) -> Iterator[tuple[str, bytes]]:
    for name in _HASHES:
        digest = hashlib.new(name, text.encode()).digest()
        yield name, digest[:16]
        yield f"{name} hex", digest.hex()[:16].encode()
        yield f"{name} base64", base64.b64encode(digest)[:20]


def _points(lat: float, lon: float) -> Iterator[tuple[str, bytes]]:
    for order in "<>":
        way = "LE" if order == "<" else "BE"
        for kind, name in (("d", "float64"), ("f", "float32")):
            pair = struct.pack(f"{order}{kind}{kind}", lat, lon)
            yield f"point as {name} {way}", pair
            yield f"point as {name} {way}, turned", struct.pack(f"{order}{kind}{kind}", lon, lat)
        yield f"latitude as float64 {way}", struct.pack(f"{order}d", lat)
        yield f"longitude as float64 {way}", struct.pack(f"{order}d", lon)
        for scale in (1e5, 1e6, 1e7):
            whole = struct.pack(f"{order}ii", round(lat * scale), round(lon * scale))
            yield f"point times {scale:g} as int32 {way}", whole
    for length in (6, 7, 9):
        yield f"geohash {length}", _geohash(lat, lon, length).encode()


def _geohash(lat: float, lon: float, length: int) -> str:
    low, high = [-90.0, -180.0], [90.0, 180.0]
    point, bits = (lat, lon), []
    for number in range(length * 5):
        axis = (number + 1) % 2
        middle = (low[axis] + high[axis]) / 2
        bits.append(point[axis] >= middle)
        (low if bits[-1] else high)[axis] = middle
    fives = [bits[n : n + 5] for n in range(0, len(bits), 5)]
    return "".join(_GEOHASH[int("".join("01"[bit] for bit in five), 2)] for five in fives)


def _layers(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The bytes, and what is packed inside them."""
    yield "", data
    for name, (window, heads) in _PACKED.items():
        for head in heads:
            at = data.find(head)
            while at >= 0:
                if unpacked := _unpacked(data[at:], window):
                    yield f" ({name} at {at})", unpacked
                at = data.find(head, at + 1)


_PACKED = {
    "gzip": (31, (b"\x1f\x8b\x08",)),
    "zlib": (15, (b"\x78\x01", b"\x78\x9c", b"\x78\xda")),
}


def _unpacked(data: bytes, window: int) -> bytes:
    try:
        return zlib.decompressobj(window).decompress(data)
    except zlib.error:
        return b""  # two bytes that look like a head and are none
