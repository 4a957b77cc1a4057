"""Is the process up, and can it answer?"""

from flask import Blueprint, Response
from sqlalchemy import text

from resource_dir.web.answers import database, index_keeper, json_answer

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> Response:
    """The process is up; asks nothing of the database."""
    return json_answer({"status": "up"})


@health.get("/readyz")
def readyz() -> Response:
    """Database and search index can be used. 503 while the index is rebuilt: SQL answers then."""
    session = database()
    session.execute(text("SELECT 1"))
    has_index = index_keeper().current(session) is not None
    body = {
        "status": "ready" if has_index else "not ready",
        "database": "usable",
        "index": "usable" if has_index else "being rebuilt; searches are answered from SQL",
    }
    return json_answer(body, status=200 if has_index else 503)
