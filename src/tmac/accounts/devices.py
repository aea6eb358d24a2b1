"""Devices on which a person has completed a log-in before: a signed cookie for each person."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from tmac.accounts.throttle import same

DAYS_KNOWN = 180
_SALT = "tmac.accounts.device"


def cookie_name(username: str) -> str:
    """Does not tell who it is for: several officers may share one computer."""
    return "tmac_device_" + salted_hmac(_SALT, same(username)).hexdigest()[:12]


def known_device(request: HttpRequest, username: str) -> str | None:
    """The nonce of this device for this person, or None when it is strange or the cookie forged."""
    name = cookie_name(username)
    try:
        value = request.get_signed_cookie(name, None, _SALT, max_age=DAYS_KNOWN * 86_400)
    except BadSignature:
        return None
    return value


def remember_device(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """After a complete log-in this device is known for half a year."""
    response.set_signed_cookie(
        cookie_name(username),
        known_device(request, username) or secrets.token_urlsafe(16),
        _SALT,
        max_age=DAYS_KNOWN * 86_400,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
