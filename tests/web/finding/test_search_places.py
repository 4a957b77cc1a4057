"""Where a search is made from: the place box, the device, and what the URL keeps of it."""

import html
import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

HERE = "lat=35.370&lon=-119.020"
MINE = {"near": "My location", "near_shown": "My location"}  # as the script fills them


class SearchForm(HTMLParser):
    """The fields of the search form as a browser would post them, nothing chosen or ticked."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._is_inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "form":
            self._is_inside = given.get("class") == "search"
        if tag == "input" and self._is_inside and given.get("type") != "checkbox":
            self.fields[given["name"] or ""] = given.get("value") or ""


def test_a_typed_place_leads_to_a_url_with_a_rounded_point(visitor: FlaskClient) -> None:
    answer = visitor.post(
        "/search", data={"near": "93301", "q": "detox", "age": "", "need": "food"}
    )

    assert answer.status_code == 303
    assert re.fullmatch(
        r"/search\?lat=35\.\d{3}&lon=-1\d\d\.\d{3}&q=detox&need=food&level=zip&radius_mi=auto",
        answer.location,
    )


def test_a_place_left_as_it_was_shown_keeps_its_point(visitor: FlaskClient) -> None:
    form = {"near": "Bakersfield, CA 93301", "near_shown": "Bakersfield, CA 93301"}
    point = {"lat": "35.370", "lon": "-119.020", "radius_mi": "25"}

    answer = visitor.post("/search", data={**form, **point})

    assert answer.location == "/search?lat=35.370&lon=-119.020&radius_mi=25"


def test_an_emptied_place_box_searches_everywhere(visitor: FlaskClient) -> None:
    form = {"near": "", "near_shown": "x", "lat": "35.370", "lon": "-119.020", "radius_mi": "5"}

    assert visitor.post("/search", data=form).location == "/search"


def test_an_unknown_place_is_told_beside_the_box_and_stays_out_of_the_url(
    visitor: FlaskClient,
) -> None:
    answer = visitor.post("/search", data={"near": "Nowhere at all 00000", "q": "detox"})

    assert answer.status_code == 422
    assert answer.location is None
    assert 'aria-invalid="true"' in answer.text
    assert 'value="Nowhere at all 00000"' in answer.text
    assert "q=detox" in answer.text


def test_links_on_the_page_carry_a_rounded_point_and_never_the_place(visitor: FlaskClient) -> None:
    text = visitor.get("/search?near=93301").text

    links = [html.unescape(link) for link in re.findall(r'href="(/search[^"]*)"', text)]

    assert links
    assert not [link for link in links if "near=" in link or "93301" in link]
    assert all(re.search(r"lat=-?\d+\.\d{3}&lon=-?\d+\.\d{3}(&|$)", link) for link in links)


def test_a_typed_place_is_searched_as_wide_as_it_takes(visitor: FlaskClient) -> None:
    text = visitor.get("/search?lat=35.370&lon=-119.620&radius_mi=auto").text

    assert re.search(r"within \d+ miles\s+\(widened until enough fit\)", text)


def test_a_bare_point_is_called_by_what_lies_there(visitor: FlaskClient) -> None:
    text = visitor.get(f"/search?{HERE}").text

    assert re.search(r"Seen from\s+<strong>Bakersfield, CA 93301</strong>", text)


def test_a_device_that_says_where_it_is_gets_a_rounded_point_and_its_accuracy(
    visitor: FlaskClient,
) -> None:
    form = {**MINE, "lat": "35.3701234", "lon": "-119.0204321", "accuracy_m": "12.4"}

    answer = visitor.post("/search", data=form)

    assert answer.location == "/search?lat=35.370&lon=-119.020&radius_mi=auto&accuracy_m=12"
    page = " ".join(visitor.get(answer.location).text.split())
    assert "Seen from your location (±269 ft), near <strong>Bakersfield, CA 93301" in page


@pytest.mark.parametrize("nonsense", ["abc", "-5", "nan", "inf", "1e400", "9" * 30])
def test_an_accuracy_that_is_none_is_left_out(visitor: FlaskClient, nonsense: str) -> None:
    form = {**MINE, "lat": "35.37", "lon": "-119.02", "accuracy_m": nonsense}

    assert "accuracy" not in visitor.post("/search", data=form).location


def test_a_device_that_is_nowhere_on_earth_is_told_so(visitor: FlaskClient) -> None:
    form = {**MINE, "lat": "95", "lon": "-119.02", "accuracy_m": "10"}

    answer = visitor.post("/search", data=form)

    assert answer.status_code == 400
    assert "not on Earth" in answer.text


def test_of_several_places_of_one_name_the_one_with_listings_is_meant(
    visitor: FlaskClient,
) -> None:
    answer = visitor.post("/search", data={"near": "Bakersfield"})

    assert answer.status_code == 303
    assert answer.location.startswith("/search?lat=35.")


def test_where_none_or_several_have_listings_the_place_is_chosen(visitor: FlaskClient) -> None:
    answer = visitor.post("/search", data={"near": "Springfield", "q": "detox"})

    links = re.findall(r'href="(/search\?lat=[^"]+)"\s*>Springfield, (..)<', answer.text)

    assert answer.status_code == 200
    assert "Which “Springfield”?" in answer.text
    assert {state for _, state in links} >= {"IL", "MO", "MA"}
    assert all("q=detox" in link and "radius_mi=auto" in link for link, _ in links)


def test_a_place_in_the_url_says_what_else_it_may_mean(visitor: FlaskClient) -> None:
    text = visitor.get("/search?near=Springfield").text

    assert "It may also mean" in text
    assert "Springfield, IL" in text


def test_a_street_that_nobody_knows_is_said_to_be_unknown_after_the_redirect(
    visitor: FlaskClient,
) -> None:
    answer = visitor.post("/search", data={"near": "17 Nowhere Lane, Bakersfield, CA"})
    page = visitor.get(answer.location).text

    assert "level=city-no-street" in answer.location
    assert "That street is not known here" in page
    assert "distances are rough" in page


def test_the_accuracy_stays_until_another_place_is_typed(visitor: FlaskClient) -> None:
    form = SearchForm(visitor.get(f"/search?{HERE}&accuracy_m=12").text).fields

    same = visitor.post("/search", data={**form, "q": "detox"}).location
    other = visitor.post("/search", data={**form, "near": "93308"}).location

    assert "accuracy_m=12" in same
    assert "lat=35.370" in same
    assert "accuracy" not in other


def test_a_town_is_said_to_be_its_middle_until_another_place_is_typed(
    visitor: FlaskClient,
) -> None:
    first = visitor.post("/search", data={"near": "93301"}).location
    form = SearchForm(visitor.get(first).text).fields

    same = visitor.post("/search", data={**form, "q": "detox"}).location
    other = visitor.post("/search", data={**form, "near": "35.37,-119.02"}).location

    assert "level=zip" in same
    assert "its middle: distances are rough" in visitor.get(same).text
    assert "level" not in other


def test_an_address_typed_after_the_device_was_asked_counts_instead(visitor: FlaskClient) -> None:
    device = {"lat": "38.111", "lon": "-106.111", "accuracy_m": "20"}

    answer = visitor.post("/search", data={"near": "93301", "near_shown": "My location", **device})

    assert answer.location.startswith("/search?lat=35.")


@pytest.mark.parametrize("point", [("Denver", "CO"), ("nan", "0"), ("", "-119"), ("1e9", "0")])
def test_a_posted_point_that_is_none_is_refused_or_left_alone(
    visitor: FlaskClient, point: tuple[str, str]
) -> None:
    lat, lon = point

    answer = visitor.post("/search", data={**MINE, "lat": lat, "lon": lon, "accuracy_m": "5"})

    assert answer.status_code in (400, 422)
    assert 'role="alert"' in answer.text
