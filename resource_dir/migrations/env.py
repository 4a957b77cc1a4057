"""Run by Alembic: migrate over the connection that `migrations.upgrade` opened."""

from alembic import context

from resource_dir.models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=False,
)
context.run_migrations()
