"""Pages of who answers for the directory: what waits, what is doubted, who may do what."""
