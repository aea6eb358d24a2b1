"""Watch notes: what is seen or heard in an area, written down before it is anything more."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts.principals import Grant, Principal
from tmac.accounts.roles import Permission, Role
from tmac.accounts.services.recording import recorded
from tmac.core import facts
from tmac.core.errors import Conflict, Fault, NotFound, Refused
from tmac.core.text import cleaned, one_line
from tmac.core.thai import today_in_thailand
from tmac.geography import queries as geography
from tmac.tips import checking, note_rules
from tmac.tips.facts import NotePromoted
from tmac.tips.filings import FiledWithCode, NoteDraft, WrittenNote
from tmac.tips.models import WatchNote
from tmac.tips.personal import NAMES, personal_parts
from tmac.tips.services.filing_open import file_open
from tmac.tips.services.ground import refuse_faults

S = WatchNote.State
MAX_TITLE, MAX_TEXT = 200, 5000
_STRONG = (Role.STRONG_MEMBER, Role.STRONG_COACH)
# A title of address before a word: probably a person's name.
_ADDRESSED = re.compile(
    r"(?:นาย|นางสาว|นาง|น\.ส\.|ด\.ต\.|ร\.ต\.|พ\.ต\.|Mr\.? |Mrs\.? |Ms\.? )\s?[ก-๙A-Z]"
)


def write_note(
    *, by: Principal, now: datetime, note: NoteDraft, note_id: UUID | None = None
) -> WrittenNote:
    """Keep a note. It is never refused for what it says; `warnings` tell what to leave out.

    With `note_id` a second press of the same button finds the note that the first has made.
    """
    with transaction.atomic():
        grant = _writer(by, note.province)
        known = WatchNote.objects.filter(pk=note_id).first() if note_id else None
        if known is not None and known.author_id == by.user_id:
            return WrittenNote(known.pk, known.version, warnings_of(note))
        refuse_faults(_faults(note))
        row = WatchNote.objects.create(
            id=note_id or uuid.uuid4(),
            **_columns(note),
            author_id=by.user_id,
            office_id=grant.office_id,
            is_strong=grant.role in _STRONG,
            state_since=today_in_thailand(now),
            written_at=now,
            edited_at=now,
        )
        _record(by, "note.written", row, now)
    return WrittenNote(row.pk, row.version, warnings_of(note))


def _writer(by: Principal, province: str) -> Grant:
    for grant in by.grants:
        is_here = grant.provinces is None or province in grant.provinces
        if is_here and Principal(by.user_id, by.name, (grant,)).may(Permission.WRITE_WATCH_NOTES):
            return grant
    raise Refused(_("You may keep watch notes only of your own province."))


def _columns(note: NoteDraft) -> dict[str, Any]:
    return {
        "title": one_line(note.title),
        "text": cleaned(note.text),
        "province_code": note.province,
        "district_code": note.district,
        "subdistrict_code": note.subdistrict,
        "agency_id": note.agency_id,
    }


def _faults(note: NoteDraft) -> list[Fault]:
    faults = []
    if not 1 <= len(one_line(note.title)) <= MAX_TITLE:
        faults.append(Fault("title", _("Give a title of at most 200 characters.")))
    if len(cleaned(note.text)) > MAX_TEXT:
        faults.append(Fault("text", _("At most 5,000 characters. Make a second note of the rest.")))
    if note.province not in geography.province_codes():
        faults.append(Fault("province", _("Choose the province.")))
    else:
        places = (note.province, note.district, note.subdistrict)
        faults += checking.area_faults(*places, prefix="")
    return [*faults, *checking.body_faults("", note.agency_id, prefix="")]


def warnings_of(note: NoteDraft) -> tuple[str, ...]:
    """What had better not stand in a note: it is kept in clear, and accuses nobody."""
    text = f"{note.title}\n{note.text}"
    found = [
        _("A %(what)s stands in the note. Better leave it out.") % {"what": NAMES[kind]}
        for kind in dict.fromkeys(part.kind for part in personal_parts(text))
    ]
    if _ADDRESSED.search(text):
        found.append(_("A name seems to stand in the note. A note tells of a place, not a person."))
    return tuple(found)


def edit_note(
    *, by: Principal, now: datetime, note_id: UUID, version: int, note: NoteDraft
) -> WrittenNote:
    """Rewrite an open note of one's own."""
    with transaction.atomic():
        row = _locked(by, note_id)
        note_rules.may_edit(by, row).or_refuse()
        if row.version != version:
            raise Conflict(_("The note was changed meanwhile. Look at it and try again."))
        _writer(by, note.province)
        refuse_faults(_faults(note))
        for name, value in _columns(note).items():
            setattr(row, name, value)
        row.edited_at = now
        row.version += 1
        row.save()
        _record(by, "note.edited", row, now)
    return WrittenNote(row.pk, row.version, warnings_of(note))


def close_note(*, by: Principal, now: datetime, note_id: UUID) -> None:
    """There is nothing more to watch; again changes nothing."""
    with transaction.atomic():
        row = _locked(by, note_id)
        note_rules.may_close(by, row).or_refuse()
        if row.state == S.CLOSED:
            return
        _to(row, S.CLOSED, now)
        _record(by, "note.closed", row, now)


def promote_note(
    *, by: Principal, now: datetime, note_id: UUID, facts_given: Mapping[str, Any] | None = None
) -> FiledWithCode:
    """Make a tip of the note, sealed by the server: of a club under STRONG, else under SELF.

    The access code is for the author, who follows the tip with it like any reporter.
    """
    with transaction.atomic():
        row = _locked(by, note_id)
        note_rules.may_promote(by, row).or_refuse()
        filed = file_open(
            now=now,
            facts={**_tip_facts(row), **(facts_given or {})},
            content=_tip_content(row),
            identity={},
            channel="STRONG" if row.is_strong else "SELF",
            by=by,
        )
        row.tip_reference = filed.reference
        _to(row, S.PROMOTED, now)
        facts.publish(NotePromoted(row.pk, filed.reference, ""))
        _record(by, "note.promoted", row, now, tip=filed.reference)
    return filed


def _tip_facts(row: WatchNote) -> dict[str, Any]:
    return {
        "kind": "TIP",
        "province": row.province_code,
        "district": row.district_code,
        "subdistrict": row.subdistrict_code,
        "category": "",
        "agency_kind": "",
        "agency_id": row.agency_id,
        "amount_band": "UNKNOWN",
        "month": "",
        "ongoing": "UNKNOWN",
        "stoppable": "UNKNOWN",
        "how_known": "SAW" if row.is_strong else "OTHER",
        "protection": [],
        "urgent": False,
        "route": "PROVINCE",
        "about_office": False,
    }


def _tip_content(row: WatchNote) -> dict[str, Any]:
    return {"kind": "TIP", "text": f"{row.title}\n\n{row.text}".strip(), "language": "th"}


def promoted_to_pin(*, by: Principal, now: datetime, note_id: UUID, pin_code: str) -> None:
    """A pin was made of the note; the door that made it says so."""
    with transaction.atomic():
        row = _locked(by, note_id)
        if row.state == S.PROMOTED and row.pin_code == pin_code:
            return
        note_rules.may_promote(by, row).or_refuse()
        row.pin_code = one_line(pin_code)[:24]
        _to(row, S.PROMOTED, now)
        facts.publish(NotePromoted(row.pk, "", row.pin_code))
        _record(by, "note.promoted_to_pin", row, now, pin=row.pin_code)


def _locked(by: Principal, note_id: UUID) -> WatchNote:
    row = WatchNote.objects.select_for_update().filter(pk=note_id).first()
    if row is None or not note_rules.sees(by, row):
        raise NotFound(_("There is no such note, or it is not within your reach."))
    return row


def _to(row: WatchNote, state: str, now: datetime) -> None:
    row.state = state
    row.state_since = today_in_thailand(now)
    row.version += 1
    row.save(update_fields=["state", "state_since", "version", "tip_reference", "pin_code"])


def _record(by: Principal, action: str, row: WatchNote, now: datetime, **details: str) -> None:
    recorded(by, action, "watch_note", str(row.pk), now, row.province_code, **details)
