"""What the words of a search mean, as a small tree the executor understands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

NEED: Final = "n:"
AREA: Final = "a:"


@dataclass(frozen=True, slots=True)
class Word:
    """Listings with any of these terms; the best one counts."""

    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sequence:
    """Listings where the terms stand at these word offsets from each other, in one field."""

    terms: tuple[str, ...]
    offsets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Listings with any part; `score` says whether the best part counts, or their sum."""

    parts: tuple[Node, ...]
    score: Literal["best", "sum"] = "best"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Listings with every part and none of `without`; no part at all means every listing."""

    parts: tuple[Node, ...]
    without: tuple[Node, ...] = ()


Node = Word | Sequence | AnyOf | AllOf


def loosened(node: Node) -> Node | None:
    """Return `node` with any of its words enough, or None if that changes nothing.

    Used only when no listing has all the words: one word too many must not end in nothing.
    """
    if isinstance(node, AllOf) and len(node.parts) > 1:
        return AllOf((AnyOf(node.parts, score="sum"),), node.without)
    return None
