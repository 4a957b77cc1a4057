"""`resource-dir export`: directories go out."""

from pathlib import Path

import click

from resource_dir.cli.running import json_option, now_of, print_json, running
from resource_dir.hsds.standard import Version
from resource_dir.operations.exporting import FORMS, VERSIONS, Form, export_hsds


@click.group(name="export")
def export_group() -> None:
    """Give the inventory to others."""


@export_group.command(name="hsds")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--form", type=click.Choice(FORMS), default="csv", show_default=True)
@click.option(
    "--hsds-version",
    "version",
    type=click.Choice(VERSIONS),
    default="3.1",
    show_default=True,
    help="Version of the standard.",
)
@json_option
@click.pass_context
def export_package(
    ctx: click.Context, folder: Path, form: Form, version: Version, as_json: bool
) -> None:
    """Write all public listings to DIR, which has to be new or empty.

    Public facts only; a withheld listing goes without any place, marked as withheld.

    \b
    Example: resource-dir export hsds ./out --form json --hsds-version 3.0
    """
    with running(ctx) as (app, session):
        report = export_hsds(session, folder, form=form, version=version, now=now_of(app))
    if as_json:
        print_json(report.as_json())
    else:
        click.echo(
            f"{report.listings} listings of {report.services} services written to {folder} "
            f"as HSDS {report.hsds_version} {report.form}, {report.withheld} of them withheld."
        )
