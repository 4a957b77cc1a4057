"""Anybody may read what was published, and finds in it what is hidden and why."""

from datetime import UTC, date, datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import PublishedTable

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
TABLE = "00000000-0000-4000-8000-0000000000cd"
CONTENT = {
    "agency": "Juniper <County>", "period": "2025-Q2", "from": "2025-04-01", "to": "2025-06-30",
    "least_count": 11, "crosswalk": "Juniper, version 1",
    "needs": ["sobering_center", "food"],
    "areas": [{"id": "QN", "name": "North", "population": 8900},
              {"id": "", "name": "", "population": None}],
    "counts": [[None, 1234], [None, 60]], "row_totals": [1290, 150],
    "column_totals": [146, 1294], "grand_total": 1440,
}  # fmt: skip


def add_table(session: Session) -> None:
    """One published table, as `publish_counts` leaves it."""
    with writing(session):
        session.add(
            PublishedTable(
                id=TABLE, data_set_id="juniper", layer_id=None, from_day=date(2025, 4, 1),
                to_day=date(2025, 6, 30), content=CONTENT, digest="ab12", created=NOW,
                created_by="ann@example.org",
            )
        )  # fmt: skip


def test_without_a_publication_the_page_says_so(client: FlaskClient) -> None:
    assert "Nothing has been published yet." in client.get("/published").text


def test_the_list_leads_to_each_table(app: Flask, session: Session) -> None:
    add_table(session)

    text = app.test_client().get("/published").text

    assert f"/published/{TABLE}" in text
    assert "Juniper &lt;County&gt;, 2025-Q2" in text


def test_a_table_shows_a_sign_for_what_is_hidden_and_says_what_it_means(
    app: Flask, session: Session
) -> None:
    add_table(session)

    text = app.test_client().get(f"/published/{TABLE}").text

    assert text.count("<td>•</td>") == 2
    assert "<td>1,234</td>" in text
    assert "from 1 to 10" in text
    assert "Place not known" in text
    assert "ab12" in text
    assert "ann@example.org" not in text


def test_rates_are_of_totals_that_are_shown_and_people_that_are_known(
    app: Flask, session: Session
) -> None:
    add_table(session)

    text = app.test_client().get(f"/published/{TABLE}").text

    assert "<td>16.4</td>" in text  # 146 of 8,900
    assert text.count("<td>8,900</td>") == 1


def test_a_table_that_is_not_there_is_a_404(client: FlaskClient) -> None:
    assert client.get("/published/00000000-0000-4000-8000-00000000dead").status_code == 404
    assert client.get("/published/x").status_code == 404
