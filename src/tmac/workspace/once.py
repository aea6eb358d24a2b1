"""One form makes one record, however often its button is pressed."""

from __future__ import annotations

import secrets

from django.core.cache import cache
from django.http import HttpRequest

FIELD = "once"  # the hidden field that holds the token of a form
_KEPT = "tmac_once"
_MOST = 40
_HOUR = 3600


def new_token() -> str:
    return secrets.token_urlsafe(12)


def made_before(request: HttpRequest) -> str | None:
    """What this form has already made: its name, "" while that is still being made, or None."""
    token = request.POST.get(FIELD, "")
    if not token:
        return None
    known = request.session.get(_KEPT, {})
    if token in known:
        return str(known[token])
    return None if cache.add(_key(request, token), "", _HOUR) else ""


def remember(request: HttpRequest, made: str) -> None:
    """This form has made `made`."""
    token = request.POST.get(FIELD, "")
    if token:
        known = dict(list(request.session.get(_KEPT, {}).items())[-_MOST:])
        request.session[_KEPT] = {**known, token: made}


def release(request: HttpRequest) -> None:
    """The form was refused: it may be sent again with the same token."""
    cache.delete(_key(request, request.POST.get(FIELD, "")))


def _key(request: HttpRequest, token: str) -> str:
    return f"once:{request.user.pk}:{token}"


def is_known(request: HttpRequest, token: str) -> bool:
    """Whether the form of this token has already made what it makes."""
    return token in request.session.get(_KEPT, {})
