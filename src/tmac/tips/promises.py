"""Deadlines: stored when promised, paused while the reporter is asked, never silently moved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from tmac.taxonomy import queries as taxonomy
from tmac.taxonomy import working_days
from tmac.tips.models import FAR, Promise, Tip

FIRST_LOOK = "FIRST_LOOK"
DECISION = "SCREENING_DECISION"
WAIT = "NEED_INFO_WAIT"
AGENCY = "AGENCY_FIRST_ANSWER"
INTERIM = "INTERIM_RESULT"
OBJECT_REJECTED = "OBJECTION_REJECTED"
OBJECT_CLOSED = "OBJECTION_CLOSED"
AT_FILING = (FIRST_LOOK, DECISION, INTERIM)
OBJECTIONS = (OBJECT_REJECTED, OBJECT_CLOSED)


class Promises:
    """The running promises of one tip, while it is locked. `settle` stores what is nearest."""

    def __init__(self, tip: Tip, today: date, rows: Iterable[Promise] | None = None) -> None:
        self.tip = tip
        self.today = today
        if rows is None:
            rows = Promise.objects.filter(tip=tip, ended_on__isnull=True)
        self.running = {row.clock: row for row in rows}
        self._deadlines: taxonomy.Deadlines | None = None

    @property
    def deadlines(self) -> taxonomy.Deadlines:
        """Clocks and holidays, read when first needed."""
        if self._deadlines is None:
            self._deadlines = taxonomy.deadlines()
        return self._deadlines

    def due_on(self, clock: str) -> date | None:
        """The day promised by a running clock."""
        row = self.running.get(clock)
        return row.due_on if row else None

    def make(self, *clocks: str, start: date | None = None) -> None:
        """Promise; what runs already stays as it was promised."""
        begun = start or self.today
        new = [
            Promise(
                tip=self.tip,
                clock=clock,
                promised_on=begun,
                due_on=self.deadlines.due(clock, begun),
            )
            for clock in clocks
            if clock not in self.running
        ]
        for row in Promise.objects.bulk_create(new):
            self.running[row.clock] = row

    def end(self, *clocks: str, kept: bool | None = None) -> None:
        """End running promises: kept or broken by the day, or (None) fallen away."""
        for clock in clocks:
            row = self.running.pop(clock, None)
            if row is None:
                continue
            row.ended_on = self.today
            row.is_kept = (kept and self.today <= row.due_on) if kept is not None else None
            row.save(update_fields=["ended_on", "is_kept"])

    def end_all(self) -> None:
        """Everything falls away that was not ended by name before."""
        self.end(*list(self.running))

    def pause(self, clock: str) -> None:
        """Stop the clock, remembering what is left."""
        row = self.running.get(clock)
        if row is None or row.paused_on is not None:
            return
        row.paused_on = self.today
        row.left_days = self._left(row)
        row.save(update_fields=["paused_on", "left_days"])

    def resume(self, clock: str) -> None:
        """Let the clock run on from today with what was left."""
        row = self.running.get(clock)
        if row is None or row.paused_on is None:
            return
        row.due_on = self._after(clock, row.left_days or 0)
        row.paused_on = row.left_days = None
        row.save(update_fields=["due_on", "paused_on", "left_days"])

    def _left(self, row: Promise) -> int:
        """Days from tomorrow to the due day, in the clock's own unit; 0 when it is late."""
        span = (row.due_on - self.today).days
        if not self.deadlines.clocks[row.clock].counts_working_days:
            return max(span, 0)
        days = (self.today + timedelta(days=ahead) for ahead in range(1, span + 1))
        extra = self.deadlines.extra
        return sum(working_days.is_working_day(day, extra) for day in days)

    def _after(self, clock: str, days: int) -> date:
        if self.deadlines.clocks[clock].counts_working_days:
            return working_days.add_working_days(self.today, days, self.deadlines.extra)
        return working_days.add_days(self.today, days)

    def settle(self) -> None:
        """Put the nearest promise of the unit on the tip: the list is ordered by it."""
        days = [
            row.due_on
            for clock, row in self.running.items()
            if row.paused_on is None and clock not in OBJECTIONS
        ]
        self.tip.due_on = min(days, default=None)
        self.tip.sort_on = self.tip.due_on or FAR


def at_filing(tip: Tip, today: date) -> list[Promise]:
    """What is promised with a new tip, not stored yet; the tip has its nearest day then."""
    deadlines = taxonomy.deadlines()
    rows = [
        Promise(tip=tip, clock=clock, promised_on=today, due_on=deadlines.due(clock, today))
        for clock in AT_FILING
    ]
    tip.due_on = min(row.due_on for row in rows)
    tip.sort_on = tip.due_on
    return rows


def urgency_of(tip: Tip) -> int:
    """The order of the list: protection first, then what can still be stopped; 0 when over."""
    if not tip.is_open:
        return 0
    return 1 + 2 * tip.is_stoppable + 4 * tip.asks_protection
