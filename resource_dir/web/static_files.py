"""Stylesheets, scripts and pictures, compressed like the pages."""

from flask import Flask, Response, request


def register_static_files(app: Flask) -> None:
    """Bind after the compressor, so that this runs before it does."""
    app.after_request(_read_whole)


def _read_whole(response: Response) -> Response:
    """Read the file now: the compressor would take it as a stream and never close it."""
    if request.endpoint == "static" and response.direct_passthrough:
        file = response.response
        response.direct_passthrough = False
        response.get_data()
        if hasattr(file, "close"):
            file.close()
    return response
