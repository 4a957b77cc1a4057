"""Where "Ask for a bed" stands: for who may ask, at places whose house answers."""

from collections.abc import Iterable
from typing import Any

from flask import url_for

from resource_dir.operations.accounts.callers import Caller
from resource_dir.operations.holds.asking import that_answer
from resource_dir.web.access import ASKING
from resource_dir.web.answers import database
from resource_dir.web.providing.hold_words import can_be_asked

Result = dict[str, Any]


def ask_url(listing: Result, person: Caller | None) -> str | None:
    """Where a bed of this listing is asked for; None where that leads to nothing."""
    return ask_urls([listing], person).get(listing["id"])


def ask_urls(results: Iterable[Result], person: Caller | None) -> dict[str, str]:
    """The same by id of the listing; one question to the database for all of them."""
    if person is None or not person.is_admitted or person.role not in ASKING:
        return {}
    counted = [one for one in results if any(can_be_asked(row) for row in one["capacity"])]
    answering = that_answer(database(), {one["organization_id"] for one in counted})
    return {
        one["id"]: url_for("holds.form", listing_id=one["id"])
        for one in counted
        if one["organization_id"] in answering
    }
