"""Logs: one JSON object per line on stderr, without query texts, addresses or values.

A place that somebody typed in a search must not lie in a log file for a year. So a request is
logged by the template of its route, an error by its type and the line it came from, and messages
of other libraries by their template, before values are put in.
"""

import logging
import sys
import traceback
from pathlib import Path

import orjson
import structlog

PACKAGE = str(Path(__file__).parent)
QUIET = ("werkzeug", "gunicorn.access")  # both log the request line, words and place included


def configure_logs() -> None:
    """Set up structlog and the standard library's logging; may be called again."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=_to_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=_print_to_stderr,
    )
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
    root = logging.getLogger()
    if not any(isinstance(handler, TemplateHandler) for handler in root.handlers):
        root.addHandler(TemplateHandler(level=logging.WARNING))


def place_of(error: BaseException) -> str:
    """The last line of ours that an error came through: "web/api/searches.py:31 in search"."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(PACKAGE)] or frames
    if not ours:
        return "unknown"
    last = ours[-1]
    return f"{last.filename.removeprefix(PACKAGE).lstrip('/')}:{last.lineno} in {last.name}"


class TemplateHandler(logging.Handler):
    """Passes on what other libraries log: logger and message template, never the arguments."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        error = record.exc_info[1] if record.exc_info else None
        structlog.get_logger().log(
            record.levelno,
            str(record.msg),
            logger=record.name,
            **({"error": type(error).__name__, "place": place_of(error)} if error else {}),
        )


def _print_to_stderr(*args: object) -> structlog.PrintLogger:
    return structlog.PrintLogger(sys.stderr)


def _to_json(event: object, **kwargs: object) -> str:
    return orjson.dumps(event, default=str).decode()
