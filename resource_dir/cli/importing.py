"""`resource-dir import`: directories come in."""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import orjson

from resource_dir.cli.exits import DONE, SOMETHING_REJECTED
from resource_dir.cli.running import json_option, now_of, print_json, progress_bar, running
from resource_dir.operations.importing.inventory import ImportReport, check_source_name
from resource_dir.operations.importing.taking_in import take_in

MOST_SHOWN = 20
# An import makes millions of small objects and no cycles: Python's default of 700 looks through
# them again and again, for a tenth of the whole time.
OBJECTS_PER_COLLECTION = 100_000


@click.group(name="import")
def import_group() -> None:
    """Take a directory into the inventory."""


def _options(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        json_option,
        click.option(
            "--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the report."
        ),
        click.option("--dry-run", is_flag=True, help="Report what would happen; write nothing."),
        click.option(
            "--withhold",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help="CSV with the columns table,id: rows whose place must not be stored.",
        ),
        click.option("--source", help="Name of the source (default: the file's name)."),
        click.argument("path", type=click.Path(exists=True, path_type=Path)),
    ):
        command = option(command)
    return command


@import_group.command(name="hsds")
@_options
@click.pass_context
def import_hsds(ctx: click.Context, /, **options: Any) -> None:
    """Import an HSDS package: folder, zip, datapackage.json or JSON, HSDS 1.x to 3.x.

    \b
    Example: resource-dir import hsds directory.zip --source county-211 --report report.json
    """
    _import(ctx, "hsds", **options)


@import_group.command(name="findtreatment")
@_options
@click.pass_context
def import_findtreatment(ctx: click.Context, /, **options: Any) -> None:
    """Import the FindTreatment.gov / SAMHSA locator JSON: API pages or a list of facilities.

    \b
    Example: resource-dir import findtreatment facilities.json --source findtreatment
    """
    _import(ctx, "findtreatment", **options)


def _import(
    ctx: click.Context,
    kind: str,
    *,
    path: Path,
    source: str | None,
    withhold: Path | None,
    dry_run: bool,
    report: Path | None,
    as_json: bool,
) -> None:
    gc.set_threshold(OBJECTS_PER_COLLECTION)
    name = check_source_name(source or path.resolve().name.partition(".")[0])
    with running(ctx) as (app, session), progress_bar(f"import {name}", "") as progress:
        done = take_in(
            session,
            path,
            kind=kind,
            source=name,
            settings=app.config["SETTINGS"],
            keeper=app.extensions["index_keeper"],
            withhold=withhold,
            is_dry_run=dry_run,
            now=now_of(app),
            progress=progress,
        )
    if report:
        report.write_bytes(orjson.dumps(done.as_json(), option=orjson.OPT_INDENT_2))
    if as_json:
        print_json(done.as_json())
    else:
        _print(done)
    ctx.exit(SOMETHING_REJECTED if done.has_rejections else DONE)


def _print(done: ImportReport) -> None:
    data = done.as_json()
    print_files(data)
    click.echo(
        f"{data['listings']} listings from {done.source}, {data['withheld']} of them withheld. "
        "They are shown as unverified import until somebody checks them."
    )


def print_files(data: dict[str, Any]) -> None:
    """What became of each file, and the first rows that were rejected."""
    if data["dry_run"]:
        click.echo("Dry run: nothing was written.")
    for file in data["files"]:
        click.echo(
            f"{file['file']}: {file['rows']} rows, {file['created']} created, "
            f"{file['updated']} updated, {file['unchanged']} unchanged, "
            f"{file['rejected']} rejected, {file['repaired']} repaired"
        )
    for one in data["rejected"][:MOST_SHOWN]:
        click.echo(
            f"  rejected {one['file']}:{one['line']} {one['column']}: {one['reason']}", err=True
        )
    if len(data["rejected"]) > MOST_SHOWN:
        rest = len(data["rejected"]) - MOST_SHOWN
        click.echo(f"  … and {rest} more: use --report FILE for all of them.", err=True)
