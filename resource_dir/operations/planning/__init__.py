"""What planners do: take calls in, say what they mean, and hold them against capacity."""
