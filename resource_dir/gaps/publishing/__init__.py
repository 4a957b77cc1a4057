"""Tables of counts for everybody: small cells hidden, and those that would give them away."""

from resource_dir.gaps.publishing.attacking import Bounds, attack, exposed
from resource_dir.gaps.publishing.published import HIDDEN, K, Published
from resource_dir.gaps.publishing.statements import (
    Statement,
    percent_statements,
    rate_statement,
    sum_statement,
)
from resource_dir.gaps.publishing.suppressing import publish

__all__ = [
    "HIDDEN",
    "Bounds",
    "K",
    "Published",
    "Statement",
    "attack",
    "exposed",
    "percent_statements",
    "publish",
    "rate_statement",
    "sum_statement",
]
