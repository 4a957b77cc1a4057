"""Where things are: typed places found, listings put on the map."""
