"""`resource-dir db`: migrations."""

import click

from resource_dir.config import load_settings
from resource_dir.operations.preparing import migrate


@click.group(name="db")
def db_group() -> None:
    """Look after the database."""


@db_group.command()
def upgrade() -> None:
    """Bring the database to the revision of this program.

    Needed on PostgreSQL after each update; SQLite does it by itself.

    \b
    Example: resource-dir db upgrade
    """
    click.echo(f"The database is at revision {migrate(load_settings().database_url)}.")
