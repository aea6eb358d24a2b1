"""Letting others read along: a colleague, another unit, or a new unit that takes the tip over.

The browser of the officer seals the case key again; here it is checked to whom, and stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts import queries as accounts
from tmac.accounts.principals import Principal
from tmac.core import facts
from tmac.core.errors import Conflict, Fault, Invalid, NotFound, Refused
from tmac.core.text import cleaned
from tmac.tips import keys, policies
from tmac.tips.conditions import MIN_TEXT
from tmac.tips.facts import TipHandedOver
from tmac.tips.filings import EpochBox, EpochChanged
from tmac.tips.forms import is_key_box, is_previous
from tmac.tips.models import Consultation, Epoch, Tip, TipMember, Wrap
from tmac.tips.people import investigators_near
from tmac.tips.services.ground import (
    add_event,
    check_fresh,
    locked_tip,
    record,
    refuse_faults,
    save_tip,
)
from tmac.tips.sight import Sight


def add_colleague(
    *, by: Principal, now: datetime, tip_id: UUID, officer_key_id: UUID, wraps: Sequence[EpochBox]
) -> None:
    """Let an investigator read the tip with the officer's own key. Again changes nothing."""
    with transaction.atomic():
        sight = Sight(by)
        tip = locked_tip(sight, tip_id)
        policies.may_share(sight, tip).or_refuse()
        user_id = keys.owner_of(officer_key_id)
        if user_id is None or user_id not in investigators_near(tip, now):
            message = _("Choose an investigator who has set up a key and has no conflict here.")
            raise Invalid.of("officer_key_id", message)
        if tip.members.filter(user_id=user_id, ended_at__isnull=True).exists():
            return
        _keep_wraps(tip, officer_key_id, wraps)
        TipMember.objects.create(
            tip=tip, user_id=user_id, key_id=officer_key_id, added_by_id=by.user_id, added_at=now
        )
        add_event(tip, "colleague", now, by, text=accounts.display_name(user_id))
        record(by, "tip.colleague_added", tip, now, user=user_id)


def end_colleague(*, by: Principal, now: datetime, tip_id: UUID, user_id: int) -> None:
    """The colleague's wrap is deleted: the server hands out nothing more of this tip."""
    with transaction.atomic():
        sight = Sight(by)
        tip = locked_tip(sight, tip_id)
        policies.may_summarise(sight, tip).or_refuse()
        member = tip.members.filter(user_id=user_id, ended_at__isnull=True).first()
        if member is None:
            raise NotFound(_("This person was not added to the tip."))
        tip.wraps.filter(key_id=member.key_id).delete()
        member.ended_at = now
        member.save(update_fields=["ended_at"])
        add_event(tip, "colleague_left", now, by, text=accounts.display_name(user_id))
        record(by, "tip.colleague_ended", tip, now, user=user_id)


def consult(
    *,
    by: Principal,
    now: datetime,
    tip_id: UUID,
    unit_key_id: UUID,
    wraps: Sequence[EpochBox],
    text: str = "",
) -> None:
    """Ask another unit for its opinion: it reads along, and decides nothing."""
    with transaction.atomic():
        sight = Sight(by)
        tip = locked_tip(sight, tip_id)
        policies.may_share(sight, tip).or_refuse()
        unit = _other_unit(tip, unit_key_id)
        if tip.consultations.filter(office_id=unit.office_id, ended_at__isnull=True).exists():
            return
        _keep_wraps(tip, unit_key_id, wraps)
        Consultation.objects.create(
            tip=tip,
            office_id=unit.office_id,
            unit_key_id=unit_key_id,
            text=cleaned(text)[:2000],
            asked_by_id=by.user_id,
            asked_at=now,
        )
        add_event(tip, "consulted", now, by, text=unit.name)
        record(by, "tip.unit_consulted", tip, now, office=unit.office_id)


def end_consultation(*, by: Principal, now: datetime, tip_id: UUID, office_id: int) -> None:
    """The consulted unit has answered: its wraps are deleted."""
    with transaction.atomic():
        sight = Sight(by)
        tip = locked_tip(sight, tip_id)
        policies.may_summarise(sight, tip).or_refuse()
        asked = tip.consultations.filter(office_id=office_id, ended_at__isnull=True).first()
        if asked is None:
            raise NotFound(_("This unit was not asked about the tip."))
        tip.wraps.filter(key_id=asked.unit_key_id).delete()
        asked.ended_at = now
        asked.save(update_fields=["ended_at"])
        add_event(tip, "consultation_ended", now, by, text=asked.office.name)
        record(by, "tip.consultation_ended", tip, now, office=office_id)


def hand_over(
    *,
    by: Principal,
    now: datetime,
    tip_id: UUID,
    version: int,
    unit_key_id: UUID,
    epoch: int,
    wrap: bytes,
    reporter_wrap: bytes,
    previous: bytes,
    reason: str,
) -> int:
    """Give the tip to another unit under a new case key; returns the new version.

    The former unit keeps nothing that opens what is written from now on; its wraps are deleted.
    """
    with transaction.atomic():
        sight = Sight(by)
        tip = locked_tip(sight, tip_id)
        policies.may_share(sight, tip).or_refuse()
        check_fresh(tip, version)
        unit = _other_unit(tip, unit_key_id)
        text = cleaned(reason)
        refuse_faults(_hand_over_faults(text, wrap, reporter_wrap, previous))
        _new_epoch(tip, unit_key_id, epoch, wrap, reporter_wrap, previous)
        former, tip.office_id = tip.office_id, unit.office_id
        tip.assigned_to = None
        tip.version += 1
        save_tip(tip, ["office", "assigned_to", "version"])
        _end_sharing(tip, now)
        tip.proposals.filter(answer="").update(answer="OVERTAKEN", answered_at=now)
        add_event(tip, "handed_over", now, by, is_public=True, text=unit.name)
        add_event(tip, "hand_over_reason", now, by, text=text)
        facts.publish(TipHandedOver(tip.pk, former, unit.office_id))
        record(by, "tip.handed_over", tip, now, epoch=epoch, to=unit.office_id)
    return tip.version


def _hand_over_faults(text: str, wrap: bytes, reporter_wrap: bytes, previous: bytes) -> list[Fault]:
    faults = []
    if len(text) < MIN_TEXT:
        message = _("Write why the other unit takes the tip, in at least 10 characters.")
        faults.append(Fault("reason", message))
    if not (is_key_box(wrap) and is_key_box(reporter_wrap) and is_previous(previous)):
        faults.append(Fault("wrap", _not_sealed()))
    return faults


def _not_sealed() -> str:
    return _("The key was not sealed as it has to be. Load the page again and try once more.")


def _new_epoch(
    tip: Tip, key_id: UUID, epoch: int, wrap: bytes, reporter_wrap: bytes, previous: bytes
) -> None:
    newest = tip.epochs.order_by("-number").values_list("number", flat=True).first()
    if newest is None or epoch != newest + 1:
        raise EpochChanged(_("The key of this case has changed. Open the tip again."))
    Epoch.objects.create(tip=tip, number=epoch, reporter_wrap=reporter_wrap, previous=previous)
    tip.wraps.all().delete()
    Wrap.objects.create(tip=tip, epoch=epoch, key_id=key_id, box=wrap)


def _end_sharing(tip: Tip, now: datetime) -> None:
    """The new unit decides anew who reads along."""
    tip.members.filter(ended_at__isnull=True).update(ended_at=now)
    tip.consultations.filter(ended_at__isnull=True).update(ended_at=now)


def _other_unit(tip: Tip, unit_key_id: UUID) -> keys.Unit:
    """The unit of a key that is good now; not the one that has the tip already, and no office of
    the province from which the reporter wanted the tip kept."""
    unit = keys.unit_of(unit_key_id)
    if unit is None:
        raise Invalid.of("unit_key_id", _("Choose a unit that has a key in the directory."))
    if unit.office_id == tip.office_id:
        raise Conflict(_("This unit has the tip already."))
    if tip.is_kept_from_province and unit.province_code == tip.province_code:
        message = _("The reporter wanted this kept from the province. Choose another unit.")
        raise Refused(message)
    return unit


def _keep_wraps(tip: Tip, key_id: UUID, wraps: Sequence[EpochBox]) -> None:
    """The newest epoch at least, all to this key: it leads to the older ones, so that whoever is
    let in reads the whole dialogue."""
    epochs = list(tip.epochs.values_list("number", flat=True))
    given = [wrap.epoch for wrap in wraps]
    if len(set(given)) < len(given) or not set(epochs[-1:]) <= set(given) <= set(epochs):
        raise EpochChanged(_("The key of this case has changed. Open the tip again."))
    if not all(wrap.key_id == key_id and is_key_box(wrap.box) for wrap in wraps):
        raise Invalid.of("wraps", _not_sealed())
    tip.wraps.filter(key_id=key_id).delete()
    Wrap.objects.bulk_create(
        Wrap(tip=tip, epoch=wrap.epoch, key_id=key_id, box=wrap.box) for wrap in wraps
    )
