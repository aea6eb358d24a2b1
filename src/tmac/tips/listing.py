"""The officers' list: one page of rows and the counts of the heaps, in few questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tmac.accounts.principals import Principal
from tmac.core.paging import page_of
from tmac.core.thai import today_in_thailand
from tmac.geography import queries as geography
from tmac.tips import words
from tmac.tips.filters import UNREAD, TipFilter
from tmac.tips.models import Tip, TipProposal
from tmac.tips.sight import REDACTED, Sight
from tmac.tips.states import OPEN, State, is_english, state
from tmac.tips.views import TipCounts, TipRow

PROPOSED = Exists(TipProposal.objects.filter(tip=OuterRef("pk"), answer=""))
_COLUMNS = (
    "id reference version kind state state_since received_on office__name_th office__name_en "
    "office_id province_code district_code subdistrict_code title category_id category__name_th "
    "category__name_en agency_id agency__name_th agency__name_en is_kept_from_province threats "
    "is_urgent stoppable sealed_by file_count due_on assigned_to_id assigned_to__name_th"
).split()


@dataclass(frozen=True)
class TipPage:
    """One page of the list, and how many there are of each kind."""

    page: Page[Any]
    counts: TipCounts


def tips_of(by: Principal, wanted: TipFilter, now: datetime) -> TipPage:
    """The wanted page of the tips that `by` may know of, most urgent first."""
    sight, today = Sight(by), today_in_thailand(now)
    seen = Tip.objects.filter(sight.visible())
    page = page_of(wanted.apply(seen, by, today), wanted.page, wanted.size)
    page.object_list = rows(sight, page.object_list, today)  # type: ignore[arg-type]
    return TipPage(page, counts_of(seen, by, today))


def rows(sight: Sight, tips: QuerySet[Tip], today: date) -> list[TipRow]:
    """Rows for the list, each as its reader may see it."""
    found = tips.select_related("office", "category", "agency", "assigned_to").only(
        *(name for name in _COLUMNS if not name.endswith("_id"))
    )
    return [_row(sight, tip, today) for tip in found.annotate(unread=UNREAD, proposed=PROPOSED)]


def _row(sight: Sight, tip: Tip, today: date) -> TipRow:
    told = sight.holds(REDACTED, tip)
    taker = tip.assigned_to
    return TipRow(
        id=tip.pk,
        reference=tip.reference,
        version=tip.version,
        kind=tip.kind,
        kind_name=str(words.KINDS[tip.kind]),
        state=tip.state,
        state_name=state(tip.state).name,
        state_since=tip.state_since,
        received_on=tip.received_on,
        unit_name=tip.office.name,
        province_code=tip.province_code,
        place_name=place_of(tip, told=told),
        title=(tip.title or None) if told else None,
        category=tip.category_id if told else None,
        category_name=named(tip.category) if told else None,
        agency_name=named(tip.agency) if told else None,
        is_urgent=told and tip.asks_protection,
        is_stoppable=told and tip.is_stoppable,
        stoppable=tip.stoppable if told else "",
        sealed_by=tip.sealed_by,
        file_count=tip.file_count if told else 0,
        due_on=tip.due_on,
        is_overdue=tip.due_on is not None and tip.due_on < today,
        assigned_to=(taker.pk, taker.name_th) if taker else None,
        has_unread=told and bool(getattr(tip, "unread", False)),
        has_proposal=told and bool(getattr(tip, "proposed", False)),
    )


def named(thing: Any) -> str | None:
    """The name of a category or agency in the language of the moment."""
    if thing is None:
        return None
    english: str = thing.name_en
    return english if is_english() and english else str(thing.name_th)


def place_of(tip: Tip, *, told: bool) -> str:
    """The narrowest area that was named, written out; the province for who sees the state only."""
    narrow = tip.subdistrict_code or tip.district_code or tip.province_code
    return geography.full_name(narrow if told else tip.province_code)


def counts_of(seen: QuerySet[Tip], by: Principal, today: date) -> TipCounts:
    """The heaps of the open tips, in three questions."""
    by_state = dict(
        seen.order_by()
        .values_list("state")
        .annotate(count=Count("pk"))
        .values_list("state", "count")
    )
    opened = seen.filter(state__in=sorted(OPEN)).order_by()
    heaps = opened.aggregate(
        mine=Count("pk", filter=Q(assigned_to_id=by.user_id)),
        unassigned=Count("pk", filter=Q(assigned_to__isnull=True)),
        urgent=Count("pk", filter=Q(urgency__gte=5)),
        overdue=Count("pk", filter=Q(due_on__lt=today)),
    )
    return TipCounts(
        all=sum(by_state.values()),
        open=sum(by_state.get(code, 0) for code in OPEN),
        mine=heaps["mine"],
        unassigned=heaps["unassigned"],
        urgent=heaps["urgent"],
        overdue=heaps["overdue"],
        waiting_reporter=by_state.get(State.NEED_INFO, 0),
        unread=opened.filter(UNREAD).count(),
        by_state=by_state,
    )
