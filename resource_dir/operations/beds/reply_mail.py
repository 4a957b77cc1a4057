"""One letter that came in, as the mail server had it: its codes, its own words, who wrote it.

Nothing it says of itself is believed but a code that only our letter held. Of a large one the
beginning is read: the number stands at the top.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from uuid import NAMESPACE_URL, uuid5

from resource_dir.errors import BadInput

MOST_BYTES = 1 << 20
MOST_TEXT = 20_000  # of characters that are looked at: an answer is one line
MOST_CODES = 20
LONGEST_HEADER = 4_000  # of characters: as RFC 5322 has it, a line has 998
_CONTENT = re.compile(rb"^content-[\w-]+:.*(?:\r?\n[ \t].*)*", re.IGNORECASE | re.MULTILINE)
_CODE = r"[a-z2-7]{16}"
_PLUS = re.compile(rf"\+({_CODE})@", re.IGNORECASE)
_SUBJECT = re.compile(rf"\[#({_CODE})\]", re.IGNORECASE)
_MESSAGE_ID = re.compile(rf"\.({_CODE})@", re.IGNORECASE)  # as email.utils.make_msgid puts it
_TO = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
_ROBOTS = re.compile(r"(?:mailer-daemon|postmaster|no-?reply)@", re.IGNORECASE)
_BULK = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_SIGNATURE = re.compile(r"-- ?|_{5,}|-{5,}.*|\*{5,}|sent from my .*|get outlook for .*"
                        r"|enviado desde mi .*|from: .*|de: .*", re.IGNORECASE)  # fmt: skip
_QUOTED = re.compile(r"\s*>|on .{4,200} wrote:\s*$|el .{4,200} escribi[oó]:\s*$", re.IGNORECASE)
_QUOTE_BEGINS = re.compile(r"(?:on|el) .{4,200}$", re.IGNORECASE)
_QUOTE_ENDS = re.compile(r".{0,200}(?:wrote|escribi[oó]):\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reply:
    """`codes` the likeliest first; `key` is the same when it is handed in twice; `sent` is what it
    says of its time, which may be anything.
    """

    codes: tuple[str, ...]
    text: str
    is_automatic: bool
    sent: datetime | None
    key: str


def read_reply(raw: bytes) -> Reply:
    """Read one message of RFC 5322. Raises BadInput for what is none."""
    raw = raw[:MOST_BYTES]
    _refuse_endless_headers(raw)
    try:
        message = message_from_bytes(raw)  # its old policy leaves headers as they are: see below
        text = _own_words(_text_of(message))
        headers = {name: _header(message, name) for name in _HEADERS}
        is_automatic = _is_automatic(message, headers)
    except (MessageError, ValueError, LookupError, RecursionError, AttributeError, IndexError,
            TypeError, KeyError) as error:  # fmt: skip
        # The parser is lenient, and has been surprised by hostile headers in many ways.
        raise BadInput("The message can't be read: %(cause)s.", field="message",
                       cause=type(error).__name__) from None  # fmt: skip
    if not any(headers.values()):
        raise BadInput("That is no message: it has no header such as From or Date.",
                       field="message")  # fmt: skip
    said = headers["message-id"] or hashlib.sha256(raw).hexdigest()
    codes = tuple(dict.fromkeys(code.lower() for code in _codes(headers)))[:MOST_CODES]
    return Reply(
        codes=codes,
        text=text,
        is_automatic=is_automatic,
        sent=_moment(headers["date"]),
        key=str(uuid5(NAMESPACE_URL, f"mail:{said}:{codes[:1]}")),
    )


_HEADERS = (*_TO, "from", "date", "subject", "message-id", "in-reply-to", "references",
            "auto-submitted", "precedence", "return-path", "x-autoreply", "x-autorespond",
            "list-id", "x-auto-response-suppress")  # fmt: skip


def _refuse_endless_headers(raw: bytes) -> None:
    """The parser takes 20 seconds for a Content-Type of 300 kB, with the square of its length."""
    if any(len(found[0]) > LONGEST_HEADER for found in _CONTENT.finditer(raw)):
        raise BadInput("The message can't be read: %(cause)s.", field="message",
                       cause="a header is too long")  # fmt: skip


def _header(message: Message, name: str) -> str:
    """All of this header as plain text; "" where it is missing."""
    values = (message.get_all(name) or [])[:MOST_CODES]
    return " ".join(_decoded_header(str(value)[:LONGEST_HEADER]) for value in values)


def _decoded_header(text: str) -> str:
    try:
        return str(make_header(decode_header(text)))
    except (MessageError, ValueError, LookupError):
        return text


def _codes(headers: dict[str, str]) -> Iterator[str]:
    for name in _TO:
        yield from _PLUS.findall(headers[name])
    yield from _MESSAGE_ID.findall(headers["in-reply-to"])
    yield from _SUBJECT.findall(headers["subject"])
    yield from reversed(_MESSAGE_ID.findall(headers["references"]))


def _is_automatic(message: Message, headers: dict[str, str]) -> bool:
    """Out-of-office notes, bounces, lists: to answer one is the beginning of a loop."""
    submitted = headers["auto-submitted"].strip().lower()
    return (
        (bool(submitted) and submitted != "no")
        or headers["precedence"].strip().lower() in _BULK
        or headers["return-path"].strip() == "<>"
        or bool(headers["x-autoreply"] or headers["x-autorespond"] or headers["list-id"])
        or bool(_ROBOTS.search(headers["from"]))
        or message.get_content_type() == "multipart/report"
    )


def _text_of(message: Message) -> str:
    parts = [part for part in message.walk() if part.get_content_disposition() != "attachment"]
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == kind:
                text = _decoded(part)
                return _without_tags(text) if kind == "text/html" else text
    return ""


def _decoded(part: Message) -> str:
    """The text in whatever it is encoded; what can't be read becomes a sign that no number is."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        text = data.decode(charset, "replace")
    except (LookupError, ValueError):
        text = data.decode("utf-8", "replace")
    return text[:MOST_TEXT].replace("\x00", "")


def _own_words(text: str) -> str:
    """Without what was quoted and without a signature."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept: list[str] = []
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        is_quote = _QUOTED.match(line) or (
            _QUOTE_BEGINS.match(line.strip()) and _QUOTE_ENDS.fullmatch(following.strip())
        )
        if is_quote and not any(line.strip() for line in kept):
            continue  # who answers below the letter
        if is_quote or _SIGNATURE.fullmatch(line.strip()):
            break
        kept.append(line)
    return "\n".join(kept).strip()


class _Plain(HTMLParser):
    """Text of a letter that has no plain one; what is quoted stays out."""

    BREAKS = frozenset({"br", "p", "div", "li", "tr", "hr"})
    SILENT = frozenset({"style", "script", "head", "title", "blockquote"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, or a part that is left out."""
        if tag in self.BREAKS:
            self.parts.append("\n")
        if tag in self.SILENT:
            self._silent += 1

    def handle_endtag(self, tag: str) -> None:
        """End a part that is left out."""
        if tag in self.SILENT and self._silent:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        """Keep the words; line ends in the source are spaces."""
        if not self._silent:
            self.parts.append(" ".join(data.split("\n")))


def _without_tags(text: str) -> str:
    parser = _Plain()
    parser.feed(text)
    parser.close()
    return "".join(parser.parts).replace("\xa0", " ")


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
