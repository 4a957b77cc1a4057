"""A letter that came in: its own words, its codes, and whether a person wrote it."""

from email.message import EmailMessage

import pytest

from resource_dir.errors import BadInput
from resource_dir.operations.beds.reply_mail import MOST_BYTES, read_reply

CODE = "abcdefghij234567"


def letter(text: str = "3 free", **headers: str) -> bytes:
    message = EmailMessage()
    for name, value in {"From": "ann@example.org", "Subject": "Re: beds", **headers}.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


@pytest.mark.parametrize(
    "headers",
    [
        {"To": f"beds+{CODE}@directory.example.org"},
        {"To": f"Beds <BEDS+{CODE.upper()}@directory.example.org>"},
        {"Subject": f"RE: AW: How many are free? [#{CODE}]"},
        {"In_Reply_To": f"<17.42.{CODE}@mail.example.org>"},
        {"References": f"<other@example.org> <17.42.{CODE}@mail.example.org>"},
        {"Delivered_To": f"beds+{CODE}@directory.example.org"},
    ],
)
def test_the_code_is_found_wherever_mail_programs_leave_it(headers: dict[str, str]) -> None:
    assert read_reply(letter(**headers)).codes == (CODE,)


@pytest.mark.parametrize(
    "text",
    [
        "3 free\n\nOn Mon, Nov 23, 2026 at 7:00 AM Desk <desk@example.org> wrote:\n> 9 free\n",
        "3 free\n\nOn Mon, Nov 23, 2026 at 7:00 AM A Very Long Name Of A Desk\n"
        "<desk@example.org> wrote:\n> 9 free\n",
        "3 free\n\nEl lun, 23 nov 2026, Desk <desk@example.org> escribió:\n> 9 libres\n",
        "> 9 free\n> Reply with: 9 free\n\n3 free\n",
        "3 free\n-- \nAnn Smith\n9 Elm Street\n",
        "3 free\n\nSent from my phone\n9 free",
        "3 free\n\n-----Original Message-----\nFrom: desk\n9 free",
        "3 free\n________________________________\nFrom: Desk\nSent: today\n9 free",
    ],
)
def test_what_was_quoted_and_who_signed_is_left_out(text: str) -> None:
    assert read_reply(letter(text)).text == "3 free"


def test_a_letter_of_markup_alone_is_read() -> None:
    message = EmailMessage()
    message["From"] = "ann@example.org"
    message.set_content(
        "<html><head><title>9</title><style>p{}</style></head><body><div>3&nbsp;free</div>"
        "<div>On Monday Desk wrote:<blockquote>9 free</blockquote></div></body></html>",
        subtype="html",
    )

    assert read_reply(message.as_bytes()).text.strip().startswith("3 free")
    assert "9" not in read_reply(message.as_bytes()).text


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<all.example.org>"},
        {"From": "MAILER-DAEMON@example.org"},
        {"From": "No-Reply <noreply@example.org>"},
    ],
)
def test_what_no_person_wrote_is_known(headers: dict[str, str]) -> None:
    assert read_reply(letter(**headers)).is_automatic
    assert not read_reply(letter()).is_automatic
    assert not read_reply(letter(Auto_Submitted="no")).is_automatic


@pytest.mark.parametrize(
    ("charset", "encoding", "body"),
    [
        ("iso-8859-1", "quoted-printable", b"Est=E1 lleno"),
        ("utf-8", "base64", b"RXN0w6EgbGxlbm8="),
        ("utf-16", "base64", "Está lleno".encode("utf-16")),
        ("no-such-charset", "8bit", "Está lleno".encode()),
        ("", "no-such-encoding", "Está lleno".encode()),
    ],
)
def test_odd_encodings_are_read(charset: str, encoding: str, body: bytes) -> None:
    import base64

    if charset == "utf-16":
        body = base64.b64encode(body)
    head = f'From: a@example.org\r\nContent-Type: text/plain; charset="{charset}"\r\n'
    raw = f"{head}Content-Transfer-Encoding: {encoding}\r\n\r\n".encode() + body

    assert read_reply(raw).text == "Está lleno"


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"3 free", b"\x00" * 1_000, b"\xff\xfe" * 1_000,
        b"Content-Type: " + b"multipart/mixed; boundary=b; " * 10_000,
    ],
)  # fmt: skip
def test_what_is_no_letter_is_refused(raw: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        read_reply(raw)

    assert refused.value.field == "message"


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a@example.org\nDate: yesterday\nMessage-ID: <\n\n3 free",
        b"From: \xff\xfe\xfd\nSubject: =?utf-8?b?%%%?=\n\n3 free",
        b"From: a@example.org\nContent-Type: multipart/mixed\n\n3 free",
        b"From: a@example.org\nContent-Type: text/plain; charset=\"\x00\"\n\n3 free\x00",
        b"From: a@example.org\nDate: Mon, 99 Foo 99999 99:99:99 +9999\n\n3 free",
        b"From: a@example.org\nTo: " + b"<" * 20_000 + b"\n\n3 free",
    ],
)  # fmt: skip
def test_a_damaged_letter_is_read_or_refused_and_never_worse(raw: bytes) -> None:
    try:
        reply = read_reply(raw)
    except BadInput:
        return
    assert reply.codes == ()
    assert reply.sent is None


def test_parts_within_parts_within_parts_end_somewhere() -> None:
    head = b"From: a@example.org\n"
    parts = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5_000)
    )

    try:
        reply = read_reply(head + parts + b"\n3 free")
    except BadInput:
        return
    assert reply.codes == ()


def test_of_a_large_letter_the_beginning_is_read() -> None:
    raw = letter("3 free", To=f"beds+{CODE}@directory.example.org") + b"\n" * (10 * MOST_BYTES)

    assert read_reply(raw).text == "3 free"


def test_handed_in_twice_it_has_the_same_key() -> None:
    one, two = letter(Message_ID="<1@example.org>"), letter("4 free", Message_ID="<2@example.org>")

    assert read_reply(one).key == read_reply(one).key != read_reply(two).key
