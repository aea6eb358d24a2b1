"""What every page and every machine address of the reporter's door has in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tmac.core.access import public
from tmac.core.errors import Conflict, Fault, Invalid, NotFound, Refused, TmacError

PROBLEM = "application/problem+json"
_QUIET = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(self), microphone=(self), camera=()",
}


class TooLarge(Invalid):
    """More bytes than this address takes."""

    def __init__(self, message: Any) -> None:
        super().__init__([Fault("", message)])


class WrongKind(TmacError):
    """Not the type of content that this address takes."""


_STATUS: dict[type[TmacError], int] = {
    TooLarge: 413,
    WrongKind: 415,
    Refused: 403,
    NotFound: 404,
    Conflict: 409,
    Invalid: 422,
}

R = TypeVar("R", bound=HttpResponseBase)
View = Callable[..., HttpResponseBase]


def quiet(answer: R) -> R:
    """Nothing of this answer is kept by a browser or told to the next site."""
    for name, value in _QUIET.items():
        answer.headers.setdefault(name, value)
    return answer


def reporter_page(view: View) -> View:
    """A page of a reporter: GET and POST, without cookie, cache or referrer.

    It is exempt from Django's protection against forged requests, which needs a cookie: nobody is
    logged in here, so a forged request could do nothing that its sender could not do alone. A
    report needs the page's own single-use token, a mailbox its code.
    """

    @public
    @csrf_exempt
    @sensitive_post_parameters()
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return quiet(view(request, *args, **kwargs))

    return seen


def machine(method: str) -> Callable[[View], View]:
    """An address that the page's script asks; errors are problems of RFC 9457.

    Exempt from the protection against forged requests for the same reason: no cookie is read, and
    what is asked must carry its own proof (a work token, an upload secret, a lookup value). Only
    JSON and octets are taken, which no form of another site can send unasked.
    """

    def made(view: View) -> View:
        @public
        @csrf_exempt
        @require_http_methods([method, "HEAD"] if method == "GET" else [method])
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return quiet(view(request, *args, **kwargs))
            except TmacError as fault:
                return quiet(problem(fault))

        return answered

    return made


def problem(fault: TmacError, status: int = 0, **more: Any) -> JsonResponse:
    """What went wrong, as RFC 9457 writes it, with every fault of what was given."""
    code = getattr(fault, "code", "")
    if code:
        more["code"] = code
    status = status or next((s for kind, s in _STATUS.items() if isinstance(fault, kind)), 400)
    told = {"type": "about:blank", "title": str(fault), "status": status, "detail": str(fault)}
    if isinstance(fault, Invalid):
        told["faults"] = [{"field": f.field, "message": str(f.message)} for f in fault.faults]
    return JsonResponse({**told, **more}, status=status, content_type=PROBLEM)


def empty(status: int = 204) -> HttpResponse:
    return HttpResponse(status=status)
