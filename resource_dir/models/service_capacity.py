"""HSDS table `service_capacity`."""

from datetime import datetime

from sqlalchemy import Float, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base, Id


class ServiceCapacity(Base):
    """Capacity as the standard has it: of a service as a whole. Ours is `capacity`."""

    __tablename__ = "service_capacity"

    id: Mapped[Id]
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id"), index=True)
    unit_id: Mapped[str | None] = mapped_column(ForeignKey("unit.id"), index=True)
    available: Mapped[float | None] = mapped_column(Float)
    maximum: Mapped[float | None] = mapped_column(Float)
    description: Mapped[str | None] = mapped_column(Text)
    updated: Mapped[datetime | None]
