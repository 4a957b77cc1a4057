"""HSDS table `funding`."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base, Id


class Funding(Base):
    """Where an organization or service has its money from."""

    __tablename__ = "funding"

    id: Mapped[Id]
    organization_id: Mapped[str | None] = mapped_column(ForeignKey("organization.id"), index=True)
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id"), index=True)
    source: Mapped[str | None] = mapped_column(Text)
