"""What a phone fetches before a search can be used: small, and nothing of the map."""

import re

from flask.testing import FlaskClient

MOST_BYTES = 60_000
HERE = "/search?lat=35.370&lon=-119.020"
PACKED = {"Accept-Encoding": "gzip"}


def first_view(visitor: FlaskClient) -> dict[str, int]:
    """Bytes as sent, by address, of a page of results and of all that its tags name."""
    page = visitor.get(HERE).text
    named = re.findall(r'<(?:link|script)[^>]* (?:href|src)="([^"]+)"', page)
    sizes = {}
    for path in (HERE, *named):
        with visitor.get(path, headers=PACKED) as answer:
            sizes[path] = len(answer.get_data())
    return sizes


def test_the_first_view_of_a_search_is_under_sixty_kilobytes(visitor: FlaskClient) -> None:
    sizes = first_view(visitor)

    assert any("resource_dir.css" in path for path in sizes)
    assert any("search.js" in path for path in sizes)
    assert sum(sizes.values()) < MOST_BYTES


def test_nothing_of_the_map_is_in_it(visitor: FlaskClient) -> None:
    assert not [path for path in first_view(visitor) if "vendor" in path or "map." in path]


def test_an_address_of_a_static_file_changes_with_its_content(visitor: FlaskClient) -> None:
    addresses = [path for path in first_view(visitor) if path.startswith("/static/")]

    assert addresses
    assert all(re.search(r"\?v=[0-9a-f]{12}$", path) for path in addresses)
