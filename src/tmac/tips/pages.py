"""One tip for its page: every part as its reader may see it, with the reason where it may not."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from tmac.accounts import queries as accounts
from tmac.accounts.principals import Principal
from tmac.core.errors import NotFound
from tmac.core.thai import today_in_thailand
from tmac.core.verdict import Verdict
from tmac.taxonomy import queries as taxonomy
from tmac.tips import policies, words
from tmac.tips.grounds import Grounds
from tmac.tips.identities import views_of
from tmac.tips.lifecycle import Step, steps_between, steps_from
from tmac.tips.listing import named, place_of
from tmac.tips.models import Referral, Tip, TipProposal
from tmac.tips.sight import REDACTED, Sight
from tmac.tips.situations import competence_reasons, situation_of
from tmac.tips.states import state
from tmac.tips.subjects import request_views
from tmac.tips.telling import for_officer, outcome_name, reason_name
from tmac.tips.views import (
    ConsultationView,
    DueView,
    MemberView,
    ProposalView,
    ReferralView,
    StepOffer,
    TimelineEntry,
    TipView,
)

_RELATED = ("office", "category", "agency", "assigned_to", "merged_into", "channel", "sealed")


def found(by: Principal, reference: str) -> tuple[Sight, Tip]:
    """The row of a tip that `by` may know of; NotFound otherwise, told alike."""
    sight = Sight(by)
    tip = Tip.objects.select_related(*_RELATED).filter(reference=reference).first()
    if tip is None or not sight.sees(tip):
        raise NotFound(policies.unseen().refusal or "")
    return sight, tip


def view_of(by: Principal, reference: str, now: datetime) -> TipView:
    """One tip as `by` may see it."""
    sight, tip = found(by, reference)
    told = sight.holds(REDACTED, tip)
    page = _Page(sight, tip, now)
    return TipView(
        **page.state_part(),
        **page.facts_part(told=told),
        due=page.due() if told else (),
        members=page.members() if told else (),
        consultations=page.consultations() if told else (),
        timeline=page.timeline() if told else (),
        steps=page.steps(),
        proposals=page.proposals() if told else (),
        identity_requests=views_of(by, tip.identity_requests.all(), now) if told else (),
        referrals=page.referrals() if told else (),
        subject_requests=request_views(sight, tip.subject_requests.all(), now) if told else (),
        masked=page.masked(),
        verdicts=verdicts(sight, tip),
    )


def verdicts(sight: Sight, tip: Tip) -> dict[str, Verdict]:
    """What the reader may do with the tip, by verb."""
    share = policies.may_share(sight, tip)
    write = policies.may_write(sight, tip)
    return {
        "read": policies.may_read(sight, tip),
        "take": policies.may_take_over(sight, tip),
        "assign": policies.may_assign(sight, tip),
        "summarise": policies.may_summarise(sight, tip),
        "write": write,
        "ask": _may_ask(sight, tip) if write else write,
        "add_colleague": share,
        "consult": share,
        "hand_over": share,
        "refer_out": policies.may_refer(sight, tip),
        "mark_referral": policies.may_mark_referral(sight, tip),
        "request_identity": policies.may_request_identity(sight, tip),
        "hold": policies.may_hold(sight, tip),
        "shred": policies.may_shred(sight, tip),
        "answer_subject_request": policies.may_answer_request(sight, tip),
    }


def _may_ask(sight: Sight, tip: Tip) -> Verdict:
    """A question that stops the clock of the decision: in screening, or while one waits."""
    if tip.state == "NEED_INFO":
        return policies.may_write(sight, tip)
    steps = steps_between(tip.state, "NEED_INFO")
    if not steps:
        return Verdict(_("A question stops the clock only while the tip is in screening."))
    return policies.may_take(sight, tip, steps[0])


def offers(by: Principal, reference: str, now: datetime) -> tuple[StepOffer, ...]:
    """The steps out of the present state: permitted first, forbidden ones with the reason."""
    sight, tip = found(by, reference)
    return _Page(sight, tip, now).steps()


class _Page:
    """The parts of one page, read when asked for."""

    def __init__(self, sight: Sight, tip: Tip, now: datetime) -> None:
        self.sight, self.tip, self.now = sight, tip, now
        self.today: date = today_in_thailand(now)

    def state_part(self) -> dict[str, Any]:
        tip = self.tip
        taker = tip.assigned_to
        info = state(tip.state)
        return {
            "id": tip.pk,
            "reference": tip.reference,
            "version": tip.version,
            "kind": tip.kind,
            "kind_name": str(words.KINDS[tip.kind]),
            "state": tip.state,
            "state_name": info.name,
            "public_word": info.public_word,
            "state_since": tip.state_since,
            "received_on": tip.received_on,
            "channel": tip.channel_id,
            "channel_name": named(tip.channel) or "",
            "sealed_by": tip.sealed_by,
            "office_id": tip.office_id,
            "unit_name": tip.office.name,
            "province_code": tip.province_code,
            "is_held": tip.is_held,
            "assigned_to": (taker.pk, taker.name_th) if taker else None,
            "due_on": tip.due_on,
            "merged_into": tip.merged_into.reference if tip.merged_into else "",
            "merged_count": tip.merged.count(),
            "pin_code": tip.pin_code,
            "reopen_count": tip.reopen_count,
            "rating": tip.rating,
            "felt_safe": tip.felt_safe,
            "withdrawn_on": tip.withdrawn_on,
            "identity_destroyed_on": tip.identity_destroyed_on,
            "content_destroyed_on": tip.content_destroyed_on,
            "receipt_position": tip.sealed.receipt_position,
        }

    def facts_part(self, *, told: bool) -> dict[str, Any]:
        """The coarse facts; each None where the reader sees the state only."""
        tip = self.tip
        facts: dict[str, Any] = {
            "district_code": tip.district_code,
            "subdistrict_code": tip.subdistrict_code,
            "category": tip.category_id or "",
            "category_name": named(tip.category) or "",
            "agency_kind": tip.agency_kind,
            "agency_id": tip.agency_id,
            "agency_name": named(tip.agency) or "",
            "amount_band": tip.amount_band,
            "amount_name": str(words.AMOUNTS[tip.amount_band]),
            "month": tip.month,
            "ongoing": tip.ongoing,
            "stoppable": tip.stoppable,
            "how_known": tip.how_known,
            "how_known_name": str(words.HOW_KNOWN[tip.how_known]),
            "file_count": tip.file_count,
            "title": tip.title,
            "summary": tip.summary,
            "is_anonymous": tip.is_anonymous,
            "has_evidence": tip.has_evidence,
            "outcome_text": tip.outcome_text,
        }
        return {
            **{name: value if told else None for name, value in facts.items()},
            "place_name": place_of(tip, told=told),
            "threats": tuple((code, str(words.THREATS[code])) for code in tip.threats if told),
            "is_urgent": told and tip.asks_protection,
            "about_office": told and tip.about_office,
            "is_kept_from_province": tip.is_kept_from_province,
            "reason_name": reason_name(tip.reason_code) if told and tip.reason_code else "",
            "outcome": tip.outcome if told else "",
            "outcome_name": outcome_name(tip.outcome) if told else "",
        }

    def masked(self) -> dict[str, str]:
        """Which parts are not shown, each with the reason."""
        asked = {
            "summary": policies.may_see_summary(self.sight, self.tip),
            "content": policies.may_read(self.sight, self.tip),
            "identity": policies.may_request_identity(self.sight, self.tip),
        }
        return {part: str(v.refusal) for part, v in asked.items() if not v}

    def due(self) -> tuple[DueView, ...]:
        running = self.tip.promises.filter(ended_on__isnull=True)
        return tuple(
            DueView(
                one.clock,
                str(words.CLOCKS.get(one.clock, one.clock)),
                one.due_on,
                one.due_on < self.today and one.paused_on is None,
                one.paused_on is not None,
            )
            for one in running
        )

    def members(self) -> tuple[MemberView, ...]:
        rows = self.tip.members.filter(ended_at__isnull=True).select_related("user", "added_by")
        return tuple(
            MemberView(
                one.user_id,
                one.user.name_th,
                one.added_by.name_th,
                today_in_thailand(one.added_at),
            )
            for one in rows
        )

    def consultations(self) -> tuple[ConsultationView, ...]:
        rows = self.tip.consultations.filter(ended_at__isnull=True).select_related("office")
        return tuple(
            ConsultationView(
                one.office_id, one.office.name, today_in_thailand(one.asked_at), one.text
            )
            for one in rows
        )

    def timeline(self) -> tuple[TimelineEntry, ...]:
        events = list(self.tip.events.select_related("by"))
        others = accounts.display_names(pk for one in events for pk in one.confirmed_by)
        return tuple(
            TimelineEntry(
                one.on,
                one.at,
                one.code,
                for_officer(one),
                one.text,
                ", ".join(
                    [one.by.name_th if one.by else "", *(others[pk] for pk in one.confirmed_by)]
                ),
                one.is_public,
            )
            for one in events
        )

    def referrals(self) -> tuple[ReferralView, ...]:
        return tuple(
            ReferralView(
                one.pk,
                one.destination,
                reason_name(one.reason_code),
                one.state,
                one.state_since,
                one.bundle_sha256,
                one.answer,
                one.due_on,
                self._is_late(one),
            )
            for one in self.tip.referrals.all()
        )

    def _is_late(self, one: Referral) -> bool:
        waits = one.state not in (Referral.State.DONE, Referral.State.FAILED)
        return waits and one.due_on is not None and one.due_on < self.today

    def steps(self) -> tuple[StepOffer, ...]:
        """Permitted first; those of the reporter and of the system are left out."""
        waits = self.tip.proposals.filter(answer="").exists()
        offered = [
            StepOffer(step, step.label, self._verdict(step, waits=waits), Grounds())
            for step in steps_from(self.tip.state)
            if step.is_for_officers
        ]
        return tuple(sorted(offered, key=lambda offer: not offer.is_permitted))

    def _verdict(self, step: Step, *, waits: bool) -> Verdict:
        verdict = policies.may_take(self.sight, self.tip, step)
        if verdict and step.is_joint and waits:
            return Verdict(_("A proposal already waits for the next person. Wait for the answer."))
        if not verdict:
            return verdict
        lacks = step.lacks(situation_of(self.tip, step, Grounds(), self.today))
        return Verdict(next((lack.message for lack in lacks if not lack.field), None))

    def proposals(self) -> tuple[ProposalView, ...]:
        rows = self.tip.proposals.filter(answer="").select_related("proposed_by")
        return tuple(self._proposal(one) for one in rows.prefetch_related("confirmations__by"))

    def _proposal(self, one: TipProposal) -> ProposalView:
        grounds = Grounds.from_record(one.grounds)
        said = tuple(each.by.name_th for each in one.confirmations.all())
        step = next((step for step in steps_between(one.source, one.target) if step.is_joint), None)
        verdict = (
            policies.may_confirm(self.sight, self.tip, one, step)
            if step
            else Verdict(_("This proposal was overtaken."))
        )
        return ProposalView(
            id=one.pk,
            target=one.target,
            target_name=state(one.target).name,
            grounds=grounds,
            reason_name=reason_name(grounds.reason_code) if grounds.reason_code else "",
            proposed_by=one.proposed_by.name_th,
            day=today_in_thailand(one.proposed_at),
            confirmed_by=said,
            needed=one.persons - 1 - len(said),
            may_answer=verdict,
            is_mine=one.proposed_by_id == self.sight.by.user_id,
        )


def reasons_for(target: str) -> list[taxonomy.ReasonInfo]:
    """The reasons that the form of a step offers."""
    if target == "FORWARDED":
        return competence_reasons()
    return taxonomy.reasons("not_accept") if target == "NOT_ACCEPTED" else []
