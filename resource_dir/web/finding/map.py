"""The map's ground: a PMTiles file read in parts, and county lines where no tiles are set."""

import re
from typing import Any

import orjson
from flask import Blueprint, Response, abort, current_app, request, send_file

from resource_dir import geo
from resource_dir.errors import BadInput
from resource_dir.web.finding.map_ground import COUNTIES_PATH, PMTILES_PATH, MapGround
from resource_dir.web.parameters import from_query, only

LINES_WITHIN_KM = 200.0  # about as far as anybody is driven in a night
ONE_DECIMAL = re.compile(r"-?\d{1,3}(?:\.\d)?")

map_pages = Blueprint("map", __name__)


@map_pages.get(PMTILES_PATH)
def tiles() -> Response:
    """The PMTiles file, by ranges of bytes (206, If-Range, 416)."""
    ground: MapGround = current_app.extensions["map_ground"]
    if ground.file is None:
        abort(404)
    try:
        return send_file(ground.file, mimetype="application/vnd.pmtiles", conditional=True)
    except FileNotFoundError:
        abort(404)  # moved away since the start; the list does not need it


@map_pages.get(COUNTIES_PATH)
def counties() -> Response:
    """County lines within 200 km, as GeoJSON.

    The point may have one decimal: 11 km say enough, and less of a call's place in a URL.
    """
    asked = only(from_query(request), "lat", "lon")
    lat, lon = _degrees(asked, "lat", 90), _degrees(asked, "lon", 180)
    lines = geo.county_lines(lat, lon, within_km=LINES_WITHIN_KM)
    body = {"type": "FeatureCollection", "features": [_feature(county) for county in lines]}
    return Response(orjson.dumps(body), mimetype="application/geo+json")


def _degrees(asked: dict[str, str], name: str, most: int) -> float:
    text = asked.get(name, "")
    if not ONE_DECIMAL.fullmatch(text) or abs(float(text)) > most:
        raise BadInput(
            "%(name)s has to be degrees with one decimal at most.", name=name, field=name
        )
    return float(text)


def _feature(county: geo.CountyLines) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"name": county.name, "lat": county.lat, "lon": county.lon},
        "geometry": {"type": "MultiLineString", "coordinates": county.rings},
    }
