"""Who hears which fact: the only place where downstream packages are hooked to upstream ones."""

from __future__ import annotations


def connect() -> None:
    """Called once when the process has loaded its models."""
