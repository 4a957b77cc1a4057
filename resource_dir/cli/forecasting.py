"""`resource-dir forecast`: the chance that a bed is free, worked out and judged."""

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from resource_dir.cli.exits import NOTHING_DONE
from resource_dir.cli.running import json_option, now_of, print_json, running
from resource_dir.errors import BadInput
from resource_dir.gaps.forecasting.judging import Judgement, Score, judge
from resource_dir.gaps.forecasting.picture import reliability_picture
from resource_dir.gaps.forecasting.reading import read_history
from resource_dir.operations.beds.forecasting import update_forecast


@click.group("forecast")
def forecast_group() -> None:
    """How likely it is that a bed is free, beside numbers that are too old."""


@forecast_group.command("update")
@json_option
@click.pass_context
def forecast_update(ctx: click.Context, /, *, as_json: bool) -> None:
    """Count all reports of free beds anew, as the server does by itself once a day.

    \b
    Example: resource-dir forecast update --json
    """
    with running(ctx) as (app, session):
        done = update_forecast(session, now=now_of(app))
    if as_json:
        fleet = asdict(done.fleet)
        print_json({"units": done.units, "fleet": fleet, "fitted": done.fitted.isoformat()})
    else:
        click.echo(f"{done.units} counts have reports.")
    if not done.units:
        ctx.exit(NOTHING_DONE)


@forecast_group.command("judge")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--from", "from_", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY",
    help="First day that is forecast (default: all after the file's first month).",
)  # fmt: skip
@click.option(
    "--picture", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.svg",
    help="Draw forecast against what came there.",
)  # fmt: skip
@json_option
def forecast_judge(
    file: Path, *, from_: datetime | None, picture: Path | None, as_json: bool
) -> None:
    """Forecast the days of a CSV file, each from the days before it, and say how good that was.

    FILE has a unit, a date and a number of free beds in each row (columns unit, date, free, or as
    Toronto's daily shelter occupancy has them; .gz too). Nothing of it is stored.

    \b
    Example: resource-dir forecast judge nights.csv.gz --from 2026-02-01 --json
    """
    start: date | None = from_.date() if from_ else None
    found = judge(read_history(file), judged_from=start)
    if picture is not None:
        _draw(found, picture)
    if as_json:
        print_json(_as_json(found))
        return
    click.echo(
        f"{found.units} units, fitted from {found.fitted_from}, judged from {found.judged_from} "
        f"to {found.judged_to}. Brier scores, smaller is better:"
    )
    for score in found.scores:
        click.echo(_line(score))


def _draw(found: Judgement, path: Path) -> None:
    try:
        path.write_text(reliability_picture(found), encoding="utf-8")
    except OSError as error:
        raise BadInput(
            "%(name)s can't be written: is the folder there, and may you write in it?",
            field="picture",
            name=path.name,
        ) from error


def _as_json(found: Judgement) -> dict[str, object]:
    return {
        "units": found.units,
        "fitted_from": found.fitted_from,
        "judged_from": found.judged_from,
        "judged_to": found.judged_to,
        "fleet": asdict(found.fleet),
        "scores": [
            {
                **asdict(score),
                "below_last_reported": score.below_last_reported,
                "below_climatology": score.below_climatology,
            }
            for score in found.scores
        ],
        "reliability": [asdict(one) for one in found.reliability],
    }


def _line(score: Score) -> str:
    return (
        f"{score.horizon} days, {score.group} ({score.forecasts}): {score.chain:.4f}, "
        f"last reported {score.last_reported:.4f} ({_below(score.below_last_reported)}), "
        f"own climatology {score.climatology:.4f} ({_below(score.below_climatology)})"
    )


def _below(share: float | None) -> str:
    return "never wrong" if share is None else f"{-share:+.1%}"
