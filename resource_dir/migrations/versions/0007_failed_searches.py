"""Searches that found nothing, counted by need, area and hour."""

import sqlalchemy as sa
from alembic import op

from resource_dir.models.base import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "failed_search",
        sa.Column("hour", UtcDateTime(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_failed_search_count")),
        sa.PrimaryKeyConstraint("hour", "area", "need", name=op.f("pk_failed_search")),
    )


def downgrade() -> None:
    """Remove the table."""
    op.drop_table("failed_search")
