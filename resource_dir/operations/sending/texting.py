"""Text messages, by whatever service the operator has: one POST of JSON for each.

`{"to": "+16615550123", "text": "…"}`, with the operator's token. Nothing follows a redirect, which
could lead to any server, also to one inside the operator's network; nothing looks for a proxy; and
of the answer only the status is read. Errors carry no number and no text.
"""

import ssl
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, Request
from uuid import uuid4

import orjson

from resource_dir.operations.sending.outbox import Sender

TIMEOUT_SECONDS = 10.0
TAKEN = range(200, 300)


@dataclass(frozen=True, slots=True)
class TextService:
    """Where text messages are handed in; `config.py` took the address."""

    url: str
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class TextMessage:
    """A short text to one phone. A retry has the same `key`, so a service can leave it out."""

    to: str
    text: str
    key: str = field(default_factory=lambda: str(uuid4()))


def deliver_text(service: TextService, message: TextMessage) -> None:
    """Hand one in. Raises OSError when it is not taken."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": message.key}
    if service.token:
        headers["Authorization"] = f"Bearer {service.token}"
    body = orjson.dumps({"to": message.to, "text": message.text})
    asked = Request(service.url, data=body, headers=headers)  # noqa: S310 -- see config.py
    try:
        with closing(_opener().open(asked, timeout=TIMEOUT_SECONDS)) as answer:
            if answer.status not in TAKEN:
                raise OSError(f"status {answer.status}")
    except HTTPException as error:
        raise OSError(type(error).__name__) from None


def _opener() -> OpenerDirector:
    opener = OpenerDirector()
    for handler in (HTTPHandler(), HTTPSHandler(context=ssl.create_default_context())):
        opener.add_handler(handler)
    return opener


class Texter(Sender[TextMessage]):
    """Sends text messages, where a service is set up."""

    def __init__(self, service: TextService | None) -> None:
        super().__init__(partial(deliver_text, service) if service else None, event="text_not_sent")
