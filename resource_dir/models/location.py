"""HSDS table `location`."""

from sqlalchemy import CheckConstraint, Float, ForeignKey, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base, Id

WITHHELD_HAS_NO_PLACE = (
    "NOT is_withheld OR (name IS NULL AND alternate_name IS NULL AND description IS NULL "
    "AND transportation IS NULL AND latitude IS NULL AND longitude IS NULL "
    "AND url IS NULL AND external_identifier IS NULL "
    "AND point_level IS NULL AND point_source IS NULL)"
)


class Location(Base):
    """A place, or the bare fact that there is one.

    The database itself refuses any place-bearing value of a withheld location (and `address`
    refuses to point at one): a mistake in a writer is an error, never a leak. `zone` is an IANA
    name; `zone_origin` says where it came from (source, point, zip, area, setting). `point_level`
    ("point", "interpolated", "street") and `point_source` are set where the point was looked up
    by the address; a point that the source itself gave has neither.
    """

    __tablename__ = "location"
    __table_args__ = (
        CheckConstraint(WITHHELD_HAS_NO_PLACE, name="withheld_has_no_place"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
        UniqueConstraint("id", "is_withheld"),  # what `address` refers to
    )

    id: Mapped[Id]
    location_type: Mapped[str | None] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    organization_id: Mapped[str | None] = mapped_column(ForeignKey("organization.id"), index=True)
    name: Mapped[str | None] = mapped_column(Text)
    alternate_name: Mapped[str | None] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    transportation: Mapped[str | None] = mapped_column(Text)
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    external_identifier: Mapped[str | None] = mapped_column(Text)
    external_identifier_type: Mapped[str | None] = mapped_column(Text)
    is_withheld: Mapped[bool] = mapped_column(default=False, server_default=false())
    zone: Mapped[str | None] = mapped_column(Text)
    zone_origin: Mapped[str | None] = mapped_column(Text)
    point_level: Mapped[str | None] = mapped_column(Text)
    point_source: Mapped[str | None] = mapped_column(Text)
