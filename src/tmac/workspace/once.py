"""One form makes one record, however often its button is pressed."""

from __future__ import annotations

import secrets

from django.http import HttpRequest
from django.utils import timezone

from tmac.core import once
from tmac.workspace.officers import officer_of

FIELD = "once"  # the hidden field that holds the token of a form


def new_token() -> str:
    return secrets.token_urlsafe(12)


def made_before(request: HttpRequest) -> str | None:
    """What this form has already made: its name, "" while that is still being made, or None."""
    token = request.POST.get(FIELD, "")
    if not token:
        return None
    return once.claim(user_id=officer_of(request).user_id, token=token, now=timezone.now())


def remember(request: HttpRequest, made: str) -> None:
    """This form has made `made`."""
    token = request.POST.get(FIELD, "")
    if token:
        once.note(user_id=officer_of(request).user_id, token=token, made=made)


def release(request: HttpRequest) -> None:
    """The form was refused: it may be sent again with the same token."""
    once.release(user_id=officer_of(request).user_id, token=request.POST.get(FIELD, ""))


def is_known(request: HttpRequest, token: str) -> bool:
    """Whether the form of this token has already made what it makes."""
    return bool(once.made_by(user_id=officer_of(request).user_id, token=token))
