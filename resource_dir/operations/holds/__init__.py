"""Beds that are kept for a team on its way: asked for, confirmed, and freed by themselves."""
