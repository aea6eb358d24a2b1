"""The root key that this installation pins: every recipient's key has to lead back to it."""

from __future__ import annotations

import base64

from tmac.vault.chain import root_key as pinned


def root_key() -> str:
    """Base64 for the page's script; "" while none is pinned, and then nothing can be sent."""
    found = pinned()
    return base64.b64encode(found).decode() if found else ""
