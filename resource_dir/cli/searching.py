"""`resource-dir search`: the main job, from a shell."""

from datetime import datetime
from typing import Any

import click

from resource_dir.cli.running import json_option, locator, now_of, print_json, running
from resource_dir.operations.asking import PARAMETERS, read_query
from resource_dir.operations.finding import find_listings
from resource_dir.operations.listings.read_back import read_back


@click.command()
@click.argument("text", default="")
@click.option("--near", help='Address, crossing, landmark, ZIP, "City, ST" or "lat,lon".')
@click.option("--radius-mi", "radius_mi", help="Miles around the place, or auto.")
@click.option("--need", multiple=True, help="Need (repeatable: any of them).")
@click.option("--open", "open_", help="now, or an ISO time.")
@click.option("--age", help="Age of the person.")
@click.option("--accepts", multiple=True, help="What has to be taken (repeatable: all of them).")
@click.option("--language", help="Language of the person, as es.")
@click.option("--payment", help="How the person can pay, as medicaid.")
@click.option("--unknown", help="Listings that do not say: include or exclude.")
@click.option("--free", is_flag=True, help="Only with free capacity that is not stale.")
@click.option("--sort", help="best, distance or verified.")
@click.option("--page", help="Page of the results.")
@click.option("--limit", help="Results to show (default 20).")
@json_option
@click.pass_context
def search(ctx: click.Context, /, as_json: bool, **options: Any) -> None:
    """Find who will take this person now.

    Runs on the server, so it sees what partners see: free beds and police entrances too.

    \b
    Example: resource-dir search "detox" --near 90012 --open now --age 34 --accepts pets
    """
    with running(ctx) as (app, session):
        now = now_of(app)
        query = read_query(
            _params(options), now=now, viewer="partner", locate=locator(app, session)
        )
        answer = find_listings(
            session, query, keeper=app.extensions["index_keeper"], viewer="partner", now=now
        )
    if as_json:
        print_json(answer)
    else:
        _print(answer, now)


def _params(options: dict[str, Any]) -> dict[str, list[str]]:
    renamed = {"text": "q", "open_": "open", "limit": "per_page"}
    params: dict[str, list[str]] = {}
    for option, value in options.items():
        if option == "free":
            values = ["1"] if value else []
        elif isinstance(value, tuple):
            values = list(value)
        else:
            values = [value] if value else []
        params[renamed.get(option, option)] = values
    assert params.keys() <= {parameter.name for parameter in PARAMETERS}
    return params


def _print(answer: dict[str, Any], now: datetime) -> None:
    place = f" near {answer['place']['text']}" if answer["place"] else ""
    click.echo(f"{answer['total']} listings{place}")
    for result in answer["results"]:
        click.echo(read_back(result, now))
    if not answer["total"]:
        for one in answer["relax"]:
            click.echo(f"  without {one['without']}: {one['total']}")
        for result in answer["nearest"]:
            click.echo(f"  nearest: {read_back(result, now)}")
        click.echo("  In a crisis call or text 988.")
