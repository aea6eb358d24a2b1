"""Pages for what went wrong: what happened and what to do now; parts of pages get a toast."""

from __future__ import annotations

import logging
from urllib.parse import urlparse

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from tmac.core.access import public
from tmac.core.errors import Conflict, Fault, Invalid, TmacError
from tmac.ui.toasts import Toast

log = logging.getLogger(__name__)
_NEVER_RESENT = ("csrfmiddlewaretoken", "password", "code", "credential")
_LAST_RESORT = (
    '<!doctype html><html lang="th"><meta charset="utf-8"><title>TMAC</title>'
    "<h1>ระบบขัดข้องชั่วคราว</h1><p>กรุณาลองใหม่ในอีกสักครู่</p>"
    "<p>The system has a fault. Please try again in a moment.</p></html>"
)


def page_of(
    request: HttpRequest, status: int, fault: TmacError | None = None, **known: object
) -> HttpResponse:
    """The page for `status`, or a toast when only a part of a page was asked for.

    `known` replaces what the template would otherwise look up (the officer, in the database).
    """
    title, remedy = _words(status)
    told = str(fault) if fault is not None else ""
    if request.headers.get("HX-Request") == "true":
        return _as_toast(request, status, told or title)
    values = {
        "status": status,
        "title": title,
        "told": told,
        "remedy": remedy,
        "changes": fault.changes if isinstance(fault, Conflict) else (),
        "faults": _further(fault),
        **known,
    }
    return HttpResponse(render_to_string("ui/error.html", values, request), status=status)


def _further(fault: TmacError | None) -> tuple[Fault, ...]:
    """The faults beside the first, which is the headline already."""
    return fault.faults[1:] if isinstance(fault, Invalid) else ()


def _words(status: int) -> tuple[str, str]:
    told = {
        400: (_("This request cannot be read"), _("Go back and try again.")),
        403: (
            _("This page is not open to you"),
            _("If your work needs it, ask the director of your office."),
        ),
        404: (
            _("Nothing was found here"),
            _("The address may be old or mistyped, or what it names may not be open to you."),
        ),
        409: (
            _("Somebody else was faster"),
            _("Go back, load the page again and look at what changed before you decide."),
        ),
        422: (_("Something needs correcting"), _("Go back and correct it; then send it again.")),
        429: (_("Too many tries in a short time"), _("Wait a minute and try again.")),
    }
    unknown = (
        _("The system has a fault"),
        _("Nothing you saved before is lost. Try again in a moment."),
    )
    return told.get(status, unknown)


def _as_toast(request: HttpRequest, status: int, text: str) -> HttpResponse:
    html = render_to_string("toast/one.html", {"toast": Toast("error", text)}, request)
    headers = {"HX-Retarget": "#toasts", "HX-Reswap": "beforeend"}
    return HttpResponse(html, status=status, headers=headers)


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page_of(request, 400)


@public
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page_of(request, 403)


@public
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page_of(request, 404)


@public
def broken(request: HttpRequest) -> HttpResponse:
    """The page of last resort: needs neither database nor log-in, and not even its template."""
    try:
        return page_of(request, 500, officer=None)
    except Exception:
        log.exception("The error page itself could not be drawn.")
        return HttpResponse(_LAST_RESORT, status=500)


@public
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose page was open too long: what was typed is kept, and one press sends it again.

    Offered only when the browser itself says that the form came from our own page; otherwise the
    repetition would complete a forgery.
    """
    if request.headers.get("HX-Request") == "true":
        text = _("This page was open for too long. Copy what you typed, load it again and repeat.")
        return _as_toast(request, 403, text)
    kept = _typed(request) if _is_from_here(request) else []
    values = {
        "kept": kept,
        "written": [value for _name, value in kept if _is_writing(value)],
        "has_files": bool(request.FILES),
        "action": request.get_full_path(),
    }
    return HttpResponse(render_to_string("ui/stale_form.html", values, request), status=403)


def _is_from_here(request: HttpRequest) -> bool:
    origin = urlparse(request.headers.get("Origin", "")).netloc
    return origin == request.get_host() and (
        request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    )


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What the form held, without secrets."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not any(part in name.lower() for part in _NEVER_RESENT)
    ]


def _is_writing(value: str) -> bool:
    """Whether a person wrote this, rather than chose it from a list of codes."""
    return not value.isascii() or " " in value
