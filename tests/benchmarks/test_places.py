"""The benchmark of places runs, on a small county. Nothing here looks at a time."""

from benchmarks.places import measure_places, streets


def test_the_same_number_of_streets_is_the_same_county() -> None:
    assert streets(50) == streets(50)


def test_every_kind_of_question_is_asked_and_known_places_are_found() -> None:
    asked, book = measure_places(6_000)

    found = {row[0]: row[-1] for row in asked.rows}
    assert found["exact"] == found["exact, no commas"] == found["interpolated"] == "400 of 400"
    assert found["unknown"] == "0 of 400"
    assert found["nearest_street"] == "400 of 400"
    assert len(book.rows) == 1
