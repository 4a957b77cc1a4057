"""One search as a request asks for it: the page and the JSON interface answer from here."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request

from resource_dir.fit import Language
from resource_dir.operations.asking import read_query
from resource_dir.operations.finding import find_listings
from resource_dir.web.access import viewer_of
from resource_dir.web.answers import database, failed_searches, index_keeper, locator, now


def answer_of(params: Mapping[str, Sequence[str]], *, language: Language = "en") -> dict[str, Any]:
    """Find listings; a search that finds none is counted for the planner. Programs get English.

    Raises BadInput naming the parameter that can't be read.
    """
    moment, viewer = now(), viewer_of(request)
    query = read_query(params, now=moment, viewer=viewer, locate=locator(viewer))
    answer = find_listings(
        database(), query, keeper=index_keeper(), viewer=viewer, now=moment, language=language
    )
    if not answer["total"]:
        failed_searches().note(query, now=moment)
    return answer
