"""Reading watch notes."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.core.errors import NotFound
from tmac.core.text import one_line
from tmac.geography import queries as geography
from tmac.tips import note_rules
from tmac.tips.listing import named
from tmac.tips.models import WatchNote
from tmac.tips.views import WatchNoteView


def watch_notes(
    by: Principal, *, text: str = "", province: str = "", state: str = "", limit: int = 200
) -> list[WatchNoteView]:
    """The notes that `by` may read, those edited last first."""
    found = WatchNote.objects.filter(note_rules.visible(by))
    words = one_line(text)[:100]
    if words:
        found = found.filter(Q(title__icontains=words) | Q(text__icontains=words))
    if province:
        found = found.filter(province_code=province)
    if state:
        found = found.filter(state=state)
    return _views(by, found.select_related("author", "agency")[:limit])


def watch_note(by: Principal, note_id: UUID) -> WatchNoteView:
    """One note; NotFound when there is none or it is out of reach."""
    found = WatchNote.objects.filter(note_rules.visible(by), pk=note_id)
    views = _views(by, found.select_related("author", "agency"))
    if not views:
        raise NotFound(_("There is no such note, or it is not within your reach."))
    return views[0]


def _views(by: Principal, rows: Iterable[WatchNote]) -> list[WatchNoteView]:
    return [
        WatchNoteView(
            id=row.pk,
            version=row.version,
            title=row.title,
            text=row.text,
            province_code=row.province_code,
            district_code=row.district_code,
            subdistrict_code=row.subdistrict_code,
            place_name=geography.full_name(
                row.subdistrict_code or row.district_code or row.province_code
            ),
            agency_id=row.agency_id,
            agency_name=named(row.agency) or "",
            author_name=row.author.name_th,
            is_mine=row.author_id == by.user_id,
            is_strong=row.is_strong,
            written_at=row.written_at,
            edited_at=row.edited_at,
            state=row.state,
            tip_reference=row.tip_reference,
            pin_code=row.pin_code,
            may_edit=note_rules.may_edit(by, row),
            may_promote=note_rules.may_promote(by, row),
            may_close=note_rules.may_close(by, row),
        )
        for row in rows
    ]
