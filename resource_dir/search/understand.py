"""From what somebody typed to a tree of terms: operators, phrases, synonyms, typos, prefixes.

Whoosh's parser reads the operators. Its query is only looked at, never run: the words are turned
into the index's terms here, with the synonyms of needs ("drying out", "desintoxicación").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Final

from whoosh import qparser, query
from whoosh.analysis import RegexTokenizer
from whoosh.fields import TEXT, Schema

from resource_dir.needs import NEEDS, synonym_table
from resource_dir.search.corpus import Corpus
from resource_dir.search.language import WORD_PATTERN, fold, stem, strip_accents, term_of, words_of
from resource_dir.search.needs_tree import texts_of
from resource_dir.search.query import Correction
from resource_dir.search.segment import Vocabulary
from resource_dir.search.strings import StringTable
from resource_dir.search.tree import NEED, AllOf, AnyOf, Node, Sequence, Word
from resource_dir.search.typos import can_be_mistyped, deletion_dictionary, one_slip_away

MAX_DEPTH: Final = 8
"""Nested brackets beyond this are read as plain words: the parser would recurse without end."""
MAX_CORRECTIONS: Final = 3
MAX_EXPANSIONS: Final = 64
SHORTEST_PREFIX: Final = 2

_OPERATORS: Final = qparser.OperatorsPlugin(
    And=r"(?<=\s)AND(?=\s)",
    Or=r"(?<=\s)OR(?=\s)",
    Not=r"(?<![^\s(])(?:-|NOT\s+)(?=\S)",
    AndNot=None,
    AndMaybe=None,
    Require=None,
)


@dataclass(frozen=True, slots=True)
class Understood:
    """The tree, None when nothing was asked, and the words that were corrected."""

    node: Node | None
    corrections: tuple[Correction, ...]


def understand(text: str, corpus: Corpus) -> Understood:
    """Read a search text. Never raises: what can't be read as syntax is read as words."""
    if not text or text.isspace():
        return Understood(None, ())
    reader = _Reader(corpus)
    node = reader.read(_parse(text))
    corrections = tuple(reader.corrections.values())
    is_empty = node is None or node == AllOf(())
    return Understood(None if is_empty else node, corrections)


def _parse(text: str) -> query.Query:
    plain = strip_accents(text)
    if plain.count("(") > MAX_DEPTH:
        plain = plain.replace("(", " ").replace(")", " ")
    return _parser().parse(plain)


@cache
def _parser() -> qparser.QueryParser:
    """Return the parser; it keeps nothing of what it reads, so threads share it."""
    # Words come out as written: stop words count in phrases, synonyms are looked up unstemmed.
    schema = Schema(text=TEXT(analyzer=RegexTokenizer(WORD_PATTERN)))
    plugins = [
        qparser.WhitespacePlugin(),
        qparser.PhrasePlugin(),
        qparser.PrefixPlugin(),
        qparser.GroupPlugin(),
        _OPERATORS,
    ]
    return qparser.QueryParser("text", schema, plugins=plugins)


@dataclass(slots=True)
class _Reader:
    corpus: Corpus
    corrections: dict[str, Correction] = field(default_factory=dict)

    def read(self, asked: query.Query) -> Node | None:
        """Return the tree of one Whoosh query; None for one without a word that counts."""
        match asked:
            case query.Phrase():
                return self._phrase([fold(word) for word in asked.words])
            case query.Prefix():
                return self._prefix(fold(str(asked.text)))
            case query.Term():
                return self._all_of([asked])
            case query.Not():
                return self._all_of([asked])
            case query.And():
                return self._all_of(list(asked.subqueries))
            case query.Or():
                return _any_of([self.read(part) for part in asked.subqueries])
            case _:
                return None

    def _all_of(self, asked: list[query.Query]) -> Node | None:
        parts: list[Node] = []
        without: list[Node] = []
        run: list[str] = []
        for each in [*asked, None]:
            if type(each) is query.Term:
                run.append(fold(str(each.text)))
                continue
            parts += self._words(run)
            run = []
            if isinstance(each, query.Not):
                node = self.read(each.query)
                without += [node] if node is not None else []
            elif each is not None:
                node = self.read(each)
                parts += [node] if node is not None else []
        return _simple(parts, without)

    def _phrase(self, words: list[str]) -> Node | None:
        """Return the listings with the words side by side, or with the need they name."""
        length, needs = _synonym_at([stem(word) for word in words], 0)
        spelled = _sequence(words)
        if not needs or length < len(words):
            return spelled
        named = Word(tuple(NEED + slug for slug in needs))
        return named if spelled is None else AnyOf((spelled, named))

    def _prefix(self, start: str) -> Node | None:
        if len(start) < SHORTEST_PREFIX:
            return None
        return Word(tuple(prefixed_terms(self.corpus, start)) or (start,))

    def _words(self, run: list[str]) -> list[Node]:
        """Return one node per word or synonym of a run of plain words, the longest first."""
        words = [self._corrected(word) for word in run]
        parts: list[Node] = []
        place = 0
        while place < len(words):
            length, needs = _synonym_at([stem(options[0]) for options in words], place)
            node = _words_node(words[place : place + length], needs)
            parts += [node] if node is not None else []
            place += length
        return parts

    def _corrected(self, word: str) -> tuple[str, ...]:
        """Return the word, or the likeliest words one slip away if no listing has it."""
        if not can_be_mistyped(word) or self._is_known(word):
            return (word,)
        used = corrections_of(self.corpus, word)
        if not used:
            return (word,)
        self.corrections[word] = Correction(word, used)
        return used

    def _is_known(self, word: str) -> bool:
        term = term_of(word)
        return term is None or word in synonym_words() or self.corpus.frequency(term) > 0


def _sequence(words: list[str]) -> Node | None:
    placed = [(place, term_of(word)) for place, word in enumerate(words)]
    kept = [(place, term) for place, term in placed if term is not None]
    if not kept:
        return None
    if len(kept) == 1:
        return Word((kept[0][1],))
    first = kept[0][0]
    return Sequence(tuple(term for _, term in kept), tuple(place - first for place, _ in kept))


def _simple(parts: list[Node], without: list[Node]) -> Node | None:
    if not parts and not without:
        return None
    return parts[0] if len(parts) == 1 and not without else AllOf(tuple(parts), tuple(without))


def _any_of(parts: list[Node | None]) -> Node | None:
    known = tuple(part for part in parts if part is not None)
    if not known:
        return None
    return known[0] if len(known) == 1 else AnyOf(known)


def _words_node(words: list[tuple[str, ...]], needs: tuple[str, ...]) -> Node | None:
    """Return the listings with all these words, or with one of the needs they name."""
    terms = [tuple(dict.fromkeys(t for w in options if (t := term_of(w)))) for options in words]
    plain = _simple([Word(each) for each in terms if each], [])
    if not needs:
        return plain
    named = Word(tuple(NEED + slug for slug in needs))
    return named if plain is None else AnyOf((plain, named))


def _synonym_at(words: list[str], place: int) -> tuple[int, tuple[str, ...]]:
    """Return the length of the longest synonym at `place`, and its needs; (1, ()) without one."""
    table, longest = _synonyms()
    for length in range(min(longest, len(words) - place), 0, -1):
        needs = table.get(tuple(words[place : place + length]))
        if needs:
            return length, needs
    return 1, ()


@cache
def _synonyms() -> tuple[dict[tuple[str, ...], tuple[str, ...]], int]:
    """Return synonyms as stems ("homeless shelters" is "homeless shelter"), and the longest."""
    named = [(phrase, slug) for phrase, slugs in synonym_table().items() for slug in slugs]
    # Once more as our own tokenizer reads them: it keeps "3.7" together.
    named += [(text, slug) for slug, need in NEEDS.items() for text in texts_of(need)]
    table: dict[tuple[str, ...], set[str]] = {}
    for phrase, slug in named:
        table.setdefault(tuple(stem(word) for word in words_of(phrase)), set()).add(slug)
    table.pop((), None)
    sorted_table = {words: tuple(sorted(slugs)) for words, slugs in table.items()}
    return sorted_table, max(map(len, sorted_table), default=1)


@cache
def synonym_words() -> frozenset[str]:
    """Return every word of every synonym: known words, even when no listing has them."""
    texts = (text for need in NEEDS.values() for text in texts_of(need))
    return frozenset(word for text in texts for word in words_of(text))


@cache
def _synonym_vocabulary() -> Vocabulary:
    words = sorted(synonym_words())
    hashes, owners = deletion_dictionary(words)
    numbers = owners[:0]
    return Vocabulary(StringTable.build(words), numbers, hashes, owners)


def corrections_of(corpus: Corpus, word: str) -> tuple[str, ...]:
    """Return the commonest words one slip from `word` that some listing or need has."""
    near: dict[str, int] = {}
    for part in corpus.parts:
        for other in one_slip_away(word, part.segment.vocabulary):
            near[other] = corpus.frequency(term_of(other) or other)
    for other in one_slip_away(word, _synonym_vocabulary()):
        near.setdefault(other, 0)
    known = synonym_words()
    usable = [other for other, count in near.items() if count or other in known]
    return tuple(sorted(usable, key=lambda other: (-near[other], other))[:MAX_CORRECTIONS])


def prefixed_terms(corpus: Corpus, start: str) -> list[str]:
    """Return the terms of the first words that begin with `start` and that a listing has."""
    found: dict[str, str] = {}
    for part in corpus.parts:
        vocabulary, terms = part.segment.vocabulary, part.segment.postings.terms
        for index in vocabulary.words.starting_with(start)[: 8 * MAX_EXPANSIONS]:
            found[vocabulary.words[index]] = terms[int(vocabulary.term[index])]
    living = (found[word] for word in sorted(found) if corpus.frequency(found[word]))
    return list(dict.fromkeys(living))[:MAX_EXPANSIONS]
