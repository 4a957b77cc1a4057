"""The table of assumptions in docs/methods.md says what the code assumes.

After a change of a default, print the table anew and put it into the place of the old one:

    cd tests/rules
    python -c "from test_assumptions_documented import *; print(*table(), sep='\\n')"
"""

from collections.abc import Mapping
from pathlib import Path

from resource_dir.gaps.assumptions import DEFAULTS, VALUES, Estimate, NeedAssumptions

HEAD = "| need | kind | share | stay, h | reach, min | accepted | limit, h | groups | asks |"


def table() -> list[str]:
    """The table as docs/methods.md has it, a row for each need."""
    rule = "|" + "---|" * (HEAD.count("|") - 1)
    return [HEAD, rule, *(row(assumed) for assumed in DEFAULTS.values())]


def row(assumed: NeedAssumptions) -> str:
    """One need: values, with their band in brackets where there is one."""
    cells = (
        f"`{assumed.need}`",
        assumed.kind,
        band(assumed.facility_share),
        band(assumed.stay_hours),
        band(assumed.reach_minutes),
        band(assumed.target),
        band(assumed.limit_hours),
        shares(assumed.groups),
        shares(assumed.asks),
    )
    return "| " + " | ".join(cells) + " |"


def band(estimate: Estimate) -> str:
    """A value, and its 10th and 90th percentile where they differ from it."""
    if estimate.low == estimate.value == estimate.high:
        return f"{estimate.value:g}"
    return f"{estimate.value:g} ({estimate.low:.3g}-{estimate.high:.3g})"


def shares(parts: Mapping[str, float]) -> str:
    """Codes with their shares; nothing where everybody is meant."""
    if set(parts) == {"anyone"}:
        return ""
    return ", ".join(f"{code} {share:g}" for code, share in parts.items())


def sources() -> set[str]:
    """Where values come from, as DEFAULTS says it."""
    return {
        estimate.source
        for each in DEFAULTS.values()
        for estimate in (getattr(each, name) for name in VALUES)
    }


def test_every_default_stands_in_the_methods_as_it_is_in_the_code(root: Path) -> None:
    lines = (root / "docs" / "methods.md").read_text(encoding="utf-8").splitlines()

    start = lines.index(HEAD)

    assert lines[start : start + len(table())] == table()
    assert not lines[start + len(table())].startswith("|")


def test_every_source_of_a_default_is_named_in_the_methods(root: Path) -> None:
    words = " ".join((root / "docs" / "methods.md").read_text(encoding="utf-8").split())

    assert not {source for source in sources() if source not in words}
