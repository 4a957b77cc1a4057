"""Get a database ready: migrate it, outside of any application."""

from sqlalchemy import create_engine

from resource_dir import migrations
from resource_dir.database import configure_engine


def migrate(database_url: str) -> str:
    """Migrate to the newest revision and return it."""
    engine = create_engine(database_url)
    configure_engine(engine)
    try:
        migrations.upgrade(engine)
        return migrations.head_revision()
    finally:
        engine.dispose()
