"""How many people need what, where and at which hour of the week, and how sure that is."""
