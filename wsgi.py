"""The application as a server loads it: `gunicorn wsgi:app`."""

from resource_dir.app import serving_app

app = serving_app()
