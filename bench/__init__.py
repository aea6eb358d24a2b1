"""Benchmarks: figures are measured here, printed, and never asserted by a test."""
