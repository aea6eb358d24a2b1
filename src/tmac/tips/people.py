"""Who works in a unit, and who may be let in."""

from __future__ import annotations

from datetime import datetime

from tmac.accounts import queries as accounts
from tmac.accounts.roles import Role
from tmac.tips.models import Tip
from tmac.tips.sight import UNIT_ROLES, Sight


def unit_members(tip: Tip, now: datetime) -> dict[int, str]:
    """Who works in the unit that has the tip, by id, with their names."""
    people = accounts.posted_to(tip.office_id, now, UNIT_ROLES)
    return dict(people.order_by("sort_key", "pk").values_list("pk", "name_th"))


def investigators_near(tip: Tip, now: datetime) -> dict[int, str]:
    """Those of the province, unless the tip is kept from it, and those of the handling unit."""
    found = dict(
        accounts.posted_to(tip.office_id, now, [Role.INVESTIGATOR]).values_list("pk", "name_th")
    )
    if not tip.is_kept_from_province:
        near = accounts.officers_in(tip.province_code, now, [Role.INVESTIGATOR])
        found |= dict(near.values_list("pk", "name_th"))
    return {
        pk: name
        for pk, name in found.items()
        if not Sight(accounts.principal(pk, now)).is_conflicted(tip)
    }
