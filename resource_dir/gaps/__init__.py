"""Where need outruns supply: demand from calls, capacity of the inventory, and what lies between.

Numbers and arrays in, numbers and arrays out. Nothing here is imported until a planner asks.
"""
