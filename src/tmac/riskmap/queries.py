"""Reading the risk map. Everything here is filtered by what the asking officer may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.core.errors import NotFound
from tmac.core.paging import page_of
from tmac.core.thai import today_in_thailand
from tmac.core.verdict import ALLOWED, Verdict
from tmac.evidence.queries import FileInfo
from tmac.riskmap import monday, policies
from tmac.riskmap.files import visible_files
from tmac.riskmap.filters import PinFilter
from tmac.riskmap.models import Pin, SavedView, Workshop
from tmac.riskmap.offering import offers
from tmac.riskmap.pages import found, view_of
from tmac.riskmap.rows import in_order, rows, with_related
from tmac.riskmap.sight import Sight
from tmac.riskmap.situations import SUBJECT, SUBJECTS, SUPPRESSION_FILES, subject_of
from tmac.riskmap.suggesting import suggestions
from tmac.riskmap.timeline import Reader
from tmac.riskmap.views import (
    MondayList,
    PinRow,
    PinView,
    StepOffer,
    TickSuggestion,
    TimelineEntry,
)

__all__ = [
    "SUBJECT",
    "SUBJECTS",
    "SUPPRESSION_FILES",
    "MondayList",
    "PinFilter",
    "PinRow",
    "PinView",
    "StepOffer",
    "TickSuggestion",
    "TimelineEntry",
    "WorkshopInfo",
    "files",
    "last_note_no",
    "may",
    "may_edit",
    "may_open_file",
    "monday_list",
    "note_numbers",
    "owner_name",
    "pin",
    "pin_page",
    "pin_rows",
    "rows",
    "saved_views",
    "steps_offered",
    "subject_of",
    "suggest_ticks",
    "timeline",
    "visible_pins",
    "with_related",
    "workshop",
    "workshop_notes",
    "workshops",
]


def visible_pins(by: Principal) -> QuerySet[Pin]:
    """The pins that an officer may know of, as one filter."""
    return Pin.objects.filter(Sight(by).visible())


def pin(by: Principal, code: str, now: datetime | None = None) -> PinView:
    """One pin as `by` may see it; NotFound when there is none or it is out of reach."""
    return view_of(by, found(by, code), now or timezone.now())


def pin_page(by: Principal, wanted: PinFilter, today: date) -> Page[Pin]:
    """One page of the list; hand its pins to `rows`. Three queries with the rows."""
    page = page_of(wanted.apply(visible_pins(by), by, today), wanted.page, wanted.size)
    page.object_list = in_order(page.object_list)  # type: ignore[arg-type]
    return page


def pin_rows(by: Principal, wanted: PinFilter, today: date, limit: int) -> list[PinRow]:
    """The first rows of a filter (the map's side list, an export)."""
    return rows(by, in_order(wanted.apply(visible_pins(by), by, today)[:limit]), today)


def may(by: Principal, view: PinView, verb: str) -> Verdict:
    """Whether `by` may do one of the verbs of `PinView.verdicts`."""
    return view.verdicts[verb]


def may_edit(by: Principal, view: PinView) -> Verdict:
    """Whether `by` may rewrite what the pin says."""
    return may(by, view, "edit")


def _row(by: Principal, pin: PinView | str) -> Pin:
    """The row of a pin given by its code or by what was shown of it."""
    return found(by, pin if isinstance(pin, str) else pin.code)


def timeline(by: Principal, pin: PinView | str) -> list[TimelineEntry]:
    """What happened to a pin, oldest first, as far as `by` may read it."""
    return Reader(Sight(by), _row(by, pin)).entries()


def steps_offered(
    by: Principal, pin: PinView | str, now: datetime | None = None
) -> list[StepOffer]:
    """The steps out of the present states: permitted first, forbidden ones with the reason."""
    return offers(by, _row(by, pin), now or timezone.now())


def suggest_ticks(
    by: Principal, pin: PinView | str, now: datetime | None = None
) -> list[TickSuggestion]:
    """What the data say of the score sheet's ticks, with reasons; the officer decides."""
    row = _row(by, pin)
    if not Sight(by).works_on(row):
        return []
    return suggestions(by, row, now or timezone.now())


def files(by: Principal, pin: PinView | str) -> list[FileInfo]:
    """The evidence files of a pin that `by` may open."""
    return visible_files(Sight(by), _row(by, pin))


def may_open_file(by: Principal, pin_id: int, file_id: UUID | str) -> Verdict:
    """Whether `by` may open one file of a pin."""
    row = Pin.objects.select_related("club").filter(pk=pin_id).first()
    if row is not None:
        held = {str(file.id) for file in visible_files(Sight(by), row)}
        if str(file_id) in held:
            return ALLOWED
    return Verdict(_("The evidence of this pin is not open to your role."))


def owner_name(by: Principal, user_id: int) -> str:
    """The name of who looks after a pin on which `by` works; "" for anybody else."""
    cared = Pin.objects.filter(Sight(by).working_rows(), owner_id=user_id)
    return cared.values_list("owner__name_th", flat=True).first() or ""


def monday_list(by: Principal, today: date | None = None) -> MondayList:
    """What waits for this officer, most pressing first."""
    return monday.monday_list(by, today or today_in_thailand(timezone.now()))


def saved_views(by: Principal) -> QuerySet[SavedView]:
    """The officer's kept filters, by name."""
    return SavedView.objects.filter(user_id=by.user_id).order_by("name", "pk")


@dataclass(frozen=True)
class WorkshopInfo:
    """A pinning event as its page shows it."""

    id: int
    name: str
    province_code: str
    place: str
    held_on: date
    group_count: int
    is_open: bool
    note_count: int
    recorder_ids: tuple[int, ...]
    may_record: Verdict


def workshops(by: Principal) -> list[WorkshopInfo]:
    """The workshops of the provinces where `by` may open one, and those where `by` records."""
    held = Workshop.objects.annotate(notes=Count("pins")).prefetch_related("recorders")
    return [_info(by, row, row.notes) for row in held if _is_near(by, row)]


def workshop(by: Principal, workshop_id: int) -> WorkshopInfo:
    """One workshop; NotFound when it is none of `by`'s."""
    row = Workshop.objects.prefetch_related("recorders").filter(pk=workshop_id).first()
    if row is None or not _is_near(by, row):
        raise NotFound(_("There is no such workshop."))
    return _info(by, row, row.pins.count())


def _is_near(by: Principal, row: Workshop) -> bool:
    records = any(recorder.user_id == by.user_id for recorder in row.recorders.all())
    return records or bool(policies.may_open_workshop(by, row.province_code))


def _info(by: Principal, row: Workshop, notes: int) -> WorkshopInfo:
    return WorkshopInfo(
        id=row.pk,
        name=row.name,
        province_code=row.province_code,
        place=row.place,
        held_on=row.held_on,
        group_count=row.group_count,
        is_open=row.closed_at is None,
        note_count=notes,
        recorder_ids=tuple(recorder.user_id for recorder in row.recorders.all()),
        may_record=policies.may_record_at(by, row),
    )


def workshop_notes(by: Principal, workshop_id: int, today: date, limit: int = 500) -> list[PinRow]:
    """The pins of a workshop that `by` may see, newest first (the projected map and the list)."""
    pins = visible_pins(by).filter(workshop_id=workshop_id).order_by("-id")
    return rows(by, with_related(pins)[:limit], today)


def last_note_no(workshop_id: int, group_no: int) -> int:
    """The highest note number of a table so far; 0 when it has none."""
    held = Pin.objects.filter(workshop_id=workshop_id, group_no=group_no)
    return held.order_by("-note_no").values_list("note_no", flat=True).first() or 0


def note_numbers(workshop_id: int) -> dict[int, tuple[int | None, int | None]]:
    """Pin id -> (table, note) of every note of a workshop."""
    held = Pin.objects.filter(workshop_id=workshop_id)
    return {pk: (table, note) for pk, table, note in held.values_list("pk", "group_no", "note_no")}
