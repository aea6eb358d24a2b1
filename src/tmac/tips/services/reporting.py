"""What a reporter does with the code: withdraw, object, rate, ask for own data, new contact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.core import facts
from tmac.core.errors import Conflict, Fault, Invalid
from tmac.core.thai import today_in_thailand
from tmac.tips import keys, words
from tmac.tips.facts import ReporterActed
from tmac.tips.filings import ActDone, KeyBox, KeysChanged, SealedMessage
from tmac.tips.forms import is_sealed, is_share_box
from tmac.tips.grounds import Grounds
from tmac.tips.lifecycle import step_named
from tmac.tips.models import IdentityBlob, Share, SubjectRequest, Tip
from tmac.tips.services.ground import (
    REPORTER,
    act_of,
    add_event,
    locked_by_lookup,
    record_day,
    refuse_faults,
    save_tip,
)
from tmac.tips.services.identifying import end_requests_of
from tmac.tips.services.messaging import Note, put_message, rules_of, sent_before
from tmac.tips.services.stepping import check_conditions, move
from tmac.vault.formats import padding

ANSWER_DAYS = 30  # Personal Data Protection Act B.E. 2562, section 30: without delay, 30 days
OBJECTED, NOT_FIXED = step_named("tip.reopened"), step_named("tip.objected")


@dataclass(frozen=True)
class _Act:
    """One act of a reporter on its way; `do` changes the locked tip."""

    name: str
    now: datetime
    lookup: bytes
    act_id: UUID
    message: SealedMessage | None
    sealed_by: str = "REPORTER"

    def _is_new_to(self, tip: Tip) -> bool:
        return self.message is not None and (sent_before(tip, self.message, self.sealed_by) is None)

    def done(self, do: Callable[[Tip], None]) -> ActDone:
        """Check, do, remember and record; the same act again is answered the same."""
        with transaction.atomic():
            tip = locked_by_lookup(self.lookup)
            known = act_of(tip, self.act_id, self.name)
            if known is not None:
                return ActDone(self.name, known.on, is_new=False)
            rules = rules_of(tip, self.now)
            rules.all()[self.name].or_refuse()
            if self.message is not None and self._is_new_to(tip):
                rules.words().or_refuse()
                put_message(tip, self.message, self.now, Note("IN", sealed_by=self.sealed_by))
            event = add_event(tip, self.name, self.now, None, is_public=True, act_id=self.act_id)
            do(tip)
            facts.publish(ReporterActed(tip.pk, self.name))
            record_day(REPORTER, f"tip.{self.name}", tip, self.now)
        return ActDone(self.name, event.on, is_new=True)


def withdraw(
    *,
    now: datetime,
    lookup: bytes,
    act_id: UUID,
    message: SealedMessage | None = None,
    sealed_by: str = "REPORTER",
) -> ActDone:
    """The reporter takes the report back: an event; an officer may then propose to end it."""

    def do(tip: Tip) -> None:
        tip.withdrawn_on = today_in_thailand(now)
        tip.version += 1
        save_tip(tip, ["withdrawn_on", "version"])

    return _Act("withdraw", now, lookup, act_id, message, sealed_by).done(do)


def object_to_rejection(
    *,
    now: datetime,
    lookup: bytes,
    act_id: UUID,
    message: SealedMessage | None = None,
    sealed_by: str = "REPORTER",
) -> ActDone:
    """The reporter objects to a rejection within 30 days; somebody else decides then."""

    def do(tip: Tip) -> None:
        check_conditions(tip, OBJECTED, Grounds(), now, by_reporter=True)
        move(tip, OBJECTED, Grounds(), now, None, actor=REPORTER)

    return _Act("object", now, lookup, act_id, message, sealed_by).done(do)


def not_fixed(
    *,
    now: datetime,
    lookup: bytes,
    act_id: UUID,
    message: SealedMessage | None = None,
    sealed_by: str = "REPORTER",
) -> ActDone:
    """The reporter says within 90 days that what was closed is not really fixed."""

    def do(tip: Tip) -> None:
        check_conditions(tip, NOT_FIXED, Grounds(), now, by_reporter=True)
        move(tip, NOT_FIXED, Grounds(), now, None, actor=REPORTER)

    return _Act("not_fixed", now, lookup, act_id, message, sealed_by).done(do)


def rate(
    *,
    now: datetime,
    lookup: bytes,
    act_id: UUID,
    rating: int,
    felt_safe: str,
    message: SealedMessage | None = None,
    sealed_by: str = "REPORTER",
) -> ActDone:
    """One to five, and whether the reporter felt safe; the last rating counts."""
    faults = []
    if isinstance(rating, bool) or rating not in range(1, 6):
        faults.append(Fault("rating", _("Choose one to five.")))
    if felt_safe not in words.FELT_SAFE:
        faults.append(Fault("felt_safe", _("Say whether you felt safe.")))
    refuse_faults(faults)

    def do(tip: Tip) -> None:
        tip.rating, tip.felt_safe = rating, felt_safe
        save_tip(tip, ["rating", "felt_safe"])

    return _Act("rate", now, lookup, act_id, message, sealed_by).done(do)


def subject_request(
    *,
    now: datetime,
    lookup: bytes,
    act_id: UUID,
    request: str,
    message: SealedMessage | None = None,
    sealed_by: str = "REPORTER",
) -> ActDone:
    """The reporter asks that own data be erased, copied, corrected, or used no longer."""
    if request not in words.REQUESTS:
        raise Invalid.of("request", _("Choose what should be done with your data."))

    def do(tip: Tip) -> None:
        today = today_in_thailand(now)
        if tip.subject_requests.filter(request=request, outcome="").exists():
            raise Conflict(_("You have asked for this already. We have not answered yet."))
        SubjectRequest.objects.create(
            tip=tip, request=request, asked_on=today, due_on=today + timedelta(days=ANSWER_DAYS)
        )

    return _Act("data_request", now, lookup, act_id, message, sealed_by).done(do)


def replace_contact(
    *, now: datetime, lookup: bytes, identity: bytes, shares: tuple[KeyBox, ...]
) -> ActDone:
    """A new sealed identity in the place of the old one, shared among the custodians of today."""
    with transaction.atomic():
        tip = locked_by_lookup(lookup)
        blob = IdentityBlob.objects.filter(tip=tip).first()
        if blob is not None and bytes(blob.box) == identity:
            return ActDone("contact", today_in_thailand(now), is_new=False)
        rules_of(tip, now).contact().or_refuse()
        _check_identity(tip, now, identity, shares)
        IdentityBlob.objects.update_or_create(tip=tip, defaults={"box": identity})
        tip.shares.all().delete()
        Share.objects.bulk_create(Share(tip=tip, key_id=one.key_id, box=one.box) for one in shares)
        end_requests_of(tip, now)
        event = add_event(tip, "contact", now, None, is_public=True)
        record_day(REPORTER, "tip.contact", tip, now)
    return ActDone("contact", event.on, is_new=True)


def _check_identity(tip: Tip, now: datetime, identity: bytes, shares: tuple[KeyBox, ...]) -> None:
    sealed = is_sealed(identity, padding.IDENTITY) and all(is_share_box(s.box) for s in shares)
    if not sealed:
        message = _("This part was not sealed as it has to be. Load the page again.")
        raise Invalid.of("identity", message)
    if [share.key_id for share in shares] != keys.custodian_ids(tip.scope, now):
        raise KeysChanged(_("The custodians' keys have changed. Your contact is sealed anew."))


def act(
    *,
    now: datetime,
    lookup: bytes,
    act: str,
    act_id: UUID,
    message: SealedMessage | None = None,
    rating: int = 0,
    felt_safe: str = "",
    request: str = "",
    sealed_by: str = "REPORTER",
) -> ActDone:
    """The act of this name; what it does not need is left aside."""
    plain: dict[str, Callable[..., ActDone]] = {
        "withdraw": withdraw,
        "object": object_to_rejection,
        "not_fixed": not_fixed,
        "rate": partial(rate, rating=rating, felt_safe=felt_safe),
        "data_request": partial(subject_request, request=request),
    }
    if act not in plain:
        raise Invalid.of("act", _("This is not among the things that can be done here."))
    return plain[act](now=now, lookup=lookup, act_id=act_id, message=message, sealed_by=sealed_by)
