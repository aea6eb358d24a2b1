"""Boundary packs: read, checked, prepared for drawing and locating, and taken into use."""
