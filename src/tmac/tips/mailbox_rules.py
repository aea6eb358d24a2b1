"""What a reporter may do now, and why not: shown in the mailbox and held by the services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tmac.core.verdict import ALLOWED, Verdict
from tmac.tips.models import Tip
from tmac.tips.promises import OBJECT_CLOSED, OBJECT_REJECTED, OBJECTIONS
from tmac.tips.states import State

MESSAGES_A_DAY = 30
VERBS = ("answer", "withdraw", "object", "not_fixed", "rate", "contact", "data_request")


@dataclass(frozen=True)
class MailboxRules:
    """The reporter's side of one tip on one day; `ends` holds the running promises' days."""

    tip: Tip
    today: date
    ends: Mapping[str, date]
    sent_today: int = 0

    def all(self) -> dict[str, Verdict]:
        """Every verb with its verdict."""
        return {verb: getattr(self, verb)() for verb in VERBS}

    def answer(self) -> Verdict:
        """Until the time for objections is over, and not without end on one day."""
        if self.tip.content_destroyed_on is not None:
            return self._destroyed()
        if not self._is_reachable():
            return Verdict(_("This matter is over. If there is more, file a new report."))
        return self.words()

    def words(self) -> Verdict:
        """No more messages on one day, whatever act they come with."""
        if self.sent_today >= MESSAGES_A_DAY:
            return Verdict(_("30 messages were sent today. Write the rest tomorrow, in one."))
        return ALLOWED

    def _is_reachable(self) -> bool:
        if self.tip.is_open or self.tip.state == State.MERGED:
            return True
        return any(self.today <= self.ends[clock] for clock in OBJECTIONS if clock in self.ends)

    def withdraw(self) -> Verdict:
        if self.tip.withdrawn_on is not None:
            return Verdict(_("You have withdrawn this report already."))
        if not self.tip.is_open:
            return Verdict(_("This matter is over; there is nothing to withdraw."))
        return ALLOWED

    def object(self) -> Verdict:
        if self.tip.state != State.NOT_ACCEPTED:
            return Verdict(_("You can object once a report was not accepted."))
        if self.today > self.ends.get(OBJECT_REJECTED, date.min):
            return Verdict(
                _("The 30 days for an objection have passed. File new facts as a report.")
            )
        return ALLOWED

    def not_fixed(self) -> Verdict:
        if self.tip.state != State.CLOSED:
            return Verdict(_("You can say so once the matter is completed."))
        if self.today > self.ends.get(OBJECT_CLOSED, date.min):
            return Verdict(_("The 90 days have passed. If it is still there, file a new report."))
        return ALLOWED

    def rate(self) -> Verdict:
        if self.tip.state in (State.CLOSED, State.NOT_ACCEPTED):
            return ALLOWED
        return Verdict(_("You can rate our work once the matter is over."))

    def contact(self) -> Verdict:
        if self.tip.identity_destroyed_on is not None:
            return self._destroyed()
        if not self.tip.is_open:
            return Verdict(_("This matter is over; the contact is not needed any more."))
        return ALLOWED

    def data_request(self) -> Verdict:
        if self.tip.content_destroyed_on is not None:
            return self._destroyed()
        return ALLOWED

    def _destroyed(self) -> Verdict:
        return Verdict(_("What you sent was destroyed when its time was over."))
