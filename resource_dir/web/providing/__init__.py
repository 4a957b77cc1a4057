"""Pages of who keeps a listing: its facts, its free beds, who asks for one."""
