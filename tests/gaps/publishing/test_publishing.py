"""A published table is attacked by a reader who can do sums, and keeps its small counts."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from resource_dir.errors import BadInput
from resource_dir.gaps.publishing import (
    HIDDEN,
    K,
    Published,
    Statement,
    attack,
    exposed,
    percent_statements,
    publish,
    rate_statement,
    sum_statement,
)
from resource_dir.gaps.publishing.published import Integers, framed, hidden_in

SIDES = st.integers(1, 5)
COUNTS = st.one_of(st.integers(0, 14), st.sampled_from([0, 0, 20, 35, 120]))
TABLES = st.tuples(SIDES, SIDES).flatmap(lambda shape: arrays(np.int64, shape, elements=COUNTS))
CITY = np.array([[5, 20, 30], [40, 50, 60], [12, 0, 33]])


def with_small_ones_hidden(counts: Integers) -> Published:
    """What somebody publishes who has not heard of complementary suppression."""
    values = framed(counts)
    return hidden_in(values, (values == 0) | (values >= K))


@settings(deadline=None, max_examples=120)
@given(TABLES)
def test_no_hidden_count_is_known_to_be_small_or_nearly_known(counts: Integers) -> None:
    published = publish(counts)

    assert not exposed(attack(published), published).any()


@settings(deadline=None, max_examples=120)
@given(TABLES)
def test_what_is_shown_is_true_and_never_from_1_to_10(counts: Integers) -> None:
    published, truth = publish(counts), framed(counts)

    shown = published.values[published.shown]
    assert (shown == truth[published.shown]).all()
    assert ((shown == 0) | (shown >= K)).all()
    assert (published.values[~published.shown] == HIDDEN).all()


@given(TABLES)
@settings(deadline=None, max_examples=60)
def test_a_zero_is_about_nobody_and_is_shown(counts: Integers) -> None:
    assert (publish(counts).cells[counts == 0] == 0).all()


def test_hiding_only_the_small_ones_gives_them_away() -> None:
    published = with_small_ones_hidden(CITY)
    bounds = attack(published)

    assert exposed(bounds, published).sum() == 1
    assert bounds.low[0, 0] == bounds.high[0, 0] == 5


def test_three_more_cells_are_hidden_for_one_small_one() -> None:
    published = publish(CITY)

    assert (published.values == HIDDEN).sum() == 4
    assert (published.row_totals >= K).all()
    assert (published.column_totals >= K).all()
    assert published.grand_total == CITY.sum()


def test_nothing_small_hides_nothing() -> None:
    counts = np.array([[11, 0], [30, 44]])

    assert (publish(counts).values == framed(counts)).all()


def test_one_small_count_alone_hides_all() -> None:
    published = publish(np.array([[7]]))

    assert not published.shown.any()


def test_a_whole_county_is_published_within_moments() -> None:
    random = np.random.default_rng(7)
    counts = random.poisson(random.gamma(0.6, 60.0, (12, 9)))

    published = publish(counts)

    assert ((counts > 0) & (counts < K)).any()
    assert published.grand_total == counts.sum()
    assert not exposed(attack(published), published).any()


def test_the_bounds_are_those_of_trying_every_table() -> None:
    random = np.random.default_rng(3)
    for _ in range(12):
        values = framed(random.integers(0, 6, (2, 3)))
        shown = (random.random(values.shape) < 0.5) | (values == 0)
        shown[-1, -1] = True  # else the tables have no end
        published = hidden_in(values, shown)

        bounds = attack(published)

        low, high = bounds_by_trying(published)
        assert np.allclose(bounds.low, low)
        assert np.allclose(bounds.high, high)


def bounds_by_trying(published: Published) -> tuple[Integers, Integers]:
    """Every table of whole numbers that fits what is shown, one by one."""
    total = published.grand_total
    choices = [
        [int(value)] if is_shown else range(1, total + 1)
        for value, is_shown in zip(
            published.cells.ravel(), published.shown[:-1, :-1].ravel(), strict=True
        )
    ]
    tables = np.array([framed(np.array(one).reshape(2, 3)) for one in some_tables(choices, total)])
    fits = (tables == published.values) | (~published.shown & (tables >= 1))
    tables = tables[fits.all(axis=(1, 2))]
    return tables.min(axis=0), tables.max(axis=0)


def some_tables(choices: list[list[int] | range], total: int) -> list[tuple[int, ...]]:
    """Every way to the total; the last free cell is what is left."""
    free = [number for number, choice in enumerate(choices) if len(choice) > 1]
    if not free:
        return [tuple(choice[0] for choice in choices)]
    *others, last = free
    found = []
    for one in product(*(choices[number] for number in others)):
        cells = [choice[0] if len(choice) == 1 else 0 for choice in choices]
        for number, value in zip(others, one, strict=True):
            cells[number] = value
        cells[last] = total - sum(cells)
        if cells[last] >= 1:
            found.append(tuple(cells))
    return found


def test_rates_and_percentages_of_what_is_shown_tell_nothing_new() -> None:
    published = publish(CITY)
    people = [8900, 7600, 3900]

    bounds = attack(published, said_of(published, people))

    plain = attack(published)
    assert np.allclose(bounds.low, plain.low)
    assert np.allclose(bounds.high, plain.high)


def said_of(published: Published, people: list[int]) -> list[Statement]:
    """Each rate and each percentage that a page could print of the places that are shown."""
    shape, total = published.values.shape, (-1, -1)
    said = []
    for row, column in np.argwhere(published.shown):
        count, place = int(published.values[row, column]), (int(row), int(column))
        if column < len(people):
            rate = round(count / people[column] * 1000, 1)
            said.append(rate_statement(shape, place, rate, population=people[column]))
        percent = round(count / published.grand_total * 100)
        said.extend(percent_statements(shape, place, total, percent))
    return said


def test_a_rate_of_a_hidden_count_gives_it_away() -> None:
    published = publish(CITY)
    rate = rate_statement(published.values.shape, (0, 0), 0.6, population=8900)

    bounds = attack(published, [rate])

    assert exposed(bounds, published)[0, 0]
    assert bounds.high[0, 0] < K


def test_a_percentage_of_a_hidden_count_gives_it_away() -> None:
    published = publish(CITY)
    nine_of_a_hundred = percent_statements(published.values.shape, (0, 0), (0, -1), 9)

    assert exposed(attack(published, nine_of_a_hundred), published)[0, 0]


def test_a_second_set_of_areas_gives_it_away() -> None:
    """Why a period that is published once is never published by other areas."""
    published = publish(CITY)
    hidden = np.flatnonzero(published.cells[0] == HIDDEN)
    others = [(0, int(column)) for column in hidden if column != 0]
    elsewhere = sum_statement(published.values.shape, others, float(CITY[0, hidden[1:]].sum()))

    bounds = attack(published, [elsewhere])

    assert bounds.high[0, 0] == 5


def test_what_contradicts_the_table_is_refused() -> None:
    published = publish(CITY)

    with pytest.raises(BadInput, match="contradict"):
        attack(published, [sum_statement(published.values.shape, [(0, 0)], 1e6)])


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (np.zeros((0, 3), dtype=np.int64), "empty"),
        (np.array([[3, -1]]), "negative"),
        (np.array([3, 1]), "empty"),
    ],
)
def test_what_is_no_table_of_counts_is_refused(counts: Integers, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        publish(counts)
