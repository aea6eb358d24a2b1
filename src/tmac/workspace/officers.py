"""What the officer behind a request may reach, as the pages of this door ask it."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from django.http import HttpRequest
from django.utils import timezone

from tmac.accounts.principals import Principal
from tmac.core.thai import today_in_thailand
from tmac.geography import queries as geography
from tmac.riskmap import policies


def officer_of(request: HttpRequest) -> Principal:
    """The principal that the officers' middleware put on the request."""
    return cast(Principal, request.officer)  # type: ignore[attr-defined]


def moment() -> tuple[datetime, date]:
    """Now, and the Thai day that it falls on."""
    now = timezone.now()
    return now, today_in_thailand(now)


def reach_of(by: Principal) -> frozenset[str] | None:
    """The provinces that any grant reaches; None means the whole country."""
    held: set[str] = set()
    for grant in by.grants:
        if grant.provinces is None:
            return None
        held |= grant.provinces
    return frozenset(held)


def draftable_provinces(by: Principal) -> frozenset[str]:
    """The provinces where this officer may make pins."""
    reach = reach_of(by)
    near = geography.province_codes() if reach is None else reach
    return frozenset(code for code in near if policies.may_draft(by, code))
