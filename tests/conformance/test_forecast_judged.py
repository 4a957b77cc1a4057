"""The forecast on a real winter: fitted on January, judged on February as it goes by."""

from pathlib import Path

import pytest

from resource_dir.gaps.forecasting.judging import Judgement, judge
from resource_dir.gaps.forecasting.reading import read_history

NIGHTS = "capacity/toronto_2024_jan_feb.csv.gz"


@pytest.fixture(scope="module")
def judged(shared_data: Path) -> Judgement:
    return judge(read_history(shared_data / NIGHTS))


def test_every_programme_is_judged_on_every_night_of_february(judged: Judgement) -> None:
    assert judged.units == 136
    assert judged.judged_from.isoformat() == "2024-02-01"
    assert judged.judged_to.isoformat() == "2024-02-29"


@pytest.mark.parametrize(
    ("days", "below_last", "below_own"),
    [(1, 0.20, 0.20), (2, 0.25, 0.12), (3, 0.25, 0.08), (7, 0.30, 0.0)],
)
def test_it_is_as_much_better_than_both_guesses_as_was_asked_for(
    judged: Judgement, days: int, below_last: float, below_own: float
) -> None:
    score = judged.score(days)

    assert score.below_last_reported is not None
    assert score.below_last_reported >= below_last
    assert score.below_climatology is not None
    assert score.below_climatology >= below_own


def test_a_day_ahead_most_bins_mean_what_they_say(judged: Judgement) -> None:
    bins = [one for one in judged.reliability if (one.horizon, one.group) == (1, "all")]
    close = sum(one.forecasts for one in bins if abs(one.mean_chance - one.came_true) <= 0.03)

    assert close >= 0.9 * sum(one.forecasts for one in bins)
