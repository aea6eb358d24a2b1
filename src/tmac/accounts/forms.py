"""Forms of the sign-in: allauth's, with our words and with guessing slowed down."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tmac.accounts import throttle
from tmac.accounts.devices import known_device


def begin(purpose: str, username: str) -> throttle.Attempt:
    """Count an attempt of the present request; a form error while a wait lasts."""
    attempt = throttle.begin(
        purpose=purpose,
        account=username,
        ip=get_adapter().get_client_ip(context.request),
        device=known_device(context.request, username),
        now=timezone.now(),
    )
    if attempt.wait_s:
        raise forms.ValidationError(_wait_message(attempt.wait_s), code="wait")
    return attempt


def _wait_message(wait_s: int) -> str:
    if wait_s < 60:
        return ngettext(
            "Too many failed attempts from here. Try again in %(count)d second.",
            "Too many failed attempts from here. Try again in %(count)d seconds.",
            wait_s,
        ) % {"count": wait_s}
    minutes = -(-wait_s // 60)
    return ngettext(
        "Too many failed attempts from here. Try again in %(count)d minute.",
        "Too many failed attempts from here. Try again in %(count)d minutes.",
        minutes,
    ) % {"count": minutes}


class _InDemonstration:
    """Tells the page whether to show the way to the demonstration's sign-ins."""

    @property
    def is_demo(self) -> bool:
        return bool(settings.DEMO)


class LoginForm(_InDemonstration, account.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = gettext_lazy("User name")
        self.fields["password"].label = gettext_lazy("Password")
        self.fields["password"].help_text = ""

    def _clean_with_password(self, credentials: dict[str, str]) -> dict[str, Any]:
        attempt = begin("password", credentials["username"])
        cleaned: dict[str, Any] = super()._clean_with_password(credentials)
        throttle.succeeded(attempt)
        return cleaned


class ReauthenticateForm(account.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = gettext_lazy("Password")
        self.fields["password"].help_text = ""

    def clean_password(self) -> str:
        attempt = begin("password", self.user.username)
        password: str = super().clean_password()
        throttle.succeeded(attempt)
        return password


class ChangePasswordForm(account.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = gettext_lazy("Present password")
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].label = gettext_lazy("New password")
        self.fields["password1"].help_text = gettext_lazy(
            "At least 12 characters. Three or four words that only you would put together are best."
        )
        self.fields["password2"].label = gettext_lazy("New password again")

    def clean_oldpassword(self) -> str:
        attempt = begin("password", self.user.username)
        password: str = super().clean_oldpassword()
        throttle.succeeded(attempt)
        return password


class _CodeForm(forms.Form):
    """A one-time or recovery code: throttled, and accepted once only."""

    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = gettext_lazy("Code")
        code.help_text = gettext_lazy("Six digits from your app, or one of your recovery codes.")
        code.widget.attrs = {"autocomplete": "one-time-code", "autocapitalize": "off"}

    def clean_code(self) -> str:
        attempt = begin("code", self.user.username)
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:  # type: ignore[attr-defined]
            self._use_once(code)
        throttle.succeeded(attempt)
        return code

    def _use_once(self, code: str) -> None:
        digits = "".join(code.split())
        now = timezone.now()
        if not throttle.used_for_the_first_time(account=self.user.username, code=digits, now=now):
            message = _("This code was used already. Wait for the next one in your app.")
            raise forms.ValidationError(message, code="used")


class AuthenticateForm(_InDemonstration, _CodeForm, mfa.AuthenticateForm):  # type: ignore[misc]
    pass


class AgainByCodeForm(_CodeForm, mfa.ReauthenticateForm):  # type: ignore[misc]
    pass


class ActivateTotpForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = gettext_lazy("Code from the app")
        self.fields["code"].help_text = gettext_lazy("Six digits that change every half minute.")
        self.fields["code"].widget.attrs = {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
        }


class _KeyForm(forms.Form):
    """An answer of a passkey for a known person: throttled like a code."""

    user: Any

    def clean_credential(self) -> Authenticator:
        if self.user is None:
            # The person is named by what the browser sent: counting would let a stranger
            # use up the attempts of somebody else, and a signature cannot be guessed.
            return super().clean_credential()  # type: ignore[misc]
        attempt = begin("code", self.user.username)
        key = super().clean_credential()  # type: ignore[misc]
        throttle.succeeded(attempt)
        return key


class AuthenticateByKeyForm(_KeyForm, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class AgainByKeyForm(_KeyForm, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class AddKeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = gettext_lazy("Name of the passkey")
        self.fields["name"].help_text = gettext_lazy("For example: office computer, my phone.")
        self.fields["passwordless"].label = gettext_lazy("Sign in with this passkey alone")
        self.fields["passwordless"].help_text = gettext_lazy(
            "No password needed: your fingerprint, face or PIN unlocks the passkey."
        )
        self.fields["passwordless"].initial = True


class EditKeyForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = gettext_lazy("Name of the passkey")
