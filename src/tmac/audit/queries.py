"""Reading the record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from tmac.audit.chain import GENESIS
from tmac.audit.models import Entry, Head


def entries(
    *,
    actor_id: int | None = None,
    provinces: Iterable[str] | None = None,
    action: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Entry]:
    """Entries, newest first; `provinces` None means everywhere, `until` is not included."""
    found: QuerySet[Entry] = Entry.objects.order_by("-seq")
    if actor_id is not None:
        found = found.filter(actor_id=actor_id)
    if provinces is not None:
        found = found.filter(province_code__in=list(provinces))
    if action:
        found = found.filter(action=action)
    if since is not None:
        found = found.filter(at__gte=since)
    if until is not None:
        found = found.filter(at__lt=until)
    return found


def entries_for(subject: str, subject_id: str) -> QuerySet[Entry]:
    """Everything that happened to one thing, oldest first."""
    return Entry.objects.filter(subject=subject, subject_id=str(subject_id)).order_by("seq")


def head() -> tuple[int, str]:
    """Number and hash of the last entry; (0, zeros) when nothing was recorded yet."""
    row = Head.objects.first()
    return (row.seq, row.hash) if row else (0, GENESIS)
