"""How sign-in behaves: officers are created by their office, nobody signs up, all is recorded."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tmac.accounts.devices import remember_device
from tmac.accounts.models import User
from tmac.accounts.principals import Principal
from tmac.accounts.services import recorded

_ERRORS = {
    "username_password_mismatch": _("The user name or the password is not right. Check both."),
    "incorrect_password": _("This password is not right. Try again."),
    "enter_current_password": _("This is not your present password. Try again."),
    "incorrect_code": _("This code is not right. Take the newest one from your app."),
    "cannot_delete_authenticator": _(
        "This is your last second step. Set up another one first, then remove this one."
    ),
}
# What allauth would tell by templates; the rest of its messages only repeats what the page shows.
_MESSAGES = {
    "account/messages/logged_out.txt": _("You are signed out."),
    "account/messages/password_changed.txt": _("Your password is changed."),
    "mfa/messages/totp_activated.txt": _("Your app is set up: from now on it gives the codes."),
    "mfa/messages/totp_deactivated.txt": _("The app no longer gives codes for your sign-in."),
    "mfa/messages/webauthn_added.txt": _("Your passkey is set up."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "mfa/messages/recovery_codes_generated.txt": _("You have new recovery codes. Keep them safe."),
    "usersessions/messages/sessions_logged_out.txt": _("All your other devices are signed out."),
}
_SECOND_FACTORS = {"mfa/email/totp_activated": "totp", "mfa/email/webauthn_added": "webauthn"}


class OfficerAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {**DefaultAccountAdapter.error_messages, **_ERRORS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_device(request, response, user.username)
        record_event(user, "log_in")
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A sign-in of the last five minutes is proof enough; later ask once more."""
        request = context.request
        records = get_authentication_records(request, request.user)
        fresh = time.time() - account_settings.REAUTHENTICATION_TIMEOUT
        return not any(record["at"] > fresh for record in records)

    def set_password(self, user: User, password: str) -> None:
        user.password_is_initial = False
        super().set_password(user, password)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        words = message or _MESSAGES.get(message_template or "")
        if words:
            messages.add_message(request, level, str(words), extra_tags=extra_tags)

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any):  # type: ignore[no-untyped-def]
        """allauth calls this at every change of a person's means to log in: we record it.

        Whoever has just set up a second factor has shown that they hold it: it counts for this
        session, which may go on to the workspace.
        """
        record_event(user, template_prefix.rsplit("/", 1)[-1])
        if template_prefix in _SECOND_FACTORS:
            kind = _SECOND_FACTORS[template_prefix]
            record_authentication(self.request, user, "mfa", type=kind)


def record_event(user: User, action: str) -> None:
    """One line in the audit chain about a person's own sign-in."""
    by = Principal(user.pk, user.name_th)
    with transaction.atomic():
        recorded(by, action, "user", user.pk, timezone.now())
