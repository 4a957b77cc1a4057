"""The denormalised listing that search answers from, and the change feed."""

from typing import Any

from sqlalchemy import JSON, BigInteger, Float, Integer, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import UUID_LENGTH, Base


class ListingDocument(Base):
    """All that a search result shows of one listing, derived and disposable.

    `document` holds every fact with its audience; who reads filters. A retired listing keeps its
    row with a null document, so that followers of the change feed learn of it. The columns beside
    it let SQL answer a search when there is no index.
    """

    __tablename__ = "listing_document"

    id: Mapped[str] = mapped_column(String(UUID_LENGTH), primary_key=True)
    service_id: Mapped[str] = mapped_column(String(UUID_LENGTH), index=True)
    location_id: Mapped[str | None] = mapped_column(String(UUID_LENGTH), index=True)
    organization_id: Mapped[str | None] = mapped_column(String(UUID_LENGTH), index=True)
    latitude: Mapped[float | None] = mapped_column(Float, index=True)
    longitude: Mapped[float | None] = mapped_column(Float)
    is_withheld: Mapped[bool] = mapped_column(default=False, server_default=false())
    words: Mapped[str] = mapped_column(Text)
    document: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    change_number: Mapped[int] = mapped_column(BigInteger, index=True)


class ChangeCounter(Base):
    """The number of the last change. One row; its lock is held until commit, so numbers become
    visible in their order and a follower never skips one (sequences commit out of order).
    """

    __tablename__ = "change_counter"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)
    database_id: Mapped[str] = mapped_column(String(UUID_LENGTH))
