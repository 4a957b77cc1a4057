"""Areas that demand is counted by: beats, districts, tracts."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base


class AreaLayer(Base):
    """One set of areas, as imported from one file."""

    __tablename__ = "area_layer"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Text)


class Area(Base):
    """One area: its outline (a GeoJSON geometry), a point inside it, and people where known.

    Outline and point are null together: a zone that an agency names and nobody drew.
    """

    __tablename__ = "area"

    layer_id: Mapped[str] = mapped_column(ForeignKey("area_layer.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    population: Mapped[int | None] = mapped_column(Integer)
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    area_km2: Mapped[float | None] = mapped_column(Float)
    outline: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
