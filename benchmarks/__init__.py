"""What the product costs, measured: `python -m benchmarks --size 10k` writes RESULTS.md."""
