"""What every template may use: the addresses of our static files."""

import hashlib
from pathlib import Path

from flask import Flask

STYLESHEET = "resource_dir.css"
ICON = "icon.svg"
PASSKEYS = "js/passkeys.js"


def register_templates(app: Flask) -> None:
    """Set up Jinja. `_()` and what else a language needs comes from `language.py`."""
    environment = app.jinja_env
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    assert app.static_folder is not None
    for name, file in (
        ("stylesheet", STYLESHEET),
        ("icon", ICON),
        ("passkeys_script", PASSKEYS),
    ):
        environment.globals[name] = _address(Path(app.static_folder), file)


def _address(folder: Path, name: str) -> str:
    """The address of a static file with its content's hash, so that it may be cached for good."""
    digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"
