"""What an officer may see of which pins: the cells of visibility.csv as filters and as answers.

Every cell is one word ("own province", "when handed over"). `_REACHES` gives each word twice: as a
filter for the database and as a question about one loaded pin; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from tmac.accounts.principals import Grant, Principal
from tmac.accounts.roles import Permission, Role
from tmac.accounts.visibility import rule
from tmac.riskmap.models import Assignment, Pin, Recorder
from tmac.riskmap.states import OPEN, SENT_TO_AGENCY, Suppression

EXACT = "pin location exact"
COARSE = "pin location coarse (tambon or district)"
KIND = "pin category and level"
AGENCY = "agency name on a pin"
PREVENTION = "prevention lane"
SUPPRESSION = "suppression lane"
INTEL = "intelligence notes"
FILES = "evidence files"
DASHBOARDS = "dashboards"
PIN_GROUPS = (EXACT, COARSE, KIND, AGENCY, PREVENTION, SUPPRESSION, INTEL, FILES)

NOTHING = Q(pk__in=())
EVERYTHING = Q()


@dataclass(frozen=True)
class Reach:
    """One word of the table: which rows, and whether one row."""

    rows: Callable[[Sight, Grant], Q]
    holds: Callable[[Sight, Grant, Pin], bool]


def _in_area(sight: Sight, grant: Grant) -> Q:
    if grant.provinces is None:
        return EVERYTHING
    if len(grant.provinces) == 1:
        return Q(province_code=next(iter(grant.provinces)))
    return Q(province_code__in=sorted(grant.provinces))


def _is_in_area(sight: Sight, grant: Grant, pin: Pin) -> bool:
    return grant.provinces is None or pin.province_code in grant.provinces


def _sent(sight: Sight, grant: Grant) -> Q:
    if grant.agency_id is None:
        return NOTHING
    return Q(
        agency_id=grant.agency_id,
        sent_to_agency_at__isnull=False,
        prevention_state__in=sorted(SENT_TO_AGENCY),
    )


def _was_sent(sight: Sight, grant: Grant, pin: Pin) -> bool:
    own = grant.agency_id is not None and pin.agency_id == grant.agency_id
    return own and pin.sent_to_agency_at is not None and pin.prevention_state in SENT_TO_AGENCY


def _own_club(sight: Sight, grant: Grant) -> Q:
    return Q(club__office_id=grant.office_id, prevention_state__in=sorted(OPEN))


def _is_own_club(sight: Sight, grant: Grant, pin: Pin) -> bool:
    return pin.is_open and pin.club is not None and pin.club.office_id == grant.office_id


def _leads(grant: Grant) -> bool:
    return grant.role == Role.INVESTIGATOR and Permission.LEAD_INVESTIGATION in grant.permissions


def _assigned(sight: Sight, grant: Grant) -> Q:
    """Pins assigned to the officer; to a lead, every pin of the area that was handed over."""
    rows = Q(pk__in=sorted(sight.assigned_ids))
    if _leads(grant):
        rows |= _in_area(sight, grant) & ~Q(suppression_state=Suppression.NONE)
    return rows


def _is_assigned(sight: Sight, grant: Grant, pin: Pin) -> bool:
    led = _leads(grant) and _is_in_area(sight, grant, pin)
    return pin.pk in sight.assigned_ids or (led and pin.suppression_state != Suppression.NONE)


def _handed_over(sight: Sight, grant: Grant) -> Q:
    """Pins that the director handed to the investigators of the area, or assigned to this one."""
    handed = _in_area(sight, grant) & ~Q(suppression_state=Suppression.NONE)
    return handed | Q(pk__in=sorted(sight.assigned_ids))


def _is_handed_over(sight: Sight, grant: Grant, pin: Pin) -> bool:
    handed = pin.suppression_state != Suppression.NONE and _is_in_area(sight, grant, pin)
    return handed or pin.pk in sight.assigned_ids


AREA = Reach(_in_area, _is_in_area)
NONE = Reach(lambda sight, grant: NOTHING, lambda sight, grant, pin: False)
ASSIGNED = Reach(_assigned, _is_assigned)
_REACHES: dict[str, Reach] = {
    "all": Reach(lambda sight, grant: EVERYTHING, lambda sight, grant, pin: True),
    "own province": AREA,
    "own region": AREA,
    "own area": AREA,
    "yes/no only": AREA,
    "sent to own agency": Reach(_sent, _was_sent),
    "own answers": Reach(_sent, _was_sent),
    "own club open pins": Reach(_own_club, _is_own_club),
    "assigned": ASSIGNED,
    "when handed over": Reach(_handed_over, _is_handed_over),
}


def reach(word: str) -> Reach:
    """What a cell reaches among pins. Words that give no single pin reach nothing: aggregates
    ("k>=5 only", "count"), logs ("log only", "hash only"), things that are not pins ("own"), and
    "two-person", which needs a second person's yes each time."""
    return _REACHES.get(word, NONE)


class Sight:
    """The eyes of one officer for one request; asks the database at most once for each fact."""

    def __init__(self, by: Principal) -> None:
        self.by = by

    @cached_property
    def assigned_ids(self) -> frozenset[int]:
        """Pins assigned to this officer now; asked of investigators and screening officers only."""
        if not self.by.roles & {Role.INVESTIGATOR, Role.SCREENING_OFFICER}:
            return frozenset()
        held = Assignment.objects.filter(user_id=self.by.user_id, ended_at__isnull=True)
        return frozenset(held.values_list("pin_id", flat=True))

    @cached_property
    def recorded_workshop_ids(self) -> frozenset[int]:
        """Open workshops at which this officer records."""
        held = Recorder.objects.filter(user_id=self.by.user_id, workshop__closed_at__isnull=True)
        return frozenset(held.values_list("workshop_id", flat=True))

    def rows(self, group: str) -> Q:
        """The pins of which the officer may see a data group, conflicts of interest left out."""
        return _both(self._rows(group), self.without_conflicts())

    def _rows(self, group: str) -> Q:
        found = NOTHING
        for grant in self.by.grants:
            found = _either(found, reach(rule(group, grant.role)).rows(self, grant))
        return found

    def holds(self, group: str, pin: Pin) -> bool:
        """Whether the officer may see a data group of one pin."""
        if self.is_conflicted(pin):
            return False
        return any(
            reach(rule(group, grant.role)).holds(self, grant, pin) for grant in self.by.grants
        )

    def is_conflicted(self, pin: Pin) -> bool:
        """Whether a declared conflict of interest hides the pin wholly."""
        return pin.agency_id is not None and pin.agency_id in self.by.conflicted_agency_ids

    def without_conflicts(self) -> Q:
        """The filter that hides pins of bodies with which the officer has a conflict."""
        if not self.by.conflicted_agency_ids:
            return EVERYTHING
        conflicted = Q(agency_id__in=sorted(self.by.conflicted_agency_ids))
        return Q(agency_id__isnull=True) | ~conflicted

    def sees(self, pin: Pin) -> bool:
        """Whether the officer may know of the pin at all."""
        if self.is_conflicted(pin):
            return False
        return self.holds(COARSE, pin) or self._recorded(pin)

    def visible(self) -> Q:
        """The filter behind `sees`."""
        rows = self._rows(COARSE)
        if rows != EVERYTHING and self.recorded_workshop_ids:
            rows = _either(rows, self._recorded_rows())
        return _both(rows, self.without_conflicts())

    def _recorded_rows(self) -> Q:
        workshops = sorted(self.recorded_workshop_ids)
        return Q(created_by_id=self.by.user_id, workshop_id__in=workshops)

    def _recorded(self, pin: Pin) -> bool:
        mine = pin.created_by_id == self.by.user_id
        return mine and pin.workshop_id in self.recorded_workshop_ids

    def suppression(self, pin: Pin) -> str:
        """full | yes_no | none: what the officer may see of the suppression lane of one pin."""
        if self.is_conflicted(pin):
            return "none"
        answers = {
            _SUPPRESSION_ANSWERS.get(word, "full")
            for grant in self.by.grants
            if (word := rule(SUPPRESSION, grant.role)) and reach(word).holds(self, grant, pin)
        }
        return "full" if "full" in answers else "yes_no" if answers else "none"

    def suppression_rows(self, *, full: bool = False) -> Q:
        """The pins whose suppression lane the officer may see, wholly or as yes or no."""
        found = NOTHING
        for grant in self.by.grants:
            word = rule(SUPPRESSION, grant.role)
            if not (full and word in _SUPPRESSION_ANSWERS):
                found = _either(found, reach(word).rows(self, grant))
        return _both(found, self.without_conflicts())

    def working_rows(self) -> Q:
        """The filter behind `works_on`."""
        found = NOTHING
        for grant in self.by.grants:
            if grant.role not in _LOOKERS_ON:
                part = reach(rule(EXACT, grant.role)).rows(self, grant)
                found = _either(found, part)
        if found != EVERYTHING and self.recorded_workshop_ids:
            found = _either(found, self._recorded_rows())
        return _both(found, self.without_conflicts())

    def followed(self) -> Q:
        """The pins whose prevention lane the officer follows."""
        return _either(self.rows(PREVENTION), self.working_rows())

    def works_on(self, pin: Pin) -> bool:
        """Whether the officer reads what was written on the pin: sources, reasons, notes.

        Those who see the exact place do, except club members and the agency, whose sight of the
        place serves to watch or to mend it.
        """
        if self.is_conflicted(pin):
            return False
        return any(
            reach(rule(EXACT, grant.role)).holds(self, grant, pin)
            for grant in self.by.grants
            if grant.role not in _LOOKERS_ON
        ) or self._recorded(pin)


_SUPPRESSION_ANSWERS = {"yes/no only": "yes_no"}
# They see the exact place to watch it or to mend it, not what officers write about it.
_LOOKERS_ON = (Role.STRONG_MEMBER, Role.AGENCY_LIAISON)


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
