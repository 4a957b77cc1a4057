"""What every chart is: a picture with a name, a key of its signs, and a table of its numbers."""

from dataclasses import dataclass

from markupsafe import Markup

WIDTH = 720  # of the view box; the page scales it


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a chart; the first cell of each row names it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """One entry of the key: the class of its swatch, and what it means."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture `width` by `height` in units of its view box. `key` is its id on the page.

    A wide one keeps its letters readable on a phone and is scrolled sideways.
    """

    key: str
    title: str
    description: str
    height: float
    body: Markup
    table: Table
    signs: tuple[Sign, ...] = ()
    width: float = WIDTH
    is_wide: bool = True
