"""Address points of a county or city, by which a typed street address is found."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Float, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base
from resource_dir.models.source import DIGEST_LENGTH


class AddressSource(Base):
    """One address layer that was imported, under the name given at import.

    `digest` is of all its points in their order: the same file again changes nothing, and the
    digests of all layers together are the generation of the whole set.
    """

    __tablename__ = "address_source"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    points: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
    imported: Mapped[datetime]


class AddressPoint(Base):
    """One house, unit, or mile post of a layer. Nothing here refers to a listing, nor may it.

    A layer lists every house of its county, so also that of a withheld site, as one of many:
    that says nothing as long as no row links the two.
    """

    __tablename__ = "address_point"
    __table_args__ = (
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    source_name: Mapped[str] = mapped_column(ForeignKey("address_source.name"), index=True)
    number: Mapped[str] = mapped_column(Text)
    street: Mapped[str] = mapped_column(Text)
    unit: Mapped[str | None] = mapped_column(Text)
    city: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str | None] = mapped_column(Text)
    postal_code: Mapped[str | None] = mapped_column(Text)
    mile_post: Mapped[float | None] = mapped_column(Float)
    latitude: Mapped[float] = mapped_column(Float)
    longitude: Mapped[float] = mapped_column(Float)
