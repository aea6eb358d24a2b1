"""What an officer may see of which tips: the cells of visibility.csv as filters and as answers.

A tip belongs to the unit that holds its key. Officers of the province see that a tip of theirs is
at the centre because the province has no key yet; one that the reporter wanted kept from the
province is seen by its unit, by those who were added to it, and by the centre.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from tmac.accounts.principals import Grant, Principal
from tmac.accounts.roles import Role
from tmac.accounts.visibility import DataGroup, Scope, rule
from tmac.tips.models import Consultation, Referral, Tip, TipMember

RAW = DataGroup.TIP_RAW
REDACTED = DataGroup.TIP_REDACTED
STATUS = DataGroup.TIP_STATUS
TIP_GROUPS = (RAW, REDACTED, STATUS)

NOTHING = Q(pk__in=())
EVERYTHING = Q()
_OPEN_TO_PROVINCE = Q(is_kept_from_province=False)


@dataclass(frozen=True)
class Reach:
    """One word of the table: which rows, and whether one row."""

    rows: Callable[[Sight, Grant], Q]
    holds: Callable[[Sight, Grant, Tip], bool]


def _unit_rows(sight: Sight, grant: Grant) -> Q:
    return _either(Q(office_id=grant.office_id), _ids(sight.consulted.get(grant.office_id)))


def _in_unit(sight: Sight, grant: Grant, tip: Tip) -> bool:
    consulted = sight.consulted.get(grant.office_id, frozenset())
    return tip.office_id == grant.office_id or tip.pk in consulted


def _area_rows(sight: Sight, grant: Grant) -> Q:
    if grant.provinces is None:
        return _unit_rows(sight, grant)
    in_area = Q(province_code__in=sorted(grant.provinces)) & _OPEN_TO_PROVINCE
    return _either(_unit_rows(sight, grant), in_area)


def _in_area(sight: Sight, grant: Grant, tip: Tip) -> bool:
    return _in_unit(sight, grant, tip) or _is_open_to(grant, tip)


def _is_open_to(grant: Grant, tip: Tip) -> bool:
    """Whether the tip lies in the province and was not kept from it."""
    here = grant.provinces is not None and tip.province_code in grant.provinces
    return here and not tip.is_kept_from_province


def _all_rows(sight: Sight, grant: Grant) -> Q:
    if grant.provinces is None:
        return EVERYTHING
    return _either(_OPEN_TO_PROVINCE, _ids(sight.member_ids))


def _is_of_all(sight: Sight, grant: Grant, tip: Tip) -> bool:
    kept = grant.provinces is not None and tip.is_kept_from_province
    return not kept or tip.pk in sight.member_ids


def _assigned_rows(sight: Sight, grant: Grant) -> Q:
    return _unit_rows(sight, grant) & Q(assigned_to_id=sight.by.user_id)


def _is_assigned(sight: Sight, grant: Grant, tip: Tip) -> bool:
    return _in_unit(sight, grant, tip) and tip.assigned_to_id == sight.by.user_id


def _forwarded_rows(sight: Sight, grant: Grant) -> Q:
    return _ids(sight.forwarded_ids(grant.agency_id))


AREA = Reach(_area_rows, _in_area)
UNIT = Reach(_unit_rows, _in_unit)
NONE = Reach(lambda sight, grant: NOTHING, lambda sight, grant, tip: False)
MEMBER = Reach(
    lambda sight, grant: _ids(sight.member_ids),
    lambda sight, grant, tip: tip.pk in sight.member_ids,
)
_REACHES: dict[Scope, Reach] = {
    Scope.ALL: Reach(_all_rows, _is_of_all),
    Scope.ALL_OF_UNIT: UNIT,
    Scope.OWN_PROVINCE: AREA,
    Scope.OWN_REGION: AREA,
    Scope.ASSIGNED: Reach(_assigned_rows, _is_assigned),
    Scope.WHEN_HANDED_OVER: MEMBER,
    Scope.FORWARDED_ITEMS: Reach(
        _forwarded_rows,
        lambda sight, grant, tip: tip.pk in sight.forwarded_ids(grant.agency_id),
    ),
}


def reach(group: DataGroup, word: Scope) -> Reach:
    """What a cell reaches among tips. Raw text needs the unit's key, so "own province" is the unit
    there. Words that give no single tip reach nothing: "count", "log only", "own by code" (which
    is the mailbox), and "two-person", which needs a second person's yes each time."""
    if group == RAW and word == Scope.OWN_PROVINCE:
        return UNIT
    return _REACHES.get(word, NONE)


class Sight:
    """The eyes of one officer for one request; asks the database at most once for each fact."""

    def __init__(self, by: Principal) -> None:
        self.by = by
        self._forwarded: dict[int, frozenset[object]] = {}

    @cached_property
    def member_ids(self) -> frozenset[object]:
        """Tips that a colleague added this investigator to."""
        if Role.INVESTIGATOR not in self.by.roles:
            return frozenset()
        held = TipMember.objects.filter(user_id=self.by.user_id, ended_at__isnull=True)
        return frozenset(held.values_list("tip_id", flat=True))

    @cached_property
    def consulted(self) -> dict[int, frozenset[object]]:
        """Office -> the tips about which that office of the officer's is being consulted."""
        offices = {grant.office_id for grant in self.by.grants_of(UNIT_ROLES)}
        asked = Consultation.objects.filter(office_id__in=offices, ended_at__isnull=True)
        found: dict[int, set[object]] = {}
        for office_id, tip_id in asked.values_list("office_id", "tip_id") if offices else ():
            found.setdefault(office_id, set()).add(tip_id)
        return {office_id: frozenset(ids) for office_id, ids in found.items()}

    def forwarded_ids(self, agency_id: int | None) -> frozenset[object]:
        """Tips that were sent to an agency."""
        if agency_id is None:
            return frozenset()
        if agency_id not in self._forwarded:
            sent = Referral.objects.filter(agency_id=agency_id).exclude(
                state__in=(Referral.State.READY, Referral.State.FAILED)
            )
            self._forwarded[agency_id] = frozenset(sent.values_list("tip_id", flat=True))
        return self._forwarded[agency_id]

    def rows(self, group: DataGroup) -> Q:
        """The tips of which the officer may see a data group, conflicts of interest left out."""
        found = NOTHING
        for grant in self.by.grants:
            found = _either(found, reach(group, rule(group, grant.role)).rows(self, grant))
        return _both(found, self.without_conflicts())

    def holds(self, group: DataGroup, tip: Tip) -> bool:
        """Whether the officer may see a data group of one tip."""
        if self.is_conflicted(tip):
            return False
        return any(
            reach(group, rule(group, grant.role)).holds(self, grant, tip)
            for grant in self.by.grants
        )

    def is_conflicted(self, tip: Tip) -> bool:
        """Whether a declared conflict of interest hides the tip wholly."""
        return tip.agency_id is not None and tip.agency_id in self.by.conflicted_agency_ids

    def without_conflicts(self) -> Q:
        """The filter that hides tips about bodies with which the officer has a conflict."""
        if not self.by.conflicted_agency_ids:
            return EVERYTHING
        conflicted = Q(agency_id__in=sorted(self.by.conflicted_agency_ids))
        return Q(agency_id__isnull=True) | ~conflicted

    def sees(self, tip: Tip) -> bool:
        """Whether the officer may know of the tip at all."""
        return self.holds(STATUS, tip) or self.holds(REDACTED, tip)

    def visible(self) -> Q:
        """The filter behind `sees`."""
        return _either(self.rows(STATUS), self.rows(REDACTED))

    def is_of_unit(self, tip: Tip, *roles: Role) -> bool:
        """Whether one of `roles` is held in the unit that has the tip."""
        if self.is_conflicted(tip):
            return False
        return any(grant.office_id == tip.office_id for grant in self.by.grants_of(roles))

    def is_responsible(self, tip: Tip, *roles: Role) -> bool:
        """As `is_of_unit`, or held in the province when the tip is not kept from it."""
        if self.is_conflicted(tip):
            return False
        return any(
            grant.office_id == tip.office_id or _is_open_to(grant, tip)
            for grant in self.by.grants_of(roles)
        )


UNIT_ROLES = (Role.SCREENING_OFFICER, Role.PROVINCE_PREVENTION, Role.PROVINCE_DIRECTOR)


def _ids(ids: frozenset[object] | None) -> Q:
    return Q(pk__in=sorted(ids, key=str)) if ids else NOTHING


def _either(first: Q, second: Q) -> Q:
    """`first | second`, kept simple so that the database finds its index."""
    if EVERYTHING in (first, second):
        return EVERYTHING
    if first in (NOTHING, second):
        return second
    return first if second == NOTHING else first | second


def _both(first: Q, second: Q) -> Q:
    if NOTHING in (first, second):
        return NOTHING
    return second if first == EVERYTHING else first if second == EVERYTHING else first & second
