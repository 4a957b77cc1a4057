"""HSDS table `meta_table_description`."""

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base, Id


class MetaTableDescription(Base):
    """Language and character set of a source table."""

    __tablename__ = "meta_table_description"

    id: Mapped[Id]
    name: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)
    character_set: Mapped[str | None] = mapped_column(Text)
