"""The letter that tells a house that a bed is asked for, in both languages: nobody has told us
theirs. It holds nothing about the person, since we know nothing, and no place.
"""

from resource_dir.operations.sending.mailing import Letter

LOCAL = "http://127.0.0.1:8000"  # where `serve` listens unless told otherwise

_ASKED = """\
A team asks for a place at {listing} ({beds}), to arrive at about {clock}.

Say yes or no within {minutes} minutes, here:

{link}

Without an answer the request ends by itself, and the team is told to call.

---
Un equipo pide una plaza en {listing} ({beds}); llegaría a eso de las {clock}. Responda sí o no en
{minutes} minutos con el enlace de arriba. Sin respuesta, la solicitud termina sola.
"""
_CONFIRMED = """\
A team holds a place at {listing} ({beds}), to arrive at about {clock}. At the door they say {code}.

It was confirmed by itself, as you switched on. Should there be no place after all, say so here:

{link}

---
Un equipo tiene reservada una plaza en {listing} ({beds}); llegaría a eso de las {clock}. En la
puerta dirá {code}. Se confirmó automáticamente, como usted lo activó. Si no hay plaza, dígalo con
el enlace de arriba.
"""


def hold_letter(
    to: str,
    *,
    is_confirmed: bool,
    listing: str,
    beds: str,
    clock: str,
    code: str,
    minutes: int,
    public_url: str,
) -> Letter:
    """What one account of the house is told. `clock` is on the clock there."""
    subject = (
        "A bed is held / Una cama reservada"
        if is_confirmed
        else "A bed is asked for / Se pide una cama"
    )
    text = (_CONFIRMED if is_confirmed else _ASKED).format(
        listing=" ".join(listing.split()), beds=beds, clock=clock, code=code, minutes=minutes,
        link=f"{public_url or LOCAL}/holds/incoming",
    )  # fmt: skip
    return Letter(to=to, subject=subject, text=text)
