"""HSDS table `attribute`."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import UUID_LENGTH, Base, Id


class Attribute(Base):
    """A taxonomy term put on a row of any table."""

    __tablename__ = "attribute"

    id: Mapped[Id]
    link_id: Mapped[str] = mapped_column(String(UUID_LENGTH), index=True)
    taxonomy_term_id: Mapped[str | None] = mapped_column(ForeignKey("taxonomy_term.id"), index=True)
    link_type: Mapped[str | None] = mapped_column(Text)
    link_entity: Mapped[str | None] = mapped_column(Text)
    value: Mapped[str | None] = mapped_column(Text)
    label: Mapped[str | None] = mapped_column(Text)
