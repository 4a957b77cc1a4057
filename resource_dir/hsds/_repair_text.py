"""Text as it should have been written: mojibake, escapes, HTML and blanks.

Only what is certain is changed. The steps are repeated until nothing changes any more, because
one repair uncovers the next (``&lt;p&gt;`` is a tag only after its entities are read), and
because a text that was cleaned once must come out of a second import unchanged.
"""

import html
import re
from collections.abc import Callable
from html.entities import html5

import ftfy

#: Rounds before a text is taken as it is. Real texts need two or three; only a hostile one
#: (thousands of nested ``&amp;``) needs more, and it must not cost quadratic time.
_MOST_ROUNDS = 12

_BLOCK_TAGS = (
    "address|article|blockquote|center|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6]|header"
    "|hr|main|nav|ol|p|pre|section|table|tbody|tfoot|thead|tr|ul"
)
_INLINE_TAGS = (
    "a|abbr|acronym|b|bdi|bdo|big|body|button|caption|cite|code|del|dfn|em|font|head|html|i|iframe"
    "|img|input|ins|kbd|label|link|mark|meta|o:p|q|s|samp|script|select|small|span|strike|strong"
    "|style|sub|sup|svg|title|tt|u|var|wbr"
)
#: Attributes stop at a length: an unclosed quote in a long text must not be searched to its end
#: again for every "<" in it.
_ATTRIBUTES = r"""(?:[\s/](?:"[^"]{0,4000}"|'[^']{0,4000}'|[^'"<>]){0,4000})?"""
_TAG = re.compile(
    rf"<(?P<close>/?)(?P<name>br|li|td|th|{_BLOCK_TAGS}|{_INLINE_TAGS}){_ATTRIBUTES}>",
    re.IGNORECASE,
)
_UNSHOWN = re.compile(
    r"<!--.{0,100000}?-->|<!doctype[^<>]{0,400}>|<(script|style)\b[^<>]{0,4000}>.*?</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK = re.compile(_BLOCK_TAGS, re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPE = re.compile(r"\\r\\n|\\[nrt]")
_ESCAPED = {"\\r\\n": "\n", "\\n": "\n", "\\r": "\n", "\\t": "\t"}
#: ``C:\new`` and ``\\server\room`` are paths: their backslashes are meant.
_FILE_PATH = re.compile(r"(?<![A-Za-z])[A-Za-z]:\\|\\\\[A-Za-z]")

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u200b\u2060]")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_LINE_BLANKS = re.compile(r" ?\n ?")
_EMPTY_LINES = re.compile(r"\n{3,}")
#: What plain ASCII text must hold before any step is worth running (most values hold none).
_SUSPECT = re.compile(r"[\\&<\x00-\x09\x0b-\x1f\x7f]|  | \n|\n |\n\n\n|\A\s|\s\Z")

_MOJIBAKE = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    replace_lossy_sequences=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    remove_control_chars=False,
    normalization=None,
)


def clean_text(text: str) -> tuple[str, tuple[str, ...]]:
    """Give the text without damage, and the names of the repairs made (none: untouched).

    Repairs: ``mojibake``, ``literal_newline``, ``literal_slash``, ``html``, ``entities``,
    ``control_characters``, ``whitespace``. Cleaning a clean text changes nothing. Never raises.
    """
    if text.isascii() and not _SUSPECT.search(text):
        return text, ()
    done: dict[str, None] = {}
    for _ in range(_MOST_ROUNDS):
        before = text
        for name, step in _STEPS:
            after = step(text)
            if after != text:
                done[name] = None
                text = after
        if text == before:
            break
    return text, tuple(done)


def _fix_mojibake(text: str) -> str:
    if text.isascii():
        return text
    # Line by line: one damaged line must not keep its neighbours from being judged alone.
    lines = text.split("\n")
    return "\n".join(x if x.isascii() else ftfy.fix_encoding(x, _MOJIBAKE) for x in lines)


def _read_escapes(text: str) -> str:
    if "\\" not in text or _FILE_PATH.search(text):
        return text
    return _ESCAPE.sub(lambda match: _ESCAPED[match[0]], text)


def _read_slashes(text: str) -> str:
    return text if "\\/" not in text or _FILE_PATH.search(text) else text.replace("\\/", "/")


def _drop_html(text: str) -> str:
    if "<" not in text:
        return text
    return _TAG.sub(_tag_as_text, _UNSHOWN.sub("", text))


def _tag_as_text(tag: re.Match[str]) -> str:
    name = tag["name"].lower()
    if name == "br":
        return "\n"
    if name == "li":
        return "" if tag["close"] else "\n- "
    if name in ("td", "th"):
        return " "
    if name == "p" or (len(name) == 2 and name[0] == "h" and name[1].isdigit()):
        return "\n\n"
    return "\n" if _BLOCK.fullmatch(name) else ""


def _read_entities(text: str) -> str:
    if "&" not in text:
        return text
    return _ENTITY.sub(_entity_as_text, text)


def _entity_as_text(entity: re.Match[str]) -> str:
    name = entity[0][1:]
    return html.unescape(entity[0]) if name[0] == "#" or name in html5 else entity[0]


def _drop_controls(text: str) -> str:
    return _CONTROL.sub("", text)


def _tidy_blanks(text: str) -> str:
    text = _BLANKS.sub(" ", _LINE_END.sub("\n", text))
    return _EMPTY_LINES.sub("\n\n", _LINE_BLANKS.sub("\n", text)).strip(" \n")


_STEPS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("mojibake", _fix_mojibake),
    ("literal_newline", _read_escapes),
    ("literal_slash", _read_slashes),
    ("html", _drop_html),
    ("entities", _read_entities),
    ("control_characters", _drop_controls),
    ("whitespace", _tidy_blanks),
)
