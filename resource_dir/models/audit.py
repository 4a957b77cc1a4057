"""Who changed what: a log whose rows are chained by hash."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.account_session import DIGEST_LENGTH
from resource_dir.models.base import Base


class AuditEntry(Base):
    """One change. `at` is exact to 1/100 s.

    `fields` is a JSON list of names; `changes` a JSON object, name to [before, after], without
    secrets and places. `digest` covers everything and the row before; of `changes` it covers
    `changes_digest`, which is salted. So values can be erased (with their salt) when a site is
    withheld, and the chain still holds.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_table_name_row_id", "table_name", "row_id"),)

    sequence: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    table_name: Mapped[str] = mapped_column(Text)
    row_id: Mapped[str] = mapped_column(Text)
    fields: Mapped[str] = mapped_column(Text)
    changes: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[str | None] = mapped_column(String(DIGEST_LENGTH))
    changes_digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
    previous: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH))


class AuditHead(Base):
    """The one row that says where the chain ends; locked while an entry is added."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    sequence: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
