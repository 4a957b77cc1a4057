"""Which needs a service answers."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base, Id


class ListingNeed(Base):
    """A service answers a need (a slug of `needs.NEEDS`); `origin` says how that is known:
    term, code, name or steward.
    """

    __tablename__ = "listing_need"
    id: Mapped[Id]
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), index=True)
    need_slug: Mapped[str] = mapped_column(Text, index=True)
    origin: Mapped[str] = mapped_column(Text, default="term", server_default="term")
