"""What seems to say who was helped, and what does not."""

import pytest

from resource_dir.operations.reports.personal_text import doubtful_in, refused_in


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("his SSN is 123-45-6789", "social_security"),
        ("social security ends 6789", "social_security"),
        ("DOB 3/4/88", "birth_date"),
        ("d.o.b. unknown", "birth_date"),
        ("she was born in 1990", "birth_date"),
        ("born May 3", "birth_date"),
        ("man, 04/05/1971, refused", "birth_date"),
        ("man, 4.5.71", "birth_date"),
        ("man, 4 5 1971", "birth_date"),
        ("man, 4-5/1971", "birth_date"),
        ("client of 1984-02-29", "birth_date"),
        ("nacido el 3 de mayo", "birth_date"),
        ("May 3, 1990", "birth_date"),
        ("case # 24-01923 refused", "case_number"),
        ("Incident 2024001923", "case_number"),
        ("MRN 448291", "case_number"),
        ("expediente 4482", "case_number"),
    ],
)
def test_a_birth_date_or_a_number_of_a_person_is_never_kept(text: str, kind: str) -> None:
    assert kind in refused_in(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Mr. Smith was refused", "name"),
        ("They refused mrs Jones", "name"),
        ("his name is bob", "name"),
        ("se llama ana", "name"),
        ("we brought John Smith there", "name"),
        ("JOHN SMITH turned away", "name"),
        ("John SMITH turned away", "name"),
        ("we brought Ann McDonald", "name"),
        ("KIM LEE was there", "name"),
        ("Smith, John was turned away", "name"),
        ("turned away J. Smith", "name"),
        ("turned away J.R. Smith", "name"),
        ("turned away J Smith", "name"),
        ("his name: John", "name"),
        ("nombre: ana", "name"),
        ("the new number is 661-555-0199", "phone"),
        ("closed since 11/20/2026", "date"),
    ],
)
def test_what_may_name_somebody_has_to_be_looked_at_again(text: str, kind: str) -> None:
    assert kind in doubtful_in(text)


@pytest.mark.parametrize(
    "text", ["open 7-7 10 beds", "They said 4-6 10 min wait", "call 8 10 12", "hours 8-4/12 only"]
)
def test_hours_and_counts_are_no_birth_date(text: str) -> None:
    assert refused_in(text) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "The door was locked at 2 am although they say 24 hours.",
        "They want a social security card now.",
        "In this case they sent us to the Emergency Department.",
        "No dogs any more. Men only since Monday.",
        "Lantern House has moved next door.",
        "Full. They said call again at 8.",
        "They take 12 people, 18 and over.",
        "Opens at 8 A.M. They answer the bell.",
        "The ICU sent us to the ER. No ID needed.",
        "Closed Monday, Tuesday and Wednesday.",
    ],
)
def test_what_is_said_of_the_house_is_kept_at_once(text: str) -> None:
    assert refused_in(text) == frozenset()
    assert doubtful_in(text, known=["Lantern House"]) == frozenset()
