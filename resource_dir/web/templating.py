"""What every template may use: addresses of static files and of the quick exit."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import Flask

from resource_dir.config import Settings


def register_templates(app: Flask, settings: Settings) -> None:
    """Set up Jinja; Flask-Babel puts the translations in."""
    environment = app.jinja_env
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.globals["static_url"] = static_addresses(app)
    environment.globals["quick_exit_url"] = settings.quick_exit_url


def static_addresses(app: Flask) -> Callable[[str], str]:
    """A function from a file in static/ ("js/keys.js") to its address.

    The address holds the content's hash, so that browsers may keep the file for good. Files are
    read once: a process serves what was there when it first named it.
    """
    assert app.static_folder is not None
    folder = Path(app.static_folder)

    @cache
    def static_url(name: str) -> str:
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()[:12]
        return f"/static/{name}?v={digest}"

    return static_url
