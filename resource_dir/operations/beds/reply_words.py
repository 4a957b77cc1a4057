"""What somebody answered to "how many are free?": numbers for counts, or that it stays so.

Careful in one direction: a word that is not known makes the whole answer "not understood", since
a wrong number sends somebody to a full house, and a question back costs a minute.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

LONGEST_LINE = 600  # of an answer; a longer one is a story
MOST_LINES = 30
MOST_FREE = 9_999


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NUMBERS = {
    word: number
    for number, words in enumerate((
        "zero cero", "one un uno una", "two dos", "three tres", "four cuatro", "five cinco",
        "six seis", "seven siete", "eight ocho", "nine nueve", "ten diez",
    ))
    for word in words.split()
}  # fmt: skip
_FULL = _set("full lleno llena llenos llenas completo completa")
_NONE = _set("no none nothing ninguno ninguna nada sin")
_STILL = _set("still same correct right yes si ok okay unchanged igual correcto cierto sigue mismo")
_STOP = _set("stop unsubscribe parar alto baja cancelar")
# Around a number these say no more than it does. No "at" and no "las": a time of day is no number
# of beds.
_FREE = _set(
    "free available open empty left libre libres disponible disponibles vacia vacias vacio vacios "
    "quedan queda"
)
_FILLERS = _set(
    "we i have has there are is right now tonight today currently only just got a for with hi "
    "hello thanks thank you please y and we're i'm we've there's tenemos tengo hay estamos estoy "
    "ahora esta noche hoy solo para con gracias hola it its all beds bed cama camas todo esto"
)
# Populations and units by their English names, in the words of an answer.
_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "women": _set("women woman female females ladies mujeres mujer"),
        "men": _set("men man male males hombres hombre"),
        "families": _set("families family familias familia"),
        "youth": _set("youth youths teens kids jovenes joven"),
        "children": _set("children child ninos"),
        "adults": _set("adults adult adultos"),
        "veterans": _set("veterans veteran vets veteranos"),
        "couples": _set("couples couple parejas"),
        "anyone": _set("anyone anybody general everyone todos cualquiera"),
        "bed": _set("bed beds cama camas"),
        "chair": _set("chair chairs silla sillas"),
        "room": _set("room rooms cuarto cuartos habitacion habitaciones"),
        "recliner": _set("recliner recliners reclinable reclinables"),
        "slot": _set("slot slots lugar lugares"),
        "cot": _set("cot cots catre catres"),
        "mat": _set("mat mats colchoneta colchonetas"),
        "space": _set("space spaces espacio espacios"),
    }
)
_SPLIT = re.compile(r"[.,;:!¡¿()\[\]*\"']+(?=\s|$)|(?<=\s)[(\[\"'¡¿*]+|^[(\[\"'¡¿*]+")


@dataclass(frozen=True, slots=True)
class Counted:
    """One count that an answer may be about."""

    id: str
    unit: str
    population: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`free` by count; or all stay as they are; or no more letters."""

    free: Mapping[str, int] = field(default_factory=dict)
    is_still: bool = False
    is_stop: bool = False


def understand(text: str, counts: Sequence[Counted]) -> Answer | None:
    """What the answer says; None where that is not certain. `text` is without quoted letters."""
    answers: list[Answer] = []
    for line in _lines(text):
        words = _words(line)
        if all(word in _FILLERS for word in words):
            if answers and not words:
                break  # an empty line: what comes below is a name, or a footer
            continue
        answer = _answer(words, counts) if len(line) <= LONGEST_LINE else None
        if answer is None:
            if answers and not _speaks_of_beds(words):
                break
            if not answers and _is_greeting(line):
                continue
            return None
        answers.append(answer)
    return _together(answers)


def _lines(text: str) -> list[str]:
    lines = text.strip().splitlines()[:MOST_LINES]
    return [line.strip()[: LONGEST_LINE + 1] for line in lines]


def _words(line: str) -> list[str]:
    """Plain lower-case words and numbers; what is neither stays, and is not understood later."""
    plain = unicodedata.normalize("NFD", line.casefold().replace("’", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = _SPLIT.sub(" ", plain)
    return [word for part in plain.split() for word in _parts(part)]


def _parts(part: str) -> list[str]:
    """ "3free" is two words; "3-4", "3/10" and "12:30" are none of ours and stay whole."""
    if part.isascii() and part.isalnum():
        return re.findall(r"[a-z]+|\d+", part)
    return part.split(",") if re.fullmatch(r"[a-z0-9]+(,[a-z]+)+", part) else [part]


def _is_greeting(line: str) -> bool:
    """ "Hello Ann," or "Dear desk," — but nothing with a number in it."""
    return bool(re.fullmatch(r"(?:hi|hello|dear|hola|good \w+|buen\w+ \w+)?[^\d]{0,40}[,!:]", line,
                             re.IGNORECASE)) and not _speaks_of_beds(_words(line))  # fmt: skip


def _speaks_of_beds(words: Iterable[str]) -> bool:
    telling = _FREE | _FULL | _STOP | frozenset(_NUMBERS) | _STILL | {"not", "beds", "bed"}
    return any(word in telling or (word.isdigit() and len(word) <= 4) for word in words)


def _answer(words: Sequence[str], counts: Sequence[Counted]) -> Answer | None:
    said = [word for word in words if word not in _FILLERS - _STILL]
    if said and set(said) <= _STOP:
        return Answer(is_stop=True)
    if said and set(said) <= _STILL:
        return Answer(is_still=True) if counts else None
    if _is_none(words):
        return Answer(free=dict.fromkeys((count.id for count in counts), 0))
    free = _numbers(words, counts)
    return Answer(free=free) if free else None


def _is_none(words: Sequence[str]) -> bool:
    """ "full", "no beds", "none free", "nothing tonight"; a bare "no" is an answer to what?"""
    rest = [word for word in words if word not in _FILLERS and word not in _FREE]
    if rest and set(rest) <= _FULL:
        return True
    names_beds = bool(set(words) & (_FREE | _WORDS["bed"]))
    is_sure = names_beds or set(rest) <= _NONE - {"no", "sin"}
    return bool(rest) and len(rest) == 1 and set(rest) <= _NONE and is_sure


def _numbers(words: Sequence[str], counts: Sequence[Counted]) -> dict[str, int] | None:
    """Each number for the one count that the words beside it leave; "women 2" and "2 women"."""
    groups = _groups(words, counts)
    if groups is None:
        return None
    free: dict[str, int] = {}
    for number, labels in groups:
        count = _meant([word for word in labels if not _is_just_beds(word, counts)], counts)
        if count is None or count.id in free or number > MOST_FREE:
            return None
        free[count.id] = number
    return free


def _meant(labels: Sequence[str], counts: Iterable[Counted]) -> Counted | None:
    """The one count that the words leave; "women" is women's, where women with children have a
    count of their own.
    """
    left = [count for count in counts if all(_is_about(count, word) for word in labels)]
    if len(left) > 1 and labels:
        least = min(len(_whom(count)) for count in left)
        left = [count for count in left if len(_whom(count)) == least]
    return left[0] if len(left) == 1 else None


def _groups(words: Sequence[str], counts: Sequence[Counted]) -> list[tuple[int, list[str]]] | None:
    """(number, words that say of what); None where a word is not known or a number is missing."""
    groups: list[tuple[int, list[str]]] = []
    before: list[str] = []
    is_label_first: bool | None = None
    for word in words:
        number = _number(word)
        if number is not None:
            is_label_first = bool(before) if is_label_first is None else is_label_first
            groups.append((number, before if is_label_first else []))
            before = []
        elif _is_label(word, counts):
            if groups and (is_label_first is False or word in _WORDS["bed"]):
                groups[-1][1].append(word)
            else:
                before.append(word)
        elif word not in _FREE and word not in _FILLERS:
            return None
    return groups if groups and not before else None


def _number(word: str) -> int | None:
    if word.isascii() and word.isdigit() and len(word) <= len(str(MOST_FREE)):
        return int(word)
    return _NUMBERS.get(word)


def _is_label(word: str, counts: Iterable[Counted]) -> bool:
    return any(word in words for words in _WORDS.values()) or any(
        _is_about(count, word) for count in counts
    )


def _is_about(count: Counted, word: str) -> bool:
    """Whether a word names this count's unit or whom it is for."""
    names = {_name(count.unit), *_whom(count)}
    return word in names or any(word in _WORDS[name] for name in names & _WORDS.keys())


def _whom(count: Counted) -> set[str]:
    """The words of a population that tell it from another."""
    return set(re.findall(r"[a-z]+", count.population.casefold())) - _FILLERS


def _is_just_beds(word: str, counts: Iterable[Counted]) -> bool:
    """A house that counts chairs may call them beds; one that counts beds means beds."""
    return word in _WORDS["bed"] and not any(_name(count.unit) == "bed" for count in counts)


def _name(unit: str) -> str:
    return unit.casefold().replace("_", " ").strip().removesuffix("s")


def _together(answers: Sequence[Answer]) -> Answer | None:
    """Several lines as one answer; None where they don't go together."""
    if len(answers) <= 1:
        return answers[0] if answers else None
    free: dict[str, int] = {}
    for answer in answers:
        if answer.is_still or answer.is_stop or free.keys() & answer.free.keys():
            return None
        free.update(answer.free)
    return Answer(free=free)
