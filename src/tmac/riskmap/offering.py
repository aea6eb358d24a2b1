"""The steps out of a pin's present states, each with whether it may be taken and what it needs."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.core.thai import today_in_thailand
from tmac.core.verdict import Verdict
from tmac.riskmap import policies
from tmac.riskmap.grounds import Grounds
from tmac.riskmap.lifecycle import Step, steps_from
from tmac.riskmap.models import Pin
from tmac.riskmap.sight import PREVENTION, Sight
from tmac.riskmap.situations import situation_of
from tmac.riskmap.states import Lane, Prevention
from tmac.riskmap.views import StepOffer
from tmac.taxonomy import queries as taxonomy


def offers(by: Principal, pin: Pin, now: datetime) -> list[StepOffer]:
    """Permitted steps first, then the forbidden ones with the reason; lanes unseen are left out."""
    sight = Sight(by)
    steps: list[Step] = []
    if sight.holds(PREVENTION, pin) or sight.works_on(pin):
        steps += steps_from(Lane.PREVENTION, pin.prevention_state)
    if sight.suppression(pin) == "full":
        steps += steps_from(Lane.SUPPRESSION, pin.suppression_state)
    waiting = frozenset(pin.proposals.filter(answer="").values_list("lane", flat=True))
    found = [_offer(sight, pin, step, now, waiting) for step in steps]
    return sorted(found, key=lambda offer: not offer.is_permitted)


def _offer(sight: Sight, pin: Pin, step: Step, now: datetime, waiting: frozenset[str]) -> StepOffer:
    verdict = policies.may_take(sight.by, pin, step, sight)
    if verdict and step.is_joint and step.lane in waiting:
        verdict = Verdict(_("A proposal already waits for the director. Wait for the answer."))
    if verdict:
        verdict = _without_cure(sight.by, pin, step, now)
    return StepOffer(step, step.label, verdict, _suggested(step, now))


def _without_cure(by: Principal, pin: Pin, step: Step, now: datetime) -> Verdict:
    """Conditions that no form can fill stand in the way before the form is opened."""
    lacks = step.lacks(situation_of(by, pin, step, Grounds(), now))
    hard = next((lack.message for lack in lacks if not lack.field), None)
    return Verdict(hard)


def _suggested(step: Step, now: datetime) -> Grounds:
    """Dates that the clocks promise, to start the form with."""
    if "due_on" not in (*step.needs, *step.asks) or step.target != Prevention.REMEDY:
        return Grounds()
    return Grounds(due_on=taxonomy.due("AGENCY_FIRST_ANSWER", today_in_thailand(now)))
