"""Words for days, in English and Spanish, folded (lower case, no accents)."""

import unicodedata

DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEK = dict(zip(DAY_NAMES, _CODES, strict=True))

_SHORT = {
    "MO": "mo mon mons lunes lun",
    "TU": "tu tue tues martes mar",
    "WE": "we wed weds miercoles mie mier",
    "TH": "th thu thur thurs jueves jue",
    "FR": "fr fri viernes vie",
    "SA": "sa sat sats sabado sabados sab",
    "SU": "su sun suns domingo domingos dom",
}
_LETTERS = {"m": "MO", "t": "TU", "w": "WE", "f": "FR"}

#: Every word that means one day. "s" and "r" alone are left out: nobody agrees on them.
DAY_WORDS: dict[str, str] = {
    **_WEEK,
    **{f"{name}s": code for name, code in _WEEK.items()},
    **{word: code for code, words in _SHORT.items() for word in words.split()},
    **_LETTERS,
}

#: Letters written together: "MWF", "TTh", "MTuWThF".
COMPACT = r"th|tu|sa|su|m|t|w|f"
DAY_CODES: dict[str, str] = {
    **_WEEK,
    **_LETTERS,
    "th": "TH",
    "tu": "TU",
    "sa": "SA",
    "su": "SU",
}

_ALL_DAYS = (_CODES, False)
_WORKDAYS = (_CODES[:5], False)
_WEEKEND = (_CODES[5:], False)
#: Whole fields that mean a group of days, and whether they also mean all day long.
DAY_GROUPS: dict[str, tuple[tuple[str, ...], bool]] = {
    **dict.fromkeys(
        (
            "daily", "everyday", "every day", "each day", "all days", "all week", "7 days",
            "seven days a week", "7 days a week", "7 days per week", "7 days/week",
            "diario", "diariamente", "cada dia", "todos los dias",
        ),
        _ALL_DAYS,
    ),
    **dict.fromkeys(
        (
            "weekdays", "weekday", "every weekday", "business days", "workdays",
            "entre semana", "dias laborables", "dias de semana",
        ),
        _WORKDAYS,
    ),
    **dict.fromkeys(
        ("weekends", "weekend", "every weekend", "fin de semana", "fines de semana"), _WEEKEND
    ),
    **dict.fromkeys(
        ("24-7", "24/7", "24 hours a day, 7 days a week", "24 horas, 7 dias"), (_CODES, True)
    ),
}  # fmt: skip

ORDINALS: dict[str, str] = {
    **dict.fromkeys(("1st", "first", "1er", "primer", "primero", "primeros"), "1"),
    **dict.fromkeys(("2nd", "second", "2o", "segundo", "segundos"), "2"),
    **dict.fromkeys(("3rd", "third", "3er", "tercer", "tercero", "terceros"), "3"),
    **dict.fromkeys(("4th", "fourth", "4o", "cuarto", "cuartos"), "4"),
    **dict.fromkeys(("5th", "fifth", "5o", "quinto", "quintos"), "5"),
    **dict.fromkeys(("last", "ultimo", "ultimos"), "-1"),
}

TO = frozenset({"-", "to", "through", "thru", "a", "al", "hasta"})
JOINERS = frozenset({",", ";", "&", "/", "+", "and", "y", "e"})
FILLER = frozenset(
    {"of", "the", "every", "each", "month", "on", "only", "de", "del", "mes", "cada", "los", "el",
     "todos", "las", "in"}
)  # fmt: skip

_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
MONTHS: dict[str, int] = {
    **{name: number for number, name in enumerate(_MONTH_NAMES, start=1)},
    **{name[:3]: number for number, name in enumerate(_MONTH_NAMES, start=1)},
    "sept": 9,
}


def fold(text: str) -> str:
    """Give the text in lower case, without accents, with plain dashes and single blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(x for x in plain if not unicodedata.combining(x))
    for dash in "‐‑‒–—―−":
        plain = plain.replace(dash, "-")
    return " ".join(plain.split())
