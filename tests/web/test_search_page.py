"""What a responder sees of a search."""


from flask.testing import FlaskClient

HERE = "lat=35.370&lon=-119.020"


def test_the_first_page_finds_listings_without_anything_asked(visitor: FlaskClient) -> None:
    page = visitor.get("/")

    assert page.status_code == 200
    assert "Lantern House" in page.text
