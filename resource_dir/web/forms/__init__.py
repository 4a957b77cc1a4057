"""Forms: what a page posts, read and checked field by field."""
