"""The desk with real keys serves here too."""

from tests.workspace.tips.conftest import desk, keyring, sit, vault_folder

__all__ = ["desk", "keyring", "sit", "vault_folder"]
