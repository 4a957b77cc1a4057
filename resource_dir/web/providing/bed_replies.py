"""Answers by mail, as a mail service hands them in: one raw message in each request.

The service knows MAIL_REPLY_TOKEN; whose number a message sets is known by the code in it.
"""

import hmac

from flask import Blueprint, Response, abort, request
from werkzeug.exceptions import RequestEntityTooLarge

from resource_dir.database import writing
from resource_dir.errors import BadInput, NotSignedIn
from resource_dir.extensions import csrf
from resource_dir.operations.beds.reply_mail import MOST_BYTES
from resource_dir.operations.beds.replying import take_reply
from resource_dir.web.answers import database, json_answer, now
from resource_dir.web.providing.desk import desk
from resource_dir.web.signed_in import settings

# Fields in which mail services send a raw message, where it is not the body itself.
RAW_FIELDS = ("message", "email", "body-mime")

bed_replies = Blueprint("bed_replies", __name__)


@bed_replies.post("/api/bed-replies")
def take() -> Response:
    """Understand one message. Whatever came of it the answer is 200, or a service would send it
    again for days.
    """
    _check_secret()
    raw = _raw_message()
    with writing(database()) as session:
        taken = take_reply(session, raw, desk=desk(), now=now())
    if taken.message is not None:
        desk().send(taken.message)
    return json_answer({"outcome": taken.outcome})


# A service has no cookie; it has the secret.
csrf.exempt(take)


def _check_secret() -> None:
    wanted, offered = settings().mail_reply_token, request.authorization
    if not wanted:
        abort(404)
    given = (offered.token or offered.password or "") if offered else ""
    if not hmac.compare_digest(given.encode(), wanted.encode()):
        raise NotSignedIn(
            "This takes MAIL_REPLY_TOKEN, as a bearer token or as a password.",
            field="Authorization",
        )


def _raw_message() -> bytes:
    request.max_content_length = request.max_form_memory_size = MOST_BYTES
    try:
        for name in RAW_FIELDS:
            if name in request.form:
                return request.form[name].encode("utf-8", "surrogateescape")
            if name in request.files:
                return bytes(request.files[name].read())
        raw = request.get_data()
    except RequestEntityTooLarge:
        abort(413)
    if not raw:
        raise BadInput("Send the raw message as the body.", field="message")
    return raw
