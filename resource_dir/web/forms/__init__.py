"""What people may fill in, as WTForms: only the fields named here are read."""
