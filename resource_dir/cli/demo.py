"""`resource-dir demo`: the demonstration county."""

import click

from resource_dir.cli.running import json_option, now_of, print_json, running
from resource_dir.operations.demonstrating import has_listings, load_demo


@click.command()
@click.option(
    "--if-empty", is_flag=True, help="Do nothing where there are listings, or RESOURCE_DIR_DEMO=0."
)
@json_option
@click.pass_context
def demo(ctx: click.Context, *, if_empty: bool, as_json: bool) -> None:
    """Load the demonstration county into an empty database; refuses another.

    \b
    Example: resource-dir demo
    """
    with running(ctx) as (app, session):
        is_wanted = app.config["SETTINGS"].demo and not has_listings(session)
        if if_empty and not is_wanted:
            return
        report = load_demo(
            session,
            settings=app.config["SETTINGS"],
            keeper=app.extensions["index_keeper"],
            places=app.extensions["place_keeper"],
            now=now_of(app),
        )
    if as_json:
        print_json(report.as_json())
    else:
        click.echo(f"{report.listings} fictional listings loaded.")
