"""Calls in: an export is read once, judged, coarsened and forgotten.

Nothing of a row outlives the reading but its type, disposition, agency zone, grid cell, area, day
and hour, and that as a count. DuckDB reads (without a folder to spill to), numpy counts.
"""
