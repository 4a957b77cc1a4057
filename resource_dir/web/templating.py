"""What every template may use: the addresses of the stylesheet and the icon."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import Flask

STYLESHEET = "resource_dir.css"
ICON = "icon.svg"


def register_templates(app: Flask) -> None:
    """Set up Jinja; `static_url("js/listing.js")` is the address of one of our own files."""
    environment = app.jinja_env
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    assert app.static_folder is not None
    static_url = _addresses_in(Path(app.static_folder))
    environment.globals["static_url"] = static_url
    for name, file in (("stylesheet", STYLESHEET), ("icon", ICON)):
        environment.globals[name] = static_url(file)


def _addresses_in(folder: Path) -> Callable[[str], str]:
    """A function from a file's name to its address with its content's hash, so that it may be
    cached for good; each file is read once.
    """

    @cache
    def static_url(name: str) -> str:
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()[:12]
        return f"/static/{name}?v={digest}"

    return static_url
