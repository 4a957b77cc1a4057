"""Somebody says that a listing is theirs; a steward decides on evidence."""
