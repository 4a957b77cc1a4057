"""Reports about listings, and who verified a service found by its id."""

import sqlalchemy as sa
from alembic import op

from resource_dir.models import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the index."""
    op.create_table(
        "listing_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("available", sa.Integer(), nullable=True),
        sa.Column("population", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("new", "done", name="report_state", native_enum=False),
            nullable=False,
        ),
        sa.Column("idempotency_key", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "available IS NULL OR available >= 0", name=op.f("ck_listing_report_not_below_zero")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_report")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_listing_report_idempotency_key")),
    )
    for column in ("listing_id", "service_id"):
        name = op.f(f"ix_listing_report_{column}")
        op.create_index(name, "listing_report", [column], unique=False)
    op.create_index(op.f("ix_metadata_resource_id"), "metadata", ["resource_id"], unique=False)


def downgrade() -> None:
    """Remove the index and the table."""
    op.drop_index(op.f("ix_metadata_resource_id"), table_name="metadata")
    op.drop_table("listing_report")
