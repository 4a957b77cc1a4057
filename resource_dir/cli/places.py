"""`resource-dir geocode`: where is this, and where are the listings that have no point?"""

from typing import Any

import click
from flask import Flask
from sqlalchemy.orm import Session

from resource_dir.cli.exits import DONE, SOMETHING_REJECTED
from resource_dir.cli.running import (
    json_option,
    locator,
    now_of,
    print_json,
    progress_bar,
    running,
)
from resource_dir.operations.places.missing_points import LookupReport, geocode_missing

FASTEST_PER_SECOND = 1000.0


@click.command()
@click.argument("place", required=False)
@click.option("--missing", is_flag=True, help="Look up public listings that have no point.")
@click.option("--limit", type=click.IntRange(min=1), help="With --missing: at most so many.")
@click.option("--retry", is_flag=True, help="With --missing: also those looked up before.")
@click.option(
    "--per-second",
    type=click.FloatRange(min=0, max=FASTEST_PER_SECOND, min_open=True),
    help="With --missing: questions a second to the service that GEOCODER names (default 1).",
)
@json_option
@click.pass_context
def geocode(
    ctx: click.Context, /, place: str | None, missing: bool, as_json: bool, **options: Any
) -> None:
    """Find a place: address, crossing, landmark, ZIP code, "City, ST", county or "lat,lon".

    With --missing: give public listings that have an address and no point their point, by the
    imported address layers, then by the service that GEOCODER names. It can be stopped and run
    again. Nobody is ever asked about a withheld listing.

    \b
    Example: resource-dir geocode "120 Main St, Springfield" --json
    Example: resource-dir geocode --missing --limit 500
    """
    if missing == (place is not None):
        raise click.UsageError("Give a place, or --missing.")
    if place is not None and any(options.values()):
        raise click.UsageError("--limit, --retry and --per-second go with --missing.")
    with running(ctx) as (app, session):
        if place is not None:
            _print_place(app, session, place, as_json=as_json)
            return
        report = _look_up(app, session, **options)
    _print_report(report, as_json=as_json)
    ctx.exit(SOMETHING_REJECTED if report.stopped else DONE)


def _print_place(app: Flask, session: Session, place: str, *, as_json: bool) -> None:
    candidates = [
        {
            "text": one.text,
            "lat": one.lat,
            "lon": one.lon,
            "level": one.level,
            "source": one.source,
        }
        for one in locator(app, session)(place)
    ]
    if as_json:
        print_json(candidates[0] | {"candidates": candidates})
        return
    for one in candidates:
        click.echo(f"{one['text']}: {one['lat']:.5f},{one['lon']:.5f} ({one['level']})")


def _look_up(
    app: Flask, session: Session, *, limit: int | None, retry: bool, per_second: float | None
) -> LookupReport:
    with progress_bar("geocode", "") as progress:
        return geocode_missing(
            session,
            settings=app.config["SETTINGS"],
            places=app.extensions["place_keeper"],
            keeper=app.extensions["index_keeper"],
            geocoder=app.extensions["geocoder"],
            now=now_of(app),
            limit=limit,
            is_retry=retry,
            per_second=per_second or 1.0,
            progress=progress,
        )


def _print_report(report: LookupReport, *, as_json: bool) -> None:
    data = report.as_json()
    if as_json:
        print_json(data)
    else:
        click.echo(
            f"{data['found']} of {data['looked_up']} found, {data['remaining']} still to look up."
        )
    if report.stopped:
        click.echo(f"resource-dir: stopped: {report.stopped} Run it again to go on.", err=True)
