"""The pin of a place is dragged to the door."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from resource_dir.models import Location

pytestmark = pytest.mark.browser

LISTING = "00000001-0000-4000-8000-000000000004"
LOCATION = "00000001-0000-4000-8000-000000000003"
ORGANIZATION = "00000001-0000-4000-8000-000000000001"


def test_a_dragged_pin_is_saved(
    keeper_of: Callable[..., Any],
    visit: Callable[..., Page],
    address: str,
    signed_in_as: Callable[[Page, Any], None],
    session: Session,
) -> None:
    page = visit(address, viewport={"width": 390, "height": 844})
    signed_in_as(page, keeper_of("pat@example.org", ORGANIZATION))
    page.goto(f"/edit/{LISTING}/place")
    field, pin = page.locator("#point"), page.get_by_role("button", name="The pin.")
    expect(pin).to_be_visible()
    before = field.input_value()

    pin.scroll_into_view_if_needed()
    box = pin.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 40, steps=8)
    page.mouse.up()

    expect(field).not_to_have_value(before)
    lat, lon = (float(part) for part in field.input_value().split(","))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("It is live now.")).to_be_visible()
    session.rollback()
    location = session.get_one(Location, LOCATION)
    assert (location.latitude, location.longitude) == (lat, lon)
    assert (location.latitude or 0) > float(before.split(",")[0])
