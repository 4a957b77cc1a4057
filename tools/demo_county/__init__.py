"""The source of the demonstration county: readable tables, and what turns them into files."""
