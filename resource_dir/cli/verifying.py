"""`resource-dir verify`: whom to call about which listing, and how far it is to go live."""

import csv
import sys
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import click
from flask import Flask

from resource_dir.cli.running import json_option, now_of, print_json, running
from resource_dir.operations.verifying.queue import ToVerify, readiness, to_verify

COLUMNS = ("listing_id", "name", "organization", "phones", "verified", "opened", "changes",
           "priority")  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


@click.group("verify")
def verify_group() -> None:
    """Keep listings true: whom to call, and how many are ready."""


@verify_group.command("list")
@click.option("--csv", "as_csv", is_flag=True, help="As CSV, for a spreadsheet.")
@json_option
@click.pass_context
def verify_list(ctx: click.Context, /, *, as_csv: bool, as_json: bool) -> None:
    """The call list, most urgent first.

    \b
    Example: resource-dir verify list --csv > calls.csv
    """
    with running(ctx) as (app, session):
        rows = [_row(one) for one in to_verify(session, now=now_of(app), today=_today(app))]
    if as_json:
        print_json({"listings": rows})
    elif as_csv:
        writer = csv.writer(sys.stdout)
        writer.writerow(COLUMNS)
        writer.writerows([_cell(row[name]) for name in COLUMNS] for row in rows)
    else:
        for row in rows:
            phones = ", ".join(row["phones"]) or "no phone"
            click.echo(f"{row['name']} · {phones} · verified {row['verified'] or 'never'}")
        click.echo(f"{len(rows)} listings to ask about.", err=True)


@verify_group.command("status")
@json_option
@click.pass_context
def verify_status(ctx: click.Context, /, *, as_json: bool) -> None:
    """How many listings are ready to go live: checked lately, with a phone and hours.

    \b
    Example: resource-dir verify status --json
    """
    with running(ctx) as (app, session):
        found = readiness(session, today=_today(app))
    if as_json:
        names = ("listings", "checked", "with_phone", "with_hours", "ready", "share")
        print_json({name: getattr(found, name) for name in names})
        return
    share = "no listing yet" if found.share is None else f"{found.share:.0%}"
    click.echo(
        f"{found.ready} of {found.listings} listings are ready to go live ({share}): checked in "
        f"the last 180 days {found.checked}, with a phone {found.with_phone}, with hours "
        f"{found.with_hours}."
    )


def _today(app: Flask) -> date:
    zone = ZoneInfo(app.config["SETTINGS"].timezone)
    today: date = now_of(app).astimezone(zone).date()
    return today


def _row(one: ToVerify) -> dict[str, Any]:
    return {
        "listing_id": one.listing_id,
        "name": one.name,
        "organization": one.organization,
        "phones": [str(phone["number"]) for phone in one.phones],
        "verified": one.verified.isoformat() if one.verified else None,
        "opened": one.opened,
        "changes": one.changes,
        "priority": one.priority,
    }


def _cell(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
