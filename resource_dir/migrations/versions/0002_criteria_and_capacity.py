"""Structured criteria, needs, and capacity with its history."""

import sqlalchemy as sa
from alembic import op

from resource_dir.models.base import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "listing_need",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("need_slug", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), server_default="term", nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_listing_need_service_id_service")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_need")),
    )
    op.create_index(op.f("ix_listing_need_need_slug"), "listing_need", ["need_slug"], unique=False)
    op.create_index(
        op.f("ix_listing_need_service_id"), "listing_need", ["service_id"], unique=False
    )
    op.create_table(
        "capacity",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("service_at_location_id", sa.String(length=36), nullable=False),
        sa.Column("unit_id", sa.String(length=36), nullable=False),
        sa.Column("population", sa.Text(), server_default="anyone", nullable=False),
        sa.Column("available", sa.Integer(), nullable=True),
        sa.Column("maximum", sa.Integer(), nullable=True),
        sa.Column("staffed", sa.Integer(), nullable=True),
        sa.Column("out_of_service", sa.Integer(), nullable=True),
        sa.Column("waiting_list", sa.Integer(), nullable=True),
        sa.Column("is_accepting", sa.Boolean(), nullable=True),
        sa.Column("updated", UtcDateTime(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column(
            "audience",
            sa.Enum("public", "partner", "own", name="audience", native_enum=False),
            server_default=sa.text("'partner'"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(available IS NULL OR available >= 0) AND (maximum IS NULL OR maximum >= 0) AND (staffed IS NULL OR staffed >= 0) AND (out_of_service IS NULL OR out_of_service >= 0) AND (waiting_list IS NULL OR waiting_list >= 0)",
            name=op.f("ck_capacity_no_count_below_zero"),
        ),
        sa.ForeignKeyConstraint(
            ["service_at_location_id"],
            ["service_at_location.id"],
            name=op.f("fk_capacity_service_at_location_id_service_at_location"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_capacity_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity")),
        sa.UniqueConstraint(
            "service_at_location_id",
            "unit_id",
            "population",
            name=op.f("uq_capacity_service_at_location_id_unit_id_population"),
        ),
    )
    op.create_index(
        op.f("ix_capacity_service_at_location_id"),
        "capacity",
        ["service_at_location_id"],
        unique=False,
    )
    op.create_index(op.f("ix_capacity_unit_id"), "capacity", ["unit_id"], unique=False)
    op.create_table(
        "criterion",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=True),
        sa.Column("service_at_location_id", sa.String(length=36), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column(
            "audience",
            sa.Enum("public", "partner", "own", name="audience", native_enum=False),
            server_default="public",
            nullable=False,
        ),
        sa.CheckConstraint("stance IN ('yes', 'no')", name=op.f("ck_criterion_stance")),
        sa.CheckConstraint(
            "service_id IS NOT NULL OR service_at_location_id IS NOT NULL",
            name=op.f("ck_criterion_has_a_subject"),
        ),
        sa.ForeignKeyConstraint(
            ["service_at_location_id"],
            ["service_at_location.id"],
            name=op.f("fk_criterion_service_at_location_id_service_at_location"),
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_criterion_service_id_service")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
    )
    op.create_index(
        op.f("ix_criterion_service_at_location_id"),
        "criterion",
        ["service_at_location_id"],
        unique=False,
    )
    op.create_index(op.f("ix_criterion_service_id"), "criterion", ["service_id"], unique=False)
    op.create_table(
        "capacity_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("capacity_id", sa.String(length=36), nullable=False),
        sa.Column("available", sa.Integer(), nullable=True),
        sa.Column("maximum", sa.Integer(), nullable=True),
        sa.Column("staffed", sa.Integer(), nullable=True),
        sa.Column("out_of_service", sa.Integer(), nullable=True),
        sa.Column("waiting_list", sa.Integer(), nullable=True),
        sa.Column("is_accepting", sa.Boolean(), nullable=True),
        sa.Column("updated", UtcDateTime(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["capacity_id"], ["capacity.id"], name=op.f("fk_capacity_report_capacity_id_capacity")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity_report")),
    )
    op.create_index(
        op.f("ix_capacity_report_capacity_id"), "capacity_report", ["capacity_id"], unique=False
    )


def downgrade() -> None:
    """Remove the tables."""
    op.drop_index(op.f("ix_capacity_report_capacity_id"), table_name="capacity_report")
    op.drop_table("capacity_report")
    op.drop_index(op.f("ix_criterion_service_id"), table_name="criterion")
    op.drop_index(op.f("ix_criterion_service_at_location_id"), table_name="criterion")
    op.drop_table("criterion")
    op.drop_index(op.f("ix_capacity_unit_id"), table_name="capacity")
    op.drop_index(op.f("ix_capacity_service_at_location_id"), table_name="capacity")
    op.drop_table("capacity")
    op.drop_index(op.f("ix_listing_need_service_id"), table_name="listing_need")
    op.drop_index(op.f("ix_listing_need_need_slug"), table_name="listing_need")
    op.drop_table("listing_need")
