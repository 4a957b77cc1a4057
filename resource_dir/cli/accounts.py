"""`resource-dir user`: who may sign in."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click
from flask import Flask
from sqlalchemy.orm import Session

from resource_dir.cli.running import json_option, now_of, print_json, running
from resource_dir.config import Settings
from resource_dir.database import writing
from resource_dir.models import ROLES, Account
from resource_dir.operations.accounts import administering
from resource_dir.operations.accounts.factors import remove_all_factors
from resource_dir.operations.accounts.joining import Purpose, make_link
from resource_dir.operations.accounts.letters import letter, link_address
from resource_dir.operations.accounts.sessions import has_second_factor, organizations_of
from resource_dir.operations.auditing import COMMAND_LINE
from resource_dir.operations.sending.mailing import deliver, read_mail_url

role_option = click.option(
    "--role", required=True, type=click.Choice(ROLES), help="What this person does here."
)
organization_option = click.option(
    "--organization",
    "organizations",
    multiple=True,
    metavar="ID",
    help="Organization whose listings a provider keeps; may be given more than once.",
)


@click.group(name="user")
def user_group() -> None:
    """Accounts: who may sign in, and as what."""


@user_group.command()
@click.argument("email")
@role_option
@organization_option
@click.pass_context
def add(ctx: click.Context, email: str, role: str, organizations: tuple[str, ...]) -> None:
    """Add an account and invite its owner by mail; without mail the link is printed.

    \b
    Example: resource-dir user add ann@example.org --role responder
    """
    with running(ctx) as (app, session):
        with writing(session):
            account, token = administering.add_account(
                session,
                email,
                role=role,
                organizations=organizations,
                actor=COMMAND_LINE,
                now=now_of(app),
            )
            to = account.email
        _hand_over(app, "invitation", to, token)


@user_group.command()
@click.argument("email")
@click.option(
    "--without-factors",
    is_flag=True,
    help="Forget the second factors too, of somebody who lost phone and recovery codes.",
)
@click.pass_context
def link(ctx: click.Context, email: str, *, without_factors: bool) -> None:
    """Make a link by which the owner of an account chooses a new password.

    \b
    Example: resource-dir user link ann@example.org
    """
    with running(ctx) as (app, session):
        with writing(session):
            account = administering.get_account(session, email)
            purpose: Purpose = "recovery" if account.joined else "invitation"
            token = make_link(session, account, purpose, actor=COMMAND_LINE, now=now_of(app))
            if without_factors:
                remove_all_factors(session, account, actor=COMMAND_LINE, now=now_of(app))
            to = account.email
        _hand_over(app, purpose, to, token)


@user_group.command(name="list")
@json_option
@click.pass_context
def list_(ctx: click.Context, *, as_json: bool) -> None:
    """List accounts.

    \b
    Example: resource-dir user list
    """
    with running(ctx) as (_app, session):
        rows = [_row(session, account) for account in administering.list_accounts(session)]
    if as_json:
        print_json({"users": rows})
        return
    for row in rows:
        factor = "second factor" if row["second_factor"] else "no second factor"
        click.echo("  ".join((row["email"], row["role"], row["state"], factor)))


@user_group.command()
@click.argument("email")
@click.pass_context
def lock(ctx: click.Context, email: str) -> None:
    """Let nobody in with this account; its sessions end at their next request.

    \b
    Example: resource-dir user lock ann@example.org
    """
    _change(ctx, email, administering.lock_account)
    click.echo("Locked.")


@user_group.command()
@click.argument("email")
@click.pass_context
def unlock(ctx: click.Context, email: str) -> None:
    """Let the owner of a locked account in again.

    \b
    Example: resource-dir user unlock ann@example.org
    """
    _change(ctx, email, administering.unlock_account)
    click.echo("Unlocked.")


@user_group.command()
@click.argument("email")
@role_option
@organization_option
@click.pass_context
def role(ctx: click.Context, email: str, role: str, organizations: tuple[str, ...]) -> None:
    """Give an account another role, or a provider other organizations; its sessions end.

    \b
    Example: resource-dir user role ann@example.org --role steward
    """
    _change(ctx, email, administering.change_role, role=role, organizations=organizations)
    click.echo("Changed.")


def _change(ctx: click.Context, email: str, change: Callable[..., None], **how: Any) -> None:
    with running(ctx) as (app, session), writing(session):
        account = administering.get_account(session, email)
        change(session, account, actor=COMMAND_LINE, now=now_of(app), **how)


def _row(session: Session, account: Account) -> dict[str, Any]:
    return {
        "email": account.email,
        "role": account.role,
        "state": _state(account),
        "second_factor": has_second_factor(session, account),
        "organizations": sorted(organizations_of(session, account.id)),
        "created": _iso(account.created),
        "joined": _iso(account.joined),
        "locked": _iso(account.locked),
        "demo": account.is_demo,
    }


def _state(account: Account) -> str:
    if account.locked:
        return "locked"
    return "active" if account.joined else "invited"


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _hand_over(app: Flask, purpose: Purpose, email: str, token: str) -> None:
    """Send the link, or print it where there is no mail: whoever has the shell hands it over."""
    settings: Settings = app.config["SETTINGS"]
    address = link_address(settings.public_url, token)
    server = read_mail_url(settings.mail_url)
    if server is None:
        click.echo(f"Hand this link over; it works once:\n{address}")
        return
    try:
        deliver(server, letter(purpose, email, link=address))
    except OSError as error:
        click.echo(f"The mail server did not take the letter ({type(error).__name__}).", err=True)
        click.echo(f"Hand this link over; it works once:\n{address}")
    else:
        click.echo(f"A link was sent to {email}.")
