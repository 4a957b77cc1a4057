"""A crosswalk comes in from a file, and goes out to one."""

from pathlib import Path

import click

from resource_dir.cli.exits import DONE, SOMETHING_REJECTED
from resource_dir.cli.running import json_option, now_of, print_json, running
from resource_dir.errors import NotFound
from resource_dir.gaps.crosswalk.reading import write_entries
from resource_dir.operations.auditing import COMMAND_LINE
from resource_dir.operations.planning.crosswalk_importing import (
    FORMS,
    CrosswalkTaken,
    Form,
    take_crosswalk,
)
from resource_dir.operations.planning.crosswalks import entries_of, get_crosswalk


@click.command(name="crosswalk")
@click.argument(
    "path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--name", required=True, help="Name of the crosswalk; a known one gets a version.")
@click.option("--form", type=click.Choice(FORMS), default="entries", show_default=True)
@click.option("--city", help="Take the rows of this city only.")
@click.option("--data", "data_set", help="Map the calls of this data set by it.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@json_option
@click.pass_context
def import_crosswalk(
    ctx: click.Context,
    path: Path,
    name: str,
    form: Form,
    city: str | None,
    data_set: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take a crosswalk in: needs with weights, or somebody's categories with their holes.

    It counts at once, marked unreviewed until a second person has read it. Status 1: taken, and
    the file has holes.

    \b
    Example: resource-dir import crosswalk types.csv --name "Juniper" --data juniper
    """
    with running(ctx) as (app, session):
        taken = take_crosswalk(
            session, path, name=name, form=form, city=city, is_dry_run=dry_run,
            actor=COMMAND_LINE, now=now_of(app), data_set=data_set,
        )  # fmt: skip
    if as_json:
        print_json(taken.as_json())
    else:
        _print_taken(taken)
    holes = taken.holes
    has_holes = holes is not None and bool(holes.without_category or holes.contradictions)
    ctx.exit(SOMETHING_REJECTED if has_holes else DONE)


def _print_taken(taken: CrosswalkTaken) -> None:
    what = f"version {taken.version}, unreviewed" if taken.version else "nothing was written"
    click.echo(
        f"{taken.crosswalk}: {taken.types} call types in {len(taken.entries)} entries; {what}."
    )
    if taken.holes is None:
        return
    holes = taken.as_json()["holes"]
    for key, words in (
        ("without_category", "rows without a category"),
        ("doubted", "rows with a doubt mark"),
        ("words_ask_and_category_does_not", "rows whose words ask for a need, the category not"),
        ("category_asks_and_words_do_not", "rows whose category asks for a need, the words not"),
    ):
        click.echo(f"  {holes[key]['rows']:,} {words}: {holes[key]['calls']:,} calls")
    repeats = holes["repeats"]
    click.echo(
        f"  {repeats['rows']:,} repeats of {repeats['types']:,} types: {repeats['calls']:,} calls"
    )
    click.echo(f"  {holes['trailing_blanks']['rows']:,} categories ending in a blank")
    for one in holes["spellings"]:
        click.echo(f"  “{one['written']}” taken as “{one['kept']}”: {one['rows']} rows")


@click.command(name="crosswalk")
@click.argument("crosswalk")
@click.argument("path", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--version", type=int, help="A version by its number (default: the one that counts).")
@json_option
@click.pass_context
def export_crosswalk(
    ctx: click.Context, crosswalk: str, path: Path, version: int | None, as_json: bool
) -> None:
    """Write a version of a crosswalk to FILE as CSV, as `import crosswalk` reads it.

    \b
    Example: resource-dir export crosswalk san_diego san_diego.csv
    """
    with running(ctx) as (_, session):
        kept = get_crosswalk(session, crosswalk)
        chosen = kept.counting if version is None else kept.version(version)
        if chosen is None:
            raise NotFound("No version of this crosswalk counts yet.")
        entries = entries_of(session, chosen.id)
    path.write_text(write_entries(entries), encoding="utf-8", newline="")
    if as_json:
        print_json({"crosswalk": crosswalk, "version": chosen.number, "entries": len(entries)})
    else:
        click.echo(f"Version {chosen.number}: {len(entries)} entries written to {path}.")
