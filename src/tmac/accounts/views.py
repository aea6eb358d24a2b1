"""Sign-in pages of our own, and allauth's where they needed one more rule."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tmac.accounts import demo, sessions
from tmac.accounts.access import OfficerRequest, completing
from tmac.core.access import public


@completing
@never_cache
@require_http_methods(["GET", "POST"])
def session_list(request: OfficerRequest) -> HttpResponse:
    """Where the officer is signed in; a POST ends all the other sessions."""
    this_key = request.session.session_key
    if request.method == "POST":
        count = sessions.end_others(by=request.officer, now=timezone.now(), this_key=this_key)
        words = ngettext(
            "%(count)d other device is signed out.",
            "%(count)d other devices are signed out.",
            count,
        )
        messages.success(request, words % {"count": count})
        return redirect("usersessions_list")
    found = sessions.of(request.officer.user_id, this_key)
    return render(request, "usersessions/usersession_list.html", {"sessions": found})


@completing
@require_POST
def end_session(request: OfficerRequest, session_id: int) -> HttpResponse:
    sessions.end(by=request.officer, now=timezone.now(), session_id=session_id)
    messages.success(request, _("The device is signed out."))
    return redirect("usersessions_list")


@public
@never_cache
@require_GET
def demo_log_ins(request: HttpRequest) -> HttpResponse:
    """For training evenings: the cast with password and present codes; 404 in production."""
    now = timezone.now()
    known = {
        "players": demo.players(now),
        "password": demo.PASSWORD,
        "passphrase": demo.PASSPHRASE,
        "seconds_left": demo.seconds_left(now),
    }
    return render(request, "accounts/demo.html", known)


class RemovePasskeyView(RemoveWebAuthnView):  # type: ignore[misc]
    """allauth asks whether the app may be removed, but not for passkeys: the last one stays."""

    def form_valid(self, form: Any) -> HttpResponse:
        if not get_mfa_adapter().can_delete_authenticator(self.get_object()):
            words = get_mfa_adapter().error_messages["cannot_delete_authenticator"]
            get_adapter().add_message(self.request, messages.ERROR, message=words)
            return HttpResponseRedirect(self.get_success_url())
        response: HttpResponse = super().form_valid(form)
        return response


remove_passkey = RemovePasskeyView.as_view()
