"""Making pins and rewriting drafts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.accounts.roles import Role
from tmac.audit import services as audit
from tmac.core import facts
from tmac.core.errors import Fault, Invalid, NotFound
from tmac.core.thai import today_in_thailand
from tmac.network import queries as network
from tmac.riskmap import policies
from tmac.riskmap.checking import Checked, Register, checked
from tmac.riskmap.drafts import PinDraft, SourceDraft
from tmac.riskmap.facts import PinDrafted, PinEdited
from tmac.riskmap.models import Move, Pin, PinTag, Source, Workshop
from tmac.riskmap.services.ground import (
    CHANGED,
    check_fresh,
    hold_numbers,
    locked_pin,
    next_number,
    order_new_day,
    record,
    refuse_faults,
    save_change,
)
from tmac.riskmap.states import Lane, Prevention
from tmac.riskmap.urgency import urgency_of
from tmac.taxonomy import queries as taxonomy

_BATCH = 500


def draft_pin(*, by: Principal, now: datetime, draft: PinDraft) -> Pin:
    """Make one draft pin. Raises Refused, or Invalid with every fault."""
    return draft_pins(by=by, now=now, drafts=[draft])[0]


def draft_pins(*, by: Principal, now: datetime, drafts: Sequence[PinDraft]) -> list[Pin]:
    """Make draft pins of one province, all or none; a fault's `row` is its place from 1."""
    if not drafts:
        return []
    with transaction.atomic():
        province = drafts[0].province_code
        _may_draft_all(by, drafts)
        ready = _all_checked(drafts, now)
        pins = _stored(by, ready, now)
        _store_children(by, pins, ready, now)
        facts.publish(PinDrafted(tuple(pin.pk for pin in pins), province))
        audit.record_all(
            [
                audit.Act("pin.drafted", "pin", str(pin.pk), province, {"code": pin.code})
                for pin in pins
            ],
            actor_id=by.user_id,
            actor=by.name,
            now=now,
            acting_for=by.acting_for,
        )
    return pins


def _may_draft_all(by: Principal, drafts: Iterable[PinDraft]) -> None:
    workshops: dict[int, Workshop] = {}
    places = {(draft.province_code, draft.workshop_id) for draft in drafts}
    if len({province for province, _workshop in places}) > 1:
        raise Invalid.of("province_code", _("All pins of one batch lie in one province."))
    for province, workshop_id in places:
        if workshop_id is not None and workshop_id not in workshops:
            workshop = Workshop.objects.filter(pk=workshop_id, province_code=province).first()
            if workshop is None:
                raise NotFound(_("There is no such workshop in this province."))
            workshops[workshop_id] = workshop
        held = workshops.get(workshop_id) if workshop_id is not None else None
        policies.may_draft(by, province, held).or_refuse()


def _all_checked(drafts: Sequence[PinDraft], now: datetime) -> list[Checked]:
    register = Register(drafts[0].province_code)
    today = today_in_thailand(now)
    ready, faults = [], _documents_taken(drafts)
    for number, draft in enumerate(drafts, start=1):
        try:
            ready.append(checked(draft, register, today))
        except Invalid as invalid:
            faults += [Fault(f.field, f.message, number, f.offer) for f in invalid.faults]
    refuse_faults(faults)
    return ready


def _documents_taken(drafts: Sequence[PinDraft]) -> list[Fault]:
    """Source documents that already have a pin, in the register or earlier in the batch."""
    numbers = [draft.tidied().source_document for draft in drafts]
    known = known_documents(drafts[0].province_code, numbers)
    faults = []
    for row, number in enumerate(numbers, start=1):
        if number and number in known:
            message = _("The document %(number)s already has the pin %(code)s.")
            values = {"number": number, "code": known[number]}
            faults.append(Fault("source_document", message % values, row))
        elif number:
            known[number] = _("in row %(row)d") % {"row": row}
    return faults


def known_documents(province_code: str, numbers: Iterable[str]) -> dict[str, str]:
    """Source document number -> code of the pin that was made from it in this province."""
    wanted = sorted({number for number in numbers if number})
    found: dict[str, str] = {}
    for start in range(0, len(wanted), _BATCH):
        rows = Pin.objects.filter(
            province_code=province_code, source_document__in=wanted[start : start + _BATCH]
        )
        found.update(rows.values_list("source_document", "code"))
    return found


def _stored(by: Principal, ready: Sequence[Checked], now: datetime) -> list[Pin]:
    order_new_day(by, now)
    hold_numbers()
    refuse_faults(_documents_taken([one.draft for one in ready]))
    own_club = _own_club_id(by, ready[0].draft.province_code)
    seqs = iter(range(next_number(CHANGED, len(ready)), 2**62))
    pins = [_new_pin(by, one, own_club, now, next(seqs)) for one in ready]
    by_year: dict[int, list[Pin]] = defaultdict(list)
    for pin in pins:
        by_year[pin.fiscal_year_be].append(pin)
    for year, group in sorted(by_year.items()):
        province = group[0].province_code
        first = next_number(f"pin:{year}:{province}", len(group))
        for number, pin in enumerate(group, start=first):
            pin.code = f"{year}-{province}-{number:04d}"
    return Pin.objects.bulk_create(pins, batch_size=_BATCH)


def _own_club_id(by: Principal, province_code: str) -> int | None:
    """A coach's pins belong to the club of the coach."""
    if not by.holds_in((Role.STRONG_COACH, Role.STRONG_MEMBER), province_code):
        return None
    club = network.club_of(province_code)
    return club.id if club else None


def _new_pin(
    by: Principal, one: Checked, own_club: int | None, now: datetime, changed_seq: int
) -> Pin:
    draft = one.draft
    pin = Pin(
        fiscal_year_be=one.fiscal_year_be,
        owner_id=draft.owner_id,
        created_by_id=by.user_id,
        created_at=now,
        club_id=draft.club_id or own_club,
        prevention_since=now,
        last_followed_at=now,
        workshop_id=draft.workshop_id,
        group_no=draft.group_no,
        note_no=draft.note_no,
        changed_seq=changed_seq,
        **columns_of(one),
    )
    pin.urgency = urgency_of(pin, today_in_thailand(now))
    return pin


def columns_of(one: Checked) -> dict[str, Any]:
    """The columns that a draft fills, and an edit may rewrite."""
    draft, place = one.draft, one.place
    return {
        "category_id": draft.category,
        "category_top": taxonomy.level_one(draft.category),
        "secondary_category_id": draft.secondary_category or None,
        "agency_id": draft.agency_id,
        "agency_kind": one.agency_kind,
        "lat": place.lat,
        "lon": place.lon,
        "accuracy_m": place.accuracy_m,
        "province_code": place.province_code,
        "district_code": place.district_code,
        "subdistrict_code": place.subdistrict_code,
        "place_note": draft.place_note,
        "title": draft.title,
        "what_may_happen": draft.what_may_happen,
        "period_from": draft.period_from,
        "period_to": draft.period_to,
        "budget_baht": draft.budget_baht,
        "project_id": draft.project_id,
        "stoppable_until": draft.stoppable_until,
        "source_document": draft.source_document,
    }


def _store_children(
    by: Principal, pins: Sequence[Pin], ready: Sequence[Checked], now: datetime
) -> None:
    born = [
        Move(
            pin=pin,
            lane=Lane.PREVENTION,
            target=Prevention.DRAFT,
            by_id=by.user_id,
            on_behalf=by.acting_for,
            at=now,
        )
        for pin in pins
    ]
    Move.objects.bulk_create(born, batch_size=_BATCH)
    pairs = list(zip(pins, ready, strict=True))
    sources = [new_source(by, pin, s, now) for pin, one in pairs for s in one.draft.sources]
    Source.objects.bulk_create(sources, batch_size=_BATCH)
    tags = [PinTag(pin=pin, tag_id=tag) for pin, one in pairs for tag in set(one.draft.tags)]
    PinTag.objects.bulk_create(tags, batch_size=_BATCH)


def new_source(by: Principal, pin: Pin, draft: SourceDraft, now: datetime) -> Source:
    """A source row, not yet stored."""
    return Source(
        pin=pin,
        kind=draft.kind,
        dated_on=draft.dated_on,
        document_no=draft.document_no,
        grade=draft.grade,
        note=draft.note,
        is_anonymous=draft.is_anonymous,
        has_own_evidence=draft.has_own_evidence,
        is_pile_on=draft.is_pile_on,
        added_by_id=by.user_id,
        added_at=now,
    )


def edit_pin(*, by: Principal, now: datetime, pin_id: int, version: int, draft: PinDraft) -> Pin:
    """Rewrite what a draft or returned pin says. Conflict names what changed meanwhile."""
    with transaction.atomic():
        pin = locked_pin(by, pin_id)
        check_fresh(by, pin, version)
        policies.may_edit(by, pin).or_refuse()
        one = _checked_edit(pin, draft, now)
        changes = _apply(pin, columns_of(one))
        changes |= _apply_tags(pin, one.draft.tags)
        if not changes:
            return pin
        save_change(by, pin, changes, now)
        facts.publish(PinEdited(pin.pk, pin.province_code, tuple(changes)))
        record(by, "pin.edited", pin, now, fields=tuple(sorted(changes)), version=pin.version)
    return pin


def _checked_edit(pin: Pin, draft: PinDraft, now: datetime) -> Checked:
    if draft.province_code != pin.province_code:
        message = _("A pin stays in its province: its code says so. Make a new pin instead.")
        raise Invalid.of("province_code", message)
    if draft.fiscal_year_be not in (None, pin.fiscal_year_be):
        message = _("A pin stays in its fiscal year: its code says so. Make a new pin instead.")
        raise Invalid.of("fiscal_year_be", message)
    number = draft.tidied().source_document
    if number and number != pin.source_document:
        hold_numbers()
        known = known_documents(pin.province_code, [number])
        if known:
            message = _("The document %(number)s already has the pin %(code)s.")
            values = {"number": number, "code": known[number]}
            raise Invalid.of("source_document", message % values)
    return checked(draft, Register(pin.province_code), today_in_thailand(now))


def _apply(pin: Pin, said: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    changes = {}
    for column, value in said.items():
        before = getattr(pin, column)
        if before != value:
            setattr(pin, column, value)
            name = column.removesuffix("_id") if column != "project_id" else column
            changes[name] = (before, value)
    return changes


def _apply_tags(pin: Pin, wanted: Iterable[str]) -> dict[str, tuple[Any, Any]]:
    before, after = set(pin.tags.values_list("tag_id", flat=True)), set(wanted)
    if before == after:
        return {}
    pin.tags.filter(tag_id__in=before - after).delete()
    PinTag.objects.bulk_create(PinTag(pin=pin, tag_id=tag) for tag in sorted(after - before))
    return {"tags": (", ".join(sorted(before)), ", ".join(sorted(after)))}
