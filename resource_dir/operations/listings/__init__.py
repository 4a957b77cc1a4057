"""The document of each listing, and what of it a reader may see."""
