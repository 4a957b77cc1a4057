"""`resource-dir demo`: the demonstration county."""

from dataclasses import asdict

import click
from flask import Flask
from sqlalchemy.orm import Session

from resource_dir.cli.running import json_option, now_of, print_json, running
from resource_dir.database import writing
from resource_dir.operations.accounts.demo_logins import (
    DemoLogin,
    new_passwords,
    set_demo_logins,
)
from resource_dir.operations.importing.demonstrating import has_listings, is_demo, load_demo


@click.command()
@click.option(
    "--if-empty",
    is_flag=True,
    help="Load nothing where there are listings or RESOURCE_DIR_DEMO=0.",
)
@json_option
@click.pass_context
def demo(ctx: click.Context, *, if_empty: bool, as_json: bool) -> None:
    """Load the demonstration county into an empty database; refuses another. Prints three logins
    with new passwords, which work on this machine only.

    \b
    Example: resource-dir demo
    """
    with running(ctx) as (app, session):
        is_on = app.config["SETTINGS"].demo
        report = None
        if not if_empty or (is_on and not has_listings(session)):
            report = load_demo(
                session,
                settings=app.config["SETTINGS"],
                keeper=app.extensions["index_keeper"],
                places=app.extensions["place_keeper"],
                now=now_of(app),
            )
        logins = _logins(app, session) if is_on and is_demo(session) else []
    if as_json:
        told = report.as_json() if report else {}
        print_json({**told, "logins": [asdict(login) for login in logins]})
        return
    if report:
        click.echo(f"{report.listings} fictional listings loaded.")
    for login in logins:
        click.echo(f"Demo login, on this machine only: {login.email}  {login.password}")


def _logins(app: Flask, session: Session) -> list[DemoLogin]:
    """Demo logins with passwords of this run."""
    logins = new_passwords()
    with writing(session):
        set_demo_logins(session, logins, now=now_of(app))
    return [login for login, _ in logins]
