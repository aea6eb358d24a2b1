"""What the data say of the ticks of a score sheet. A machine suggests, the officer decides."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.core.thai import today_in_thailand
from tmac.riskmap.models import Pin, Source
from tmac.riskmap.sight import Sight
from tmac.riskmap.states import PREPARING, Prevention
from tmac.riskmap.views import TickSuggestion

MONTHS_BACK = 24
_SHOWN = 5


def suggestions(by: Principal, pin: Pin, now: datetime) -> list[TickSuggestion]:
    """Suggestions for the ticks that the register itself can speak of."""
    return [_two_sources(pin), _repeat_here(by, pin, today_in_thailand(now)), _seen(pin)]


def independent_sources(sources: list[Source]) -> int:
    """How many sources count as independent (DESIGN section 13).

    Anonymous ones without evidence of their own count as one together; so do those suspected of
    a campaign. The same document counts once.
    """
    nameless = any(s.is_anonymous and not s.has_own_evidence and not s.is_pile_on for s in sources)
    campaign = any(s.is_pile_on for s in sources)
    others = {
        (s.kind, s.document_no) if s.document_no else s.pk
        for s in sources
        if not s.is_pile_on and (s.has_own_evidence or not s.is_anonymous)
    }
    return len(others) + nameless + campaign


def _two_sources(pin: Pin) -> TickSuggestion:
    sources = list(pin.sources.all())
    count = independent_sources(sources)
    values = {"count": count, "all": len(sources)}
    reason = _("%(count)d independent sources among the %(all)d recorded.") % values
    return TickSuggestion("has_two_sources", count >= 2, reason)


def _repeat_here(by: Principal, pin: Pin, today: date) -> TickSuggestion:
    same = _same_kind_here(pin, today).filter(Sight(by).visible())
    codes = tuple(same.order_by("-id").values_list("code", flat=True)[:_SHOWN])
    where = _("at this agency") if pin.agency_id else _("in this subdistrict")
    values = {"count": same.count(), "where": where}
    if not codes:
        reason = _("No other pin of this kind %(where)s within 24 months.") % values
    else:
        reason = _("%(count)d other pins of this kind %(where)s within 24 months.") % values
    return TickSuggestion("is_repeat_here", bool(codes), reason, codes)


def _same_kind_here(pin: Pin, today: date) -> QuerySet[Pin]:
    """The same level-1 category at the same agency, else in the same subdistrict."""
    since = _months_before(today, MONTHS_BACK)
    here = Q(agency_id=pin.agency_id) if pin.agency_id else Q(subdistrict_code=pin.subdistrict_code)
    if not pin.agency_id and not pin.subdistrict_code:
        return Pin.objects.none()
    unlike = {*PREPARING, Prevention.NOT_SUBSTANTIATED}
    others = Pin.objects.filter(here, category_top=pin.category_top).exclude(pk=pin.pk)
    recent = others.filter(created_at__date__gte=since)
    return recent.exclude(prevention_state__in=sorted(unlike))


def _months_before(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, min(day.day, 28))


def _seen(pin: Pin) -> TickSuggestion:
    seen = pin.sources.filter(kind__in=(Source.Kind.NETWORK, Source.Kind.FIELD_VISIT)).exists()
    looked = pin.looks.exists()
    if seen or looked:
        reason = _("The network or a field visit is among the sources and looks recorded.")
    else:
        reason = _("Neither the network nor a field visit is recorded yet.")
    return TickSuggestion("is_seen", seen or looked, reason)
