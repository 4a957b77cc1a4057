"""Calls, areas, crosswalks, and what planners keep; the forecast of free beds."""

import sqlalchemy as sa
from alembic import op

from resource_dir.models.base import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "area_layer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_layer")),
    )
    op.create_table(
        "call_profile",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_call_profile")),
    )
    op.create_table(
        "crosswalk",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crosswalk")),
    )
    op.create_table(
        "forecast_fleet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("to_free", sa.Float(), nullable=False),
        sa.Column("to_free_weight", sa.Float(), nullable=False),
        sa.Column("to_full", sa.Float(), nullable=False),
        sa.Column("to_full_weight", sa.Float(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("fitted", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecast_fleet")),
    )
    op.create_table(
        "other_demand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("mean_hours", sa.Float(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("added", UtcDateTime(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.CheckConstraint("count >= 0", name=op.f("ck_other_demand_count")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_demand")),
    )
    op.create_index(op.f("ix_other_demand_kind"), "other_demand", ["kind"], unique=False)
    op.create_index(op.f("ix_other_demand_need"), "other_demand", ["need"], unique=False)
    op.create_table(
        "planning_assumption",
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("need", "name", name=op.f("pk_planning_assumption")),
    )
    op.create_table(
        "published_table",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("data_set_id", sa.Text(), nullable=False),
        sa.Column("layer_id", sa.Text(), nullable=True),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_table")),
    )
    op.create_index(
        op.f("ix_published_table_data_set_id"), "published_table", ["data_set_id"], unique=False
    )
    op.create_table(
        "scenario",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("moves", sa.JSON(), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_scenario")),
    )
    op.create_table(
        "team_shift",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("byday", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("teams", sa.Integer(), nullable=False),
        sa.Column("layer_id", sa.Text(), nullable=True),
        sa.Column("area_ids", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint("teams > 0", name=op.f("ck_team_shift_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_shift")),
    )
    op.create_table(
        "area",
        sa.Column("layer_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("area_km2", sa.Float(), nullable=False),
        sa.Column("outline", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["layer_id"], ["area_layer.id"], name=op.f("fk_area_layer_id_area_layer")
        ),
        sa.PrimaryKeyConstraint("layer_id", "id", name=op.f("pk_area")),
    )
    op.create_table(
        "call_data_set",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("layer_id", sa.Text(), nullable=True),
        sa.Column("crosswalk_id", sa.Text(), nullable=True),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["crosswalk_id"], ["crosswalk.id"], name=op.f("fk_call_data_set_crosswalk_id_crosswalk")
        ),
        sa.ForeignKeyConstraint(
            ["layer_id"], ["area_layer.id"], name=op.f("fk_call_data_set_layer_id_area_layer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_data_set")),
    )
    op.create_table(
        "crosswalk_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("crosswalk_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "unreviewed",
                "reviewed",
                "replaced",
                name="crosswalk_state",
                native_enum=False,
            ),
            nullable=False,
        ),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=True),
        sa.Column("reviewed", UtcDateTime(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["crosswalk_id"],
            ["crosswalk.id"],
            name=op.f("fk_crosswalk_version_crosswalk_id_crosswalk"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crosswalk_version")),
        sa.UniqueConstraint(
            "crosswalk_id", "number", name=op.f("uq_crosswalk_version_crosswalk_id_number")
        ),
    )
    op.create_index(
        op.f("ix_crosswalk_version_crosswalk_id"),
        "crosswalk_version",
        ["crosswalk_id"],
        unique=False,
    )
    op.create_table(
        "call_batch",
        sa.Column("data_set_id", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("observed", sa.JSON(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.CheckConstraint("calls >= 0", name=op.f("ck_call_batch_calls")),
        sa.ForeignKeyConstraint(
            ["data_set_id"],
            ["call_data_set.id"],
            name=op.f("fk_call_batch_data_set_id_call_data_set"),
        ),
        sa.PrimaryKeyConstraint("data_set_id", "month", name=op.f("pk_call_batch")),
    )
    op.create_table(
        "call_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_set_id", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("audit", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["data_set_id"],
            ["call_data_set.id"],
            name=op.f("fk_call_import_data_set_id_call_data_set"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_import")),
    )
    op.create_index(
        op.f("ix_call_import_data_set_id"), "call_import", ["data_set_id"], unique=False
    )
    op.create_table(
        "crosswalk_entry",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("call_type", sa.Text(), nullable=False),
        sa.Column("disposition", sa.Text(), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.CheckConstraint("weight >= 0 AND weight <= 1", name=op.f("ck_crosswalk_entry_weight")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["crosswalk_version.id"],
            name=op.f("fk_crosswalk_entry_version_id_crosswalk_version"),
        ),
        sa.PrimaryKeyConstraint(
            "version_id", "call_type", "disposition", "need", name=op.f("pk_crosswalk_entry")
        ),
    )
    op.create_table(
        "bed_forecast",
        sa.Column("capacity_id", sa.String(length=36), nullable=False),
        sa.Column("n_full", sa.Float(), nullable=False),
        sa.Column("n_free", sa.Float(), nullable=False),
        sa.Column("n_to_free", sa.Float(), nullable=False),
        sa.Column("n_to_full", sa.Float(), nullable=False),
        sa.Column("interval_hours", sa.Float(), nullable=False),
        sa.Column("was_free", sa.Boolean(), nullable=True),
        sa.Column("last_at", UtcDateTime(), nullable=True),
        sa.Column("updated", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["capacity_id"],
            ["capacity.id"],
            name=op.f("fk_bed_forecast_capacity_id_capacity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("capacity_id", name=op.f("pk_bed_forecast")),
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_table("bed_forecast")
    op.drop_table("crosswalk_entry")
    op.drop_index(op.f("ix_call_import_data_set_id"), table_name="call_import")
    op.drop_table("call_import")
    op.drop_table("call_batch")
    op.drop_index(op.f("ix_crosswalk_version_crosswalk_id"), table_name="crosswalk_version")
    op.drop_table("crosswalk_version")
    op.drop_table("call_data_set")
    op.drop_table("area")
    op.drop_table("team_shift")
    op.drop_table("scenario")
    op.drop_index(op.f("ix_published_table_data_set_id"), table_name="published_table")
    op.drop_table("published_table")
    op.drop_table("planning_assumption")
    op.drop_index(op.f("ix_other_demand_need"), table_name="other_demand")
    op.drop_index(op.f("ix_other_demand_kind"), table_name="other_demand")
    op.drop_table("other_demand")
    op.drop_table("forecast_fleet")
    op.drop_table("crosswalk")
    op.drop_table("call_profile")
    op.drop_table("area_layer")
