"""`resource-dir beds`: links for providers, answers by mail, and who does not answer."""

import sys
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

import click
from flask import Flask
from sqlalchemy.orm import Session

from resource_dir.cli.running import json_option, now_of, print_json, running
from resource_dir.database import writing
from resource_dir.errors import BadInput
from resource_dir.operations.auditing import COMMAND_LINE
from resource_dir.operations.beds.asking import Desk, Message, ask
from resource_dir.operations.beds.links import make_bed_link
from resource_dir.operations.beds.listings import lock_listing
from resource_dir.operations.beds.quiet import Quiet, quiet_listings
from resource_dir.operations.beds.reaches import add_reach
from resource_dir.operations.beds.reply_mail import MOST_BYTES
from resource_dir.operations.beds.replying import take_reply

READ_AT_ONCE = 1 << 16


@click.group("beds")
def beds_group() -> None:
    """How providers are asked for their free beds."""


@beds_group.command("link")
@click.argument("listing")
@click.option("--mail", metavar="ADDRESS", help="Send it there, and reminders from now on.")
@click.option("--text", metavar="PHONE", help="Send it there, and reminders from now on.")
@click.pass_context
def beds_link(ctx: click.Context, listing: str, mail: str | None, text: str | None) -> None:
    """Make a link by which the beds of one listing are reported without a password.

    Without an address it is printed, for you to hand over.

    \b
    Example: resource-dir beds link LISTING_ID --mail desk@example.org
    """
    if mail and text:
        raise BadInput("Give --mail or --text, not both.")
    with running(ctx) as (app, session):
        desk: Desk = app.extensions["desk"]
        if not (mail or text):
            click.echo(_printed(app, session, listing, desk=desk))
            return
        kind, address = ("mail", mail) if mail else ("text", text)
        desk.send_now(_asked(app, session, listing, kind=kind, address=str(address), desk=desk))
    click.echo(f"A link was sent to {address}.")


def _printed(app: Flask, session: Session, listing_id: str, *, desk: Desk) -> str:
    with writing(session):
        lock_listing(session, listing_id)
        token = make_bed_link(session, listing_id, actor=COMMAND_LINE, now=now_of(app))
    return desk.link(token)


def _asked(
    app: Flask, session: Session, listing_id: str, *, kind: str, address: str, desk: Desk
) -> Message:
    now = now_of(app)
    with writing(session):
        document = lock_listing(session, listing_id)
        reach = add_reach(
            session, listing_id, kind=kind, address=address, actor=COMMAND_LINE, now=now
        )
        return ask(session, reach, document, desk=desk, actor=COMMAND_LINE, now=now)


@beds_group.command("reply")
@click.pass_context
def beds_reply(ctx: click.Context, /) -> None:
    """Read one answer by mail from standard input, as a mail server pipes it.

    Prints what came of it. Status 0 whatever that is: a mail server would send it back to whoever
    it claims to be from.

    \b
    Example: resource-dir beds reply < message.eml
    """
    raw = _read_input()
    with running(ctx) as (app, session):
        desk: Desk = app.extensions["desk"]
        with writing(session):
            taken = take_reply(session, raw, desk=desk, now=now_of(app))
        if taken.message is not None:
            desk.send(taken.message)
            desk.finish()
    click.echo(taken.outcome)


def _read_input() -> bytes:
    """The beginning of a large message, and its end let go: a server that can't write it all out
    would send it again.
    """
    stream, raw = sys.stdin.buffer, b""
    while part := stream.read(READ_AT_ONCE):
        raw = (raw + part)[:MOST_BYTES] if len(raw) < MOST_BYTES else raw
    return raw


@beds_group.command("quiet")
@json_option
@click.pass_context
def beds_quiet(ctx: click.Context, /, *, as_json: bool) -> None:
    """List the listings whose number of free beds nobody can rely on now, for whoever calls them.

    \b
    Example: resource-dir beds quiet --json
    """
    with running(ctx) as (app, session):
        found = quiet_listings(session, now=now_of(app))
    if as_json:
        print_json({"quiet": [_as_json(one) for one in found]})
        return
    for one in found:
        click.echo(_line(one))
    click.echo(f"{len(found)} listings.", err=True)


def _as_json(one: Quiet) -> dict[str, Any]:
    last = one.last_update.isoformat() if one.last_update else None
    return {**asdict(one), "phones": list(one.phones), "last_update": last}


def _line(one: Quiet) -> str:
    local = one.last_update and one.last_update.astimezone(ZoneInfo(one.zone or "UTC"))
    told = f"last told {local:%Y-%m-%d %H:%M %Z}" if local else "never told"
    phone = next((phone["number"] for phone in one.phones), "no phone")
    share = f"fresh {one.fresh_share:.0%} of 28 days, {one.updates_per_day:.1f} updates a day"
    return " · ".join((one.name, str(phone), told, share, one.listing_id))
