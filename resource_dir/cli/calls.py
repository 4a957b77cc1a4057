"""`resource-dir import calls`: a call export comes in, coarsened."""

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from sqlalchemy.orm import Session

from resource_dir.cli.exits import DONE, NOTHING_DONE, SOMETHING_REJECTED
from resource_dir.cli.running import json_option, now_of, print_json, progress_bar, running
from resource_dir.errors import BadInput
from resource_dir.operations.auditing import COMMAND_LINE
from resource_dir.operations.planning.call_profiles import get_call_profile
from resource_dir.operations.planning.refusing_calls import refusal_text
from resource_dir.operations.planning.taking_calls import (
    CallReport,
    guess_calls,
    preview_calls,
    take_calls,
)

if TYPE_CHECKING:
    from resource_dir.gaps.calls.auditing import Audit
    from resource_dir.gaps.calls.guessing import Guess
    from resource_dir.gaps.calls.profiles import CallProfile

PERCENT = 100
PATH = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="calls")
@click.argument("path", type=PATH)
@click.option("--profile", "profile_name", help="A saved profile's name, or a JSON file.")
@click.option("--name", help="Name of the data set (default: the profile's).")
@click.option("--zone", help="Time zone of the agency, such as America/Denver.")
@click.option("--areas", help="Area layer the calls are counted by (default: the data set's).")
@click.option("--types", type=PATH, help="CSV whose first column lists the call types.")
@click.option("--dry-run", is_flag=True, help="Show the audit; write nothing.")
@json_option
@click.pass_context
def import_calls(
    ctx: click.Context,
    /,
    path: Path,
    profile_name: str | None,
    name: str | None,
    zone: str | None,
    areas: str | None,
    types: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import a call export: CSV, TSV, JSON or Parquet, plain or gzip.

    Only counts by type, disposition, area, grid cell, day and hour are stored. Hours that were
    known before are replaced, never doubled. Without a profile one is guessed and shown, nothing
    is stored, and the exit status is 2.

    \b
    Example: resource-dir import calls calls_2025.csv --profile san_diego --name sdpd
    """
    known = _types(types) if types else None
    with running(ctx) as (app, session), progress_bar("import calls", " rows") as move:

        def progress(rows: int) -> None:
            move(rows, rows)

        if profile_name is None:
            guess = guess_calls(path, zone=app.config["SETTINGS"].timezone)
            profile = _in_zone(guess.profile, zone)
            audit = preview_calls(
                path, profile, now=now_of(app), known_types=known, progress=progress
            )
            _show_guess(replace(guess, profile=profile), audit, as_json=as_json)
            ctx.exit(NOTHING_DONE)
        profile = _in_zone(_profile(session, profile_name), zone)
        if dry_run:
            audit = preview_calls(
                path, profile, now=now_of(app), known_types=known, progress=progress
            )
            done = CallReport.of_dry_run(name or profile.name, audit)
        else:
            done = take_calls(
                session,
                path,
                profile=profile,
                name=name or profile.name,
                layer_id=areas,
                actor=COMMAND_LINE,
                now=now_of(app),
                known_types=known,
                progress=progress,
            )
    if as_json:
        print_json(done.as_json())
    else:
        _print(done)
    ctx.exit(_status(done))


def _status(done: CallReport) -> int:
    if done.audit.refusal:
        return NOTHING_DONE
    return SOMETHING_REJECTED if done.audit.loses_rows else DONE


def _profile(session: Session, text: str) -> "CallProfile":
    """By name; a file where there is one of this name."""
    from resource_dir.gaps.calls.profile_reading import read_profile

    path = Path(text)
    if not path.is_file():
        return get_call_profile(session, text)
    try:
        return read_profile(json.loads(path.read_text("utf-8")))
    except ValueError:
        raise BadInput("%(name)s is no JSON.", field="profile", name=path.name) from None


def _in_zone(profile: "CallProfile", zone: str | None) -> "CallProfile":
    from resource_dir.gaps.calls.profile_reading import read_zone

    return profile.in_zone(read_zone(zone)) if zone is not None else profile


def _types(path: Path) -> frozenset[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return frozenset(row[0].strip() for row in list(csv.reader(file))[1:] if row)
    except (UnicodeDecodeError, csv.Error):
        raise BadInput("%(name)s is no CSV.", field="types", name=path.name) from None


def _show_guess(guess: "Guess", audit: "Audit", *, as_json: bool) -> None:
    taken = [
        {"role": one.role, "column": one.column, "sureness": one.sureness} for one in guess.taken
    ]
    profile = guess.profile.to_json()
    if as_json:
        refused = refusal_text(audit)
        print_json(
            {
                "guess": {"profile": profile, "taken": taken},
                "audit": audit.to_json(),
                "refused": refused,
            }
        )
    else:
        for one in guess.taken:
            click.echo(f"{one.role}: “{one.column}” ({one.sureness * PERCENT:.0f} % sure)")
        click.echo(json.dumps(profile, indent=2, ensure_ascii=False))
        _print_audit(audit)
    click.echo(
        "Nothing was stored. Save the profile to a file, correct it, and name it with --profile.",
        err=True,
    )


def _print(done: CallReport) -> None:
    _print_audit(done.audit)
    if done.is_dry_run:
        click.echo("Dry run: nothing was written.")
        return
    click.echo(
        f"{done.audit.kept} calls taken into {done.data_set}, {done.replaced} of before replaced, "
        f"{done.not_taken} not taken (their hours were known better); {done.stored} calls now."
    )


def _print_audit(audit: "Audit") -> None:
    data = audit.to_json()
    click.echo(
        f"{audit.file}: {audit.rows} rows, {audit.kept} calls, {audit.types} types, "
        f"{audit.from_day} to {audit.to_day}, {audit.observed_hours:g} hours observed"
    )
    for fault in data["faults"]:
        click.echo(f"  {_line(fault)}")
    if audit.zone_from == "server":
        click.echo(
            f"time zone taken from this server's setting: {audit.zone}; choose it (--zone) if the "
            "calls are from elsewhere"
        )
    if refused := refusal_text(audit):
        click.echo(refused)


def _line(fault: dict[str, Any]) -> str:
    name = fault["fault"].replace("_", " ")
    rest = {key: value for key, value in fault.items() if key not in ("fault", "count", "done")}
    more = f" {json.dumps(rest)}" if rest else ""
    return f"{name}: {fault['count']}, {fault['done']}{more}"
