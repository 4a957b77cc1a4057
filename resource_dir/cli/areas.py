"""`resource-dir import areas`: areas that demand is counted by, and names of zones."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resource_dir.cli.exits import SOMETHING_REJECTED
from resource_dir.cli.running import json_option, now_of, print_json, running
from resource_dir.database import writing
from resource_dir.errors import BadInput
from resource_dir.operations.planning.areas import check_layer, read_areas, take_areas
from resource_dir.operations.planning.zone_lists import name_zones

if TYPE_CHECKING:
    from resource_dir.gaps.areas.layers import LayerRead

ACTOR = "command line"


@click.command("areas")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--name", "layer_id", required=True, help="Id of the layer, as beats_2025.")
@click.option("--title", default="", help="Its name for people (default: the id).")
@click.option("--counties", metavar="STATE", help="The shipped county lines of a state, as CO.")
@click.option("--id-column", default="", help="Property with each area's id.")
@click.option("--name-column", default="", help="Property with its name.")
@click.option("--population-column", default="", help="Property with its number of people.")
@click.option("--calls", "data_set", help="Data set whose zones a list without outlines names.")
@click.option("--dry-run", is_flag=True, help="Read and report, store nothing.")
@json_option
@click.pass_context
def import_areas(
    ctx: click.Context,
    /,
    file: Path | None,
    layer_id: str,
    title: str,
    counties: str | None,
    data_set: str | None,
    dry_run: bool,
    as_json: bool,
    **columns: str,
) -> None:
    """Take in areas: GeoJSON or TopoJSON (also gzipped), or the county lines of a state.

    A CSV of ids and names (and people) names an agency's zones: nothing is drawn of them.

    \b
    Example: resource-dir import areas beats.geojson --name beats --population-column pop
    """
    if (file is None) == (counties is None):
        raise BadInput("Give a file, or --counties with a state.", field="file")
    title = title or layer_id
    check_layer(layer_id, title)
    read, areas, source = _read(file, counties, columns)
    if not dry_run:
        with running(ctx) as (app, session), writing(session):
            take_areas(
                session, layer_id, areas, name=title, source=source, actor=ACTOR, now=now_of(app)
            )
            if data_set:
                name_zones(session, layer_id, data_set, actor=ACTOR, now=now_of(app))
    report = _report(read, areas, layer_id, is_stored=not dry_run)
    print_json(report) if as_json else _print(report)
    if report["rejected"]:
        ctx.exit(SOMETHING_REJECTED)


def _read(
    file: Path | None, counties: str | None, columns: dict[str, str]
) -> "tuple[LayerRead | None, tuple[Any, ...], str]":
    if file is not None:
        read = read_areas(file, **columns)
        return read, read.areas, file.name
    from resource_dir.gaps.areas.counties import counties_as_areas

    state = (counties or "").upper()
    return None, counties_as_areas(state), f"county lines of {state}"


def _report(
    read: "LayerRead | None", areas: tuple[Any, ...], layer_id: str, *, is_stored: bool
) -> dict[str, Any]:
    return {
        "layer": layer_id,
        "areas": len(areas),
        "outlines": sum(area.outline is not None for area in areas),
        "with_population": sum(area.population is not None for area in areas),
        "id_column": read.id_column if read else None,
        "name_column": read.name_column if read else None,
        "population_column": read.population_column if read else None,
        "mended": list(read.mended) if read else [],
        "rejected": [
            {"area": number, "reason": reason} for number, reason in (read.rejected if read else ())
        ],
        "stored": is_stored,
    }


def _print(report: dict[str, Any]) -> None:
    click.echo(
        f"{report['areas']} areas, {report['with_population']} with a number of people"
        f"{'' if report['stored'] else ' (nothing stored)'}."
    )
    if not report["outlines"]:
        click.echo("None has an outline: they name the zones that calls carry, on no map.")
    if report["mended"]:
        click.echo(f"Outlines that crossed themselves, mended: {', '.join(report['mended'])}.")
    for one in report["rejected"]:
        click.echo(f"Left out, area {one['area']}: {one['reason']}.")
