"""Settings of the map and of the quick exit: what can't be used stops the start, by name."""

from pathlib import Path

import pytest

from resource_dir.config import Settings, load_settings
from resource_dir.errors import BadInput

TILES = "https://tiles.example.org/{z}/{x}/{y}.png"


def load(tmp_path: Path, **environ: str) -> Settings:
    return load_settings({"RESOURCE_DIR_DATA": str(tmp_path), "SECRET_KEY": "k" * 32, **environ})


def test_without_settings_there_are_county_lines_and_a_page_about_the_weather(
    tmp_path: Path,
) -> None:
    settings = load(tmp_path, MAP_TILES_URL="", MAP_PMTILES="", QUICK_EXIT_URL="")

    assert settings.map_tiles_url == ""
    assert settings.map_pmtiles is None
    assert settings.quick_exit_url == "https://www.weather.gov/"


@pytest.mark.parametrize(
    "url", [TILES, "/tiles/{z}/{x}/{y}{r}.webp", "http://127.0.0.1:8080/{z}/{x}/{y}"]
)
def test_a_template_of_tiles_is_taken(tmp_path: Path, url: str) -> None:
    assert load(tmp_path, MAP_TILES_URL=url).map_tiles_url == url


@pytest.mark.parametrize(
    "url",
    [
        "https://tiles.example.org/map.png",
        "https://{s}.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}/{y",
        "ftp://tiles.example.org/{z}/{x}/{y}",
        "//tiles.example.org/{z}/{x}/{y}",
        "https://a; script-src *.example.org/{z}/{x}/{y}",
        "https://ann@example.org/{z}/{x}/{y}",
        "https://[/{z}/{x}/{y}",
    ],
)
def test_a_template_that_could_not_work_or_would_widen_the_policy_is_refused(
    tmp_path: Path, url: str
) -> None:
    with pytest.raises(BadInput, match="MAP_TILES_URL"):
        load(tmp_path, MAP_TILES_URL=url)


def test_one_ground_at_a_time(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not both"):
        load(tmp_path, MAP_TILES_URL=TILES, MAP_PMTILES="map.pmtiles")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "weather", "https:///x", "https://a b/"])
def test_an_exit_that_leads_nowhere_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadInput, match="QUICK_EXIT_URL"):
        load(tmp_path, QUICK_EXIT_URL=url)
