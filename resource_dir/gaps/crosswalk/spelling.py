"""Names that were meant: the needs whose slug or name is nearest to what somebody wrote."""

from rapidfuzz import fuzz

from resource_dir.needs import NEEDS, fold, synonym_table

NEAREST = 3


def nearest_needs(text: str, *, most: int = NEAREST) -> tuple[str, ...]:
    """The slugs nearest to a text, best first; a synonym counts for the needs it means."""
    wanted = fold(text.replace("_", " "))
    best: dict[str, float] = {}
    for phrase, slugs in synonym_table().items():
        score = fuzz.ratio(wanted, phrase)
        for slug in slugs:
            best[slug] = max(best.get(slug, 0.0), score)
    order = {slug: place for place, slug in enumerate(NEEDS)}
    return tuple(sorted(best, key=lambda slug: (-best[slug], order[slug]))[:most])
