"""Demonstration data: invented, the same for the same seed, and only ever in a demonstration database."""
