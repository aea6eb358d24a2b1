"""Demonstration data: invented, the same for the same seed, only for demonstration databases."""
