"""The pages of planners: needs in calls held against capacity."""
