"""A browser's side of the editor: what a form holds, and how it is sent."""

import re
from html import unescape
from typing import Any

LISTING = "00000001-0000-4000-8000-000000000004"
Fields = dict[str, Any]


def fields_of(page: str) -> Fields:
    """What the forms of a page would post."""
    found: Fields = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = _attribute(tag, "name"), _attribute(tag, "value")
        is_choice = re.search(r'type="(checkbox|radio)"', tag)
        if not name or (is_choice and "checked" not in tag):
            continue
        is_many = is_choice and name in found
        found[name] = [*_listed(found[name]), value] if is_many else value
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', page, re.S):
        found[name] = unescape(text).removeprefix("\r\n").removeprefix("\n")
    for name, body in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', body)
        found[name] = unescape(chosen[1]) if chosen else _attribute(body, "value")
    return found


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def opened(person: Any, section: str, *, listing: str = LISTING, draft: bool = False) -> Fields:
    """The fields of a section's form as it is opened."""
    answer = person.client.get(path(section, listing) + ("?draft=continue" if draft else ""))
    assert answer.status_code == 200, answer.text
    return fields_of(answer.text)


def path(section: str, listing: str = LISTING) -> str:
    """The address of a section."""
    return f"/edit/{listing}/{section}"


def send(
    person: Any,
    section: str,
    fields: Fields,
    *,
    listing: str = LISTING,
    to: str = "",
    press: str = "save",
    **new: Any,
) -> Any:
    """Post a form with some of its fields changed, by one of its buttons ("add=phones")."""
    button, _, value = press.partition("=")
    data = {**fields, **new, f"do-{button}": value or "1"}
    return person.client.post(path(section, listing) + to, data=data)
