"""Who else may read a tip: colleagues, another unit for its opinion, another unit in charge."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tmac.accounts.access import needs
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Permission
from tmac.core.errors import Sentence
from tmac.tips import queries as tips
from tmac.tips import services
from tmac.tips.filings import EpochBox
from tmac.tips.keys import NamedKey
from tmac.tips.views import TipView, b64
from tmac.ui.toasts import say
from tmac.workspace.officers import moment
from tmac.workspace.tips.acting import crumbs, opened, to_tip
from tmac.workspace.wire import Given, answers_json, body, done

_BOTH = require_http_methods(["GET", "POST"])


def _page(
    request: HttpRequest, tip: TipView, kind: str, heading: Sentence, **more: Any
) -> HttpResponse:
    context = {
        "tip": tip,
        "kind": kind,
        "heading": heading,
        "crumbs": crumbs(tip, heading),
        "url": reverse(f"workspace:{more.pop('name')}", args=[tip.reference]),
        **more,
    }
    return render(request, "workspace/tips/reseal.html", context)


def _choices(keys: Iterable[NamedKey]) -> list[dict[str, str]]:
    """The public keys that the tip may be sealed to, as the page's radios hold them."""
    return [
        {
            "key_id": str(key.key_id),
            "public_key": b64(key.public_key),
            "name": key.name,
            "fingerprint": key.fingerprint,
        }
        for key in keys
    ]


def _wraps(given: Given) -> tuple[EpochBox, ...]:
    return tuple(
        EpochBox(one.whole("epoch"), one.uuid("key_id"), one.octets("box"))
        for one in given.several("wraps", 64)
    )


@needs(Permission.HANDLE_TIPS)
@_BOTH
@answers_json
def colleagues(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a colleague: the keys of this one tip are sealed to his own key."""
    by, tip = opened(request, reference, "add_colleague")
    if request.method == "POST":
        return _add(request, by, tip)
    now, _today = moment()
    return _page(
        request,
        tip,
        "colleague",
        _("Add a colleague to this tip"),
        name="tip_colleagues",
        choices=_choices(tips.addable_colleagues(by, reference, now)),
    )


def _add(request: HttpRequest, by: Principal, tip: TipView) -> HttpResponse:
    given = body(request)
    now, _today = moment()
    services.add_colleague(
        by=by,
        now=now,
        tip_id=tip.id,
        officer_key_id=given.uuid("officer_key_id"),
        wraps=_wraps(given),
    )
    say(request, _("Your colleague can read this tip now."))
    return done(201)


@needs(Permission.HANDLE_TIPS)
@require_POST
def end_colleague(request: HttpRequest, reference: str, user_id: int) -> HttpResponse:
    """A colleague no longer needs this tip."""
    by, tip = opened(request, reference, "add_colleague")
    now, _today = moment()
    services.end_colleague(by=by, now=now, tip_id=tip.id, user_id=user_id)
    say(request, _("The colleague no longer gets this tip from the server."))
    return to_tip(reference, "people")


@needs(Permission.HANDLE_TIPS)
@_BOTH
@answers_json
def consult(request: HttpRequest, reference: str) -> HttpResponse:
    """Another unit reads along and gives its opinion; this unit stays in charge."""
    by, tip = opened(request, reference, "consult")
    now, _today = moment()
    if request.method == "GET":
        choices = _choices(tips.consultable_units(by, reference, now))
        heading = _("Ask another unit for its opinion")
        return _page(request, tip, "consult", heading, name="tip_consult", choices=choices)
    given = body(request)
    services.consult(
        by=by,
        now=now,
        tip_id=tip.id,
        unit_key_id=given.uuid("unit_key_id"),
        wraps=_wraps(given),
        text=given.text("text"),
    )
    say(request, _("The unit can read this tip now and sees your question."))
    return done(201)


@needs(Permission.HANDLE_TIPS)
@require_POST
def end_consultation(request: HttpRequest, reference: str, office_id: int) -> HttpResponse:
    """The unit has told its opinion and needs the tip no longer."""
    by, tip = opened(request, reference, "consult")
    now, _today = moment()
    services.end_consultation(by=by, now=now, tip_id=tip.id, office_id=office_id)
    say(request, _("The unit no longer gets this tip from the server."))
    return to_tip(reference, "people")


@needs(Permission.HANDLE_TIPS)
@_BOTH
@answers_json
def hand_over(request: HttpRequest, reference: str) -> HttpResponse:
    """Another unit takes charge, with a new key of the case from here on."""
    by, tip = opened(request, reference, "hand_over")
    now, _today = moment()
    if request.method == "GET":
        choices = _choices(tips.consultable_units(by, reference, now))
        heading = _("Hand the tip over")
        return _page(request, tip, "handover", heading, name="tip_handover", choices=choices)
    given = body(request)
    services.hand_over(
        by=by,
        now=now,
        tip_id=tip.id,
        version=given.whole("version"),
        unit_key_id=given.uuid("unit_key_id"),
        epoch=given.whole("epoch"),
        wrap=given.octets("wrap"),
        reporter_wrap=given.octets("reporter_wrap"),
        previous=given.octets("previous"),
        reason=given.text("reason"),
    )
    say(request, _("The tip is handed over. The reporter can go on writing as before."))
    return done(201)
