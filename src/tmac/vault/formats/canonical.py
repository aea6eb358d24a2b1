"""The one way in which a JSON object that is hashed or signed is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def canonical(values: Mapping[str, Any]) -> str:
    """Keys sorted, no spaces, characters unescaped; integers and strings only."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
