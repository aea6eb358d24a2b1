"""The desk with real keys serves here too."""

from tests.workspace.tips.conftest import desk, sit

__all__ = ["desk", "sit"]
