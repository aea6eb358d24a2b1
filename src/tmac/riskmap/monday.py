"""The Monday list: what waits for this officer, most pressing first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tmac.accounts.principals import Principal
from tmac.accounts.roles import Permission, Role
from tmac.core.thai import BANGKOK
from tmac.riskmap.filters import PinFilter
from tmac.riskmap.models import Assignment, Move, Pin, Proposal
from tmac.riskmap.rows import in_order, rows
from tmac.riskmap.scoring import LEVELS
from tmac.riskmap.sight import Sight
from tmac.riskmap.states import OPEN, Lane, Prevention, Suppression
from tmac.riskmap.timeline import day_words
from tmac.riskmap.views import MondayGroup, MondayItem, MondayList
from tmac.taxonomy import queries as taxonomy

SHOWN = 20
SOON_DAYS = 30
NEWS_DAYS = 14  # an answer is news for so long
_PROVINCE_STAFF = (Role.PROVINCE_PREVENTION, Role.PROVINCE_DIRECTOR)

Words = Callable[[Pin], tuple[str, str, date | None]]


@dataclass(frozen=True)
class Desk:
    """The officer, the day, and the pins that the officer looks after."""

    by: Principal
    sight: Sight
    today: date

    @property
    def own(self) -> QuerySet[Pin]:
        """Pins whose prevention lane the officer follows."""
        return Pin.objects.filter(self.sight.followed())

    @property
    def lately(self) -> datetime:
        return datetime.combine(self.today - timedelta(NEWS_DAYS), time(), tzinfo=BANGKOK)


def monday_list(by: Principal, today: date) -> MondayList:
    """Still stoppable soon, overdue, answers arrived, new, stale."""
    desk = Desk(by, Sight(by), today)
    return MondayList((_stoppable(desk), _overdue(desk), _answers(desk), _new(desk), _stale(desk)))


def _stoppable(desk: Desk) -> MondayGroup:
    soon = desk.today + timedelta(SOON_DAYS)
    pins = desk.own.filter(
        prevention_state__in=sorted(OPEN), stoppable_until__range=(desk.today, soon)
    ).order_by("stoppable_until", "-urgency", "-id")

    def words(pin: Pin) -> tuple[str, str, date | None]:
        day = pin.stoppable_until or desk.today
        left = (day - desk.today).days
        reason = ngettext(
            "Can still be stopped: %(left)d day left, until %(day)s.",
            "Can still be stopped: %(left)d days left, until %(day)s.",
            left,
        )
        return reason % {"left": left, "day": day_words(day)}, _next_of(desk, pin), day

    title = _("Can still be stopped")
    query = PinFilter(stoppable=True).as_query()
    return _group(desk, "stoppable", title, pins, words, query)


def _overdue(desk: Desk) -> MondayGroup:
    pins = desk.own.filter(prevention_state__in=sorted(OPEN), due_on__lt=desk.today)

    def words(pin: Pin) -> tuple[str, str, date | None]:
        day = pin.due_on or desk.today
        late = (desk.today - day).days
        reason = ngettext(
            "Was due on %(day)s: %(late)d day late.",
            "Was due on %(day)s: %(late)d days late.",
            late,
        )
        return reason % {"late": late, "day": day_words(day)}, _next_of(desk, pin), day

    ordered = pins.order_by("due_on", "-urgency", "-id")
    query = PinFilter(overdue=True).as_query()
    return _group(desk, "overdue", _("Overdue"), ordered, words, query)


def _answers(desk: Desk) -> MondayGroup:
    """Reported fixes, returned pins, objections, declined closings and hand-overs."""
    reopened = Move.objects.filter(
        lane=Lane.PREVENTION,
        source=Prevention.RESOLVED,
        target=Prevention.WATCHING,
        at__gte=desk.lately,
    )
    declined = Proposal.objects.filter(
        answer=Proposal.Answer.DECLINED,
        answered_at__gte=desk.lately,
        proposed_by_id=desk.by.user_id,
    )
    # Asked first: the ids are few, and a list of them leaves the database its indexes.
    objected = list(reopened.values_list("pin_id", flat=True))
    refused = list(declined.values_list("pin_id", flat=True))
    answered = (
        Q(prevention_state=Prevention.FIX_REPORTED)
        | Q(prevention_state=Prevention.RETURNED, created_by_id=desk.by.user_id)
        | Q(prevention_state=Prevention.WATCHING, pk__in=objected)
        | Q(pk__in=refused, prevention_state__in=sorted(OPEN))
        | Q(suppression_state=Suppression.DECLINED) & desk.sight.suppression_rows(full=True)
    )
    pins = desk.own.filter(answered).order_by("-prevention_since", "-id")

    def words(pin: Pin) -> tuple[str, str, date | None]:
        return _answer_words(pin), _next_of(desk, pin), pin.due_on

    return _group(desk, "answers", _("Answers arrived"), pins, words)


def _answer_words(pin: Pin) -> str:
    if pin.prevention_state == Prevention.FIX_REPORTED:
        return _("The agency reports that it is fixed.")
    if pin.prevention_state == Prevention.RETURNED:
        return _("The director returned it for correction.")
    if pin.suppression_state == Suppression.DECLINED:
        return _("The investigators declined the hand-over.")
    if pin.prevention_state == Prevention.WATCHING and pin.reopen_count:
        return _("There is an objection: it is not fixed.")
    return _("The director declined the closing that you proposed.")


def _new(desk: Desk) -> MondayGroup:
    """What was laid on this desk: proposals, hand-overs, assignments, letters to the agency."""
    pins = Pin.objects.filter(desk.sight.visible() & _laid_on(desk))

    def words(pin: Pin) -> tuple[str, str, date | None]:
        return _new_words(desk, pin), _next_of(desk, pin), pin.due_on

    ordered = pins.order_by("-urgency", "-id")
    return _group(desk, "new", _("New for you"), ordered, words)


def _laid_on(desk: Desk) -> Q:
    by, laid = desk.by, Q(pk__in=())
    for grant in by.grants:
        here = Q() if grant.provinces is None else Q(province_code__in=sorted(grant.provinces))
        if grant.role == Role.PROVINCE_DIRECTOR:
            waiting = Proposal.objects.filter(answer="").exclude(proposed_by_id=by.user_id)
            proposed = Q(prevention_state=Prevention.PROPOSED)
            laid |= here & (proposed | Q(pk__in=waiting.values("pin_id")))
        elif grant.role == Role.INVESTIGATOR:
            mine = Assignment.objects.filter(
                user_id=by.user_id, ended_at__isnull=True, assigned_at__gte=desk.lately
            )
            laid |= Q(pk__in=mine.values("pin_id"))
            if Permission.LEAD_INVESTIGATION in grant.permissions:
                laid |= here & Q(suppression_state=Suppression.HANDOVER)
        elif grant.role == Role.AGENCY_LIAISON:
            laid |= Q(agency_id=grant.agency_id, prevention_state=Prevention.REMEDY)
        elif grant.role in (Role.STRONG_COACH, Role.STRONG_MEMBER):
            laid |= here & Q(prevention_state=Prevention.FIX_REPORTED)
    return laid


def _new_words(desk: Desk, pin: Pin) -> str:
    by = desk.by
    if Role.AGENCY_LIAISON in by.roles:
        return _("The province asks your agency to fix this.")
    if by.holds_in((Role.PROVINCE_DIRECTOR,), pin.province_code):
        if pin.prevention_state == Prevention.PROPOSED:
            return _("Proposed to you: verify it or return it.")
        return _("A closing waits for you to confirm it.")
    if Role.INVESTIGATOR in by.roles:
        if pin.suppression_state == Suppression.HANDOVER:
            return _("Handed over: accept it or decline it.")
        return _("Assigned to you.")
    return _("The agency reports a fix: the club looks at it first.")


def _stale(desk: Desk) -> MondayGroup:
    """Open pins that nobody followed for longer than the clock of their colour."""
    deadlines = taxonomy.deadlines()
    silent = Q(pk__in=())
    days = {level: deadlines.clocks[f"STALE_{level}"].days for level in LEVELS}
    for level, count in days.items():
        since = datetime.combine(desk.today - timedelta(count), time(), tzinfo=BANGKOK)
        silent |= Q(final_level=level, last_followed_at__lt=since)
    pins = desk.own.filter(silent, prevention_state__in=sorted(OPEN))

    def words(pin: Pin) -> tuple[str, str, date | None]:
        last = pin.last_followed_at.astimezone(BANGKOK).date()
        reason = _("Not followed for %(days)d days, since %(day)s.")
        return (
            reason % {"days": (desk.today - last).days, "day": day_words(last)},
            _next_of(desk, pin),
            None,
        )

    ordered = pins.order_by("last_followed_at", "-id")
    query = PinFilter(sort="followed").as_query()
    return _group(desk, "stale", _("Not followed for long"), ordered, words, query)


def _group(
    desk: Desk, code: str, title: str, pins: QuerySet[Pin], words: Words, query: str = ""
) -> MondayGroup:
    found = in_order(pins[: SHOWN + 1])
    total = len(found) if len(found) <= SHOWN else pins.count()
    return MondayGroup(code, title, _items(desk, found[:SHOWN], words), total, query)


def _items(desk: Desk, pins: Iterable[Pin], words: Words) -> tuple[MondayItem, ...]:
    pins = list(pins)
    shown = rows(desk.by, pins, desk.today)
    return tuple(MondayItem(row, *words(pin)) for row, pin in zip(shown, pins, strict=True))


_NEXT = {
    Prevention.DRAFT: lambda: _("Fill the score sheet and propose it."),
    Prevention.PROPOSED: lambda: _("Verify it or return it."),
    Prevention.RETURNED: lambda: _("Correct it and propose it again."),
    Prevention.WATCHING: lambda: _("Record an action, or ask the agency to fix it."),
    Prevention.REMEDY: lambda: _("Ask the agency for its answer."),
    Prevention.FIX_REPORTED: lambda: _("Check it in the field, then propose the closing."),
}
_OF_THE_WRITER = frozenset({Prevention.DRAFT, Prevention.RETURNED})


def _next_of(desk: Desk, pin: Pin) -> str:
    """The next step of this officer, who may be one that only waits or reads."""
    at, by = Prevention(pin.prevention_state), desk.by
    is_staff = by.holds_in(_PROVINCE_STAFF, pin.province_code)
    is_writer = at in _OF_THE_WRITER and pin.created_by_id == by.user_id
    if at in _NEXT and (is_staff or is_writer):
        return _NEXT[at]()
    if by.roles & {Role.AGENCY_LIAISON} and at == Prevention.REMEDY:
        return _("Report the fix with a photo or a document.")
    if by.roles & {Role.STRONG_COACH, Role.STRONG_MEMBER} and at == Prevention.FIX_REPORTED:
        return _("Look at the place and say what you saw.")
    return _("Open the pin")
