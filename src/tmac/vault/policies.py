"""Who may hold which key, and who may give one."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from tmac.accounts import queries as accounts
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Permission, Role
from tmac.core.verdict import ALLOWED, Verdict

UNIT_ROLES = (Role.SCREENING_OFFICER, Role.PROVINCE_PREVENTION, Role.PROVINCE_DIRECTOR)


def may_hold_key(by: Principal) -> Verdict:
    """Officers who read tips, investigators and custodians have a key of their own."""
    if by.may(Permission.HOLD_KEYS):
        return ALLOWED
    return Verdict(_("Your role opens nothing that is sealed, so it needs no key."))


def belongs_to(by: Principal, office_id: int) -> bool:
    """Whether the officer reads the tips of this office, in an own posting or one lent to them."""
    return any(grant.office_id == office_id for grant in by.grants_of(UNIT_ROLES))


def belongs_now(user_id: int, office_id: int, now: datetime) -> bool:
    """As `belongs_to`, for somebody else: an own posting in force, of an active account."""
    posted = accounts.posted_to(office_id, now, UNIT_ROLES)
    return posted.filter(pk=user_id).exists()


def may_admit(
    by: Principal, newcomer_id: int, office_id: int, now: datetime, *, holds: bool
) -> Verdict:
    """A colleague who holds the unit key gives it to one who belongs to the unit and has none."""
    if not holds or not belongs_to(by, office_id):
        return Verdict(_("Only a colleague who holds the key of this unit can give it on."))
    if not belongs_now(newcomer_id, office_id, now):
        return Verdict(_("This person is not posted to the unit today, so the key stays closed."))
    return ALLOWED


def may_rotate(by: Principal, office_id: int, *, holds: bool) -> Verdict:
    """Whoever of the unit holds its key may change it."""
    if holds and belongs_to(by, office_id):
        return ALLOWED
    return Verdict(_("Only a colleague who holds the key of this unit can change it."))
