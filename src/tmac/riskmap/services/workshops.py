"""Pinning workshops: opening one, naming recorders, and forty notes in an evening."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts import queries as accounts
from tmac.accounts.principals import Principal
from tmac.audit import services as audit
from tmac.audit.chain import Detail
from tmac.core.errors import Conflict, Fault, Invalid, NotFound
from tmac.core.text import one_line
from tmac.core.thai import today_in_thailand
from tmac.riskmap import policies
from tmac.riskmap.drafts import PinDraft, SourceDraft, WorkshopDraft
from tmac.riskmap.models import Pin, Recorder, Source, Workshop
from tmac.riskmap.services.drafting import draft_pin
from tmac.riskmap.services.ground import refuse_faults

MAX_GROUPS = 60


def open_workshop(*, by: Principal, now: datetime, workshop: WorkshopDraft) -> Workshop:
    """Open a pinning event of a province, with the people who may record there."""
    with transaction.atomic():
        policies.may_open_workshop(by, workshop.province_code).or_refuse()
        name = one_line(workshop.name)
        refuse_faults(_faults(name, workshop))
        row = Workshop.objects.create(
            name=name,
            province_code=workshop.province_code,
            place=one_line(workshop.place)[:200],
            held_on=workshop.held_on,
            group_count=workshop.group_count,
            opened_by_id=by.user_id,
            opened_at=now,
        )
        for user_id in sorted(set(workshop.recorder_ids)):
            _name_recorder(by, row, user_id, now)
        _tell(by, "workshop.opened", row, now, recorders=tuple(sorted(set(workshop.recorder_ids))))
    return row


def _faults(name: str, workshop: WorkshopDraft) -> list[Fault]:
    faults = []
    if not 5 <= len(name) <= 200:
        faults.append(Fault("name", _("Give the workshop a name of 5 to 200 characters.")))
    if not 1 <= workshop.group_count <= MAX_GROUPS:
        faults.append(Fault("group_count", _("A workshop has 1 to 60 tables.")))
    if workshop.held_on < date(2000, 1, 1):
        faults.append(Fault("held_on", _("Check the year of the workshop (B.E.).")))
    return faults


def _name_recorder(by: Principal, workshop: Workshop, user_id: int, now: datetime) -> None:
    if not accounts.display_name(user_id):
        raise Invalid.of("recorder_ids", _("One of the recorders is not known here."))
    Recorder.objects.get_or_create(
        workshop=workshop,
        user_id=user_id,
        defaults={"added_by_id": by.user_id, "added_at": now},
    )


def add_recorder(*, by: Principal, now: datetime, workshop_id: int, user_id: int) -> None:
    """Let one more person record at an open workshop."""
    with transaction.atomic():
        workshop = _locked(workshop_id)
        policies.may_open_workshop(by, workshop.province_code).or_refuse()
        _name_recorder(by, workshop, user_id, now)
        _tell(by, "workshop.recorder_added", workshop, now, user_id=user_id)


def close_workshop(*, by: Principal, now: datetime, workshop_id: int) -> None:
    """End the recording; the permission of its recorders ends with it."""
    with transaction.atomic():
        workshop = _locked(workshop_id)
        policies.may_open_workshop(by, workshop.province_code).or_refuse()
        if workshop.closed_at is None:
            workshop.closed_at = now
            workshop.save(update_fields=["closed_at"])
            _tell(by, "workshop.closed", workshop, now)


def _locked(workshop_id: int) -> Workshop:
    row = Workshop.objects.select_for_update().filter(pk=workshop_id).first()
    if row is None:
        raise NotFound(_("There is no such workshop."))
    return row


def _tell(by: Principal, action: str, row: Workshop, now: datetime, **details: Detail) -> None:
    audit.record(
        actor_id=by.user_id,
        actor=by.name,
        acting_for=by.acting_for,
        action=action,
        subject="workshop",
        subject_id=str(row.pk),
        province_code=row.province_code,
        details=details,
        now=now,
    )


@dataclass(frozen=True)
class NoteRecorded:
    """The draft pin of a note; `is_new` is false when the note was already there."""

    pin: Pin
    is_new: bool


def record_note(
    *, by: Principal, now: datetime, workshop_id: int, group_no: int, note_no: int, draft: PinDraft
) -> NoteRecorded:
    """Make the draft pin of one note. Sending a note again gives the pin it already has.

    Conflict when another note was recorded under the same table and number.
    """
    with transaction.atomic():
        workshop = _locked(workshop_id)
        policies.may_record_at(by, workshop).or_refuse()
        refuse_faults(_number_faults(workshop, group_no, note_no))
        known = Pin.objects.filter(workshop=workshop, group_no=group_no, note_no=note_no).first()
        if known is not None:
            return _again(known, draft)
        whole = replace(
            draft,
            province_code=workshop.province_code,
            workshop_id=workshop.pk,
            group_no=group_no,
            note_no=note_no,
            sources=draft.sources or (_source_of(workshop, group_no, note_no, now),),
        )
        return NoteRecorded(draft_pin(by=by, now=now, draft=whole), is_new=True)


def _number_faults(workshop: Workshop, group_no: int, note_no: int) -> list[Fault]:
    faults = []
    if not 1 <= group_no <= workshop.group_count:
        message = _("This workshop has the tables 1 to %(count)d.")
        faults.append(Fault("group_no", message % {"count": workshop.group_count}))
    if not 1 <= note_no <= 9_999:
        faults.append(Fault("note_no", _("The number of a note is 1 to 9,999.")))
    return faults


def _again(known: Pin, draft: PinDraft) -> NoteRecorded:
    tidy = draft.tidied()
    if (known.title, known.category_id) == (tidy.title, tidy.category):
        return NoteRecorded(known, is_new=False)
    message = _("Note %(note)d of table %(table)d is already the pin %(code)s. Use another number.")
    values = {"note": known.note_no, "table": known.group_no, "code": known.code}
    raise Conflict(message % values)


def _source_of(workshop: Workshop, group_no: int, note_no: int, now: datetime) -> SourceDraft:
    held_on = min(workshop.held_on, today_in_thailand(now))
    number = f"{group_no}/{note_no}"
    return SourceDraft(Source.Kind.WORKSHOP, "D", held_on, number, workshop.name)
