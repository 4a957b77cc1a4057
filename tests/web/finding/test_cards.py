"""A card says the same as the page that it leads to."""

from datetime import date
from types import ModuleType

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import Service
from resource_dir.operations.listings.refreshing import refresh_documents


@pytest.mark.parametrize(
    ("checked", "told"),
    [
        (date(2026, 11, 22), "Verified today"),  # it is Sunday 23:00 there, Monday in UTC
        (date(2026, 11, 21), "Verified yesterday (Nov 21, 2026)"),
    ],
)
def test_card_and_page_count_the_days_since_a_check_as_they_pass_there(
    visitor: FlaskClient, listings: ModuleType, session: Session, checked: date, told: str
) -> None:
    with writing(session):
        session.execute(update(Service).values(assured_date=checked))
        refresh_documents(session, [listings.service_id("shelter")])

    card = visitor.get("/search?q=north+commons").text
    page = visitor.get(f"/listings/{listings.listing_id('shelter')}").text

    assert told in card
    assert told in page
