"""`resource-dir withhold` and `publish`: what a steward decides about one listing's place."""

from collections.abc import Callable
from datetime import datetime

import click
from sqlalchemy.orm import Session

from resource_dir.cli.running import now_of, running
from resource_dir.database import scrub, writing
from resource_dir.operations.withholding.publishing import publish_listing, withhold_listing
from resource_dir.operations.withholding.purging import PURGED_TABLES


@click.command()
@click.argument("listing_id")
@click.pass_context
def withhold(ctx: click.Context, /, listing_id: str) -> None:
    """Withhold one listing: its place is purged and never stored again, from any source.

    \b
    Example: resource-dir withhold 04000000-0000-4000-8000-000001000000
    """
    _decide(ctx, withhold_listing, listing_id)
    click.echo(
        "Withheld; its place is purged and the index rebuilt. Destroy backups, exports and import "
        "files made before now: they still hold the place."
    )


@click.command()
@click.argument("listing_id")
@click.pass_context
def publish(ctx: click.Context, /, listing_id: str) -> None:
    """Publish one listing that only the default for domestic-violence shelters withheld.

    \b
    Example: resource-dir publish 04000000-0000-4000-8000-000001000000
    """
    _decide(ctx, publish_listing, listing_id)
    click.echo("Published: the next import of its source brings its place back.")


def _decide(ctx: click.Context, decide: Callable[..., None], listing_id: str) -> None:
    with running(ctx) as (app, session):
        now: datetime = now_of(app)
        _write(session, decide, listing_id, now)
        app.extensions["index_keeper"].refresh(session)


def _write(session: Session, decide: Callable[..., None], listing_id: str, now: datetime) -> None:
    with writing(session):
        decide(session, listing_id, now=now)
    scrub(session, PURGED_TABLES)
