"""Turns the errors that services raise into pages that say what happened and what to do."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tmac.core.errors import Conflict, Invalid, NotFound, Refused, TmacError
from tmac.ui.errors import page_of

STATUS: dict[type[TmacError], int] = {Refused: 403, NotFound: 404, Conflict: 409, Invalid: 422}


class ErrorsMiddleware:
    """One translation of each kind of error, for whole pages and for parts of pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if not isinstance(fault, TmacError):
            return None
        return page_of(request, _status_of(fault), fault)


def _status_of(fault: TmacError) -> int:
    return next((status for kind, status in STATUS.items() if isinstance(fault, kind)), 400)
