"""Which geocoder is asked is an operator's choice alone, and a wrong one is refused at once."""

from pathlib import Path

import pytest

from resource_dir.config import GEOCODERS, load_settings
from resource_dir.errors import BadInput


def _load(folder: Path, **variables: str) -> object:
    return load_settings({"RESOURCE_DIR_DATA": str(folder), **variables})


def test_nobody_is_asked_by_default(tmp_path: Path) -> None:
    settings = load_settings({"RESOURCE_DIR_DATA": str(tmp_path)})

    assert (settings.geocoder, settings.geocoder_url) == ("", "")


@pytest.mark.parametrize("name", GEOCODERS)
def test_every_service_takes_the_address_of_an_own_server(tmp_path: Path, name: str) -> None:
    settings = load_settings(
        {
            "RESOURCE_DIR_DATA": str(tmp_path),
            "GEOCODER": name,
            "GEOCODER_URL": "https://geocoder.example.org:8443/path/",
        }
    )

    assert settings.geocoder_url == "https://geocoder.example.org:8443/path"


@pytest.mark.parametrize("name", ["arcgis", "census"])
def test_public_services_need_no_address(tmp_path: Path, name: str) -> None:
    settings = load_settings({"RESOURCE_DIR_DATA": str(tmp_path), "GEOCODER": name})

    assert settings.geocoder_url.startswith("https://")


@pytest.mark.parametrize(
    ("variables", "field"),
    [
        ({"GEOCODER": "google"}, "GEOCODER"),
        ({"GEOCODER": "nominatim"}, "GEOCODER_URL"),
        ({"GEOCODER": "photon", "GEOCODER_URL": "file:///etc/passwd"}, "GEOCODER_URL"),
        ({"GEOCODER": "photon", "GEOCODER_URL": "ftp://geocoder.example.org"}, "GEOCODER_URL"),
        ({"GEOCODER": "photon", "GEOCODER_URL": "//geocoder.example.org"}, "GEOCODER_URL"),
        ({"GEOCODER": "photon", "GEOCODER_URL": "https://"}, "GEOCODER_URL"),
        ({"GEOCODER": "photon", "GEOCODER_URL": "https://a:b@example.org"}, "GEOCODER_URL"),
        ({"GEOCODER": "photon", "GEOCODER_URL": "https://example.org/?q="}, "GEOCODER_URL"),
        ({"GEOCODER": "photon", "GEOCODER_URL": "https://[::1"}, "GEOCODER_URL"),
        ({"GEOCODER": "census", "GEOCODER_KEY": "k"}, "GEOCODER_KEY"),
        ({"GEOCODER": "census", "GEOCODER_TIMEOUT": "soon"}, "GEOCODER_TIMEOUT"),
        ({"GEOCODER": "census", "GEOCODER_TIMEOUT": "0"}, "GEOCODER_TIMEOUT"),
        ({"GEOCODER": "census", "GEOCODER_TIMEOUT": "inf"}, "GEOCODER_TIMEOUT"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    tmp_path: Path, variables: dict[str, str], field: str
) -> None:
    with pytest.raises(BadInput) as caught:
        _load(tmp_path, **variables)

    assert caught.value.field == field
