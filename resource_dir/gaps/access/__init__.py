"""How well areas are served: floating catchments, rational agents, and how evenly."""
