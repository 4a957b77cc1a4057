"""`resource-dir geocode`: where is this?"""

import sys

import click

from resource_dir import geo
from resource_dir.cli.running import json_option, print_json


@click.command()
@click.argument("place")
@json_option
def geocode(place: str, as_json: bool) -> None:
    """Find a place: ZIP code, "City, ST", county or "lat,lon".

    \b
    Example: resource-dir geocode "Springfield" --json
    """
    candidates = [
        {
            "text": one.text,
            "lat": one.lat,
            "lon": one.lon,
            "level": one.level,
            "source": one.source,
        }
        for one in geo.find_places(place)
    ]
    if as_json:
        print_json(candidates[0] | {"candidates": candidates})
        return
    for one in candidates:
        sys.stdout.write(f"{one['text']}: {one['lat']:.5f},{one['lon']:.5f} ({one['level']})\n")
