"""HSDS table `unit`."""

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base, Id


class Unit(Base):
    """What capacity is counted in: beds, chairs, rooms, slots."""

    __tablename__ = "unit"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(Text)
    scheme: Mapped[str | None] = mapped_column(Text)
    identifier: Mapped[str | None] = mapped_column(Text)
    uri: Mapped[str | None] = mapped_column(Text)
