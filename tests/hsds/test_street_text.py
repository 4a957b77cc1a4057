import pytest

from resource_dir.hsds.street_text import looks_like_street_address


@pytest.mark.parametrize(
    "text",
    [
        "Come to 1234 Elm Street after dark.",
        "1234 N. Elm Park Ave",
        "12-14 Oak Lane",
        "100 5th St NW",
        "We are at 77B Cedar Rd.",
        "1600 Broadway, Suite 4",
        "12 Broadway",
        "the house on Highway 12",
        "corner of Elm and Oak",
        "Elm St & Oak Ave",
        "Elm Street and Oak Avenue",
        "5th and 12th",
        "Calle Olmo 123",
        "Avenida de los Robles No. 45",
        "45 Calle del Olmo",
        "esquina con Olmo",
        "38.90123, -77.03654",
        "lat: 38.9",
        "38°54'N",
        "https://maps.google.com/?q=x",
        "https://www.google.com/maps/place/x",
        "https://maps.app.goo.gl/abc",
        "https://example.org/?q=1234+Elm+Street",
        "https://example.org/1234%20Elm%20Street",
        "We are located behind the church",
        "estamos detrás de la iglesia",
        "///filled.count.soap",
    ],
)
def test_a_text_that_tells_the_place_is_seen(text: str) -> None:
    assert looks_like_street_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "Call the hotline at 555-0100 at any hour.",
        "Open 24 hours a day, 7 days a week.",
        "Serves women and their children aged 0 to 17.",
        "Write to P.O. Box 123.",
        "Apartado postal 45",
        "Up to 30 days of stay in a safe way.",
        "Serves Kern County and the city of Fresno.",
        "Se atiende a mujeres y niños, las 24 horas.",
        "12 beds for families",
        "https://example.org/shelter",
        "Founded in 1984 by volunteers.",
        "",
    ],
)
def test_a_plain_public_text_passes(text: str) -> None:
    assert not looks_like_street_address(text)
