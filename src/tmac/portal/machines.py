"""What machines ask of the public door: is it well, what may be read, where the pages are."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse, translate_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tmac.core.access import public

_PAGES = (
    "home",
    "map",
    "success",
    "about_data",
    "help",
    "cookies",
    "tell",
    "mailbox",
    "receipts",
    "privacy",
)


@public
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when this process can read its database, else 503; tells nothing else to strangers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"status": "database unreachable"}, status=503)
    return JsonResponse({"status": "ok"})


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = (
        "User-agent: *",
        "Disallow: /workspace/",
        "Disallow: /en/workspace/",
        "Disallow: /accounts/",
        "Disallow: /en/accounts/",
        f"Sitemap: {settings.ORIGIN}{reverse('portal:sitemap')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in both languages, each naming the other."""
    pages = [
        {
            code: f"{settings.ORIGIN}{translate_url(path, code)}"
            for code, _name in settings.LANGUAGES
        }
        for path in _paths()
    ]
    return render(request, "portal/sitemap.xml", {"pages": pages}, "application/xml")


def _paths() -> list[str]:
    found = []
    for name in _PAGES:
        try:
            found.append(reverse(f"portal:{name}"))
        except NoReverseMatch:  # the page of the map is added by its own package
            continue
    return found
