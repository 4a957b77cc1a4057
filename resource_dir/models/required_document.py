"""HSDS table `required_document`."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base, Id


class RequiredDocument(Base):
    """What the person has to bring."""

    __tablename__ = "required_document"

    id: Mapped[Id]
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id"), index=True)
    document: Mapped[str | None] = mapped_column(Text)
    uri: Mapped[str | None] = mapped_column(Text)
