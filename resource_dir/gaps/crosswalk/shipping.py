"""The crosswalks that come with the product, for agencies whose exports are public.

They are our reading of the published type lists, weighted by judgement (docs/methods.md); nobody of
the agency has read them. So they count at once and are marked unreviewed.
"""

from collections.abc import Mapping
from importlib import resources

from resource_dir.gaps.crosswalk.entries import CrosswalkEntry
from resource_dir.gaps.crosswalk.reading import read_entries

# Each by its id, with the name that gives this id.
SHIPPED: Mapping[str, str] = {
    "milwaukee": "Milwaukee",
    "montgomery_pa": "Montgomery, PA",
    "san_diego": "San Diego",
}


def shipped_for(name: str) -> str | None:
    """The shipped crosswalk of a profile or data set: "san_diego_2023" has that of "san_diego"."""
    plain = name.strip().casefold().replace("-", "_").replace(" ", "_")
    return next((one for one in SHIPPED if plain == one or plain.startswith(f"{one}_")), None)


def shipped_entries(name: str) -> tuple[CrosswalkEntry, ...]:
    """The entries of a shipped crosswalk."""
    file = resources.files("resource_dir.gaps.crosswalk") / "shipped" / f"{name}.csv"
    return read_entries(file.read_bytes())
