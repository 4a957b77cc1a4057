"""Parameters as they arrive: from a query string, a form or a JSON body, all to one shape."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from flask import Request, abort

from resource_dir.errors import BadInput

Params = Mapping[str, Sequence[str]]


def from_query(request: Request) -> Params:
    """Name to values, from the query string."""
    return request.args.to_dict(flat=False)


def from_form(request: Request) -> Params:
    """Name to values, from a posted form."""
    return request.form.to_dict(flat=False)


def from_json(request: Request) -> Params:
    """Name to values, from a JSON object whose values are scalars or lists of scalars.

    Raises BadInput saying what is wrong; answers 415 to another content type.
    """
    if not request.is_json:
        abort(415)
    try:
        body = orjson.loads(request.get_data())
    except orjson.JSONDecodeError as error:
        raise BadInput(
            "The body is not JSON: %(reason)s at character %(position)s.",
            reason=error.msg,
            position=error.pos,
        ) from error
    if not isinstance(body, dict):
        raise BadInput('The body has to be a JSON object such as {"q": "detox"}.')
    return {name: _values(name, value) for name, value in body.items() if value is not None}


def _values(name: str, value: Any) -> list[str]:
    if isinstance(value, list):
        return [_scalar(name, item) for item in value if item is not None]
    return [_scalar(name, value)]


def _scalar(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        # 34.0 is a whole number to JSON, and what some clients send for 34.
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.10f}"
    if isinstance(value, dict | list):
        raise BadInput("Give one value, or a list of values.", field=name[:40])
    return str(value)


def only(params: Params, *names: str) -> dict[str, str]:
    """Single values of the named parameters. Raises BadInput for any other, or one given twice."""
    for name, values in params.items():
        if name not in names:
            raise BadInput(
                "The known parameters are: %(known)s.", field=_shown(name), known=", ".join(names)
            )
        if len(values) != 1:
            raise BadInput("Give it once.", field=name)
        if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in values[0]):
            raise BadInput("The text holds characters that are not text.", field=name)
    return {name: values[0] for name, values in params.items()}


def _shown(name: str) -> str:
    return name[:40].encode("ascii", "backslashreplace").decode()
