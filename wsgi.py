"""The application as a server loads it: `gunicorn wsgi:app`."""

from resource_dir.app import create_app

app = create_app()
