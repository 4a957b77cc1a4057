"""Facts in words."""

import pytest

from resource_dir.fit import Fact, age_fact, describe, name_of


@pytest.mark.parametrize(
    ("fact", "line", "line_es"),
    [
        (Fact("pets", "no"), "No pets", "Sin mascotas"),
        (Fact("language:es", "yes"), "Spanish spoken", "Se habla español"),
        (Fact("payment:medicaid", "no"), "Not taken: Medicaid", "No se acepta: Medicaid"),
        (Fact("stay_limit", "yes", "30"), "Stay at most: 30", "Estancia máxima: 30"),
        (age_fact(18, None), "Ages 18 and over", "Edades: 18 o más"),
        (age_fact(None, 17), "Ages up to 17", "Edades: hasta 17"),
        (Fact("age", "no", '{"max":11}'), "Not for ages up to 11", "No para edades: hasta 11"),
        (Fact("age", "yes", "old"), "Not stated: Age", "No consta: Edad"),
    ],
)
def test_a_fact_is_one_line_in_each_language(fact, line, line_es):
    assert describe(fact) == line
    assert describe(fact, language="es") == line_es


def test_a_criterion_has_a_name_in_each_language():
    assert name_of("wheelchair") == "Wheelchair"
    assert name_of("wheelchair", language="es") == "Silla de ruedas"


def test_no_limit_at_all_is_said_as_all_ages() -> None:
    fact = age_fact(0, None)

    assert describe(fact) == "All ages"
    assert describe(fact, language="es") == "Todas las edades"
