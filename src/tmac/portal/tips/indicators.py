"""What the public reads of all reports together, on the page of results."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from tmac.portal.figures import Figure
from tmac.tips import queries
from tmac.tips.queries import PublicIndicators
from tmac.ui.formats import number_text


def figures(now: datetime) -> list[Figure]:
    """The figures that stand on at least five reports each; an empty list while none does."""
    return list(_figures(queries.public_indicators(now)))


def _figures(found: PublicIndicators) -> Iterator[Figure]:
    def figure(label: str, value: str, unit: str) -> Figure:
        return Figure(label, value, unit, found.basis, found.as_of, found.source)

    counts = (
        (_("Reports received"), found.received),
        (_("In progress"), found.in_progress),
        (_("Completed"), found.completed),
    )
    for label, count in counts:
        if count is not None:
            yield figure(label, number_text(count), _("reports"))
    days = found.median_days_to_first_action
    if days is not None:
        yield figure(_("From receipt to the first action (median)"), f"{days:g}", _("days"))
    shares = (
        (_("Of the completed: told the result in writing"), found.share_answered),
        (_("Of those who said so: felt safe when they reported"), found.share_felt_safe),
    )
    for label, share in shares:
        if share is not None:
            yield figure(label, f"{share * 100:.0f}", "%")
