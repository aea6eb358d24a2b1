"""Who reads and changes a watch note."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.accounts.roles import HOLDERS, Permission, Role
from tmac.core.verdict import ALLOWED, Verdict
from tmac.tips.models import WatchNote

_OFFICERS = tuple(HOLDERS[Permission.WRITE_WATCH_NOTES] - {Role.STRONG_MEMBER, Role.STRONG_COACH})
_PROMOTERS = (Role.PROVINCE_PREVENTION, Role.PROVINCE_DIRECTOR, Role.SCREENING_OFFICER)
S = WatchNote.State


def visible(by: Principal) -> Q:
    """A member's own notes, a coach's club, an officer's province; conflicts of interest out."""
    found = Q(author_id=by.user_id)
    for grant in by.grants_of((Role.STRONG_COACH,)):
        found |= Q(office_id=grant.office_id)
    for grant in by.grants_of(_OFFICERS):
        if grant.provinces is None:
            found |= Q(office_id=grant.office_id)
        else:
            found |= Q(province_code__in=sorted(grant.provinces))
    if by.conflicted_agency_ids:
        found &= Q(agency_id__isnull=True) | ~Q(agency_id__in=sorted(by.conflicted_agency_ids))
    return found


def sees(by: Principal, note: WatchNote) -> bool:
    """The same question about one note."""
    return WatchNote.objects.filter(visible(by), pk=note.pk).exists()


def may_edit(by: Principal, note: WatchNote) -> Verdict:
    """Its author, while it is open."""
    if note.author_id != by.user_id:
        return Verdict(_("Only its author rewrites a note."))
    return _open(note)


def may_close(by: Principal, note: WatchNote) -> Verdict:
    """Its author or an officer of the province; closing twice is no fault."""
    if note.state == S.PROMOTED:
        return _open(note)
    if note.author_id == by.user_id or by.holds_in(_OFFICERS, note.province_code):
        return ALLOWED
    return Verdict(_("Its author or an officer of the province closes a note."))


def may_promote(by: Principal, note: WatchNote) -> Verdict:
    """Its author, or an officer of the province, while it is open."""
    if note.author_id == by.user_id or by.holds_in(_PROMOTERS, note.province_code):
        return _open(note)
    return Verdict(_("Its author or an officer of the province makes a report of a note."))


def _open(note: WatchNote) -> Verdict:
    if note.state == S.OPEN:
        return ALLOWED
    if note.state == S.PROMOTED:
        made = note.tip_reference or note.pin_code
        return Verdict(_("The note has become %(what)s already.") % {"what": made})
    return Verdict(_("The note is closed."))
