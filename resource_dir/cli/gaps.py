"""`resource-dir gaps`: what is short, where, and how sure, from a shell."""

from typing import TYPE_CHECKING, Any

import click

from resource_dir.cli.exits import NOTHING_DONE
from resource_dir.cli.running import json_option, now_of, print_json, running
from resource_dir.needs import NEEDS
from resource_dir.operations.planning.asked import read_gaps_asked
from resource_dir.operations.planning.audits import audits_of
from resource_dir.operations.planning.gaps import find_gaps
from resource_dir.operations.planning.gaps_json import gaps_json
from resource_dir.operations.planning.turn_aways import seen_json, turn_aways_seen

if TYPE_CHECKING:
    from resource_dir.gaps.table.gap_table import GapRow, GapTable

ROWS = 20


@click.command()
@click.option("--from", "from_", help="First day, as 2025-01-01 (default: all that was observed).")
@click.option("--to", help="Last day.")
@click.option("--need", multiple=True, help="Need (repeatable).")
@click.option("--area", help="One area, by its id.")
@click.option("--data", multiple=True, help="Data set of calls (repeatable; default all).")
@click.option("--layer", help="Count by the areas of this layer.")
@click.option("--grid", help="Count by H3 cells instead: 7, 6 or 5, finest first.")
@click.option("--hours", is_flag=True, help="With --json: also the rate of each hour.")
@json_option
@click.pass_context
def gaps(ctx: click.Context, /, as_json: bool, from_: str | None, **options: Any) -> None:
    """Show where need outruns capacity: ranked, with bands and the first reason why.

    \b
    Example: resource-dir gaps --need withdrawal_management --json
    """
    params = {"from": from_, **options}
    with running(ctx) as (app, session):
        asked = read_gaps_asked({name: _values(value) for name, value in params.items()})
        table = find_gaps(session, asked, settings=app.config["SETTINGS"], now=now_of(app))
        audits = audits_of(session, [each.data_set for each in table.demand.observed])
        seen = seen_json(turn_aways_seen(session, table, now=now_of(app)))
    if as_json:
        print_json(gaps_json(table, audits, seen=seen, hours=asked.hours))
    else:
        _print(table)
    if not table.demand.observed:
        click.echo("No calls are stored: see resource-dir import calls --help.", err=True)
        ctx.exit(NOTHING_DONE)


def _values(value: Any) -> list[str]:
    if isinstance(value, tuple):
        return list(value)
    if value is True:
        return ["1"]
    return [value] if value else []


def _print(table: "GapTable") -> None:
    for row in table.rows[:ROWS]:
        click.echo(_line(row))
    if len(table.rows) > ROWS:
        click.echo(f"… and {len(table.rows) - ROWS} more; --json shows all.")
    if table.unmapped_share is not None:
        click.echo(f"{table.unmapped_share:.1%} of the calls have a type that no crosswalk maps.")


def _line(row: "GapRow") -> str:
    missed = row.missed_per_day
    reason = max(row.uncovered, key=lambda each: each[1]) if row.uncovered else ("", 0.0)
    return (
        f"{NEEDS[row.need].name} · {row.area_name or row.area}: "
        f"{missed.median:.2f} people a day find no place "
        f"(80 %: {missed.low80:.2f}-{missed.high80:.2f}), covered {row.covered_share:.0%}, "
        f"mostly {reason[0].replace('_', ' ')} {reason[1]:.0%}, P(gap) {row.p_gap:.2f}"
    )
