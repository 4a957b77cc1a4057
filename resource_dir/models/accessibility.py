"""HSDS table `accessibility`."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base, Id


class Accessibility(Base):
    """How a location is accessible."""

    __tablename__ = "accessibility"

    id: Mapped[Id]
    location_id: Mapped[str | None] = mapped_column(ForeignKey("location.id"), index=True)
    description: Mapped[str | None] = mapped_column(Text)
    details: Mapped[str | None] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
