"""The filter of the officers' list: one description, in the address of the page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from tmac.accounts.principals import Principal
from tmac.core.text import one_line
from tmac.core.thai import arabic_digits
from tmac.tips import words
from tmac.tips.models import Message, Tip
from tmac.tips.states import OPEN, State

SORTS: dict[str, tuple[str, ...]] = {
    "urgency": ("-urgency", "sort_on", "id"),
    "due": ("sort_on", "-urgency", "id"),
    "newest": ("-received_on", "id"),
    "reference": ("reference",),
}
UNREAD = Exists(Message.objects.filter(tip=OuterRef("pk"), direction="IN", read_on__isnull=True))


@dataclass(frozen=True)
class TipFilter:
    """Which tips, in which order, which page. An empty field narrows nothing.

    Without a state, tips that are over are left out unless text or a number is looked for.
    """

    state: tuple[str, ...] = ()
    province: str = ""
    district: str = ""
    category: str = ""
    kind: str = ""
    channel: str = ""
    mine: bool = False
    unassigned: bool = False
    urgent: bool = False
    stoppable: bool = False
    overdue: bool = False
    unread: bool = False
    closed: bool = False  # those that are over as well
    text: str = ""
    sort: str = "urgency"
    page: int = 1
    size: int | None = None

    @classmethod
    def from_params(cls, params: QueryDict) -> TipFilter:
        """From the address; what cannot be read is left out rather than refused."""
        return cls(
            state=tuple(code for code in params.getlist("state") if code in list(State)),
            province=_digits(params.get("province"), 2),
            district=_digits(params.get("district"), 4),
            category=one_line(params.get("category", ""))[:16],
            kind=_one_of(params.get("kind"), words.KINDS),
            channel=one_line(params.get("channel", ""))[:20],
            **{name: params.get(name) == "1" for name in _FLAGS},
            text=one_line(params.get("text", ""))[:100],
            sort=_one_of(params.get("sort"), SORTS) or "urgency",
            page=_number(params.get("page")) or 1,
            size=_number(params.get("size")),
        )

    def as_params(self) -> QueryDict:
        """For an address; only what differs from an empty filter."""
        params = QueryDict(mutable=True)
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                params.setlist(field.name, _written(value))
        return params

    def as_query(self) -> str:
        """The query string, without a question mark."""
        return self.as_params().urlencode()

    def changed(self, **values: Any) -> TipFilter:
        """The same filter with some fields changed, from its first page."""
        return replace(self, **{"page": 1, **values})

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out that an empty filter shows."""
        plain = TipFilter(sort=self.sort, page=self.page, size=self.size)
        return self != plain

    def apply(self, tips: QuerySet[Tip], by: Principal, today: date) -> QuerySet[Tip]:
        """Those of `tips` that are wanted, in the wanted order."""
        found = tips.filter(self._condition(by, today))
        return found.order_by(*SORTS[self.sort])

    def _condition(self, by: Principal, today: date) -> Q:
        parts = [
            (self.state, Q(state__in=self.state)),
            (self._leaves_out_closed, Q(state__in=sorted(OPEN))),
            (self.province, Q(province_code=self.province)),
            (self.district, Q(district_code=self.district)),
            (self.category, Q(category_id=self.category) | Q(category_top=self.category)),
            (self.kind, Q(kind=self.kind)),
            (self.channel, Q(channel_id=self.channel)),
            (self.mine, Q(assigned_to_id=by.user_id)),
            (self.unassigned, Q(assigned_to__isnull=True)),
            (self.urgent, Q(urgency__gte=5)),
            (self.stoppable, Q(stoppable="YES")),
            (self.overdue, Q(due_on__lt=today)),
            (self.unread, Q(UNREAD)),
            (self.text, self._words()),
        ]
        condition = Q()
        for wanted, part in parts:
            if wanted:
                condition &= part
        return condition

    @property
    def _leaves_out_closed(self) -> bool:
        return not (self.state or self.closed or self.text)

    def _words(self) -> Q:
        """A number of a tip, or words of the title or the redacted summary."""
        number = arabic_digits(self.text).upper()
        found = Q(title__icontains=self.text) | Q(summary__icontains=self.text)
        return found | Q(reference__icontains=number)


_FLAGS = ("mine", "unassigned", "urgent", "stoppable", "overdue", "unread", "closed")


def _written(value: Any) -> list[str]:
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return ["1" if value is True else str(value)]


def _one_of(value: str | None, known: Collection[str]) -> str:
    return value if value and value in known else ""


def _digits(value: str | None, length: int) -> str:
    plain = arabic_digits(value or "").strip()
    return plain if len(plain) == length and plain.isdigit() else ""


def _number(value: str | None) -> int | None:
    plain = arabic_digits(value or "").strip()
    return int(plain) if plain.isdigit() and 0 < int(plain) < 10_000 else None
