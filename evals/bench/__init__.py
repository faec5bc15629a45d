"""Measurements of speed and memory. Their results stand in docs/benchmarks.md."""
