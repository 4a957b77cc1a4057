"""Read, write and check Human Services Data Specification packages. Knows no database of ours."""
