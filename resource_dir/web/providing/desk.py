"""From where links about beds leave this server."""

from flask import current_app

from resource_dir.operations.beds.asking import Desk


def desk() -> Desk:
    """The desk of the application that answers this request."""
    found: Desk = current_app.extensions["desk"]
    return found
