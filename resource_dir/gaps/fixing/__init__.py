"""What would close a gap: one change tried, many changes ranked, new places sited."""
