"""What all tables share: the declarative base, ids and the one time type."""

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import DateTime, Dialect, Enum, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry

from resource_dir.errors import BadInput


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Refuses naive values; comes back aware, in UTC, on every database.

    A naive time once meant the server's zone on one machine and UTC on the next.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Check and convert on the way in."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise BadInput(f"A time without a zone can't be stored: {value.isoformat()}.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give the zone back on the way out."""
        if value is None:
            return None
        stored: datetime = value
        return stored.replace(tzinfo=UTC) if stored.tzinfo is None else stored.astimezone(UTC)


NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of every table; constraint names are fixed so that migrations can find them."""

    # A registry rather than two class attributes: Flask-SQLAlchemy derives from this class, and
    # SQLAlchemy 2.1 refuses a derived base that inherits a type map.
    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UtcDateTime()},
    )


UUID_LENGTH = 36

# An HSDS id: a UUID in its 36-character form, the same text on both databases and in exports.
Id = Annotated[str, mapped_column(String(UUID_LENGTH), primary_key=True)]

AUDIENCES = ("public", "partner", "own")

# Who may see a fact: anybody, signed-in partners, or only the organization that it is about.
Audience = Annotated[
    str,
    mapped_column(
        Enum(*AUDIENCES, name="audience", native_enum=False),
        default="public",
        server_default="public",
    ),
]
