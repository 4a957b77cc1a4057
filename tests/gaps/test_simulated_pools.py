"""Overlapping catchments against people who really try one place after the other."""

import numpy as np
import pytest

from resource_dir.gaps.queues.overlap import overlapping_week

from .simulation import HOURS, World, always, exponential, mean_and_half_width, runs

HOUR = np.arange(HOURS)


def both(
    load: list[float], weights: list[list[float]], places: list[int], *, weeks: int = 24
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Predicted share turned away by area; seen in six runs; half of its 99 % interval."""
    stay = 2.0
    rate = np.repeat(np.array(load)[:, None] / stay, HOURS, axis=1)
    world = World(rate, np.array(weights), places, exponential(stay), always(len(places)))
    came, refused = runs(world, count=6, weeks=weeks)
    seen, error = mean_and_half_width(refused.sum(axis=2) / came.sum(axis=2), level=0.99)
    week = overlapping_week(rate, weights, places, stay=np.full(len(load), stay))
    return week.turn_away.mean(axis=1), seen, error


@pytest.mark.parametrize(
    ("load", "weights", "places"),
    [
        ([3, 5], [[1, 1], [1, 0.3]], [5, 4]),  # all reach all, whatever the weights
        ([4, 3], [[1, 0], [0, 1]], [5, 4]),  # nobody shares
    ],
)
def test_it_is_exact_where_all_or_none_is_shared(
    load: list[float], weights: list[list[float]], places: list[int]
) -> None:
    predicted, seen, error = both(load, weights, places)

    assert (np.abs(predicted - seen) <= error + 0.001).all()


@pytest.mark.parametrize(
    ("load", "weights", "places", "turned"),
    [
        ([3, 3, 3], [[1, 1, 0], [0, 1, 1], [1, 0, 1]], [4, 4, 4], [0.108] * 3),
        ([4, 2, 4], [[1, 0], [1, 1], [0, 1]], [6, 6], [0.206, 0.050, 0.206]),
    ],
)
def test_a_ring_and_an_area_between_two_are_near(
    load: list[float], weights: list[list[float]], places: list[int], turned: list[float]
) -> None:
    predicted, seen, _ = both(load, weights, places)

    assert seen.tolist() == pytest.approx(turned, abs=0.01)
    assert np.abs(predicted - seen).max() < 0.02


def test_counties_drawn_by_chance_with_waves_and_closed_nights_are_near() -> None:
    draw = np.random.default_rng(77)
    errors: list[float] = []
    for _ in range(3):
        units, areas = draw.integers(2, 5), draw.integers(2, 6)
        weights = (draw.uniform(size=(areas, units)) < 0.6) * draw.choice([1, 0.5], (areas, units))
        weights[weights.sum(axis=1) == 0, 0] = 1
        places = draw.integers(1, 12, units).tolist()
        stay = float(draw.choice([4.0, 8.0]))
        load = draw.dirichlet(np.ones(areas) * 2) * sum(places) * draw.uniform(0.5, 1.1)
        crest = draw.uniform(0, 24, areas)[:, None]
        rate = load[:, None] / stay * (1 + 0.8 * np.cos(2 * np.pi * (HOUR + 0.5 - crest) / 24))
        shut = draw.uniform(size=units)[:, None] < 0.3
        is_open = np.where(shut, (HOUR % 24 >= 8) & (HOUR % 24 < 20), True)
        world = World(rate, weights, places, exponential(stay), is_open)
        came, refused = runs(world, count=1, weeks=90)
        seen = refused.sum(axis=(0, 2)) / came.sum(axis=(0, 2))
        week = overlapping_week(rate, weights, places, stay=np.full(areas, stay), is_open=is_open)
        predicted = (week.turn_away * rate).sum(axis=1) / rate.sum(axis=1)
        errors += (predicted - seen).tolist()

    assert np.sqrt(np.mean(np.square(errors))) < 0.02
    assert np.abs(errors).max() < 0.04


@pytest.mark.parametrize("stay", [4.0, 8.0])
def test_stays_of_a_third_of_the_wave_in_overfull_units_are_near(stay: float) -> None:
    # Where the modified offered load says .148 for .177, and the steady formula .122.
    rate = (1 + 0.8 * np.cos(2 * np.pi * (HOUR + 0.5 - 18) / 24))[None] * 8 / stay
    world = World(rate, np.ones((1, 1)), [10], exponential(stay), always(1))
    came, refused = runs(world, count=6, weeks=60)
    seen, error = mean_and_half_width(refused.sum(axis=(1, 2)) / came.sum(axis=(1, 2)))

    week = overlapping_week(rate, [[1]], [10], stay=[stay])

    predicted = float((week.turn_away * rate).sum() / rate.sum())
    assert abs(predicted - float(seen)) < float(error) + 0.004
