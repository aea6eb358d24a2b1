"""Puts the acting officer on the request, and keeps half-open sign-ins out of the workspace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tmac.accounts import queries, sessions
from tmac.accounts.principals import Principal
from tmac.core.access import Access

NOBODY = Principal(user_id=0, name="")
LAST_SEEN = "tmac_last_seen"
_CLOSED = Access("signed_in")  # of a view that states nothing
# Where a log-in without second factor may still go to complete itself.
_COMPLETING = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})


class OfficerMiddleware:
    """`request.officer` for every view; a complete, fresh sign-in for those that demand it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.officer = SimpleLazyObject(lambda: officer_of(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if _is_for_officers(request):
            # The next person at this computer goes "back" to nothing, nor does a proxy keep it.
            add_never_cache_headers(response)
            patch_cache_control(response, no_store=True)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        access = getattr(view, "access", _CLOSED)
        if access.kind == "public" or not request.user.is_authenticated:
            return None  # LoginRequiredMiddleware has sent strangers to the log-in page
        if _is_stale(request, timezone.now()):
            return _ended(request)
        if not has_second_factor(request):
            return _complete_first(request, access)
        if access.mfa and has_initial_password(request):
            return _change_password_first(request)
        return None


def _is_for_officers(request: HttpRequest) -> bool:
    """Whether the address leads to a view that strangers may not open."""
    match = request.resolver_match
    return match is not None and getattr(match.func, "access", _CLOSED).kind != "public"


def officer_of(request: HttpRequest) -> Principal:
    if not request.user.is_authenticated:
        return NOBODY
    return queries.principal_of(request.user, timezone.now())


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this very session was opened, or completed later, with a second factor."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def has_initial_password(request: HttpRequest) -> bool:
    """Whether the officer still uses the password that the office handed over."""
    return request.user.is_authenticated and request.user.password_is_initial


def _complete_first(request: HttpRequest, access: Access) -> HttpResponse | None:
    from allauth.mfa.utils import is_mfa_enabled

    match = request.resolver_match
    if match is not None and match.url_name in _COMPLETING:
        return None
    if is_mfa_enabled(request.user):
        query = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{query}")
    if not access.mfa:
        return None
    if has_initial_password(request):
        return _change_password_first(request)
    messages.info(request, _("Set up a second step before you go on. It takes two minutes."))
    return HttpResponseRedirect(reverse("mfa_index"))


def _change_password_first(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Your office gave you this password. Choose one of your own now."))
    return HttpResponseRedirect(reverse("account_change_password"))


def _is_stale(request: HttpRequest, now: datetime) -> bool:
    """Idle for too long, or open for too long; otherwise notes that the officer is here."""
    seen = request.session.get(LAST_SEEN, now.timestamp())
    if now.timestamp() - seen > settings.SESSION_IDLE_SECONDS:
        return True
    if now.timestamp() - seen >= 60 or LAST_SEEN not in request.session:
        request.session[LAST_SEEN] = now.timestamp()
        sessions.seen(request.session.session_key, now)
    records = get_authentication_records(request, request.user)
    if not records:
        return False
    opened = datetime.fromtimestamp(records[0]["at"], tz=UTC)
    return now - opened > timedelta(seconds=settings.SESSION_COOKIE_AGE)


def _ended(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.info(request, _("You were away for a while, so you were signed out. Sign in again."))
    return redirect_to_login(request.get_full_path())
