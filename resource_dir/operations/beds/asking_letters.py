"""What a letter or a text message asks of a provider, in both languages: nobody has told us theirs.

It says the numbers as they are shown now, how old they are, and how to answer. It never says where
the house is.
"""

from collections.abc import Sequence
from datetime import datetime

from resource_dir.operations.beds.counts import CountNow
from resource_dir.operations.listings.counted import unit_name

LONGEST_NAME = 80  # of a listing in a subject
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_SPANISH = {
    "Beds": "Camas", "Chairs": "Sillas", "Rooms": "Cuartos", "Recliners": "Reclinables",
    "Slots": "Lugares", "Cots": "Catres", "Mats": "Colchonetas", "Spaces": "Espacios",
    "anyone": "todos", "women": "mujeres", "men": "hombres", "families": "familias",
    "youth": "jóvenes", "adults": "adultos", "children": "niños", "veterans": "veteranos",
}  # fmt: skip
_LETTER = """\
{name}

Your numbers as we have them:
{numbers}

Set the numbers with one tap, without a password. The link is for your house only:
{link}
{by_reply}
---
Sus números, como los tenemos:
{numbers_es}

Ponga los números con el enlace de arriba, sin contraseña.
{by_reply_es}"""
_BY_REPLY = """
Or answer this letter. Reply with: {example}
Other answers: full · still right
We write back only if we can't read your answer. To get no more of these, reply with: stop
"""
_BY_REPLY_ES = """\
O conteste esta carta. Escriba: {example}
Otras respuestas: lleno · sigue igual
Si ya no quiere estas cartas, escriba: parar
"""
_BY_LINK = "\nTo get no more of these letters, open: {stop}\n"
_BY_LINK_ES = "Si ya no quiere estas cartas, abra: {stop}\n"
_TEXT = "{name}: {numbers}. Right? / ¿Es así? {link} Stop/parar: {stop}"
_NOT_UNDERSTOOD = """\
We could not read your answer, so nothing was changed. Write one line above everything else:

  {example}

or: full · still right · stop
If several kinds of beds are counted, say for each whom it is for.
"""
_NOT_UNDERSTOOD_ES = """\
No pudimos leer su respuesta, así que nada cambió. Escriba una sola línea, arriba de todo:

  {example}

o bien: lleno · sigue igual · parar
"""
_TOO_OLD = """\
You answered an old letter, so nothing was changed: the number may be old, too. Answer this one.

"""


def plain_name(name: str | None) -> str:
    """One line, short enough for a subject: a line end in it would begin a header of its own."""
    kept = " ".join("".join(c if c.isprintable() else " " for c in name or "").split())
    return kept[:LONGEST_NAME] or "Your listing"


def subject(name: str | None, code: str) -> str:
    """With the code by which an answer is known."""
    return f"{plain_name(name)}: how many are free? [#{code}]"


def asking_text(
    name: str | None,
    counts: Sequence[CountNow],
    *,
    link: str,
    stop: str,
    can_reply: bool,
    is_too_old: bool = False,
    now: datetime,
) -> str:
    """The letter that asks."""
    example, example_es = examples(counts)
    by_reply = _BY_REPLY.format(example=example) if can_reply else _BY_LINK.format(stop=stop)
    by_reply_es = (
        _BY_REPLY_ES.format(example=example_es) if can_reply else _BY_LINK_ES.format(stop=stop)
    )
    text = _LETTER.format(
        name=plain_name(name),
        numbers="\n".join(f"  {_line(count, now)}" for count in counts) or "  no number",
        numbers_es="\n".join(f"  {_line_es(count, now)}" for count in counts) or "  ningún número",
        link=link,
        by_reply=by_reply,
        by_reply_es=by_reply_es,
    )
    return (_TOO_OLD if is_too_old else "") + text


def text_message(
    name: str | None, counts: Sequence[CountNow], *, link: str, stop: str, now: datetime
) -> str:
    """The same in one text message."""
    numbers = ", ".join(_short(count, now) for count in counts) or "no number"
    return _TEXT.format(name=plain_name(name)[:30], numbers=numbers, link=link, stop=stop)


def not_understood_text(counts: Sequence[CountNow]) -> str:
    """What to write instead."""
    example, example_es = examples(counts)
    english = _NOT_UNDERSTOOD.format(example=example)
    return f"{english}\n---\n{_NOT_UNDERSTOOD_ES.format(example=example_es)}"


def examples(counts: Sequence[CountNow]) -> tuple[str, str]:
    """An answer that would be understood for these counts, in English and in Spanish."""
    if len(counts) <= 1:
        return "3 free", "3 libres"
    told, told_es = [], []
    units = {count.unit for count in counts}
    for number, count in enumerate(counts, start=1):
        unit, whom = _what(count)
        words = f" {unit.lower()}" if len(units) > 1 else ""
        told.append(f"{number}{words} {whom}")
        word_es = f" {_spanish(unit).lower()}" if len(units) > 1 else ""
        told_es.append(f"{number}{word_es} {_spanish(whom)}")
    return " ".join(told), " ".join(told_es)


def _what(count: CountNow) -> tuple[str, str]:
    return unit_name(count.unit), count.population.replace("_", " ")


def _spanish(word: str) -> str:
    return _SPANISH.get(word, word)


def _line(count: CountNow, now: datetime) -> str:
    """ "Beds, women: 3 of 12 free, told 5 hours ago"."""
    unit, whom = _what(count)
    shown = " (too old: shown as unknown)" if count.is_stale(now) else ""
    return f"{unit}, {whom}: {_number(count)}{_age(count, now)}{shown}"


def _number(count: CountNow) -> str:
    if count.available is None:
        return "not known"
    most = f" of {count.maximum}" if count.maximum is not None else ""
    return f"{count.available}{most} free"


def _age(count: CountNow, now: datetime) -> str:
    if count.updated is None:
        return ""
    number, unit = _since(count.updated, now)
    return f", told {number} {unit}{'' if number == 1 else 's'} ago"


def _line_es(count: CountNow, now: datetime) -> str:
    unit, whom = (_spanish(word) for word in _what(count))
    most = f" de {count.maximum}" if count.maximum is not None else ""
    said = "no se sabe" if count.available is None else f"{count.available}{most} libres"
    shown = " (muy viejo: se ve como desconocido)" if count.is_stale(now) else ""
    if count.updated is None:
        return f"{unit}, {whom}: {said}{shown}"
    number, word = _since(count.updated, now)
    words = {"minute": "minuto", "hour": "hora", "day": "día"}
    plural = "" if number == 1 else "s"
    return f"{unit}, {whom}: {said}, dicho hace {number} {words[word]}{plural}{shown}"


def _since(updated: datetime, now: datetime) -> tuple[int, str]:
    seconds = max((now - updated).total_seconds(), 0)
    for size, name in ((_DAY, "day"), (_HOUR, "hour")):
        if seconds >= size * 2 or (size == _HOUR and seconds >= size):
            return round(seconds / size), name
    return round(seconds / _MINUTE), "minute"


def _short(count: CountNow, now: datetime) -> str:
    number = "?" if count.is_stale(now) else str(count.available)
    return f"{count.population.replace('_', ' ')} {number}"
