"""Packages of listings come in: stored, kept in step with their source, searchable."""
