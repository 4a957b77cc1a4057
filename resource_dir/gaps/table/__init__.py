"""The gap table: what is short, where, at which hours, why, and how sure that is."""
