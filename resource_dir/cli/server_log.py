"""The server's own log, without anything that a client sent.

gunicorn quotes a malformed request line, header names and the client's address in its warnings:
`GET /search?near=12 Hidden Street HTTP/1.1` once stood in the log with its street.
"""

from typing import Any

from gunicorn.glogging import Logger


class QuietLogger(Logger):  # type: ignore[misc]  # gunicorn is not typed
    """Says that something went wrong, and of which kind; never with the words of the client."""

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Log the template of the message, without its arguments."""
        super().warning("%s", _template(msg, args))

    def error(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Log the template of the message, without its arguments."""
        super().error("%s", _template(msg, args))

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Log the template; a traceback would hold the URL."""
        super().error("%s", _template(msg, args))

    def info(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Nothing: our own request log says what has to be said."""

    def debug(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Nothing: it quotes requests."""


def _template(msg: object, args: tuple[Any, ...]) -> str:
    """The message with its arguments left out. One that was put together already may hold the
    client's address or words, so nothing of it is shown.
    """
    return str(msg) if args else "the server refused or lost a request; its words are not logged"
