"""Charts: what they draw, what their tables say, and what can't break out of them."""

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from flask import Flask

from resource_dir.web.charts import (
    Chart,
    Shape,
    Span,
    Swing,
    choropleth,
    heat_map,
    spans,
    tornado,
    waterfall,
)
from resource_dir.web.charts.scale import SHADES, edges_for, round_up, shade, ticks
from resource_dir.web.charts.svg import element

NASTY = '<script>alert(1)</script>" onload="x'
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 1], [0, 1], [0, 0]]]}
TWO = {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"], [[[3, 0], [4, 0], [4, 1]]]]}


def shown(value: float | None) -> str:
    """A number for a chart of these tests."""
    return "not known" if value is None else f"{value:g}"


def hours(name: str = "t") -> Chart:
    """Need at night only, all of it without a place at two on Monday."""
    need = [1.0 if hour % 24 < 6 else 0.0 for hour in range(168)]
    covered = [0.0 if hour == 2 else 0.75 for hour in range(168)]
    return heat_map("hours", need, covered, title=name, days=DAYS, hour_name=str)


def reasons(name: str = "r") -> Chart:
    """Half closed, a tenth full, the rest covered."""
    told = [("closed", name, 0.5), ("full", "full", 0.1), ("unknown", "not known", 0.0)]
    return waterfall("reasons", told, 0.4, title="why")


def beside(name: str = "s") -> Chart:
    """One value with a band, and one that is not known."""
    lines = [Span(name, 3.0, 1.0, 7.0), Span("other", None), Span("third", 5.0, kind="other")]
    return spans("spans", lines, title="t", unit="people", shown=shown)


def moving(name: str = "m") -> Chart:
    """Two inputs, the second of which moves more."""
    return tornado("tornado", [Swing("little", 4.0, 5.0), Swing(name, 2.0, 9.0)], 4.5, title="t",
                   unit="people", shown=shown)  # fmt: skip


def areas(name: str = "a") -> Chart:
    """Two areas, one of which is not known."""
    return choropleth("map", [Shape(name, SQUARE, 4.0), Shape("other", TWO, None)], title="t",
                      unit="people", shown=shown)  # fmt: skip


MAKERS: tuple[Callable[[str], Chart], ...] = (hours, reasons, beside, moving, areas)


@pytest.mark.parametrize("make", MAKERS)
def test_a_name_can_not_break_out_of_a_picture(make: Callable[[str], Chart]) -> None:
    """Each is well-formed, with no element or attribute that a name brought."""
    body = f"<svg>{make(NASTY).body}</svg>"

    root = ElementTree.fromstring(body)
    assert not [each for each in root.iter() if each.tag == "script"]
    assert not [each for each in root.iter() if set(each.attrib) & {"onload", "style"}]


@pytest.mark.parametrize("make", MAKERS)
def test_a_picture_is_named_described_and_tabled(app: Flask, make: Callable[[str], Chart]) -> None:
    one = make("name")
    with app.test_request_context():
        module = app.jinja_env.get_template("planning/_chart.html").make_module({})
        text = module.chart(one)

    assert f'<title id="{one.key}-title">' in text
    assert f'<desc id="{one.key}-desc">' in text
    assert text.count("<tr>") == len(one.table.rows) + 1
    assert "style=" not in text


def test_an_hour_without_a_place_has_the_strongest_shade_and_its_number() -> None:
    drawn = hours()

    assert drawn.body.count('class="shade-4"') == 1
    assert drawn.body.count('class="shade-1"') == 7 * 6 - 1
    assert drawn.body.count('class="no-need"') == 7 * 18
    assert re.search(r'class="on-shade-4"[^>]*>0<', drawn.body)
    assert drawn.table.rows[2][1] == "0% of 1"
    assert drawn.table.rows[8][1] == "–"


def test_the_steps_of_a_waterfall_lead_from_all_to_what_is_covered() -> None:
    drawn = reasons()

    assert [row[1] for row in drawn.table.rows] == ["100.0%", "50.0%", "10.0%", "0%", "40.0%"]
    bars = [
        (float(x), float(width))
        for x, width in re.findall(r'<rect class="wf-\w+" x="([\d.]+)" y="\d+" width="([\d.]+)"',
                                   drawn.body)
    ]  # fmt: skip
    (all_x, all_width), (closed_x, closed_width), (full_x, full_width), (covered_x, covered) = bars
    assert closed_x + closed_width == pytest.approx(all_x + all_width, abs=0.2)
    assert full_x + full_width == pytest.approx(closed_x, abs=0.2)
    assert covered_x + covered == pytest.approx(full_x, abs=0.2)


def test_what_is_not_known_has_no_mark() -> None:
    drawn = beside()

    assert drawn.body.count("mark-own") == 1
    assert drawn.body.count("mark-other") == 1
    assert drawn.table.rows[1][1:] == ("not known", "not known", "not known")


def test_the_input_that_moves_most_is_on_top() -> None:
    assert [row[0] for row in moving().table.rows] == ["m", "little"]


def test_an_area_that_is_not_known_is_hatched_and_stands_last() -> None:
    drawn = areas()

    assert drawn.body.count("url(#map-hatch)") == 1
    assert drawn.table.rows[-1] == ("other", "not known")


def test_a_map_is_as_wide_as_it_may_be_and_not_taller() -> None:
    tall = {"type": "Polygon", "coordinates": [[[0, 0], [0.1, 0], [0.1, 9], [0, 9]]]}

    drawn = choropleth("m", [Shape("a", tall, 1.0)], title="t", unit="u", shown=shown)

    assert drawn.height <= 641


@pytest.mark.parametrize("value", [0.0, 0.19, 0.2, 0.5, 0.99, 1.0])
def test_a_share_has_one_of_five_shades(value: float) -> None:
    assert 0 <= shade(value) < SHADES
    assert shade(value) == min(int(value * 5 + 1e-9), 4)


@pytest.mark.parametrize("largest", [0.0, 0.013, 0.9, 1.0, 7.0, 99.0, 1234.0])
def test_an_axis_ends_at_or_after_the_largest_value(largest: float) -> None:
    marks = ticks(largest)

    assert marks[0] == 0
    assert marks[-1] >= largest * (1 - 1e-9)
    assert len(marks) <= 7
    assert list(edges_for(largest)) == sorted(edges_for(largest))


@pytest.mark.parametrize(("value", "up"), [(0.3, 0.5), (1.0, 1.0), (2.1, 2.5), (70, 100), (0, 1)])
def test_steps_are_numbers_that_one_can_say(value: float, up: float) -> None:
    assert round_up(value) == pytest.approx(up)


def test_an_element_escapes_all_that_is_no_markup() -> None:
    text = element("text", NASTY, class_=NASTY, x=1.04)

    assert "<script>" not in text
    assert 'x="1"' in text
