"""A listing and a query with only what a test is about."""

from datetime import UTC, datetime

import pytest

from resource_dir.hours import Hours
from resource_dir.search import ListingDocument, SearchQuery

NOW = datetime(2026, 3, 14, 18, 0, tzinfo=UTC)  # a Saturday, 11 in the morning in California
HERE = (36.30, -119.10)


@pytest.fixture
def listing():
    """Return a maker of listings: `listing("a", name="Harbor", lat=…)`."""

    def make(listing_id, *, name="", description="", place="", lat=HERE[0], lon=HERE[1], **more):
        written = {"name": name, "description": description, "place": place}
        values = {
            "service_id": None,
            "location_id": None,
            "organization_id": None,
            "needs": (),
            "is_withheld": False,
            "areas": (),
            "hours": Hours("America/Los_Angeles"),
            "facts": (),
            "free": (),
            "verified_on": None,
            "status": None,
            "change": 1,
        } | more
        texts = tuple((field, text) for field, text in written.items() if text)
        return ListingDocument(id=listing_id, texts=texts, lat=lat, lon=lon, **values)

    return make


@pytest.fixture
def ask():
    """Return a maker of queries; `near=True` asks within 20 km of HERE."""

    def make(text="", *, near=False, **more):
        values = {"at": NOW, "text": text} | more
        if near:
            values = {"lat": HERE[0], "lon": HERE[1], "radius_km": 20.0} | values
        return SearchQuery(**values)

    return make


@pytest.fixture
def ids():
    """Return a reader of the hits' ids, in order."""
    return lambda answer: [hit.id for hit in answer.hits]
