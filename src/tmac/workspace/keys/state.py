"""Whether an officer can open what is sealed to the unit: asked by several pages."""

from __future__ import annotations

from datetime import datetime

from tmac.accounts.principals import Principal
from tmac.accounts.roles import Permission
from tmac.vault import queries as vault


def key_state(by: Principal, now: datetime) -> str:
    """ "" for who needs no key; "none": no key yet; "waiting": no unit key yet; "ready"."""
    if not by.may(Permission.HOLD_KEYS):
        return ""
    if vault.officer_key(by.user_id) is None:
        return "none"
    units = vault.my_units(by, now)
    return "waiting" if units and not any(unit.holds for unit in units) else "ready"
