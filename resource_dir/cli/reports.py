"""`resource-dir reports`: what was noted about listings, for a steward to look at."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from resource_dir.cli.running import json_option, print_json, running
from resource_dir.database import writing
from resource_dir.operations.reports.reporting import finish_report, list_reports


@click.group("reports", invoke_without_command=True)
@click.option("--all", "with_done", is_flag=True, help="Those that are done too.")
@json_option
@click.pass_context
def reports_group(ctx: click.Context, /, *, with_done: bool, as_json: bool) -> None:
    """List what was reported about listings, the oldest first.

    \b
    Example: resource-dir reports --all --json
    """
    if ctx.invoked_subcommand is not None:
        return
    with running(ctx) as (_app, session):
        found = list_reports(session, with_done=with_done)
    if as_json:
        print_json({"reports": found})
        return
    for report in found:
        click.echo(_line(report))
    click.echo(f"{len(found)} reports.", err=True)


@reports_group.command("done")
@click.argument("report_id", type=int)
@click.pass_context
def reports_done(ctx: click.Context, /, report_id: int) -> None:
    """Mark one report as dealt with.

    \b
    Example: resource-dir reports done 12
    """
    with running(ctx) as (_app, session), writing(session):
        finish_report(session, report_id)
    click.echo(f"Report {report_id} is done.")


def _line(report: dict[str, Any]) -> str:
    zone = ZoneInfo(report["zone"] or "UTC")
    when = datetime.fromisoformat(report["created"]).astimezone(zone)
    said = report["kind"].replace("_", " ")
    if report["available"] is not None:
        said += f": {report['available']}"
    whom = f" ({report['population']})" if report["population"] else ""
    parts = (
        f"#{report['id']}",
        f"{when:%Y-%m-%d %H:%M %Z}",
        *(["done"] if report["state"] == "done" else []),
        report["name"] or "listing that is gone",
        said + whom,
        *([f"“{report['text']}”"] if report["text"] else []),
        report["listing_id"],
    )
    return " · ".join(parts)
