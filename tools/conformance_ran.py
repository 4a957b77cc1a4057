"""Fail when the real data lies beside the checkout but the conformance tests did not read it.

Those tests skip where the data is absent, so a wrong path would leave them silently unproven.
"""

import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"


def count_conformance(junit: Path) -> tuple[int, int]:
    """How many conformance tests ran, and how many were skipped, in one JUnit file."""
    cases = [
        case
        for case in ElementTree.parse(junit).iter("testcase")
        if case.get("classname", "").startswith("tests.conformance")
    ]
    skipped = sum(1 for case in cases if case.find("skipped") is not None)
    return len(cases) - skipped, skipped


def main() -> int:
    """Check every run of the suite."""
    if not SHARED_DATA.exists():
        print("conformance: no real data beside the checkout, nothing asked for")
        return 0
    is_good = True
    for database in ("sqlite", "postgresql"):
        ran, skipped = count_conformance(ROOT / "build" / f"junit-{database}.xml")
        print(f"conformance on {database}: {ran} ran, {skipped} skipped")
        is_good = is_good and ran > 0 and skipped == 0
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
