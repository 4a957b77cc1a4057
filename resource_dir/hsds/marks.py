"""Pass one: which rows are withheld. It reads ids, types, terms, marks and names, never a place.

Everything goes to the staging file as ids and links, so that the answer takes bounded memory;
`settle` then follows the links: a withheld organization or service takes its locations with it,
and a location shared by a withheld and a public service is withheld for both.
"""

import re
from collections.abc import Iterable

from resource_dir.hsds.dialects import FILES, PAIRS, PRIVATE_MARK, SPREADS
from resource_dir.hsds.identity import canonical_id, is_key, keys_in
from resource_dir.hsds.reading import Bad, Raw
from resource_dir.hsds.recognition import phone_key, website_key
from resource_dir.hsds.report import KnownWithheld
from resource_dir.hsds.staging import Staging
from resource_dir.hsds.tables import LOCATION_TYPES, TABLES
from resource_dir.needs import is_domestic_violence_shelter

MARKED_TABLES = ("organization", "service", "location", "service_at_location")
_WORDS = re.compile(r"withheld|redacted|confidential", re.IGNORECASE)
_SECRET_TYPES = frozenset({"redacted", "withheld", "confidential", "private", "hidden"})
_TRUE = frozenset({"1", "true", "t", "yes", "y", "on", "x"})
_LINKED = ("service", "location", "organization", "contact", "service_at_location")
_MAX_SUSPECT_WORDS = 60
_BATCH = 1_000


class MarkFinder:
    """Takes every raw row once and writes down what bears on withholding."""

    def __init__(self, source: str, staging: Staging, known: KnownWithheld) -> None:
        self._source, self._db, self._known = source, staging.db, known
        self._edges_to_write: list[tuple[str, str, str, str]] = []
        self.suspects: list[tuple[str, tuple[str, ...], bool]] = []

    def take(self, found: Raw | Bad) -> None:
        """Note the marks and links of one row, malformed ones included."""
        if isinstance(found, Bad):
            self._take_bad(found)
        elif found.table in TABLES:
            self._take_row(found)

    def mark(self, table: str, row_id: str, reason: str) -> None:
        """Withhold one row; the first reason stays."""
        sql = "INSERT OR IGNORE INTO mark VALUES (?, ?, ?)"
        self._db.execute(sql, (table, row_id, reason))

    def _id(self, table: str, key: object) -> str:
        return canonical_id(self._source, table, str(key))

    def _take_row(self, raw: Raw) -> None:
        row_id = self._id(raw.table, raw.key)
        if raw.link is None and raw.table in _NODES:
            self._node(raw, row_id)
        if raw.table in _EDGES:
            self._edges(raw, row_id)
        if raw.table in MARKED_TABLES and _is_true(raw.values.get(PRIVATE_MARK)):
            self.mark(raw.table, row_id, "column")
        reader = _READERS.get(raw.table)
        if reader is not None:
            reader(self, raw, row_id)

    def _node(self, raw: Raw, row_id: str) -> None:
        # The name of a location says where it is: it is not read in this pass.
        names = ("name", "alternate_name") if raw.table in ("organization", "service") else ()
        name = "\n".join(str(raw.values[n]) for n in names if raw.values.get(n))
        # Of two rows with one id either name may be the one that says what it is.
        sql = (
            "INSERT INTO node VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET "
            "name = node.name || char(10) || excluded.name "
            "WHERE instr(node.name, excluded.name) = 0"
        )
        self._db.execute(sql, (raw.table, row_id, name))

    def _edges(self, raw: Raw, row_id: str) -> None:
        for column in _LINKED:
            value = raw.values.get(f"{column}_id")
            self.edges(raw.table, row_id, column, keys_in(value))
        for spread in SPREADS.get(raw.table, ()):
            for key in keys_in(raw.values.get(spread.column)):
                self.edges(spread.base, self._id(spread.base, key), raw.table, (raw.key,))
        for pair in PAIRS.get(raw.table, ()):
            if pair.table == "service_at_location":
                other = pair.other.removesuffix("_id")
                self.edges(raw.table, row_id, other, keys_in(raw.values.get(pair.column)))

    def edges(self, table: str, row_id: str, target: str, keys: Iterable[str]) -> None:
        """Link a row to the rows of another table, by their source keys."""
        self._edges_to_write += [(table, row_id, target, self._id(target, key)) for key in keys]
        if len(self._edges_to_write) > _BATCH:
            self.flush()

    def flush(self) -> None:
        """Write the links down: before anything asks for them."""
        sql = "INSERT OR IGNORE INTO edge VALUES (?, ?, ?, ?)"
        self._db.executemany(sql, self._edges_to_write)
        self._edges_to_write.clear()

    def location(self, raw: Raw, row_id: str) -> None:
        """A location type outside the standard's list withholds, `redacted` for one."""
        kind = str(raw.values.get("location_type") or "").strip().lower()
        if kind and kind not in LOCATION_TYPES:
            self.mark("location", row_id, "location_type")

    def address(self, raw: Raw, row_id: str) -> None:
        """An address type that says so withholds the locations of the address."""
        if str(raw.values.get("address_type") or "").strip().lower() in _SECRET_TYPES:
            self.mark("address", row_id, "address_type")

    def term(self, raw: Raw, row_id: str) -> None:
        """Names of terms are kept: a term named `withheld` is a mark, others tell the need."""
        name = str(raw.values.get("name") or raw.values.get("code") or "").strip()
        if raw.link is None:
            self._db.execute("INSERT OR IGNORE INTO term VALUES (?, ?)", (row_id, name))
        if str(raw.values.get("code") or "").strip().lower() == "withheld":
            self._db.execute("UPDATE term SET name = 'withheld' WHERE id = ?", (row_id,))

    def attribute(self, raw: Raw, _: str) -> None:
        """A tag on a row; one that says `withheld` in words is a mark by itself."""
        entity = FILES.get(str(raw.values.get("link_entity") or "").strip().lower())
        tables = (entity.table,) if entity and entity.table in TABLES else MARKED_TABLES
        says_so = any(
            str(raw.values.get(c) or "").strip().lower() == "withheld"
            for c in ("label", "value", "taxonomy_term_id", "link_type")
        )
        for table in tables:
            for key in keys_in(raw.values.get("link_id")):
                link_id = self._id(table, key)
                if says_so:
                    self.mark(table, link_id, "attribute")
                self.tag(table, link_id, keys_in(raw.values.get("taxonomy_term_id")))

    def tag(self, table: str, row_id: str, terms: tuple[str, ...]) -> None:
        """Note that a row bears terms."""
        if not terms:
            return
        rows = [(table, row_id, self._id("taxonomy_term", term)) for term in terms]
        self._db.executemany("INSERT OR IGNORE INTO tagged VALUES (?, ?, ?)", rows)

    def service(self, raw: Raw, row_id: str) -> None:
        """Terms in the service's own row, and its website if that is a withheld one's."""
        self.tag("service", row_id, keys_in(raw.values.get("service_taxonomy")))
        self._recognise("website", website_key(str(raw.values.get("url") or "")), raw, row_id)

    def organization(self, raw: Raw, row_id: str) -> None:
        """The organization's website, if it is a withheld one's."""
        self._recognise("website", website_key(str(raw.values.get("website") or "")), raw, row_id)

    def phone(self, raw: Raw, row_id: str) -> None:
        """The number, if it is a withheld one's; the services it hangs on follow in `settle`."""
        self._recognise("phone", phone_key(str(raw.values.get("number") or "")), raw, row_id)

    def _recognise(self, kind: str, key: str | None, raw: Raw, row_id: str) -> None:
        if key and (kind, key) in self._known.recognition:
            self.mark(raw.table, row_id, f"recognised by its {kind}")

    def _take_bad(self, bad: Bad) -> None:
        """A row that can't be trusted may carry a mark: withhold what its words can mean."""
        words = re.split(r'[,;\t|"\x1f\r\n]+', bad.text)[:_MAX_SUSPECT_WORDS]
        keys = tuple(dict.fromkeys(word.strip() for word in words if is_key(word)))
        is_mark = bool(_WORDS.search(bad.text)) or any(map(is_domestic_violence_shelter, words))
        if is_mark and keys and bad.table in MARKED_TABLES:
            self.mark(bad.table, self._id(bad.table, keys[0]), "malformed row")
        if keys:
            self.suspects.append((bad.table, keys, is_mark))


def _is_true(value: object) -> bool:
    return str(value or "").strip().lower() in _TRUE


_NODES = frozenset({*MARKED_TABLES, "address", "accessibility", "phone", "contact"})
_EDGES = frozenset({*_NODES, "program", "schedule", "language"})
_READERS = {
    "location": MarkFinder.location,
    "address": MarkFinder.address,
    "taxonomy_term": MarkFinder.term,
    "attribute": MarkFinder.attribute,
    "service": MarkFinder.service,
    "organization": MarkFinder.organization,
    "phone": MarkFinder.phone,
}
