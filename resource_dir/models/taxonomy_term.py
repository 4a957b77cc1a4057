"""HSDS table `taxonomy_term`."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import UUID_LENGTH, Base, Id


class TaxonomyTerm(Base):
    """A term of a vocabulary."""

    __tablename__ = "taxonomy_term"

    id: Mapped[Id]
    code: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    parent_id: Mapped[str | None] = mapped_column(String(UUID_LENGTH))
    taxonomy: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)
    taxonomy_id: Mapped[str | None] = mapped_column(ForeignKey("taxonomy.id"), index=True)
    term_uri: Mapped[str | None] = mapped_column(Text)
