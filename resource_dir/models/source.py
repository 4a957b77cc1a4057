"""Where rows come from: sources, and what each of them asserts."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import UUID_LENGTH, Base

DIGEST_LENGTH = 32


class Source(Base):
    """A directory that we import from, under the name given at import."""

    __tablename__ = "source"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    imported: Mapped[datetime]


class Assertion(Base):
    """One source asserts one row: two sources may assert the same one.

    `digest` is of the canonical, already redacted values, so it can't be used to test a guess at
    a withheld place; it tells an unchanged row from a changed one.
    """

    __tablename__ = "assertion"

    source_name: Mapped[str] = mapped_column(ForeignKey("source.name"), primary_key=True)
    table_name: Mapped[str] = mapped_column(Text, primary_key=True)
    row_id: Mapped[str] = mapped_column(String(UUID_LENGTH), primary_key=True, index=True)
    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
