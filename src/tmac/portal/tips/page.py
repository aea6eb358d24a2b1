"""/tell/: the report on one page. A script walks through it and seals it in the browser; without a
script the same form is sent whole, and the server seals it in memory at once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from tmac.portal.tips import choices, unsealed
from tmac.portal.tips.doors import reporter_page
from tmac.portal.tips.forms import TellForm
from tmac.portal.tips.roots import root_key
from tmac.portal.tips.sections import SECTIONS
from tmac.portal.tips.tokens import FormToken, new_token


@reporter_page
def tell(request: HttpRequest) -> HttpResponse:
    """The form; or, for a browser without script, what became of it."""
    if request.method != "POST":
        return page(request, TellForm(), new_token())
    sent = unsealed.receive(request)
    if sent.filed is None:
        return page(request, sent.form, sent.token, status=422, **sent.known())
    return render(request, "portal/tips/done.html", sent.known())


def page(
    request: HttpRequest, form: TellForm, token: FormToken, *, status: int = 200, **known: Any
) -> HttpResponse:
    values = {
        "form": form,
        "token": token.signed(),
        "sections": SECTIONS,
        "kinds": choices.KINDS,
        "stoppable": choices.STOPPABLE,
        "questions": choices.questions(),
        "config": addresses().items(),
        "places_url": reverse("portal:tell_places", args=["00"]).replace("00", "NAME"),
        "agencies_url": reverse("portal:tell_offices", args=["00"]).replace("00", "NAME"),
        **known,
    }
    return render(request, "portal/tips/tell.html", values, status=status)


def addresses() -> dict[str, str]:
    """What the script must know: where to ask, and the root key that every recipient hangs on."""
    return {
        "language": "en" if (get_language() or "th").startswith("en") else "th",
        "root": root_key(),
        "keys": reverse("portal:tell_keys", args=["SCOPE"]),
        "work": reverse("portal:tell_work", args=["PURPOSE"]),
        "files": reverse("portal:tell_files"),
        "reports": reverse("portal:tell_reports"),
        "mailbox": reverse("portal:mailbox"),
        "home": reverse("portal:home"),
    }
