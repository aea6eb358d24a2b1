"""Sending a tip to another body as a bundle made in the officer's browser, and following it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.core.errors import Conflict, Fault, Invalid, NotFound, Refused
from tmac.core.text import cleaned, one_line
from tmac.core.thai import today_in_thailand
from tmac.tips import policies
from tmac.tips.conditions import MIN_TEXT
from tmac.tips.grounds import Grounds
from tmac.tips.models import Referral, Tip
from tmac.tips.services.ground import add_event, locked_tip, record, refuse_faults
from tmac.tips.services.stepping import take_step
from tmac.tips.sight import Sight
from tmac.tips.states import State

SHA256 = re.compile(r"[0-9a-f]{64}")
R = Referral.State
# A bundle that failed is made again; one that was answered is not touched any more.
_NEXT: dict[str, frozenset[str]] = {
    R.READY: frozenset({R.SENT, R.FAILED}),
    R.SENT: frozenset({R.FAILED, R.ACCEPTED, R.DONE}),
    R.FAILED: frozenset({R.SENT}),
    R.ACCEPTED: frozenset({R.DONE, R.FAILED}),
    R.DONE: frozenset(),
}


@dataclass(frozen=True)
class ReferralMade:
    """What came of it: the bundle is noted, or the step waits for the director first."""

    referral_id: int | None
    proposal_id: int | None
    version: int


def refer_out(
    *,
    by: Principal,
    now: datetime,
    tip_id: UUID,
    to: str,
    reason_code: str,
    sha256: str,
    version: int | None = None,
    text: str = "",
) -> ReferralMade:
    """Note the bundle that was made for another body.

    A tip that is not sent elsewhere yet takes that step first: with the director, or at once for a
    service problem. The bundle itself never comes here.
    """
    with transaction.atomic():
        sight = Sight(by)
        tip = locked_tip(sight, tip_id)
        policies.may_refer(sight, tip).or_refuse()
        if not SHA256.fullmatch(sha256):
            raise Invalid.of("sha256", _("The bundle has no checksum. Make it again."))
        if tip.state != State.FORWARDED:
            grounds = Grounds(reason_code=reason_code, destination=to, text=text)
            fresh = tip.version if version is None else version
            taken = take_step(
                by=by, now=now, tip_id=tip_id, version=fresh, target="FORWARDED", grounds=grounds
            )
            if not taken.has_moved:
                return ReferralMade(None, taken.proposal_id, taken.version)
        referral = _open_referral(tip, one_line(to))
        referral.bundle_sha256 = sha256
        _to(referral, R.SENT, now)
        add_event(tip, "bundle_sent", now, by, text=referral.destination)
        record(by, "tip.bundle_made", tip, now, referral=referral.pk, sha256=sha256)
        version_now = Tip.objects.values_list("version", flat=True).get(pk=tip_id)
    return ReferralMade(referral.pk, None, version_now)


def _open_referral(tip: Tip, to: str) -> Referral:
    waiting = tip.referrals.exclude(state__in=(R.DONE, R.ACCEPTED))
    referral = waiting.filter(destination=to).last() if to else waiting.last()
    if referral is None:
        message = _("The director confirmed another body. Name the one that was confirmed.")
        raise Refused(message)
    return referral


def mark_referral(
    *, by: Principal, now: datetime, referral_id: int, state: str, text: str = ""
) -> None:
    """How far a bundle is: sent, failed, accepted, done with the answer."""
    with transaction.atomic():
        sight = Sight(by)
        referral, tip = _referral(sight, referral_id)
        policies.may_mark_referral(sight, tip).or_refuse()
        answer = cleaned(text)[:5000]
        if referral.state == state and referral.answer == answer:
            return
        refuse_faults(_mark_faults(state, answer))
        if state not in _NEXT[referral.state]:
            raise Conflict(_("The bundle is past that. Look at the tip again."))
        if answer:
            referral.answer = answer
        _to(referral, state, now)
        add_event(tip, f"referral_{state.lower()}", now, by, text=answer)
        record(by, "tip.referral_marked", tip, now, referral=referral.pk, state=state)


def _mark_faults(state: str, answer: str) -> list[Fault]:
    if state not in R.values:
        return [Fault("state", _("Choose how far the bundle is."))]
    if state in (R.DONE, R.FAILED) and len(answer) < MIN_TEXT:
        return [Fault("text", _("Write what was answered, in at least 10 characters."))]
    return []


def _referral(sight: Sight, referral_id: int) -> tuple[Referral, Tip]:
    tip_id = Referral.objects.filter(pk=referral_id).values_list("tip_id", flat=True).first()
    if tip_id is None:
        raise NotFound(_("There is no such bundle."))
    tip = locked_tip(sight, tip_id)
    return Referral.objects.get(pk=referral_id), tip


def _to(referral: Referral, state: str, now: datetime) -> None:
    referral.state = state
    referral.state_since = today_in_thailand(now)
    referral.save(update_fields=["state", "state_since", "bundle_sha256", "answer"])
