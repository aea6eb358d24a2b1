"""Conflicts of interest: a body whose pins an officer neither sees nor touches."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts.models import ConflictOfInterest, Posting, User
from tmac.accounts.policies import may_end_conflict, may_manage_person
from tmac.accounts.principals import Principal
from tmac.accounts.services.recording import recorded
from tmac.agencies import queries as agencies
from tmac.core.errors import Invalid, NotFound
from tmac.core.text import one_line
from tmac.core.thai import today_in_thailand


@transaction.atomic
def declare_conflict(
    *, by: Principal, now: datetime, user_id: int, agency_id: int, reason: str
) -> ConflictOfInterest:
    """Declare a conflict, one's own or that of a person whom one manages.

    It works at once: the body's pins are gone from this officer's lists and map.
    Declaring the same body again changes nothing.
    """
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None or agencies.agency(agency_id) is None:
        raise NotFound(_("There is no such person or agency."))
    if by.user_id != user_id:
        held = list(Posting.objects.filter(user=user).select_related("office"))
        may_manage_person(by, user, held, today_in_thailand(now)).or_refuse()
    reason = one_line(reason)
    if not reason:
        raise Invalid.of("reason", _("Say in a few words why, such as: my sister works there."))
    conflict, is_new = ConflictOfInterest.objects.get_or_create(
        user=user,
        agency_id=agency_id,
        ended_at=None,
        defaults={"reason": reason[:300], "declared_at": now},
    )
    if is_new:
        recorded(by, "declare_conflict", "user", user_id, now, agency_id=agency_id)
    return conflict


@transaction.atomic
def end_conflict(*, by: Principal, now: datetime, conflict_id: int) -> None:
    """Say that a conflict is over; another person decides that, never the officer concerned."""
    conflict = ConflictOfInterest.objects.select_for_update().filter(pk=conflict_id).first()
    if conflict is None:
        raise NotFound(_("There is no such declaration."))
    held = list(Posting.objects.filter(user_id=conflict.user_id).select_related("office"))
    may_end_conflict(by, conflict.user, held, today_in_thailand(now)).or_refuse()
    if conflict.ended_at is not None:
        return
    conflict.ended_at = now
    conflict.save(update_fields=["ended_at"])
    agency_id = conflict.agency_id
    recorded(by, "end_conflict", "user", conflict.user_id, now, agency_id=agency_id)
