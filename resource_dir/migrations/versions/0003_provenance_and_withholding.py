"""Sources, what they assert, and what is withheld."""

import sqlalchemy as sa
from alembic import op

from resource_dir.models.base import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "source",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("imported", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_source")),
    )
    op.create_table(
        "withheld_key",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint(
            "kind", "value", "table_name", "row_id", name=op.f("pk_withheld_key")
        ),
    )
    op.create_table(
        "withheld_mark",
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("marked", UtcDateTime(), nullable=False),
        sa.Column("released", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("table_name", "row_id", name=op.f("pk_withheld_mark")),
    )
    op.create_table(
        "assertion",
        sa.Column("source_name", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_name"], ["source.name"], name=op.f("fk_assertion_source_name_source")
        ),
        sa.PrimaryKeyConstraint("source_name", "table_name", "row_id", name=op.f("pk_assertion")),
    )
    op.create_index(op.f("ix_assertion_row_id"), "assertion", ["row_id"], unique=False)


def downgrade() -> None:
    """Remove the tables."""
    op.drop_index(op.f("ix_assertion_row_id"), table_name="assertion")
    op.drop_table("assertion")
    op.drop_table("withheld_mark")
    op.drop_table("withheld_key")
    op.drop_table("source")
