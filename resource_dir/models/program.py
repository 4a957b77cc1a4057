"""HSDS table `program`."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base, Id


class Program(Base):
    """A group of services run under one name."""

    __tablename__ = "program"

    id: Mapped[Id]
    organization_id: Mapped[str | None] = mapped_column(ForeignKey("organization.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    alternate_name: Mapped[str | None] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
