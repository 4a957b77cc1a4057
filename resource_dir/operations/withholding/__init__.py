"""Withheld listings: remembered, recognised elsewhere, purged, published again."""
