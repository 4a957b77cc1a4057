"""HSDS table `organization_identifier`."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Base, Id


class OrganizationIdentifier(Base):
    """A number under which a register knows the organization."""

    __tablename__ = "organization_identifier"

    id: Mapped[Id]
    organization_id: Mapped[str | None] = mapped_column(ForeignKey("organization.id"), index=True)
    identifier_scheme: Mapped[str | None] = mapped_column(Text)
    identifier_type: Mapped[str | None] = mapped_column(Text)
    identifier: Mapped[str] = mapped_column(Text)
