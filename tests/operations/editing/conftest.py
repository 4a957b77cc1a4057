"""A night shelter that is edited."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.models import Service


@pytest.fixture
def shelter(take: Any, package: Any, county: Any, session: Session) -> str:
    """The id of the night shelter's service."""
    take(package(county))
    return session.scalars(select(Service.id).where(Service.name == "Night shelter")).one()
