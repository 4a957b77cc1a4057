"""HSDS table `url`."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base, Id


class Url(Base):
    """A further web address."""

    __tablename__ = "url"

    id: Mapped[Id]
    label: Mapped[str | None] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text)
    organization_id: Mapped[str | None] = mapped_column(ForeignKey("organization.id"), index=True)
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id"), index=True)
