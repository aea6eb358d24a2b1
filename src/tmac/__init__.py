"""TMAC: Thailand Mapping of Anti-Corruption."""

__version__ = "0.1.0"
