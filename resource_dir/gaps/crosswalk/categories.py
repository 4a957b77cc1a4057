"""Crosswalks from call type to category, as others made them: normalised, and turned into needs.

Columns call_type and category; city, count, source_field, category_alternate where there are any.
Categories are ours to translate (`CATEGORY_NEEDS`). A row gives entries only where its category is
sure: without a category, or where the words of the type contradict it, the type stays unmapped and
is shown as a hole, so that the unmapped volume says the truth.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from resource_dir.errors import BadInput
from resource_dir.gaps.crosswalk.entries import ANY, LONGEST, NOTHING, CrosswalkEntry, in_order
from resource_dir.gaps.crosswalk.reading import rows_of
from resource_dir.gaps.crosswalk.suggesting import Suggested, suggest

SAME_SPELLING = 90  # percent of alike letters from which two categories are one, misspelt
MOST_COUNT = 10**12

# Ours, by judgement: what share of the calls of such a category asks for what. What is not here
# asks for nothing. Categories are compared without case and blanks at the ends.
CATEGORY_NEEDS: Mapping[str, Mapping[str, float]] = {
    "behavioral health": {"mobile_crisis": 0.8, "crisis_receiving": 0.3},
    "mental health": {"mobile_crisis": 0.8, "crisis_receiving": 0.3},
    "welfare check": {"mobile_crisis": 0.15, "crisis_receiving": 0.05, "geriatric": 0.05},
    "medical emergencies": {"emergency_department": 0.5},
    "medical": {"emergency_department": 0.5},
    "domestic violence": {"domestic_violence_shelter": 0.15},
    "homelessness": {"emergency_shelter": 0.5},
    "intoxication": {"sobering_center": 0.7},
    "substance use": {"sobering_center": 0.3, "withdrawal_management": 0.2},
    "overdose": {"emergency_department": 0.8},
    "status offenses": {"youth": 0.1},
}


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One line of such a file. `written` is its category as it stood there."""

    line: int
    city: str
    call_type: str
    calls: int
    written: str
    category: str
    source_field: str
    doubt: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A type whose words and category say different things. `is_missed`: the words suggest needs,
    the category none; else the category names needs, and the words ask for nothing.
    """

    row: CategoryRow
    suggested: Suggested
    is_missed: bool


@dataclass(frozen=True, slots=True)
class Spelling:
    """Two spellings of one category: `kept` is the one that more rows have."""

    written: str
    kept: str
    rows: int


@dataclass(frozen=True, slots=True)
class Repeats:
    """Types that a city has more than once. `rows` beyond the first, `calls` in those rows.

    `types` that are repeated; `within_field` rows beyond the first of city, type and field alike;
    `differing` types whose rows have different categories.
    """

    types: int
    rows: int
    calls: int
    within_field: int
    differing: int


@dataclass(frozen=True, slots=True)
class Holes:
    """What is wrong with a category crosswalk, each with the rows it is about."""

    without_category: tuple[CategoryRow, ...]
    doubted: tuple[CategoryRow, ...]
    trailing_blanks: int
    spellings: tuple[Spelling, ...]
    repeats: Repeats
    contradictions: tuple[Contradiction, ...]


def read_categories(content: bytes) -> tuple[CategoryRow, ...]:
    """The rows of a file, with categories as they are written. Raises BadInput."""
    rows = []
    # Blanks at the ends are told as a fault of the file, so they are looked for before they go.
    for line, row in rows_of(content, required=("call_type", "category"), keep=("category",)):
        written = row["category"]
        rows.append(
            CategoryRow(
                line=line,
                city=row.get("city", ""),
                call_type=row["call_type"][:LONGEST],
                calls=_count(row.get("count", ""), line),
                written=written,
                category=written.strip(),
                source_field=row.get("source_field", ""),
                doubt=row.get("category_alternate", ""),
            )
        )
    if not rows:
        raise BadInput("The file holds no row.", field="file")
    return tuple(rows)


def _count(text: str, line: int) -> int:
    if not text:
        return 0
    try:
        count = int(text.replace(",", ""))
    except ValueError:
        count = -1
    if not 0 <= count <= MOST_COUNT:
        raise BadInput(
            "Line %(line)s, count: “%(count)s” is no number of calls.",
            field="file",
            line=line,
            count=text[:40],
        )
    return count


def cities_of(rows: Iterable[CategoryRow]) -> tuple[str, ...]:
    """The cities of the rows, in order."""
    return tuple(sorted({row.city for row in rows}))


def normalised(
    rows: Sequence[CategoryRow],
) -> tuple[tuple[CategoryRow, ...], tuple[Spelling, ...]]:
    """The rows with one spelling for each category, and which spellings were taken together."""
    uses = Counter(row.category for row in rows if row.category)
    kept: dict[str, str] = {}
    for category, _ in sorted(uses.items(), key=lambda one: (-one[1], one[0])):
        heads = [head for head in kept.values() if kept[head] == head]
        kept[category] = next((head for head in heads if _is_alike(category, head)), category)
    spellings = tuple(
        Spelling(category, head, uses[category])
        for category, head in sorted(kept.items())
        if head != category
    )
    return tuple(
        replace(row, category=kept[row.category]) if row.category else row for row in rows
    ), spellings


def _is_alike(one: str, other: str) -> bool:
    return fuzz.ratio(one.casefold(), other.casefold()) >= SAME_SPELLING


def needs_of_category(category: str) -> Mapping[str, float]:
    """Needs and weights of a category; none for one that asks for nothing."""
    return CATEGORY_NEEDS.get(category.strip().casefold(), {})


def holes_of(rows: Sequence[CategoryRow]) -> Holes:
    """All that is wrong with the rows."""
    same, spellings = normalised(rows)
    return Holes(
        without_category=tuple(row for row in same if not row.category),
        doubted=tuple(row for row in same if "?" in row.doubt),
        trailing_blanks=sum(row.written != row.written.strip() for row in rows),
        spellings=spellings,
        repeats=_repeats(same),
        contradictions=tuple(
            found for row in same if row.category and (found := _contradiction(row)) is not None
        ),
    )


def _repeats(rows: Sequence[CategoryRow]) -> Repeats:
    by_type: dict[tuple[str, str], list[CategoryRow]] = {}
    fields: set[tuple[str, str, str]] = set()
    for row in rows:
        by_type.setdefault((row.city, row.call_type), []).append(row)
        fields.add((row.city, row.call_type, row.source_field))
    repeated = [group for group in by_type.values() if len(group) > 1]
    return Repeats(
        types=len(repeated),
        rows=sum(len(group) - 1 for group in repeated),
        calls=sum(row.calls for group in repeated for row in group[1:]),
        within_field=len(rows) - len(fields),
        differing=sum(
            len({row.category for row in group if row.category}) > 1 for group in repeated
        ),
    )


def _contradiction(row: CategoryRow) -> Contradiction | None:
    suggested, needs = suggest(row.call_type), needs_of_category(row.category)
    if suggested.needs and not needs:
        return Contradiction(row, suggested, is_missed=True)
    if needs and suggested.nothing is not None:
        return Contradiction(row, suggested, is_missed=False)
    return None


def entries_from(rows: Sequence[CategoryRow]) -> tuple[CrosswalkEntry, ...]:
    """The entries of one city: types whose category is sure. A type with several rows is sure where
    all of them agree. Raises BadInput for rows of several cities.
    """
    if len(cities := cities_of(rows)) > 1:
        raise BadInput(
            "The file holds several cities: %(cities)s. Choose one with --city.",
            field="city",
            cities=", ".join(cities),
        )
    same, _ = normalised(rows)
    entries = []
    for call_type, group in _by_type(same).items():
        categories = {row.category for row in group if row.category}
        if len(categories) == 1 and not any(_contradiction(row) for row in group if row.category):
            entries += _entries(call_type, needs_of_category(categories.pop()))
    return in_order(entries)


def _by_type(rows: Sequence[CategoryRow]) -> Mapping[str, list[CategoryRow]]:
    by_type: dict[str, list[CategoryRow]] = {}
    for row in rows:
        if row.call_type:
            by_type.setdefault(row.call_type, []).append(row)
    return by_type


def _entries(call_type: str, needs: Mapping[str, float]) -> list[CrosswalkEntry]:
    if not needs:
        return [CrosswalkEntry(call_type, ANY, NOTHING, 0.0)]
    return [CrosswalkEntry(call_type, ANY, need, weight) for need, weight in needs.items()]
