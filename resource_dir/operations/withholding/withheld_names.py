"""Whether a text that was typed as a place names a withheld site: then nobody elsewhere is asked.

A service on the internet may well know where the shelter is. Both the question and its answer
would give it away: who runs that service would see a co-responder team asking for it, and the
page would show the place. So a question that may mean the site stays here, even if once in a
while a street that bears its name is not asked for either.
"""

from collections.abc import Iterator
from weakref import WeakKeyDictionary

from rapidfuzz import fuzz
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from resource_dir import geo, models
from resource_dir.errors import BadInput
from resource_dir.geo.states import split_state
from resource_dir.hsds.recognition import phone_key, website_key
from resource_dir.operations.listings.refreshing import current_change
from resource_dir.operations.places.landmarks import NEARLY, likeness
from resource_dir.operations.rows import table_of
from resource_dir.operations.words import folded

WORDS_OF_A_SITE = 2  # of a longer name: "Alder Path" of "Alder Path Domestic Violence Shelter"
WORDS_BEHIND_A_NUMBER = 3  # "12 Haven Street" is a house, whatever shelter is called Haven
SHORTEST_SLIP = 4  # letters of a word that may have one
SLIP = 80.0  # of 100
_known: WeakKeyDictionary[Engine, tuple[tuple[str, int], frozenset[str]]] = WeakKeyDictionary()
_stored = table_of(models.ListingDocument)
_key = table_of(models.WithheldKey)
_mark = table_of(models.WithheldMark)
_organization = table_of(models.Organization)
PUBLIC_NAMES = ("organization", "name", "alternate_name")


def nearly_names_a_withheld_site(session: Session, plain: str) -> bool:
    """Whether the text, or a part of it between commas, is such a name but for a slip or two."""
    parts = list(_parts(plain))
    return any(
        likeness(part, name) >= NEARLY for name in _names(session) for part in parts
    ) or _is_key(session, plain)


def may_name_a_withheld_site(session: Session, plain: str) -> bool:
    """Whether the text may mean such a site: also by a part of its name, or with more around it."""
    parts = list(_parts(plain))
    return nearly_names_a_withheld_site(session, plain) or any(
        _is_about(part, name) for name in _names(session) for part in parts
    )


def _parts(plain: str) -> Iterator[str]:
    """The whole text and what stands between its commas, folded; no part that is a town."""
    whole = folded(plain)
    yield whole
    yield split_state(whole)[0]
    for piece in plain.split(","):
        part = split_state(folded(piece))[0]
        if part and part != whole and not _is_town(part):
            yield part


def _is_town(part: str) -> bool:
    try:
        found = geo.find_places(part)
    except BadInput:
        return False
    return any(split_state(folded(place.text))[0] == part for place in found)


def _is_about(part: str, name: str) -> bool:
    """Whether nearly all words of one are in the other."""
    said, known = part.split(), name.split()
    if said and said[0][0].isdigit():
        return len(known) >= WORDS_BEHIND_A_NUMBER and set(known) <= set(said)
    if len(said) < WORDS_OF_A_SITE:
        return False
    few, many = sorted((said, known), key=len)
    return float(fuzz.token_set_ratio(part, name)) >= NEARLY or all(
        any(_is_nearly(word, other) for other in many) for word in few
    )


def _is_nearly(word: str, other: str) -> bool:
    """The same word but for a slip: "pth" is "path"; a number or "st" has to be the same."""
    if word == other or word[0].isdigit() or max(len(word), len(other)) < SHORTEST_SLIP:
        return word == other
    return fuzz.ratio(word, other) >= SLIP


def _names(session: Session) -> frozenset[str]:
    """Folded public names of what is withheld, as of the last change; read once per change."""
    engine, change = session.get_bind().engine, current_change(session)
    known = _known.get(engine)
    if known is None or known[0] != change:
        known = _known[engine] = (change, frozenset(_stored_names(session)))
    remembered = (name for value in _keys(session, "name") for name in value.split("|"))
    return known[1] | {folded(name) for name in remembered if folded(name)}


def _stored_names(session: Session) -> Iterator[str]:
    listed = select(*(_stored.c.document[name].as_string() for name in PUBLIC_NAMES)).where(
        _stored.c.is_withheld.is_(True), _stored.c.document.is_not(None)
    )
    called = select(_organization.c.name, _organization.c.alternate_name).where(
        _organization.c.id.in_(
            select(_stored.c.organization_id).where(_stored.c.is_withheld.is_(True))
        )
    )
    for names in (*session.execute(listed), *session.execute(called)):
        yield from (known for name in names if name and (known := folded(name)))


def _keys(session: Session, kind: str) -> Iterator[str]:
    is_of_it = (_mark.c.table_name == _key.c.table_name) & (_mark.c.row_id == _key.c.row_id)
    statement = select(_key.c.value).join(_mark, is_of_it)
    yield from session.scalars(statement.where(_mark.c.released.is_(None), _key.c.kind == kind))


def _is_key(session: Session, plain: str) -> bool:
    """Whether it is the phone or website that a withheld site is recognised by."""
    phone, website = phone_key(plain), website_key(plain)
    return (phone is not None and phone in _keys(session, "phone")) or (
        website is not None and website in _keys(session, "website")
    )
