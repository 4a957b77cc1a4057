"""Which changes can send somebody to the wrong door: phone, address, hours, who is taken, closing.

By an account that is new or was just recovered they wait for a second person.
"""

from collections.abc import Sequence

from resource_dir.operations.editing.rows import RowDiff

# Table to the reason that is shown; the whole row is delicate.
TABLES = {
    "phone": "phone",
    "address": "address",
    "schedule": "hours",
    "criterion": "eligibility",
    "listing_setting": "hours",  # closed for now, activated: they overrule the hours
}
FIELDS = {
    ("location", "latitude"): "address",
    ("location", "longitude"): "address",
    ("service", "status"): "status",  # a retired listing is found by nobody
    ("service", "minimum_age"): "eligibility",
    ("service", "maximum_age"): "eligibility",
    ("service", "eligibility_description"): "eligibility",
    ("service", "email"): "phone",
    ("contact", "email"): "phone",
    ("organization", "email"): "phone",
}


def split(diffs: Sequence[RowDiff]) -> tuple[list[RowDiff], list[RowDiff], str | None]:
    """(what may be live at once, what waits, why): a row of which one field waits is cut in two.

    A listing that is new waits as a whole: half of it would be a listing without a phone.
    """
    if any(diff.table == "service" and diff.before is None for diff in diffs):
        return [], list(diffs), "new_listing"
    live, held, reasons = [], [], set()
    for diff in diffs:
        if diff.table in TABLES:
            held.append(diff)
            reasons.add(TABLES[diff.table])
            continue
        waiting = {name for name in diff.after or {} if (diff.table, name) in FIELDS}
        if not waiting or diff.before is None:
            live.append(diff)
            continue
        reasons |= {FIELDS[diff.table, name] for name in waiting}
        held.append(_part(diff, waiting))
        if rest := set(diff.after or {}) - waiting:
            live.append(_part(diff, rest))
    return live, held, ",".join(sorted(reasons)) or None


def _part(diff: RowDiff, names: set[str]) -> RowDiff:
    before, after = diff.before or {}, diff.after or {}
    return RowDiff(
        diff.table,
        diff.row_id,
        {name: before[name] for name in names},
        {name: after[name] for name in names},
    )
