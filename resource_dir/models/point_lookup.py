"""What was asked about the address of a listing without a point."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import UUID_LENGTH, Base


class PointLookup(Base):
    """One address of one public location that was looked up, found or not.

    So that `geocode --missing` goes on where it was stopped. As with `address`, the foreign key
    takes in `location.is_withheld`, which here can only be false: no question about a withheld
    place can be remembered, and one must be forgotten before its place can be withheld.
    """

    __tablename__ = "point_lookup"
    __table_args__ = (
        ForeignKeyConstraint(
            ["location_id", "location_is_withheld"], ["location.id", "location.is_withheld"]
        ),
        CheckConstraint("NOT location_is_withheld", name="not_of_a_withheld_location"),
    )

    location_id: Mapped[str] = mapped_column(String(UUID_LENGTH), primary_key=True)
    address: Mapped[str] = mapped_column(Text, primary_key=True)
    location_is_withheld: Mapped[bool] = mapped_column(default=False, server_default=false())
    level: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    looked_up: Mapped[datetime]
