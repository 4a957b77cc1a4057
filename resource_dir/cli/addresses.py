"""`resource-dir import addresses`: the county's houses come in."""

from pathlib import Path

import click
import orjson

from resource_dir.cli.exits import DONE, SOMETHING_REJECTED
from resource_dir.cli.importing import print_files
from resource_dir.cli.running import json_option, now_of, print_json, progress_bar, running
from resource_dir.operations.importing.inventory import check_source_name
from resource_dir.operations.places.importing_addresses import AddressReport, take_in_addresses


@click.command(name="addresses")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--source", help="Name of the layer (default: the file's name).")
@click.option("--dry-run", is_flag=True, help="Report what would happen; write nothing.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the report.")
@json_option
@click.pass_context
def import_addresses(
    ctx: click.Context,
    /,
    path: Path,
    source: str | None,
    dry_run: bool,
    report: Path | None,
    as_json: bool,
) -> None:
    """Import address points: OpenAddresses, or a county's 911 layer, as CSV or GeoJSON.

    What an earlier file of the same source said is replaced as a whole.

    \b
    Example: resource-dir import addresses county-911.geojson --source county-911
    """
    name = check_source_name(source or path.resolve().name.partition(".")[0])
    with running(ctx) as (app, session), progress_bar(f"import {name}", "B") as progress:
        done = take_in_addresses(
            session,
            path,
            source=name,
            settings=app.config["SETTINGS"],
            places=app.extensions["place_keeper"],
            now=now_of(app),
            is_dry_run=dry_run,
            progress=progress,
        )
    if report:
        report.write_bytes(orjson.dumps(done.as_json(), option=orjson.OPT_INDENT_2))
    if as_json:
        print_json(done.as_json())
    else:
        _print(done)
    ctx.exit(SOMETHING_REJECTED if done.has_rejections else DONE)


def _print(done: AddressReport) -> None:
    data = done.as_json()
    print_files(data)
    click.echo(
        f"{data['addresses']} addresses from {done.source}; {data['removed']} of before are gone."
    )
