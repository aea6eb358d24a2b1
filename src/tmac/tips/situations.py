"""Gathering what the conditions of a step look at."""

from __future__ import annotations

from datetime import date

from tmac.taxonomy import queries as taxonomy
from tmac.tips.conditions import ELSEWHERE, SERVICE_REASON, Situation
from tmac.tips.grounds import Grounds
from tmac.tips.lifecycle import Step
from tmac.tips.models import Message, Tip
from tmac.tips.promises import INTERIM, OBJECTIONS, WAIT
from tmac.tips.states import State


def situation_of(
    tip: Tip, step: Step, grounds: Grounds, today: date, *, by_reporter: bool = False
) -> Situation:
    """Everything the conditions of one step may ask about; reads only what the step needs."""
    ends = {row.clock: row.due_on for row in tip.promises.filter(ended_on__isnull=True)}
    return Situation(
        grounds=grounds,
        today=today,
        category_top=tip.category_top,
        province_code=tip.province_code,
        is_anonymous=tip.is_anonymous,
        has_evidence=tip.has_evidence,
        has_open_question=step.target == State.NEED_INFO and _newest(tip, is_question=True),
        has_answer=step.source == State.NEED_INFO and not _newest(tip, is_question=True),
        wait_until=ends.get(WAIT),
        withdrawn_on=tip.withdrawn_on,
        by_reporter=by_reporter,
        objection_until=next((ends[clock] for clock in OBJECTIONS if clock in ends), None),
        interim_given=step.target == State.CLOSED and _has_interim(tip, ends.get(INTERIM), today),
        rejection_reasons=_rejections(step),
        competence_reasons=_competence(step),
        earlier=_earlier(tip, step, grounds),
    )


def _newest(tip: Tip, *, is_question: bool) -> bool:
    """Whether the newest message of the mailbox is a question of the unit."""
    newest = tip.messages.order_by("-position").first()
    return newest is not None and newest.is_question == is_question


def _has_interim(tip: Tip, due: date | None, today: date) -> bool:
    sent = Message.objects.filter(tip=tip, is_interim=True)
    return sent.exists() or (due is not None and today > due)


def _rejections(step: Step) -> frozenset[str]:
    if step.target != State.NOT_ACCEPTED:
        return frozenset()
    return frozenset(reason.code for reason in taxonomy.reasons("not_accept"))


def _competence(step: Step) -> frozenset[str]:
    """Why another body is competent; a service problem has a step of its own."""
    if step.target != State.FORWARDED:
        return frozenset()
    return ELSEWHERE | {reason.code for reason in taxonomy.reasons("transfer_nacc")}


def competence_reasons() -> list[taxonomy.ReasonInfo]:
    """The reasons that a form of forwarding offers, the service problem last."""
    elsewhere = [one for one in taxonomy.reasons("not_accept") if one.code in ELSEWHERE]
    service = [one for one in taxonomy.reasons("route_out") if one.code == SERVICE_REASON]
    return [*taxonomy.reasons("transfer_nacc"), *elsewhere, *service]


def _earlier(tip: Tip, step: Step, grounds: Grounds) -> frozenset[str]:
    """The reference to join to, when there is such a tip in the unit: neither this one, nor one
    that is joined itself, so that no chain turns into a ring."""
    if step.target != State.MERGED or not grounds.target_reference:
        return frozenset()
    found = Tip.objects.filter(reference=grounds.target_reference, office_id=tip.office_id)
    fit = found.exclude(pk=tip.pk).exclude(state=State.MERGED).exclude(merged_into=tip)
    return frozenset(fit.values_list("reference", flat=True))
