"""Why a file of calls may not be stored, in one place: a preview says what storing would say."""

from typing import TYPE_CHECKING

from resource_dir.errors import PackageRefused

if TYPE_CHECKING:
    from resource_dir.gaps.calls.auditing import Audit, Fault


def refusal_of(audit: "Audit") -> PackageRefused | None:
    """The error that storing raises for a file with this audit, None where it may be stored."""
    fault = audit.fault(audit.refusal)
    if fault is None:
        return None
    if fault.code == "days_too_old":
        return _too_old(audit, fault)
    if fault.code == "days_to_come":
        return _to_come(audit, fault)
    return PackageRefused(
        "%(name)s is refused: its times have no morning and evening. Export them with AM and "
        "PM, or with 24 hours.",
        name=audit.file,
    )


def refusal_text(audit: "Audit") -> str | None:
    """What it says, in English."""
    error = refusal_of(audit)
    return error.message if error else None


def _too_old(audit: "Audit", fault: "Fault") -> PackageRefused:
    """Before any system of today took calls."""
    return PackageRefused(
        "%(name)s is refused. Calls of days before 1980: %(count)s, from %(first)s to %(last)s. "
        "The time was read from %(column)s: choose in the profile another column (columns.time), "
        "another form (time.forms) or another clock (time.clock). If only these rows are wrong, "
        "take them out of the file.",
        name=audit.file,
        count=f"{fault.count:,}",
        first=fault.detail["span"]["first"],
        last=fault.detail["span"]["last"],
        column=_column(audit),
    )


def _to_come(audit: "Audit", fault: "Fault") -> PackageRefused:
    """A period that has not happened yet would be counted as observed."""
    return PackageRefused(
        "%(name)s is refused. Calls of days still to come: %(count)s, from %(first)s to %(last)s. "
        "The time was read from %(column)s: choose in the profile another column (columns.time), "
        "another form (time.forms) or another clock (time.clock). If only these rows are wrong, "
        "take them out of the file.",
        name=audit.file,
        count=f"{fault.count:,}",
        first=fault.detail["span"]["first"],
        last=fault.detail["span"]["last"],
        column=_column(audit),
    )


def _column(audit: "Audit") -> str:
    roles = (role for role in ("time", "time_of_day") if audit.columns.get(role))
    return " + ".join(f"“{audit.columns[role][0]}”" for role in roles)
