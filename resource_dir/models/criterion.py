"""Who will be taken: one structured criterion of one service or listing."""

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from resource_dir.models.base import Audience, Base, Id


class Criterion(Base):
    """A criterion that is stated. One that is not stated is unknown: it has no row.

    `code` is one of `fit.CRITERIA` (or `language:xx`, `payment:xx`), `stance` is yes or no and
    `value` holds its detail: a limit, an age range as JSON, a call window.
    """

    __tablename__ = "criterion"
    __table_args__ = (
        CheckConstraint("stance IN ('yes', 'no')", name="stance"),
        CheckConstraint(
            "service_id IS NOT NULL OR service_at_location_id IS NOT NULL", name="has_a_subject"
        ),
    )

    id: Mapped[Id]
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id"), index=True)
    service_at_location_id: Mapped[str | None] = mapped_column(
        ForeignKey("service_at_location.id"), index=True
    )
    code: Mapped[str] = mapped_column(Text)
    stance: Mapped[str] = mapped_column(Text)
    value: Mapped[str | None] = mapped_column(Text)
    audience: Mapped[Audience]
