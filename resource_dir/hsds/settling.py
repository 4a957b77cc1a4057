"""The end of pass one: marks followed along the links, until it is settled what is withheld."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from resource_dir.hsds.identity import canonical_id
from resource_dir.hsds.marks import MARKED_TABLES, MarkFinder
from resource_dir.hsds.recognition import recognition_keys
from resource_dir.hsds.report import KnownWithheld, WithheldMark
from resource_dir.hsds.staging import Staging
from resource_dir.needs import is_domestic_violence_shelter

DOMESTIC_VIOLENCE = "domestic-violence shelter"


@dataclass(slots=True)
class Withheld:
    """What is withheld, by table: ids whose place goes.

    `ids` also holds addresses, phones and contacts that hang on a withheld location and nothing
    else. `near` holds the rows around them, whose texts may not hold a street address.
    """

    ids: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    near: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    marks: list[WithheldMark] = field(default_factory=list)

    def has(self, table: str, row_id: str | None) -> bool:
        """Whether the row is withheld."""
        return row_id is not None and row_id in self.ids[table]

    def is_near(self, table: str, row_id: str | None) -> bool:
        """Whether the row is withheld or belongs to the same listing as one that is."""
        return row_id is not None and (row_id in self.ids[table] or row_id in self.near[table])


def _its(what: str) -> str:
    """The reason of a mark that follows another. What was only recognised stays so: its phones
    and websites are no signs to know further sites by, or withholding would spread without end.
    """
    return (
        "CASE WHEN reason LIKE 'recognised%' OR reason = 'remembered' THEN reason "
        f"ELSE 'its {what}' END"
    )


_FOLLOW = (
    # A tag named `withheld`, on any of the four tables.
    "INSERT OR IGNORE INTO mark SELECT tbl, tagged.id, 'term' FROM tagged "
    "JOIN term ON term.id = term_id WHERE lower(trim(term.name)) = 'withheld'",
    # A recognised phone: the services, listings and organizations that it hangs on.
    "INSERT OR IGNORE INTO mark SELECT b, b_id, reason FROM mark JOIN edge "
    "ON a = tbl AND a_id = mark.id WHERE tbl = 'phone' AND b IN "
    "('service', 'organization', 'location', 'service_at_location')",
    # An address that calls itself secret: its locations.
    "INSERT OR IGNORE INTO mark SELECT b, b_id, reason FROM mark JOIN edge "
    "ON a = tbl AND a_id = mark.id WHERE tbl = 'address' AND b = 'location'",
    # A withheld organization: its services and locations.
    f"INSERT OR IGNORE INTO mark SELECT a, a_id, {_its('organization')} FROM mark JOIN edge "
    "ON b = tbl AND b_id = mark.id WHERE tbl = 'organization' AND a IN ('service', 'location')",
    # A withheld service: its listings and, either way they are written, its locations.
    f"INSERT OR IGNORE INTO mark SELECT a, a_id, {_its('service')} FROM mark JOIN edge "
    "ON b = tbl AND b_id = mark.id WHERE tbl = 'service' AND a IN "
    "('service_at_location', 'location')",
    f"INSERT OR IGNORE INTO mark SELECT b, b_id, {_its('service')} FROM mark JOIN edge "
    "ON a = tbl AND a_id = mark.id WHERE tbl = 'service' AND b = 'location'",
    f"INSERT OR IGNORE INTO mark SELECT b, b_id, {_its('listing')} FROM mark JOIN edge "
    "ON a = tbl AND a_id = mark.id WHERE tbl = 'service_at_location' AND b = 'location'",
    # A location that no service names, of an organization with a withheld service: the link
    # may just be missing.
    "INSERT OR IGNORE INTO mark SELECT 'location', loc.a_id, 'its organization' "
    "FROM edge AS loc WHERE loc.a = 'location' AND loc.b = 'organization' "
    "AND NOT EXISTS (SELECT 1 FROM edge WHERE b = 'location' AND b_id = loc.a_id "
    "AND a IN ('service', 'service_at_location')) "
    "AND NOT EXISTS (SELECT 1 FROM edge WHERE a = 'location' AND a_id = loc.a_id "
    "AND b = 'service') AND EXISTS (SELECT 1 FROM edge AS svc JOIN mark "
    "ON mark.tbl = 'service' AND mark.id = svc.a_id WHERE svc.a = 'service' "
    "AND svc.b = 'organization' AND svc.b_id = loc.b_id)",
    # A withheld location: every listing there.
    f"INSERT OR IGNORE INTO mark SELECT a, a_id, {_its('location')} FROM mark JOIN edge "
    "ON b = tbl AND b_id = mark.id WHERE tbl = 'location' AND a = 'service_at_location'",
    # A service whose places are all withheld: another source's copy is recognised by its names.
    "INSERT OR IGNORE INTO mark WITH pair (svc, loc) AS ("
    "SELECT s.b_id, l.b_id FROM edge AS s JOIN edge AS l ON l.a = s.a AND l.a_id = s.a_id "
    "WHERE s.a = 'service_at_location' AND s.b = 'service' AND l.b = 'location' "
    "UNION SELECT a_id, b_id FROM edge WHERE a = 'service' AND b = 'location' "
    "UNION SELECT b_id, a_id FROM edge WHERE a = 'location' AND b = 'service') "
    f"SELECT 'service', svc, {_its('places')} FROM pair "
    "LEFT JOIN mark ON tbl = 'location' AND id = loc "
    # min() picks the row that `reason` is of: first-hand knowledge before the second-hand
    "GROUP BY svc HAVING count(*) = count(id) AND "
    "min(reason LIKE 'recognised%' OR reason = 'remembered') IS NOT NULL",
    # Its addresses; contacts and phones that hang on nothing else.
    f"INSERT OR IGNORE INTO mark SELECT a, a_id, {_its('location')} FROM mark JOIN edge "
    "ON b = tbl AND b_id = mark.id WHERE tbl = 'location' AND a IN ('address', 'accessibility')",
    f"INSERT OR IGNORE INTO mark SELECT a, a_id, {_its('location')} FROM mark JOIN edge "
    "ON b = tbl AND b_id = mark.id WHERE tbl = 'location' AND a = 'contact' AND NOT EXISTS "
    "(SELECT 1 FROM edge AS other WHERE other.a = 'contact' AND other.a_id = edge.a_id "
    "AND other.b <> 'location')",
    # Always as its location's: a phone marked for another reason is a sign, and is kept.
    "INSERT OR IGNORE INTO mark SELECT a, a_id, 'its location' FROM mark JOIN edge "
    "ON b = tbl AND b_id = mark.id WHERE tbl IN ('location', 'contact') AND a = 'phone' "
    "AND NOT EXISTS (SELECT 1 FROM edge AS other WHERE other.a = 'phone' "
    "AND other.a_id = edge.a_id AND other.b <> 'location' AND NOT EXISTS (SELECT 1 FROM mark "
    "AS gone WHERE gone.tbl = 'contact' AND gone.tbl = other.b AND gone.id = other.b_id))",
)
_NEAR = (
    "SELECT 'service', b_id FROM mark JOIN edge ON a = tbl AND a_id = mark.id "
    "WHERE tbl IN ('service_at_location', 'location') AND b = 'service'",
    "SELECT 'service', a_id FROM mark JOIN edge ON b = tbl AND b_id = mark.id "
    "WHERE tbl = 'location' AND a = 'service'",
    "SELECT 'organization', org.b_id FROM mark JOIN edge AS link ON link.a = tbl "
    "AND link.a_id = mark.id JOIN edge AS org ON org.a = 'service' AND org.a_id = link.b_id "
    "WHERE tbl = 'service_at_location' AND link.b = 'service' AND org.b = 'organization'",
    "SELECT 'organization', org.b_id FROM mark JOIN edge AS link ON link.b = tbl "
    "AND link.b_id = mark.id JOIN edge AS org ON org.a = 'service' AND org.a_id = link.a_id "
    "WHERE tbl = 'location' AND link.a = 'service' AND org.b = 'organization'",
    "SELECT 'organization', b_id FROM mark JOIN edge ON a = tbl AND a_id = mark.id "
    "WHERE tbl IN ('service', 'location') AND b = 'organization'",
)


def settle(finder: MarkFinder, staging: Staging, source: str, known: KnownWithheld) -> Withheld:
    """Follow the marks and say what is withheld. `finder` has taken every row."""
    _suspects(finder, staging, source)
    finder.flush()
    for table, row_id in known.ids:
        finder.mark(table, row_id, "remembered")
    for sql in _FOLLOW[:1]:
        staging.db.execute(sql)
    _by_name(finder, staging, known)
    for sql in _FOLLOW[1:]:
        _spare(staging, known)
        staging.db.execute(sql)
    _spare(staging, known)
    return _collected(staging)


def _spare(staging: Staging, known: KnownWithheld) -> None:
    """Unmark what a steward published, where no source or file says that it is withheld."""
    staging.db.executemany(
        "DELETE FROM mark WHERE tbl = ? AND id = ? AND (reason = ? OR reason = 'remembered' "
        "OR reason LIKE 'recognised%' OR reason LIKE 'its %')",
        [(table, row_id, DOMESTIC_VIOLENCE) for table, row_id in sorted(known.published)],
    )


def _by_name(finder: MarkFinder, staging: Staging, known: KnownWithheld) -> None:
    """Domestic-violence shelters by their names and terms; names remembered from other sources."""
    for row_id, name, organization, terms in _services(staging):
        if is_domestic_violence_shelter(*name.split("\n"), *organization.split("\n"), *terms):
            finder.mark("service", row_id, DOMESTIC_VIOLENCE)
        keys = recognition_keys(organization.split("\n")[0], name.split("\n")[0])
        if any(key in known.recognition for key in keys):
            finder.mark("service", row_id, "recognised by its name")
    sql = "SELECT id, name FROM node WHERE tbl = 'organization'"
    for row_id, name in staging.db.execute(sql).fetchall():
        if is_domestic_violence_shelter(*name.split("\n")):
            finder.mark("organization", row_id, DOMESTIC_VIOLENCE)


def _services(staging: Staging) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    sql = (
        "SELECT node.id, node.name, coalesce((SELECT org.name FROM edge JOIN node AS org "
        "ON org.tbl = 'organization' AND org.id = b_id WHERE a = 'service' AND a_id = node.id "
        "AND b = 'organization' LIMIT 1), ''), coalesce((SELECT group_concat(term.name, char(10)) "
        "FROM tagged JOIN term ON term.id = term_id WHERE tagged.tbl = 'service' "
        "AND tagged.id = node.id), '') FROM node WHERE tbl = 'service' AND node.id > ? "
        "ORDER BY node.id LIMIT 1000"
    )
    last = ""
    while found := staging.db.execute(sql, (last,)).fetchall():
        last = found[-1][0]
        for row_id, name, organization, terms in found:
            yield row_id, name, organization, tuple(terms.split("\n"))


def _suspects(finder: MarkFinder, staging: Staging, source: str) -> None:
    """Malformed rows: link the rows that they name, and mark them if they seem to say so."""
    for table, keys, is_mark in finder.suspects:
        named = [n for key in keys for n in _nodes(staging, source, key)]
        has_withheld_term = table == "attribute" and any(
            _is_withheld_term(staging, canonical_id(source, "taxonomy_term", key)) for key in keys
        )
        for found_table, row_id, _ in named:
            if is_mark or has_withheld_term:
                finder.mark(found_table, row_id, "malformed row")
            for other_table, other_id, other_key in named:
                if other_id != row_id and other_table != found_table:
                    finder.edges(found_table, row_id, other_table, (other_key,))
        if table in MARKED_TABLES:
            _link_first(finder, table, canonical_id(source, table, keys[0]), named)


def _link_first(
    finder: MarkFinder, table: str, row_id: str, named: list[tuple[str, str, str]]
) -> None:
    for other_table, other_id, other_key in named:
        if other_id != row_id and other_table != table:
            finder.edges(table, row_id, other_table, (other_key,))


def _nodes(staging: Staging, source: str, key: str) -> Iterator[tuple[str, str, str]]:
    for table in MARKED_TABLES:
        row_id = canonical_id(source, table, key)
        sql = "SELECT 1 FROM node WHERE tbl = ? AND id = ?"
        if staging.db.execute(sql, (table, row_id)).fetchone():
            yield table, row_id, key


def _is_withheld_term(staging: Staging, term_id: str) -> bool:
    sql = "SELECT 1 FROM term WHERE id = ? AND lower(trim(name)) = 'withheld'"
    return staging.db.execute(sql, (term_id,)).fetchone() is not None


def _collected(staging: Staging) -> Withheld:
    withheld = Withheld()
    for sql in _NEAR:
        for table, row_id in staging.db.execute(sql):
            withheld.near[table].add(row_id)
    marks = staging.db.execute("SELECT tbl, id, reason FROM mark ORDER BY tbl, id")
    for table, row_id, reason in marks:
        withheld.ids[table].add(row_id)
        if table in MARKED_TABLES:
            withheld.marks.append(WithheldMark(table, row_id, reason))
    # A recognised phone is a sign, not a place: the number itself stays with its service.
    withheld.ids["phone"] -= {
        row_id
        for (row_id,) in staging.db.execute(
            "SELECT id FROM mark WHERE tbl = 'phone' AND reason <> 'its location'"
        )
    }
    return withheld
