"""The notice of the Personal Data Protection Act, in plain words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from tmac.core.access import public
from tmac.portal.tips.choices import REQUESTS
from tmac.tips import retention
from tmac.ui.formats import is_thai


@public
@require_safe
@cache_control(public=True, max_age=60)
def privacy(request: HttpRequest) -> HttpResponse:
    """Who keeps what, why, for how long, and what one may ask for."""
    known = {"retention": periods(), "requests": REQUESTS}
    return render(request, "portal/tips/privacy.html", known)


def periods() -> list[str]:
    """The rules of retention as they are in force, each in a line."""
    rules = retention.rules(retention.CONTENT, retention.IDENTITY)
    return [rule.name_th if is_thai() else rule.name_en for rule in rules]
