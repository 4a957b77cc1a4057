"""`resource-dir crosswalk`: what call types mean, and what a version changed."""

from typing import TYPE_CHECKING, Any

import click

from resource_dir.cli.running import json_option, now_of, print_json, running
from resource_dir.gaps.crosswalk.entries import CrosswalkEntry, Meanings
from resource_dir.gaps.crosswalk.suggesting import suggest
from resource_dir.operations.planning.crosswalk_importing import suggested_json
from resource_dir.operations.planning.crosswalk_ranking import ranking_by
from resource_dir.operations.planning.crosswalk_volume import (
    compare_versions,
    list_breaks,
    types_of,
    unmapped_share,
)
from resource_dir.operations.planning.crosswalks import (
    CrosswalkKept,
    VersionKept,
    entries_of,
    get_crosswalk,
    list_crosswalks,
)

if TYPE_CHECKING:
    from resource_dir.gaps.crosswalk.comparing import Difference

ROWS = 30


@click.group(name="crosswalk")
def crosswalk_group() -> None:
    """Show what call types mean, what they seem to ask for, and what a version changed."""


@crosswalk_group.command(name="show")
@click.argument("crosswalk", required=False)
@click.option("--version", type=int, help="A version by its number (default: the one that counts).")
@json_option
@click.pass_context
def show(ctx: click.Context, crosswalk: str | None, version: int | None, as_json: bool) -> None:
    """List crosswalks, or show one: versions, unmapped calls, types that broke off, entries.

    \b
    Example: resource-dir crosswalk show san_diego --json
    """
    with running(ctx) as (_, session):
        if crosswalk is None:
            data: Any = [_kept_json(one) for one in list_crosswalks(session)]
        else:
            data = _one_json(session, get_crosswalk(session, crosswalk), version)
    if as_json:
        print_json(data)
    elif crosswalk is None:
        for one in data:
            click.echo(f"{one['id']}: {one['name']}, counting version {one['counting']}")
    else:
        _print_one(data)


def _kept_json(kept: CrosswalkKept) -> dict[str, Any]:
    counting = kept.counting
    return {
        "id": kept.id,
        "name": kept.name,
        "counting": counting.number if counting else None,
        "is_reviewed": bool(counting and counting.state == "reviewed"),
        "data_sets": list(kept.data_sets),
        "versions": [_version_json(one) for one in kept.versions],
    }


def _version_json(one: VersionKept) -> dict[str, Any]:
    return {
        "number": one.number,
        "state": one.state,
        "author": one.author,
        "created": one.created.isoformat(),
        "reviewer": one.reviewer,
        "reviewed": one.reviewed.isoformat() if one.reviewed else None,
        "note": one.note,
    }


def _one_json(session: Any, kept: CrosswalkKept, number: int | None) -> dict[str, Any]:
    chosen = kept.counting if number is None else kept.version(number)
    entries = entries_of(session, chosen.id) if chosen else ()
    unmapped = unmapped_share(session, kept.id, chosen.id if chosen else None)
    return _kept_json(kept) | {
        "shown": chosen.number if chosen else None,
        "unmapped": {
            "calls": unmapped.calls,
            "all_calls": unmapped.all_calls,
            "share": unmapped.share,
        },
        "breaks": [
            {
                "data_set": data_set,
                "kind": one.kind,
                "call_type": one.call_type,
                "day": one.day.isoformat(),
                "calls": one.calls,
                "expected": round(one.expected, 1),
            }
            for data_set in kept.data_sets
            for one in list_breaks(session, data_set)
        ],
        "entries": [_entry_json(one) for one in entries],
    }


def _entry_json(one: CrosswalkEntry) -> dict[str, Any]:
    return {
        "call_type": one.call_type,
        "disposition": one.disposition,
        "need": one.need,
        "weight": one.weight,
    }


def _print_one(data: dict[str, Any]) -> None:
    share = data["unmapped"]["share"]
    click.echo(f"{data['name']}, version {data['shown']}, {len(data['entries'])} entries.")
    told = "no calls yet" if share is None else f"{share:.1%} of {data['unmapped']['all_calls']:,}"
    click.echo(f"Calls of types that nobody mapped: {told}")
    for one in data["breaks"][:ROWS]:
        click.echo(
            f"  {one['call_type']} {one['kind']} {one['day']} ({one['data_set']}): "
            f"{one['expected']} calls were expected without it"
        )


@crosswalk_group.command(name="suggest")
@click.argument("call_types", nargs=-1)
@click.option("--crosswalk", help="Suggest for types of its data sets that it does not map.")
@json_option
@click.pass_context
def suggest_needs(
    ctx: click.Context, call_types: tuple[str, ...], crosswalk: str | None, as_json: bool
) -> None:
    """Say what call types seem to ask for, each with its reason.

    \b
    Example: resource-dir crosswalk suggest "EMS: OVERDOSE" 5150
    """
    wanted: list[tuple[str, int | None]] = [(one, None) for one in call_types]
    if crosswalk is not None:
        with running(ctx) as (_, session):
            wanted += _unmapped_types(session, get_crosswalk(session, crosswalk))
    elif not wanted:
        raise click.UsageError("Name call types, or a crosswalk with --crosswalk.")
    found = [
        {"call_type": one, "calls": calls, **suggested_json(suggest(one))} for one, calls in wanted
    ]
    if as_json:
        print_json(found)
    else:
        _print_suggested(found)


def _unmapped_types(session: Any, kept: CrosswalkKept) -> list[tuple[str, int | None]]:
    counting = kept.counting
    known = Meanings(entries_of(session, counting.id) if counting else ())
    volumes = types_of(session, kept.data_sets)
    return [(one.call_type, one.calls) for one in volumes if not known.knows(one.call_type)]


def _print_suggested(found: list[dict[str, Any]]) -> None:
    for one in found:
        calls = "" if one["calls"] is None else f" ({one['calls']:,} calls)"
        if one["suggested"]:
            told = "; ".join(
                f"{each['need']} {each['weight']:g} by {each['why']}" for each in one["suggested"]
            )
        elif one["asks_for_nothing"]:
            told = f"nothing, by {one['asks_for_nothing']}"
        else:
            told = "its words say nothing to us"
        click.echo(f"{one['call_type']}{calls}: {told}")


@crosswalk_group.command(name="compare")
@click.argument("crosswalk")
@click.argument("before", type=int)
@click.argument("after", type=int)
@click.option("--ranking", is_flag=True, help="Count the gap table by both, and compare its order.")
@json_option
@click.pass_context
def compare(
    ctx: click.Context, crosswalk: str, before: int, after: int, ranking: bool, as_json: bool
) -> None:
    """Show what is different between two versions: entries, calls by need, the ranking.

    \b
    Example: resource-dir crosswalk compare san_diego 1 2 --ranking --json
    """
    with running(ctx) as (app, session):
        settings = app.config["SETTINGS"]
        rank = (
            ranking_by(session, crosswalk, settings=settings, now=now_of(app)) if ranking else None
        )
        difference = compare_versions(session, crosswalk, before, after, rank=rank)
    if as_json:
        print_json(difference_json(difference))
    else:
        _print_difference(difference)


def difference_json(difference: "Difference") -> dict[str, Any]:
    """For `--json`."""
    return {
        "added": [_entry_json(one) for one in difference.added],
        "removed": [_entry_json(one) for one in difference.removed],
        "changed": [
            {"call_type": one.call_type, "disposition": one.disposition, "need": one.need,
             "before": one.before, "after": one.after}
            for one in difference.changed
        ],
        "needs": [
            {"need": one.need, "before": one.before, "after": one.after,
             "calls_before": one.calls_before, "calls_after": one.calls_after}
            for one in difference.needs
        ],
        "newly_mapped_calls": difference.newly_mapped,
        "newly_unmapped_calls": difference.newly_unmapped,
        "ranking": [
            {"row": one.name, "before": one.before, "after": one.after}
            for one in difference.ranking
        ],
    }  # fmt: skip


def _print_difference(difference: "Difference") -> None:
    click.echo(
        f"{len(difference.added)} entries added, {len(difference.removed)} removed, "
        f"{len(difference.changed)} with another weight; {difference.newly_mapped:,} calls newly "
        f"mapped, {difference.newly_unmapped:,} no longer."
    )
    for one in difference.needs:
        click.echo(f"  {one.need}: {one.before:,.1f} -> {one.after:,.1f} weighted calls")
    for row in difference.ranking[:ROWS]:
        click.echo(f"  {row.name}: {row.before or 'not there'} -> {row.after or 'not there'}")
