"""One line that is read aloud: what a dispatcher needs, in the order in which it is needed."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from resource_dir.operations.listings.read_back import read_back
from resource_dir.operations.texts import Texts

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
NIGHT = "2026-01-15T07:00:00-07:00"


def result(**more: Any) -> dict[str, Any]:
    """A search result in which little is known, with what a test changes."""
    return {
        "name": "Lantern House", "address": "1 Invented Way, Quillmore", "is_withheld": False,
        "distance_mi": None, "status": "active", "intake": None, "capacity": [], "verified": None,
        "hours": {"state": "unknown", "until": None, "opens": None},
        "fit": {"verdict": "fits", "reasons": []},
        "phones": [{"number": "+17195550101", "type": "voice", "extension": None}],
    } | more  # fmt: skip


def bed(available: int | None, *, stale: bool = False) -> dict[str, Any]:
    return {
        "unit": "bed", "population": "women", "available": available, "stale": stale,
        "updated": (NOW - timedelta(minutes=22)).isoformat(), "is_accepting": None,
    }  # fmt: skip


def test_a_listing_is_read_as_sentences_with_the_digits_in_groups() -> None:
    line = read_back(
        result(
            distance_mi=1.24,
            hours={"state": "open", "until": NIGHT, "opens": None},
            capacity=[bed(3)],
            verified="2026-01-11",
        ),
        NOW,
    )

    assert line == (
        "Lantern House. 1 Invented Way, Quillmore. 1.2 miles. Open until 7 am. "
        "3 beds for women free 22 minutes ago. Phone 719 555 0101. Verified 2026-01-11."
    )


def test_what_is_unknown_is_read_as_unknown_and_never_as_a_number() -> None:
    line = read_back(result(capacity=[bed(3, stale=True), bed(None)]), NOW)

    assert "Hours unknown, call first." in line
    assert line.count("Beds for women unknown, call first.") == 2
    assert "3" not in line.replace("555", "")


def test_a_chance_is_read_with_the_age_of_the_number_it_stands_on() -> None:
    old = bed(3, stale=True) | {
        "updated": (NOW - timedelta(hours=12)).isoformat(),
        "chance_free": {"value": 0.4, "as_of": NOW.isoformat()},
    }

    line = read_back(result(capacity=[old]), NOW)

    assert (
        "Beds for women unknown, last told 12 hours ago: about 40 percent chance one is free, "
        "call first."
    ) in line


@pytest.mark.parametrize("available", [3, None])
def test_beds_that_nobody_new_gets_are_not_read_as_free(available: int | None) -> None:
    line = read_back(result(capacity=[bed(available) | {"is_accepting": False}]), NOW)

    assert "Beds for women not taking new people as of 22 minutes ago." in line
    assert "free" not in line


def test_old_news_that_nobody_new_is_taken_is_read_as_unknown() -> None:
    line = read_back(result(capacity=[bed(3, stale=True) | {"is_accepting": False}]), NOW)

    assert "Beds for women unknown, call first." in line


def test_a_withheld_listing_is_read_without_its_address() -> None:
    line = read_back(result(is_withheld=True), NOW)

    assert "Address withheld, call." in line
    assert "Invented" not in line


def test_the_question_for_the_phone_is_read_as_it_is_asked() -> None:
    reasons = [{"question": "Do you take a person with a dog tonight?", "text": "Not stated"}]

    line = read_back(result(fit={"verdict": "ask", "reasons": reasons}), NOW)

    assert "Ask by phone. Do you take a person with a dog tonight? Phone" in line


def test_a_fax_is_no_number_to_call() -> None:
    phones = [{"number": "+17195550109", "type": "fax", "extension": None}]

    assert "No phone stated." in read_back(result(phones=phones), NOW)


def test_temporarily_closed_is_said_whatever_the_hours_are() -> None:
    hours = {"state": "closed", "until": None, "opens": NIGHT}

    line = read_back(result(status="temporarily closed", hours=hours), NOW)

    assert "Temporarily closed." in line
    assert "opens" not in line


@pytest.fixture(scope="module")
def spanish() -> Texts:
    """The Spanish catalogue as it is committed."""
    root = Path(__file__).parents[3] / "resource_dir" / "translations"
    compiled = BytesIO()
    with (root / "es" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale="es"))
    compiled.seek(0)
    return Texts(Translations(compiled), "es_US")


def test_a_page_in_spanish_is_read_aloud_in_spanish(spanish: Texts) -> None:
    line = read_back(
        result(
            hours={"state": "closed", "until": None, "opens": "2026-01-20T07:30:00-07:00"},
            capacity=[bed(1), bed(0), bed(3), bed(3, stale=True)],
            verified="2026-01-11",
        ),
        NOW,
        spanish,
    )

    assert line == (
        "Lantern House. 1 Invented Way, Quillmore. Cerrado, abre martes 7:30 a. m. "
        "Camas para mujeres: 1 libre, dato de hace 22 minutos. "
        "Camas para mujeres: no hay libres, dato de hace 22 minutos. "
        "Camas para mujeres: 3 libres, dato de hace 22 minutos. "
        "Camas para mujeres: no se sabe, llame antes. "
        "Teléfono 719 555 0101. Verificado 2026-01-11."
    )


def test_one_bed_is_not_read_as_many() -> None:
    row = bed(1) | {"unit": "ICU_bed", "population": "all 3 places together"}

    line = read_back(result(capacity=[row, row | {"available": 0}]), NOW)

    assert "1 ICU bed for all 3 places together free 22 minutes ago." in line
    assert "ICU beds for all 3 places together full as of 22 minutes ago." in line


@pytest.mark.parametrize(
    ("until", "told"),
    [
        ("2026-01-16T07:00:00-07:00", "7 am tomorrow"),
        ("2026-01-20T07:30:00-07:00", "7:30 am Tuesday"),
        ("2026-02-01T11:00:00-07:00", "11 am February 1"),
    ],
)
def test_a_day_is_named_as_it_is_spoken(until: str, told: str) -> None:
    hours = {"state": "open", "until": until, "opens": None}

    assert f"Open until {told}." in read_back(result(hours=hours), NOW)
