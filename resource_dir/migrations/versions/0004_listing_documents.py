"""Denormalised listings and the change feed."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    counter = op.create_table(
        "change_counter",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("database_id", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_counter")),
    )
    op.bulk_insert(counter, [{"id": 1, "number": 0, "database_id": str(uuid.uuid4())}])
    op.create_table(
        "listing_document",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("location_id", sa.String(length=36), nullable=True),
        sa.Column("organization_id", sa.String(length=36), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("is_withheld", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("document", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("change_number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_document")),
    )
    op.create_index(
        op.f("ix_listing_document_change_number"),
        "listing_document",
        ["change_number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_listing_document_latitude"), "listing_document", ["latitude"], unique=False
    )
    op.create_index(
        op.f("ix_listing_document_location_id"), "listing_document", ["location_id"], unique=False
    )
    op.create_index(
        op.f("ix_listing_document_organization_id"),
        "listing_document",
        ["organization_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_listing_document_service_id"), "listing_document", ["service_id"], unique=False
    )


def downgrade() -> None:
    """Remove the tables."""
    op.drop_index(op.f("ix_listing_document_service_id"), table_name="listing_document")
    op.drop_index(op.f("ix_listing_document_organization_id"), table_name="listing_document")
    op.drop_index(op.f("ix_listing_document_location_id"), table_name="listing_document")
    op.drop_index(op.f("ix_listing_document_latitude"), table_name="listing_document")
    op.drop_index(op.f("ix_listing_document_change_number"), table_name="listing_document")
    op.drop_table("listing_document")
    op.drop_table("change_counter")
