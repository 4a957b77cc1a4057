"""HSDS table `taxonomy`."""

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base, Id


class Taxonomy(Base):
    """A vocabulary."""

    __tablename__ = "taxonomy"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    uri: Mapped[str | None] = mapped_column(Text)
    version: Mapped[str | None] = mapped_column(Text)
