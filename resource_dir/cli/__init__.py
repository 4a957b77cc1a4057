"""The `resource-dir` command: each subcommand a few lines over an operation."""

from collections.abc import Callable

import click
from flask import Flask

from resource_dir.cli.accounts import user_group
from resource_dir.cli.addresses import import_addresses
from resource_dir.cli.areas import import_areas
from resource_dir.cli.beds import beds_group
from resource_dir.cli.calls import import_calls
from resource_dir.cli.checking import check
from resource_dir.cli.crosswalk_files import export_crosswalk, import_crosswalk
from resource_dir.cli.crosswalks import crosswalk_group
from resource_dir.cli.database import db_group
from resource_dir.cli.demo import demo
from resource_dir.cli.exits import Commands
from resource_dir.cli.exporting import export_group
from resource_dir.cli.forecasting import forecast_group
from resource_dir.cli.gaps import gaps
from resource_dir.cli.importing import import_group
from resource_dir.cli.importing_demand import import_demand
from resource_dir.cli.indexing import index_group
from resource_dir.cli.places import geocode
from resource_dir.cli.reports import reports_group
from resource_dir.cli.searching import search
from resource_dir.cli.serving import serve
from resource_dir.cli.verifying import verify_group
from resource_dir.cli.withholding import publish, withhold

import_group.add_command(import_addresses)
import_group.add_command(import_calls)
import_group.add_command(import_areas)
import_group.add_command(import_crosswalk)
import_group.add_command(import_demand)
export_group.add_command(export_crosswalk)


def make_cli(create_app: Callable[[], Flask]) -> click.Group:
    """The command with all its subcommands; `create_app` is called by those that need it."""
    root = Commands(
        name="resource-dir",
        help="The community resource directory for co-responder teams.",
        context_settings={"obj": create_app, "help_option_names": ["-h", "--help"]},
    )
    for command in (
        serve,
        demo,
        import_group,
        export_group,
        search,
        gaps,
        crosswalk_group,
        forecast_group,
        reports_group,
        verify_group,
        withhold,
        publish,
        geocode,
        index_group,
        db_group,
        user_group,
        beds_group,
        check,
    ):
        root.add_command(command)
    return root
