"""Editing, its history, beds, holds, claims, verifying."""

import sqlalchemy as sa
from alembic import op

from resource_dir.models.base import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and columns."""
    op.create_table(
        "bed_reach",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column(
            "kind", sa.Enum("mail", "text", name="reach_kind", native_enum=False), nullable=False
        ),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("stopped", UtcDateTime(), nullable=True),
        sa.Column("reminded", UtcDateTime(), nullable=True),
        sa.Column("answered", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bed_reach")),
    )
    op.create_index(op.f("ix_bed_reach_listing_id"), "bed_reach", ["listing_id"], unique=False)
    op.create_table(
        "claim",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("called", sa.Text(), nullable=True),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "approved", "rejected", name="claim_state", native_enum=False),
            nullable=False,
        ),
        sa.Column("decided", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("key", name=op.f("uq_claim_key")),
    )
    op.create_index(op.f("ix_claim_account_id"), "claim", ["account_id"], unique=False)
    op.create_index(op.f("ix_claim_listing_id"), "claim", ["listing_id"], unique=False)
    op.create_index(op.f("ix_claim_organization_id"), "claim", ["organization_id"], unique=False)
    op.create_table(
        "corrected_field",
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", sa.String(length=36), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("revision_number", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("table_name", "row_id", "field", name=op.f("pk_corrected_field")),
    )
    op.create_table(
        "import_conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_name", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", sa.String(length=36), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=True),
        sa.Column("stored", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("offered", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("stored_at", UtcDateTime(), nullable=True),
        sa.Column("offered_at", UtcDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "kept", "taken", name="conflict_state", native_enum=False),
            nullable=False,
        ),
        sa.Column("decided", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_conflict")),
        sa.UniqueConstraint(
            "source_name",
            "table_name",
            "row_id",
            "field",
            name=op.f("uq_import_conflict_source_name_table_name_row_id_field"),
        ),
    )
    op.create_index(op.f("ix_import_conflict_row_id"), "import_conflict", ["row_id"], unique=False)
    op.create_index(
        op.f("ix_import_conflict_service_id"), "import_conflict", ["service_id"], unique=False
    )
    op.create_table(
        "listing_setting",
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("closed_from", sa.Date(), nullable=True),
        sa.Column("closed_until", sa.Date(), nullable=True),
        sa.Column("activated_from", UtcDateTime(), nullable=True),
        sa.Column("activated_until", UtcDateTime(), nullable=True),
        sa.Column("is_only_activated", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_listing_setting")),
    )
    op.create_table(
        "listing_use",
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("listing_id", "day", name=op.f("pk_listing_use")),
    )
    op.create_table(
        "revision",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("how", sa.Text(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "live", "held", "accepted", "rejected", name="revision_state", native_enum=False
            ),
            nullable=False,
        ),
        sa.Column("held_for", sa.Text(), nullable=True),
        sa.Column("decided", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("takes_back", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_revision")),
        sa.UniqueConstraint("key", name=op.f("uq_revision_key")),
    )
    op.create_index(op.f("ix_revision_actor"), "revision", ["actor"], unique=False)
    op.create_index(op.f("ix_revision_at"), "revision", ["at"], unique=False)
    op.create_index(op.f("ix_revision_service_id"), "revision", ["service_id"], unique=False)
    op.create_table(
        "verification_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_call")),
        sa.UniqueConstraint("key", name=op.f("uq_verification_call_key")),
    )
    op.create_index(
        op.f("ix_verification_call_service_id"), "verification_call", ["service_id"], unique=False
    )
    op.create_table(
        "bed_link",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=True),
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column("reach_id", sa.String(length=36), nullable=True),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("expires", UtcDateTime(), nullable=False),
        sa.Column("revoked", UtcDateTime(), nullable=True),
        sa.Column("last_used", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["reach_id"], ["bed_reach.id"], name=op.f("fk_bed_link_reach_id_bed_reach")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bed_link")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_bed_link_code_digest")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_bed_link_token_digest")),
    )
    op.create_index(op.f("ix_bed_link_listing_id"), "bed_link", ["listing_id"], unique=False)
    op.create_index(op.f("ix_bed_link_reach_id"), "bed_link", ["reach_id"], unique=False)
    op.create_table(
        "draft",
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_draft_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", "listing_id", "section", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_service_id"), "draft", ["service_id"], unique=False)
    op.create_table(
        "revision_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_number", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", sa.String(length=36), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["revision_number"],
            ["revision.number"],
            name=op.f("fk_revision_change_revision_number_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision_change")),
    )
    op.create_index(
        op.f("ix_revision_change_revision_number"),
        "revision_change",
        ["revision_number"],
        unique=False,
    )
    op.create_index(op.f("ix_revision_change_row_id"), "revision_change", ["row_id"], unique=False)
    op.create_table(
        "bed_setting",
        sa.Column("capacity_id", sa.String(length=36), nullable=False),
        sa.Column("fresh_hours", sa.Integer(), nullable=True),
        sa.Column("confirms_by_itself", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("longest_hold_minutes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["capacity_id"], ["capacity.id"], name=op.f("fk_bed_setting_capacity_id_capacity")
        ),
        sa.PrimaryKeyConstraint("capacity_id", name=op.f("pk_bed_setting")),
    )
    op.create_table(
        "hold",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("capacity_id", sa.String(length=36), nullable=False),
        sa.Column("listing_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "confirmed",
                "declined",
                "expired",
                "cancelled",
                "arrived",
                name="hold_state",
                native_enum=False,
            ),
            nullable=False,
        ),
        sa.Column("asked", UtcDateTime(), nullable=False),
        sa.Column("arrival", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("decided", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("ended", UtcDateTime(), nullable=True),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_hold_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["capacity_id"], ["capacity.id"], name=op.f("fk_hold_capacity_id_capacity")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
        sa.UniqueConstraint("key", name=op.f("uq_hold_key")),
    )
    op.create_index(op.f("ix_hold_account_id"), "hold", ["account_id"], unique=False)
    op.create_index(op.f("ix_hold_capacity_id"), "hold", ["capacity_id"], unique=False)
    op.create_index(op.f("ix_hold_listing_id"), "hold", ["listing_id"], unique=False)
    op.create_index("ix_hold_state_until", "hold", ["state", "until"], unique=False)
    op.add_column("account", sa.Column("recovered", UtcDateTime(), nullable=True))
    op.add_column("capacity", sa.Column("next_appointment", UtcDateTime(), nullable=True))
    op.add_column("capacity", sa.Column("via", sa.Text(), nullable=True))
    op.add_column("capacity", sa.Column("flag", sa.Text(), nullable=True))
    op.add_column("capacity", sa.Column("held", sa.Integer(), server_default="0", nullable=False))
    op.add_column("capacity_report", sa.Column("next_appointment", UtcDateTime(), nullable=True))
    op.add_column("capacity_report", sa.Column("via", sa.Text(), nullable=True))
    op.add_column("capacity_report", sa.Column("flag", sa.Text(), nullable=True))
    op.add_column("capacity_report", sa.Column("actor", sa.Text(), nullable=True))
    op.add_column("capacity_report", sa.Column("received", UtcDateTime(), nullable=True))
    op.add_column("capacity_report", sa.Column("key", sa.String(length=36), nullable=True))
    op.create_index(op.f("ix_capacity_report_key"), "capacity_report", ["key"], unique=True)
    op.add_column("listing_report", sa.Column("section", sa.Text(), nullable=True))
    op.add_column("listing_report", sa.Column("outcome", sa.Text(), nullable=True))
    op.add_column("listing_report", sa.Column("answer", sa.Text(), nullable=True))


def downgrade() -> None:
    """Remove them."""
    op.drop_column("listing_report", "answer")
    op.drop_column("listing_report", "outcome")
    op.drop_column("listing_report", "section")
    op.drop_index(op.f("ix_capacity_report_key"), table_name="capacity_report")
    op.drop_column("capacity_report", "key")
    op.drop_column("capacity_report", "received")
    op.drop_column("capacity_report", "actor")
    op.drop_column("capacity_report", "flag")
    op.drop_column("capacity_report", "via")
    op.drop_column("capacity_report", "next_appointment")
    op.drop_column("capacity", "held")
    op.drop_column("capacity", "flag")
    op.drop_column("capacity", "via")
    op.drop_column("capacity", "next_appointment")
    op.drop_column("account", "recovered")
    op.drop_index("ix_hold_state_until", table_name="hold")
    op.drop_index(op.f("ix_hold_listing_id"), table_name="hold")
    op.drop_index(op.f("ix_hold_capacity_id"), table_name="hold")
    op.drop_index(op.f("ix_hold_account_id"), table_name="hold")
    op.drop_table("hold")
    op.drop_table("bed_setting")
    op.drop_index(op.f("ix_revision_change_row_id"), table_name="revision_change")
    op.drop_index(op.f("ix_revision_change_revision_number"), table_name="revision_change")
    op.drop_table("revision_change")
    op.drop_index(op.f("ix_draft_service_id"), table_name="draft")
    op.drop_table("draft")
    op.drop_index(op.f("ix_bed_link_reach_id"), table_name="bed_link")
    op.drop_index(op.f("ix_bed_link_listing_id"), table_name="bed_link")
    op.drop_table("bed_link")
    op.drop_index(op.f("ix_verification_call_service_id"), table_name="verification_call")
    op.drop_table("verification_call")
    op.drop_index(op.f("ix_revision_service_id"), table_name="revision")
    op.drop_index(op.f("ix_revision_at"), table_name="revision")
    op.drop_index(op.f("ix_revision_actor"), table_name="revision")
    op.drop_table("revision")
    op.drop_table("listing_use")
    op.drop_table("listing_setting")
    op.drop_index(op.f("ix_import_conflict_service_id"), table_name="import_conflict")
    op.drop_index(op.f("ix_import_conflict_row_id"), table_name="import_conflict")
    op.drop_table("import_conflict")
    op.drop_table("corrected_field")
    op.drop_index(op.f("ix_claim_organization_id"), table_name="claim")
    op.drop_index(op.f("ix_claim_listing_id"), table_name="claim")
    op.drop_index(op.f("ix_claim_account_id"), table_name="claim")
    op.drop_table("claim")
    op.drop_index(op.f("ix_bed_reach_listing_id"), table_name="bed_reach")
    op.drop_table("bed_reach")
