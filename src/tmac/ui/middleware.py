"""Turns the errors that services raise into pages that say what happened and what to do."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tmac.core.errors import Conflict, Invalid, NotFound, Refused, TmacError

STATUS = {Refused: 403, NotFound: 404, Conflict: 409, Invalid: 422}


class ErrorsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if not isinstance(fault, TmacError):
            return None
        status = STATUS.get(type(fault), 400)
        return render(request, "ui/error.html", {"fault": fault, "status": status}, status=status)
