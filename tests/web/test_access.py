"""Every route says who may use it, and no GET writes."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.database import WRITE_OPTION, writing
from resource_dir.extensions import db
from resource_dir.gaps.crosswalk.entries import CrosswalkEntry
from resource_dir.gaps.fixing.moves import AddPlaces
from resource_dir.models import CallDataSet, PublishedTable
from resource_dir.operations.accounts.administering import add_account
from resource_dir.operations.beds.links import make_bed_link
from resource_dir.operations.beds.reaches import add_reach
from resource_dir.operations.planning.crosswalk_taking import take_entries
from resource_dir.operations.planning.scenarios import keep_scenario
from resource_dir.operations.reports.reporting import Report, add_report
from resource_dir.web.access import ROUTES

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
SAMPLES = {
    "planning_calls.show": ["/planning/calls"],
    "planning_calls.data_set": ["/planning/calls/juniper"],
    "static": ["/static/resource_dir.css"],
    "finding.home": ["/"],
    "finding.search": ["/search?q=food&lat=35.37&lon=-119.02&open=now"],
    "finding.listing": ["/listings/00000001-0000-4000-8000-000000000004"],
    "reports.form": ["/listings/00000001-0000-4000-8000-000000000004/report?kind=call"],
    "map.tiles": ["/map/tiles.pmtiles"],
    "map.counties": ["/map/counties?lat=35.4&lon=-119.0"],
    "signing_in.sign_in": ["/sign-in?next=/search"],
    "signing_in.second_factor": ["/sign-in/second-factor"],
    "joining.forgotten": ["/forgotten-password"],
    "joining.sent": ["/forgotten-password/sent"],
    "joining.join": ["/join/{link}"],
    "account.overview": ["/account"],
    "account.set_up_totp": ["/account/authenticator"],
    "holds.mine": ["/holds"],
    "holds.form": ["/holds/ask/00000001-0000-4000-8000-000000000004"],
    "incoming.show": ["/holds/incoming"],
    "beds.mine": ["/my-listings"],
    "beds.show": ["/beds/00000001-0000-4000-8000-000000000004"],
    "beds.by_link": ["/b/{beds}"],
    "history.show": ["/history/00000001-0000-4000-8000-000000000004"],
    "listing_life.show": ["/edit/00000001-0000-4000-8000-000000000004/life"],
    "listing_life.begin": ["/new-listing"],
    "verifying.queue": ["/steward/verify"],
    "verifying.call_list": ["/steward/verify/list"],
    "review.show": ["/steward/review"],
    "suggestions.form": ["/listings/00000001-0000-4000-8000-000000000004/suggest"],
    "suggestions.follow": ["/reports/{report}"],
    "report_queue.show": ["/steward/reports"],
    "steward.home": ["/steward"],
    "claims.form": ["/listings/00000001-0000-4000-8000-000000000004/claim"],
    "claim_queue.show": ["/steward/claims"],
    "people.show": ["/steward/people?q=lantern&organization=" + "0" * 36],
    "editing.overview": ["/edit/00000001-0000-4000-8000-000000000004?done=basics&live=1"],
    "editing.form": ["/edit/00000001-0000-4000-8000-000000000004/basics?draft=continue"],
    "taking_back.undo": ["/steward/undo?email=ann@example.org"],
    "taking_back.conflicts": ["/steward/conflicts"],
    "api.search": ["/api/search?need=food"],
    "api.listing": ["/api/listings/00000001-0000-4000-8000-000000000004"],
    "api.suggest": ["/api/suggest?q=det"],
    "api.needs": ["/api/needs"],
    "api.openapi": ["/api/openapi.json"],
    "bed_reach.page": ["/beds/00000001-0000-4000-8000-000000000004/reach"],
    "bed_stop.form": ["/b/{bed_link}/stop"],
    "quiet.page": ["/steward/quiet"],
    "planning.show": ["/planning?need=food"],
    "planning.gap": ["/planning/gaps/food/all"],
    "planning_files.as_csv": ["/planning/gaps.csv"],
    "planning_files.as_xlsx": ["/planning/gaps.xlsx"],
    "planning_map.show": ["/planning/map?by=rate"],
    "planning_brief.show": ["/planning/brief"],
    "planning_access.show": ["/planning/access"],
    "planning_turn_aways.show": ["/planning/turn-aways"],
    "api_gaps.show": ["/api/gaps?need=food"],
    "planning_areas.show": ["/planning/areas"],
    "planning_categories.show": ["/planning/categories"],
    "planning_crosswalks.show": ["/planning/crosswalks"],
    "planning_crosswalks.one": ["/planning/crosswalks/juniper?show=unmapped"],
    "planning_crosswalks.as_csv": ["/planning/crosswalks/juniper/entries.csv"],
    "planning_crosswalks.compare": ["/planning/crosswalks/juniper/compare?before=1&after=2"],
    "planning_what_if.show": ["/planning/what-if"],
    "planning_what_if.kept": ["/planning/what-if/{scenario}"],
    "planning_fixes.show": ["/planning/fixes"],
    "planning_forecast.show": ["/planning/forecast"],
    "planning_brief.as_pdf": ["/planning/brief/brief.pdf"],
    "planning_methods.show": ["/planning/methods"],
    "planning_assumptions.show": ["/planning/assumptions"],
    "planning_assumptions.need": ["/planning/assumptions/food"],
    "planning_shifts.show": ["/planning/shifts"],
    "planning_other.show": ["/planning/other-demand"],
    "planning_published.show": ["/planning/published"],
    "published.overview": ["/published"],
    "published.show": ["/published/{published}"],
    "health.healthz": ["/healthz"],
    "health.readyz": ["/readyz"],
}
LISTING = "00000001-0000-4000-8000-000000000004"
ORGANIZATION = "00000001-0000-4000-8000-000000000001"
REPORT = "00000000-0000-4000-8000-0000000000ab"
ABSENT = {
    "map.tiles",
    "planning.gap",
    "planning_what_if.kept",
}  # no file is set here, no call asks; elsewhere they are


def test_every_route_is_classified_and_every_classified_route_exists(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ROUTES)


def test_a_route_that_nobody_classified_is_refused(
    settings: Settings, make_app: Callable[[Settings], Flask]
) -> None:
    app = make_app(settings)
    app.add_url_rule("/new", "new", lambda: "open to all by mistake")

    assert app.test_client().get("/new").status_code == 403


def test_every_get_has_a_sample_here(app: Flask) -> None:
    reading = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}

    assert reading == set(SAMPLES)


@pytest.mark.parametrize("endpoint", SAMPLES)
def test_a_get_opens_no_write_transaction(
    county: Flask, endpoint: str, join: Callable[..., Any], session: Session
) -> None:
    ann, writes = join("ann@example.org", **_as_whom(endpoint)), []
    ann.sign_in()
    if endpoint != "account.overview":  # it is open to who has no second factor yet, too
        ann.set_up_app()
    if endpoint == "signing_in.second_factor":
        ann.post("/sign-in", email=ann.email, password="lantern-otter-vinegar-59")
    with writing(session):
        _, link = add_account(session, "bob@example.org", role="broker", actor="t", now=NOW)
        bed_link = link_for_a_reach(session)
        add_report(session, LISTING, Report("no_answer", key=REPORT), now=NOW)
        beds = make_bed_link(session, LISTING, actor="t", now=NOW)
        session.add(published_table())
        session.add(call_data_set())
        for weight in (0.5, 0.7):
            entries = [CrosswalkEntry("INTOX", "", "sobering_center", weight)]
            take_entries(session, "Juniper", entries, actor="t", now=NOW)
        scenario = keep_scenario(session, "More", [AddPlaces("u", 1.0)], actor="t", now=NOW)
    with county.app_context():
        engine = db.engine
    event.listen(
        engine,
        "begin",
        lambda connection: writes.append(connection.get_execution_options().get(WRITE_OPTION)),
    )

    for path in SAMPLES[endpoint]:
        names = {"link": link, "bed_link": bed_link, "beds": beds, "report": REPORT}
        names |= {"published": REPORT, "scenario": scenario}
        answer = ann.client.get(path.format(**names))
        answer.close()
        assert answer.status_code == (404 if endpoint in ABSENT else 200)

    assert not any(writes)


def call_data_set() -> CallDataSet:
    """A data set of calls without a call."""
    return CallDataSet(
        id="juniper", agency="Juniper", zone="America/Denver", profile={}, created=NOW,
        created_by="t",
    )  # fmt: skip


def published_table() -> PublishedTable:
    """An empty table, as one is published."""
    content = {"agency": "A", "period": "2025", "from": "2025-01-01", "to": "2025-12-31",
               "least_count": 11, "crosswalk": None, "needs": [], "areas": [], "counts": [],
               "row_totals": [], "column_totals": [], "grand_total": 0}  # fmt: skip
    return PublishedTable(
        id=REPORT, data_set_id="a", from_day=NOW.date(), to_day=NOW.date(), content=content,
        digest="0", created=NOW, created_by="t",
    )  # fmt: skip


def link_for_a_reach(session: Session) -> str:
    """The token of a link that was sent somewhere."""
    listing_id = "00000001-0000-4000-8000-000000000004"
    reach = add_reach(session, listing_id, kind="mail", address="a@example.org", actor="t", now=NOW)
    return make_bed_link(session, listing_id, actor="t", now=NOW, reach_id=reach.id)


def _as_whom(endpoint: str) -> dict[str, Any]:
    """A role that the route is open to, with the organization of the first listing."""
    who = ROUTES[endpoint]
    if not isinstance(who, frozenset):
        return {}
    role = min(who, key=lambda one: (one != "steward", one))
    return {"role": role, "organizations": [ORGANIZATION] if role == "provider" else []}


def test_a_get_that_tries_to_write_is_an_error_and_changes_nothing(county: Flask) -> None:
    def view() -> str:
        db.session().execute(text("DELETE FROM listing_need"))
        db.session().commit()
        return "done"

    county.view_functions["health.healthz"] = view

    answer = county.test_client().get("/healthz")

    assert answer.status_code >= 500
    with county.app_context():
        assert db.session().scalar(text("SELECT count(*) FROM listing_need")) == 7
