"""The verbs of tips: the only writers of its tables."""

from tmac.tips.services.keeping import load_reference

__all__ = ["load_reference"]
