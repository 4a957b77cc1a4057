"""A listing document as somebody may see it now: one result, or the whole listing."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from resource_dir import geo
from resource_dir.fit import Fact, Language, Person, Reason, criterion_of, describe, judge, name_of
from resource_dir.hours import Hours
from resource_dir.operations.asking import KM_PER_MILE
from resource_dir.operations.beds.chances import NO_CHANCES, Chances
from resource_dir.operations.beds.freshness import believed_hours, is_stale
from resource_dir.operations.editing.doubts import is_told
from resource_dir.operations.listings.audiences import Viewer, facts_for, shown_to
from resource_dir.operations.listings.hours_shown import (
    has_intake_hours,
    hours_of,
    state_json,
    taking_hours,
    week_json,
)

Document = dict[str, Any]
TEMPORARILY_CLOSED = "temporarily closed"


def result(
    document: Document,
    *,
    person: Person,
    viewer: Viewer,
    now: datetime,
    distance_km: float | None = None,
    open_at: datetime | None = None,
    open_local: datetime | None = None,
    language: Language = "en",
    chances: Chances = NO_CHANCES,
) -> dict[str, Any]:
    """One search result, in the keys that INTERFACES promises.

    The hours are those at the time that was asked for, or now. `language` is that of the reasons;
    `chances` are those of its counts that are too old.
    """
    hours = hours_of(document, viewer)
    at = None if open_local else open_at or now
    intake = taking_hours(hours) if has_intake_hours(hours) else None
    return {
        "id": document["id"],
        "service_id": document["service_id"],
        "location_id": document["location_id"],
        "organization_id": document["organization_id"],
        "name": document["name"],
        "organization": document["organization"],
        "needs": document["needs"],
        "distance_mi": None if distance_km is None else round(distance_km / KM_PER_MILE, 2),
        "minutes_estimate": None if distance_km is None else geo.minutes_estimate(distance_km),
        "address": document["address"],
        "lat": document["lat"],
        "lon": document["lon"],
        # A document of an earlier version has none until its listing is written again.
        "point_level": document.get("point_level"),
        "is_withheld": document["is_withheld"],
        "areas_served": document["areas_served"],
        "status": document["status"],
        "alert": document["alert"],
        "zone": document["zone"],
        "hours": _state(document, hours, at=at, local=open_local),
        "intake": _state(document, intake, at=at, local=open_local) if intake else None,
        "capacity": capacity(document, viewer, now, chances=chances),
        "fit": fit_json(person, facts_for(viewer, document), language=language),
        "phones": [_without_audience(phone) for phone in shown_to(viewer, document["phones"])],
        "closed_until": _closed_until(document, now),
        "phone_doubt": _phone_doubt(document, viewer, now),
        "verified": document["verified"],
        "url": f"/listings/{document['id']}",
    }


def _closed_until(document: Document, now: datetime) -> str | None:
    """The day on which it opens again, while that is to come."""
    until: str | None = document.get("closed_until")
    today = now.astimezone(ZoneInfo(document["zone"] or "UTC")).date()
    return until if until and until > today.isoformat() else None


def _phone_doubt(document: Document, viewer: Viewer, now: datetime) -> Document | None:
    """That the phone was changed and nobody confirmed it: for partners, who would call it."""
    doubt: Document | None = document.get("phone_doubt")
    return doubt if viewer == "partner" and is_told(doubt, now) else None


def _state(
    document: Document, hours: Hours, *, at: datetime | None, local: datetime | None
) -> dict[str, Any]:
    """Open, closed or unknown; whatever the schedule says, who is closed for now is closed."""
    if document["status"] == TEMPORARILY_CLOSED:
        return {"state": "closed", "until": None, "opens": None, "closes_soon": False}
    return state_json(hours, at=at, local=local)


def capacity(
    document: Document, viewer: Viewer, now: datetime, *, chances: Chances = NO_CHANCES
) -> list[dict[str, Any]]:
    """Counts of free beds, each with its age judged now, and for partners how likely one is free
    beside a number that is too old.
    """
    shown = []
    for row in shown_to(viewer, document["capacity"]):
        updated = datetime.fromisoformat(row["updated"]) if row["updated"] else None
        hours = believed_hours(document, row)
        doubt = row.get("flag") if viewer == "partner" else None
        shown.append(
            _without_audience(row)
            | {
                "stale": is_stale(updated, hours, now),
                "fresh_hours": hours,
                "flag": doubt,
                "chance_free": chances.get(row.get("id") or "") if viewer == "partner" else None,
            }
        )
    return shown


def beds_fresh_until(document: Document, row: Document) -> datetime | None:
    """When this count stops being believed; None when it says nothing now."""
    if not row["updated"]:
        return None
    updated = datetime.fromisoformat(row["updated"])
    return updated + timedelta(hours=believed_hours(document, row))


def fit_json(person: Person, facts: Iterable[Fact], *, language: Language = "en") -> dict[str, Any]:
    """Verdict, the reasons it stands on, and demands that were not asked about."""
    fit = judge(person, facts, language=language)
    return {
        "verdict": fit.verdict,
        "reasons": [_reason(reason) for reason in fit.reasons],
        "notes": [_reason(reason) for reason in fit.notes],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "criterion": reason.criterion,
        "stance": reason.stance,
        "effect": reason.effect,
        "text": reason.text,
        "question": reason.question,
    }


def listing(
    document: Document,
    *,
    viewer: Viewer,
    now: datetime,
    language: Language = "en",
    chances: Chances = NO_CHANCES,
) -> dict[str, Any]:
    """Everything about one listing that this viewer may see."""
    hours = hours_of(document, viewer)
    today = now.astimezone(ZoneInfo(document["zone"] or "UTC")).date()
    yesterday = today - timedelta(days=1)
    has_intake = has_intake_hours(hours)
    facts = facts_for(viewer, document)
    shown = result(
        document, person=Person(), viewer=viewer, now=now, language=language, chances=chances
    )
    return shown | {
        "alternate_name": document["alternate_name"],
        "program": document["program"],
        "description": document["description"],
        "terms": document["terms"],
        "website": document["url"],
        "email": document["email"],
        "application_process": document["application_process"],
        "eligibility": document["eligibility"],
        "fees": document["fees"],
        "costs": document["costs"],
        "wait_time": document["wait_time"],
        "location_name": document["location_name"],
        "transportation": document["transportation"],
        "accessibility": document["accessibility"],
        "documents": document["documents"],
        "contacts": [_without_audience(c) for c in shown_to(viewer, document["contacts"])],
        "criteria": [_criterion(fact, language) for fact in facts],
        "week": week_json(hours, today, purpose="opening"),
        "intake_week": week_json(hours, today, purpose="intake") if has_intake else None,
        # At 2 am the hours that hold now began the day before.
        "yesterday": week_json(hours, yesterday, purpose="opening")[0],
        "intake_yesterday": week_json(hours, yesterday, purpose="intake")[0]
        if has_intake
        else None,
        "hours_notes": _notes(shown_to(viewer, document["schedules"])),
        "zone_origin": document["zone_origin"],
        "verified_by": document.get("verified_by"),
    }


def _criterion(fact: Fact, language: Language) -> dict[str, Any]:
    return {
        "criterion": fact.code,
        "group": criterion_of(fact.code).group,
        "name": name_of(fact.code, language=language),
        "stance": fact.stance,
        "value": fact.value,
        "text": describe(fact, language=language),
    }


def _notes(schedules: Iterable[Document]) -> list[str]:
    """Free text of the schedules: what no rule could be made of is still read by people."""
    texts = (row.get(name) for row in schedules for name in ("description", "notes"))
    return list(dict.fromkeys(text for text in texts if text))


def _without_audience(item: Document) -> Document:
    return {name: value for name, value in item.items() if name != "audience"}
