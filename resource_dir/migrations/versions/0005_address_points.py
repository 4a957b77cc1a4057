"""Address points, and points of listings that were looked up by their address."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op

from resource_dir.models.base import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CHECK = "ck_location_withheld_has_no_place"
NO_PLACE_BEFORE = (
    "NOT is_withheld OR (name IS NULL AND alternate_name IS NULL AND description IS NULL "
    "AND transportation IS NULL AND latitude IS NULL AND longitude IS NULL "
    "AND url IS NULL AND external_identifier IS NULL)"
)
NO_PLACE = (
    "NOT is_withheld OR (name IS NULL AND alternate_name IS NULL AND description IS NULL "
    "AND transportation IS NULL AND latitude IS NULL AND longitude IS NULL "
    "AND url IS NULL AND external_identifier IS NULL "
    "AND point_level IS NULL AND point_source IS NULL)"
)
POINT_CHECKS = (
    ("ck_location_latitude", "latitude BETWEEN -90 AND 90"),
    ("ck_location_longitude", "longitude BETWEEN -180 AND 180"),
)


@contextmanager
def _location_without_its_check() -> Iterator[Any]:
    """Alter `location`, whose withheld check has gone and is to be made anew.

    SQLite copies the table, and whether Alembic reads its checks depends on SQLAlchemy (2.1 does,
    2.0 did not). Each check is made under its own name: that adds it once, or takes the place of
    the one that was read.
    """
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("location") as batch:
        if is_sqlite:
            for name, text in POINT_CHECKS:
                batch.create_check_constraint(op.f(name), text)
        else:
            batch.drop_constraint(op.f(CHECK), type_="check")
        yield batch


def upgrade() -> None:
    """Add the tables and columns."""
    op.create_table(
        "address_source",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("imported", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_address_source")),
    )
    op.create_table(
        "address_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_name", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("postal_code", sa.Text(), nullable=True),
        sa.Column("mile_post", sa.Float(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_address_point_latitude")),
        sa.CheckConstraint(
            "longitude BETWEEN -180 AND 180", name=op.f("ck_address_point_longitude")
        ),
        sa.ForeignKeyConstraint(
            ["source_name"],
            ["address_source.name"],
            name=op.f("fk_address_point_source_name_address_source"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_point")),
    )
    op.create_index(
        op.f("ix_address_point_source_name"), "address_point", ["source_name"], unique=False
    )
    with _location_without_its_check() as batch:
        batch.add_column(sa.Column("point_level", sa.Text(), nullable=True))
        batch.add_column(sa.Column("point_source", sa.Text(), nullable=True))
        batch.create_check_constraint(op.f(CHECK), NO_PLACE)
    op.create_table(
        "point_lookup",
        sa.Column("location_id", sa.String(length=36), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("location_is_withheld", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("looked_up", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "NOT location_is_withheld", name=op.f("ck_point_lookup_not_of_a_withheld_location")
        ),
        sa.ForeignKeyConstraint(
            ["location_id", "location_is_withheld"],
            ["location.id", "location.is_withheld"],
            name=op.f("fk_point_lookup_location_id_location_is_withheld_location"),
        ),
        sa.PrimaryKeyConstraint("location_id", "address", name=op.f("pk_point_lookup")),
    )


def downgrade() -> None:
    """Remove the tables and columns; points that were looked up stay, without their origin."""
    op.drop_table("point_lookup")
    with _location_without_its_check() as batch:
        batch.drop_column("point_source")
        batch.drop_column("point_level")
        batch.create_check_constraint(op.f(CHECK), NO_PLACE_BEFORE)
    op.drop_index(op.f("ix_address_point_source_name"), table_name="address_point")
    op.drop_table("address_point")
    op.drop_table("address_source")
