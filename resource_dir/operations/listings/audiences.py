"""The one place where facts are filtered by who reads them."""

from collections.abc import Iterable
from typing import Any, Literal

from resource_dir.fit import Fact, visible

Viewer = Literal["public", "partner"]


def facts_for(viewer: Viewer, document: dict[str, Any]) -> list[Fact]:
    """Facts about who is taken that this viewer may see."""
    return [Fact(**fact) for fact in shown_to(viewer, document["facts"])]


def shown_to(viewer: Viewer, items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those phones, counts, schedules … that this viewer may see."""
    return [item for item in items if visible(item.get("audience", "public"), viewer)]
