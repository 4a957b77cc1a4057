"""What the letters about accounts say, in both languages: nobody has told us theirs yet."""

from typing import Literal

from resource_dir.operations.sending.mailing import Letter

LOCAL = "http://127.0.0.1:8000"  # where `serve` listens unless told otherwise
Purpose = Literal["invitation", "recovery"]

_SUBJECTS = {
    "invitation": "Your account in the resource directory / Su cuenta en el directorio",
    "recovery": "Choose a new password / Elija una contraseña nueva",
}
_TEXTS = {
    "invitation": """\
An account was made for you in the resource directory. Choose a password here, within 7 days:

{link}

The link works once. If you did not expect this, do nothing.

---
Se creó una cuenta para usted en el directorio de recursos. Elija una contraseña con el enlace de
arriba antes de 7 días. El enlace sirve una sola vez. Si no esperaba este mensaje, no haga nada.
""",
    "recovery": """\
Somebody, most likely you, asked for a new password. Choose it here, within one hour:

{link}

The link works once. If it was not you, do nothing: your password stays as it is.

---
Alguien, probablemente usted, pidió una contraseña nueva. Elíjala con el enlace de arriba antes de
una hora. El enlace sirve una sola vez. Si no fue usted, no haga nada: su contraseña no cambia.
""",
}


def link_address(public_url: str, token: str) -> str:
    """Where the link leads."""
    return f"{public_url or LOCAL}/join/{token}"


def letter(purpose: Purpose, email: str, *, link: str) -> Letter:
    """The letter that carries a link."""
    return Letter(to=email, subject=_SUBJECTS[purpose], text=_TEXTS[purpose].format(link=link))
