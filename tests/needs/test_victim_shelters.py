"""The gate that withholds the place of a shelter for victims of violence, tried from both sides."""

import pytest

from resource_dir.needs import is_domestic_violence_shelter as is_shelter

SHELTERS = [
    "Battered women's shelter",
    "BATTERED WOMEN’S SHELTER",
    "Shelter for battered women and their children",
    "DV shelter",
    "D.V. Shelter",
    "DV/SA emergency shelter",
    "Domestic Violence Shelter",
    "domestic-violence shelters",
    "Domestic & Sexual Violence Shelter",
    "Domestic abuse refuge",
    "Domestic violence safe house",
    "Safe House",
    "SafeHouse Anyvalley",
    "Safe home for survivors",
    "Women's Refuge",
    "Women's shelter for victims of abuse",
    "Shelter for women fleeing abuse",
    "Emergency housing for people escaping a violent or abusive partner",
    "Family violence shelter",
    "Intimate partner violence: emergency lodging",
    "Transitional housing for survivors of domestic violence",
    "Housing for victims of domestic violence",
    "Domestic violence housing program",
    "Residential program for abused women",
    "Confidential shelter",
    "Shelter at an undisclosed location",
    "Pet-friendly domestic violence shelter",
    "Shelter for male victims of spousal abuse",
    "Elder abuse shelter for victims over 60",
    "Shelter for survivors of human trafficking",
    "Emergency shelter for crime victims",
    "Beds for women leaving abusive relationships",
    "Hope House Domestic Violence Program",
    "Haven for Abused Women",
    "Domesitc violence shleter",
    "Domestic Violance Sheltar",
    "Batterd womens shelter",
    "Shel\u00adter for bat\u00adtered women",
    "Refugio para mujeres maltratadas",
    "REFUGIO PARA MUJERES",
    "Albergue para víctimas de violencia doméstica",
    "Albergue para mujeres golpeadas y sus hijos",
    "Casa segura para sobrevivientes de violencia intrafamiliar",
    "Casa de refugio",
    "Vivienda de transición para víctimas de violencia de género",
    "Hogar de acogida para mujeres que huyen de la violencia",
    "Alojamiento para sobrevivientes de abuso doméstico",
    "Family shelter that also takes victims of domestic violence",
]

OFFICES_AND_OTHERS = [
    "Domestic violence counseling",
    "Domestic Violence Hotline",
    "Domestic violence legal advocacy",
    "Family violence court advocacy",
    "Domestic violence support group",
    "Domestic violence services-family or partner",
    "Persons who have experienced intimate partner violence, domestic violence",
    "Domestic violence prevention class at Hope House",
    "Domestic violence home visits",
    "Non-residential domestic violence services",
    "Domestic violence shelter referrals",
    "Help finding shelter for victims of domestic violence",
    "Batterer intervention program",
    "Courthouse advocacy for victims",
    "Victim services",
    "Rape crisis center",
    "Violence prevention for youth",
    "Anger management",
    "Emergency Shelter",
    "Homeless shelter for women and children",
    "Women's shelter",
    "Night shelter for men",
    "Animal shelter for abused animals",
    "Shelter for fire victims",
    "Housing for cancer survivors",
    "Substance abuse residential treatment",
    "Sober house",
    "Refugee resettlement",
    "House of Bread Food Pantry",
    "Shelter Plus Care",
    "Safe injection site",
    "Battery recycling, warehouse B",
    "Línea de violencia doméstica",
    "Consejería sobre violencia doméstica",
    "Albergue nocturno",
    "Refugio contra el frío",
    "Albergue para víctimas de incendio",
    "",
]


@pytest.mark.parametrize("text", SHELTERS)
def test_a_shelter_for_victims_is_withheld(text):
    assert is_shelter(text)


@pytest.mark.parametrize("text", OFFICES_AND_OTHERS)
def test_an_office_or_another_shelter_is_not_withheld(text):
    assert not is_shelter(text)


@pytest.mark.parametrize("text", SHELTERS)
@pytest.mark.parametrize(
    "others", [("Anytown Aid", "Help"), (None, ""), ("Food Pantry", "Bread and soup. Daily.")]
)
def test_a_shelter_stays_one_whatever_stands_beside_it(text, others):
    assert is_shelter(*others, text)
    assert is_shelter(text, *others)
    assert is_shelter(text.upper())


def test_an_organization_against_violence_that_runs_a_shelter_is_withheld():
    assert is_shelter("Anytown Alliance Against Domestic Violence", "Emergency Shelter")


def test_its_hotline_and_its_legal_help_are_not():
    organization = "Anytown Alliance Against Domestic Violence"

    assert not is_shelter(organization, "Hotline", "Call day and night.")
    assert not is_shelter(organization, "Legal advocacy", "Protective orders. Court company.")


def test_a_shelter_whose_description_speaks_of_victims_is_withheld():
    assert is_shelter("Rosewood", "Shelter", "Meals and beds. We serve survivors of abuse.")


def test_a_service_for_victims_whose_description_speaks_of_shelter_is_withheld():
    text = "Counseling and groups. Emergency shelter day and night."

    assert is_shelter("Rosewood", "Domestic violence program", text)


def test_neighbouring_sentences_are_read_together():
    assert is_shelter("Rosewood", "We help survivors of abuse. Our shelter never closes.")


def test_victims_and_a_shelter_anywhere_in_one_description_are_doubt_enough():
    text = "Founded for survivors of abuse. Reach us by bus. Groups on Mondays. 24-hour shelter."

    assert is_shelter("Rosewood", text)


def test_a_large_agency_that_does_both_far_apart_in_one_description_is_not():
    text = "Domestic violence counseling. Legal help. Meals. A night shelter for men."

    assert not is_shelter("City Mission", "All programs", text)


def test_referrals_to_shelters_are_no_shelter():
    text = "Counseling for victims of domestic violence. Referrals to emergency shelters."

    assert not is_shelter("Valley Aid", "Counseling", text)


def test_a_general_night_shelter_stays_public():
    assert not is_shelter("City Mission", "Night shelter", "Beds for men. Dinner at six.")


def test_terms_are_read_beside_the_name():
    assert is_shelter("Rosewood", "Emergency Shelter", "Domestic Violence")
    assert not is_shelter("Rosewood", "Counseling", "Domestic Violence", "Housing Advice")


def test_no_text_at_all_is_no_shelter():
    assert not is_shelter()
    assert not is_shelter(None, "  ")
