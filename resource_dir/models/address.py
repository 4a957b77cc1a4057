"""HSDS table `address`."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import UUID_LENGTH, Base, Id


class Address(Base):
    """Where a location is, in words.

    The foreign key takes in `location.is_withheld`, which here can only be false: an address of a
    withheld location can't be stored, whoever writes it.
    """

    __tablename__ = "address"
    __table_args__ = (
        ForeignKeyConstraint(
            ["location_id", "location_is_withheld"], ["location.id", "location.is_withheld"]
        ),
        CheckConstraint("NOT location_is_withheld", name="not_of_a_withheld_location"),
    )

    id: Mapped[Id]
    location_id: Mapped[str] = mapped_column(String(UUID_LENGTH), index=True)
    location_is_withheld: Mapped[bool] = mapped_column(default=False, server_default=false())
    attention: Mapped[str | None] = mapped_column(Text)
    address_1: Mapped[str | None] = mapped_column(Text)
    address_2: Mapped[str | None] = mapped_column(Text)
    city: Mapped[str | None] = mapped_column(Text)
    region: Mapped[str | None] = mapped_column(Text)
    state_province: Mapped[str | None] = mapped_column(Text)
    postal_code: Mapped[str | None] = mapped_column(Text)
    country: Mapped[str | None] = mapped_column(Text)
    address_type: Mapped[str | None] = mapped_column(Text)
