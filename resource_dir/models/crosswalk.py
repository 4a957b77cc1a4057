"""What call types mean: a crosswalk from call type to needs, in versions that two people read."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Enum, Float, ForeignKey, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base

CROSSWALK_STATES = ("draft", "unreviewed", "reviewed", "replaced")


class Crosswalk(Base):
    """One agency's crosswalk; its meaning lies in the versions."""

    __tablename__ = "crosswalk"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Text)


class CrosswalkVersion(Base):
    """One version. `unreviewed` and `reviewed` count, the newest of them; a draft does not.

    The reviewer is somebody else than the author.
    """

    __tablename__ = "crosswalk_version"
    __table_args__ = (UniqueConstraint("crosswalk_id", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    crosswalk_id: Mapped[str] = mapped_column(ForeignKey("crosswalk.id"), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(
        Enum(*CROSSWALK_STATES, name="crosswalk_state", native_enum=False)
    )
    author: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime]
    reviewer: Mapped[str | None] = mapped_column(Text)
    reviewed: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(Text)


class CrosswalkEntry(Base):
    """One call type (with one disposition, or "" for any) asks for one need with this weight.

    A type that was looked at and asks for nothing has one entry with the need "" and weight 0.
    """

    __tablename__ = "crosswalk_entry"
    __table_args__ = (CheckConstraint("weight >= 0 AND weight <= 1", name="weight"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("crosswalk_version.id"), primary_key=True)
    call_type: Mapped[str] = mapped_column(Text, primary_key=True)
    disposition: Mapped[str] = mapped_column(Text, primary_key=True, default="")
    need: Mapped[str] = mapped_column(Text, primary_key=True)
    weight: Mapped[float] = mapped_column(Float)
