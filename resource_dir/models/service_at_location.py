"""HSDS table `service_at_location`: the usual listing."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base, Id


class ServiceAtLocation(Base):
    """One service at one location: what a person finds."""

    __tablename__ = "service_at_location"

    id: Mapped[Id]
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), index=True)
    location_id: Mapped[str] = mapped_column(ForeignKey("location.id"), index=True)
    description: Mapped[str | None] = mapped_column(Text)
