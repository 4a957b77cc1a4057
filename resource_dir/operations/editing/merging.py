"""Two people on one section: what each changed is put together; what both changed is asked.

Three-way, field by field, by what the form showed (`was`), what is stored now (`theirs`) and what
was typed (`mine`). Rows of lists are matched by their ids.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from resource_dir.operations.editing.comparing import plain
from resource_dir.operations.editing.sections.section import Values


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that two people changed differently. `path` names it: ("phones", id, "number");
    a row that one of them removed is None there.
    """

    path: tuple[str, ...]
    was: Any
    theirs: Any
    mine: Any

    @property
    def key(self) -> str:
        """The path as one word, as a form posts it."""
        return "/".join(self.path)


def merged(was: Values, theirs: Values, mine: Values) -> tuple[Values, list[Clash]]:
    """(both people's changes put together, what both changed differently).

    In a clash `mine` stands in the result until somebody chose.
    """
    clashes: list[Clash] = []
    return _fields((), was, theirs, mine, clashes), clashes


def taking_theirs(mine: Values, theirs: Values, keys: Collection[str]) -> Values:
    """My values, with theirs in the fields that these keys name."""
    found: Values = plain(mine)
    for key in keys:
        _take(found, plain(theirs), key.split("/"))
    return found


def _fields(
    path: tuple[str, ...],
    was: Mapping[str, Any],
    theirs: Mapping[str, Any],
    mine: Mapping[str, Any],
    clashes: list[Clash],
) -> Values:
    names = dict.fromkeys([*theirs, *mine])
    return {
        name: _one((*path, name), was.get(name), theirs.get(name), mine.get(name), clashes)
        for name in names
    }


def _one(path: tuple[str, ...], was: Any, theirs: Any, mine: Any, clashes: list[Clash]) -> Any:
    if _is_rows(theirs) and _is_rows(mine):
        return _rows(path, was if _is_rows(was) else [], theirs, mine, clashes)
    if isinstance(theirs, Mapping) and isinstance(mine, Mapping):
        return _fields(path, was if isinstance(was, Mapping) else {}, theirs, mine, clashes)
    return _value(path, was, theirs, mine, clashes)


def _value(path: tuple[str, ...], was: Any, theirs: Any, mine: Any, clashes: list[Clash]) -> Any:
    if plain(mine) == plain(was):
        return theirs
    if plain(theirs) not in (plain(was), plain(mine)):
        clashes.append(Clash(path, was, theirs, mine))
    return mine


def _rows(
    path: tuple[str, ...], was: list[Any], theirs: list[Any], mine: list[Any], clashes: list[Clash]
) -> list[Any]:
    before, stored, typed = _by_id(was), _by_id(theirs), _by_id(mine)
    found = []
    for key in dict.fromkeys([*stored, *typed]):
        rows = before.get(key), stored.get(key), typed.get(key)
        if rows[1] is not None and rows[2] is not None:
            found.append(_fields((*path, key), rows[0] or {}, rows[1], rows[2], clashes))
            continue
        row = _value((*path, key), *rows, clashes)
        if row is not None:
            found.append(row)
    return found


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, Mapping) and "id" in one for one in value
    )


def _by_id(rows: list[Any]) -> dict[str, Any]:
    return {str(row["id"]): row for row in rows}


def _take(mine: Any, theirs: Any, path: list[str]) -> None:
    name, rest = path[0], path[1:]
    if isinstance(mine, list):
        stored, typed = _by_id(theirs or []), _by_id(mine)
        if rest and name in stored and name in typed:
            _take(typed[name], stored[name], rest)
            return
        mine[:] = [row for row in mine if row["id"] != name]
        if name in stored:
            mine.append(stored[name])
    elif isinstance(mine, dict) and isinstance(theirs, Mapping):
        if rest and name in mine and name in theirs:
            _take(mine[name], theirs[name], rest)
        elif name in theirs:
            mine[name] = theirs[name]
