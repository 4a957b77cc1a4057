"""The pages of a search, of one listing, and what anybody may say about it."""
