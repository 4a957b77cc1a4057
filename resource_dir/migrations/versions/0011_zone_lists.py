"""Areas without an outline: zones of which only a list tells."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

PLACE = (
    ("latitude", sa.Float()),
    ("longitude", sa.Float()),
    ("area_km2", sa.Float()),
    ("outline", sa.JSON()),
)


def upgrade() -> None:
    """An area's place may be unknown."""
    with op.batch_alter_table("area") as batch:
        for name, kind in PLACE:
            batch.alter_column(name, existing_type=kind, nullable=True)


def downgrade() -> None:
    """Before, an area had to have one: lists of zones go, and calls go by their bare ids."""
    op.execute(
        "UPDATE call_data_set SET layer_id = NULL "
        "WHERE layer_id IN (SELECT layer_id FROM area WHERE outline IS NULL)"
    )
    op.execute("DELETE FROM area WHERE outline IS NULL")
    op.execute(
        "DELETE FROM area_layer WHERE id NOT IN (SELECT layer_id FROM area) AND id NOT IN "
        "(SELECT layer_id FROM call_data_set WHERE layer_id IS NOT NULL)"
    )
    with op.batch_alter_table("area") as batch:
        for name, kind in PLACE:
            batch.alter_column(name, existing_type=kind, nullable=False)
