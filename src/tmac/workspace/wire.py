"""JSON between the officers' pages and their own scripts: read strictly, answered plainly."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from tmac.core.errors import Conflict, Invalid, NotFound, Refused, TmacError

MAX_BODY = 2 * 1024 * 1024  # the largest message of the protocol with room to spare
_HALF_A_LETTER = re.compile(r"[\ud800-\udfff]")  # JSON can write it, nothing can store it
_STATUS: dict[type[TmacError], int] = {Refused: 403, NotFound: 404, Conflict: 409, Invalid: 422}


def answers_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What a service refuses leaves as problem JSON (RFC 9457); as a page for who reads pages."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except TmacError as fault:
            if "text/html" in request.headers.get("Accept", ""):
                raise
            return problem(fault)

    return answered


def problem(fault: TmacError) -> JsonResponse:
    """The fault as a script reads it; its `detail` is a sentence for the person."""
    status = next((code for kind, code in _STATUS.items() if isinstance(fault, kind)), 400)
    told: dict[str, Any] = {"type": "about:blank", "title": str(fault), "detail": str(fault)}
    told["status"] = status
    if code := getattr(fault, "code", ""):
        told["code"] = code
    if isinstance(fault, Invalid):
        told["faults"] = [{"field": f.field, "message": str(f.message)} for f in fault.faults]
    return JsonResponse(told, status=status, content_type="application/problem+json")


@dataclass(frozen=True)
class Given:
    """One object of a request's body; every question says what it expects and where."""

    values: Mapping[str, Any]
    path: str = ""

    def text(self, name: str, most: int = 4000) -> str:
        value = self.values.get(name)
        if not isinstance(value, str) or len(value) > most or _HALF_A_LETTER.search(value):
            raise self._wrong(name)
        return value

    def whole(self, name: str) -> int:
        value = self.values.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
            raise self._wrong(name)
        return value

    def truth(self, name: str) -> bool:
        value = self.values.get(name, False)
        if not isinstance(value, bool):
            raise self._wrong(name)
        return value

    def octets(self, name: str, most: int = MAX_BODY) -> bytes:
        try:
            value = base64.b64decode(self.text(name, most * 4 // 3 + 4), validate=True)
        except (binascii.Error, ValueError):
            raise self._wrong(name) from None
        return value

    def uuid(self, name: str) -> UUID:
        try:
            return UUID(self.text(name, 36))
        except ValueError:
            raise self._wrong(name) from None

    def several(self, name: str, most: int = 500) -> list[Given]:
        value = self.values.get(name)
        if not isinstance(value, list) or len(value) > most:
            raise self._wrong(name)
        if not all(isinstance(one, dict) for one in value):
            raise self._wrong(name)
        return [Given(one, f"{self._at(name)}[{n}].") for n, one in enumerate(value)]

    def _at(self, name: str) -> str:
        return f"{self.path}{name}"

    def _wrong(self, name: str) -> Invalid:
        message = _("The page and the server do not understand each other. Load the page again.")
        return Invalid.of(self._at(name), message)


def body(request: HttpRequest) -> Given:
    """The JSON object that a script of ours has sent; anything else is refused."""
    if request.content_type != "application/json":
        raise Invalid.of("", _("This address takes JSON only."))
    try:
        values = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Invalid.of("", _("This is no JSON that can be read.")) from None
    if not isinstance(values, dict) or len(request.body) > MAX_BODY:
        raise Invalid.of("", _("This address takes one JSON object."))
    return Given(values)


def done(status: int = 200, **told: Any) -> JsonResponse:
    return JsonResponse(told, status=status)
