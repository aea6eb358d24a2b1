"""The reporter's door with all behind it: reference tables, keys of the offices, a way out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.vault.keys import Keyring
from tmac.taxonomy.services import load_reference as load_taxonomy
from tmac.tips.services import load_reference as load_retention


@pytest.fixture
def door(db: None, keyring: Keyring, settings: Any) -> Keyring:
    """Offices with keys, so that reports can be sent."""
    settings.EXIT_URL = "/help/"  # a page of this server: tests ask no stranger
    load_taxonomy()
    load_retention()
    return keyring.ready()
