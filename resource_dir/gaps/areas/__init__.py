"""Where demand is counted: areas with outlines, and grid cells where there are none."""
