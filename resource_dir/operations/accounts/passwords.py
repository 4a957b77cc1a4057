"""Passwords: Argon2id, 15 characters or more, no rules about their composition, a blocklist.

The list is one of building blocks, not of passwords: at this length the common passwords are
words, rows of keys and repetitions put together. What is left without them has to be long enough.
"""

import re
import unicodedata
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from resource_dir.errors import BadInput

SHORTEST, LONGEST = 15, 128
UNGUESSED = 8  # characters that have to be left once the blocks are taken out
DISTINCT = 5
# OWASP's smallest setting for Argon2id. 25 ms and 19 MiB for each attempt: four threads of a small
# server can't be driven out of memory by people who sign in.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
         "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujmikolp", "qwertz", "azerty")  # fmt: skip
_RUN = 4
_LEET = str.maketrans("0134578@$!+", "oieastbasit")
_BLOCKS = """
resourcedirectory resourcedir resource directory coresponder coresponse responder broker provider
planner steward administrator admin account shelter detox crisis clinician officer police sheriff
department county city password passphrase passwort contrasena clave secret geheim letmein welcome
bienvenido login signin access trustno one iloveyou teamo love princess princesa dragon monkey
football baseball basketball soccer futbol superman batman master shadow sunshine flower freedom
whatever computer internet michael jessica ashley jordan jennifer charlie changeme default temp
test demo example sample user guest root monday tuesday wednesday thursday friday saturday sunday
january february march april june july august september october november december spring summer
autumn fall winter lunes martes enero verano correcthorsebatterystaple correct horse battery staple
thisis mypassword my the is and company office
"""
_YEAR = re.compile(r"(?:19|20)\d\d")


def hash_password(password: str) -> str:
    """The Argon2id hash, with its salt and parameters."""
    return _hasher.hash(_normal(password))


# Of no password: verified where there is no account, so that both take the same time.
_NOBODY = _hasher.hash("nobody has this password, whatever is typed")


def is_password(stored: str | None, password: str) -> bool:
    """Whether it is the right one. Takes as long where there is nothing to compare with."""
    try:
        _hasher.verify(stored or _NOBODY, _normal(password)[: LONGEST * 4])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def check_new_password(password: str, *, email: str, names: Iterable[str] = ()) -> None:
    """Refuse one that is too short, too long, or put together from what anybody would try.

    `names` are the organizations of the account. Raises BadInput for the field `password`.
    """
    length = len(_normal(password))
    if length < SHORTEST:
        raise BadInput(
            "A password has %(least)s characters or more. Four or five words that have nothing "
            "to do with each other are easy to remember.",
            field="password",
            least=SHORTEST,
        )
    if length > LONGEST:
        raise BadInput(
            "A password has %(most)s characters at most.", field="password", most=LONGEST
        )
    left = unguessed(password, blocks=_blocks_of(email, *names))
    if len(left) < UNGUESSED or len(set(left)) < DISTINCT:
        raise BadInput(
            "That password is among the first that somebody would try: common words, rows of "
            "keys, repetitions, or your own name and organization. Take other words.",
            field="password",
        )


def unguessed(password: str, *, blocks: Iterable[str] = ()) -> str:
    """What is left of a password without repetitions, rows of keys, years and known words."""
    text = re.sub(r"[\W_]+", "", _folded(password))
    text = _YEAR.sub("", _without_runs(_once(text)))
    text = re.sub(r"[\W_]+", "", text.translate(_LEET))
    for block in sorted({*_BLOCKS.split(), *blocks}, key=len, reverse=True):
        text = text.replace(block, "")
    return text


def _once(text: str) -> str:
    """The shortest piece of which the text is a repetition, or the text: "abcabcab" is "abc"."""
    for size in range(1, len(text) // 2 + 1):
        piece = text[:size]
        if (piece * (len(text) // size + 1)).startswith(text):
            return piece
    return text


def _without_runs(text: str) -> str:
    """Without neighbours on a row of keys or letters, in either direction, of four or more."""
    for row in (*_ROWS, *(row[::-1] for row in _ROWS)):
        for size in range(len(row), _RUN - 1, -1):
            for start in range(len(row) - size + 1):
                text = text.replace(row[start : start + size], "")
    return text


def _blocks_of(*texts: str) -> set[str]:
    words = re.split(r"[\W_]+", " ".join(_folded(text) for text in texts))
    return {word.translate(_LEET) for word in words if len(word) >= _RUN}


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _normal(password: str) -> str:
    """One spelling of each character: keyboards differ in how they compose an accent."""
    return unicodedata.normalize("NFC", password.encode("utf-8", "replace").decode())
