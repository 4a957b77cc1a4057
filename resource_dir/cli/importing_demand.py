"""`resource-dir import demand`: need that no call tells of."""

from pathlib import Path

import click

from resource_dir.cli.exits import DONE, NOTHING_DONE, SOMETHING_REJECTED
from resource_dir.cli.running import json_option, now_of, print_json, running
from resource_dir.database import writing
from resource_dir.operations.auditing import COMMAND_LINE
from resource_dir.operations.planning.other_demand import (
    DemandFile,
    read_demand,
    read_demand_path,
    take_in_demand,
)

MOST_SHOWN = 20


@click.command(name="demand")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Report what would happen; write nothing.")
@json_option
@click.pass_context
def import_demand(ctx: click.Context, /, path: Path, dry_run: bool, as_json: bool) -> None:
    """Import counts of need beside calls: waiting lists, boarding, unmet 211 and 988 requests.

    A CSV with the columns kind, need, area, from, to, count, mean_hours, source. It stands beside
    the calls and is never added to them.

    \b
    Example: resource-dir import demand waiting-lists.csv --dry-run
    """
    with running(ctx) as (app, session):
        read = read_demand(session, read_demand_path(path))
        session.rollback()
        if read.rows and not dry_run:
            with writing(session):
                take_in_demand(session, read, actor=COMMAND_LINE, now=now_of(app))
    if as_json:
        print_json({**read.as_json(), "dry_run": dry_run})
    else:
        _print(read, dry_run=dry_run)
    if not read.rows:
        ctx.exit(NOTHING_DONE)
    ctx.exit(SOMETHING_REJECTED if read.rejected else DONE)


def _print(read: DemandFile, *, dry_run: bool) -> None:
    if dry_run:
        click.echo("Dry run: nothing was written.")
    click.echo(
        f"{len(read.rows)} rows, {read.replaced} of before replaced, {len(read.rejected)} rejected"
    )
    for one in read.rejected[:MOST_SHOWN]:
        click.echo(f"  rejected line {one.line} {one.column}: {one.reason}", err=True)
    if len(read.rejected) > MOST_SHOWN:
        click.echo(f"  … and {len(read.rejected) - MOST_SHOWN} more: see --json.", err=True)
