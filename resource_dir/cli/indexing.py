"""`resource-dir index`: the search index against the database."""

import click

from resource_dir.cli.exits import DONE, SOMETHING_REJECTED
from resource_dir.cli.running import json_option, print_json, running


@click.group(name="index")
def index_group() -> None:
    """Look after the search index, which can be deleted and rebuilt at any time."""


@index_group.command()
@json_option
@click.pass_context
def verify(ctx: click.Context, as_json: bool) -> None:
    """Compare the index with the database, file by file and listing by listing.

    \b
    Example: resource-dir index verify
    """
    with running(ctx) as (app, session):
        found = app.extensions["index_keeper"].verify(session)
    if as_json:
        print_json({"problems": found})
    else:
        for problem in found:
            click.echo(problem)
        click.echo("The index is wrong: run `resource-dir index rebuild`." if found else "Right.")
    ctx.exit(SOMETHING_REJECTED if found else DONE)


@index_group.command()
@json_option
@click.pass_context
def rebuild(ctx: click.Context, as_json: bool) -> None:
    """Build the index anew from the database; running servers take it over.

    \b
    Example: resource-dir index rebuild
    """
    with running(ctx) as (app, session):
        listings = app.extensions["index_keeper"].rebuild(session)
    if as_json:
        print_json({"listings": listings})
    else:
        click.echo(f"{listings} listings indexed.")
