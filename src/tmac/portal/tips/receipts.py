"""The public log of receipts: what it is, files to copy elsewhere, and proofs for one receipt."""

from __future__ import annotations

import base64

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from tmac.core.access import public
from tmac.core.errors import NotFound
from tmac.portal.tips.doors import machine
from tmac.portal.tips.roots import root_key
from tmac.vault import queries as vault
from tmac.vault import receipts as log
from tmac.vault.receipts import SignedHead

LINES = "application/jsonl; charset=utf-8"
_minute = cache_control(public=True, max_age=60)


@public
@require_safe
@_minute
def page(request: HttpRequest) -> HttpResponse:
    """What the log proves, its newest signed head, and a place to check a receipt."""
    known = {"head": log.latest_head(), "size": log.size(), "root": root_key()}
    return render(request, "portal/tips/receipts.html", known)


@public
@require_safe
@_minute
def log_file(request: HttpRequest) -> StreamingHttpResponse:
    """Every receipt, line by line, for copies elsewhere."""
    return StreamingHttpResponse(log.log_lines(), content_type=LINES)


@public
@require_safe
@_minute
def heads_file(request: HttpRequest) -> StreamingHttpResponse:
    """Every signed head, line by line."""
    return StreamingHttpResponse(log.head_lines(), content_type=LINES)


@machine("GET")
def proof(request: HttpRequest, position: int) -> JsonResponse:
    """That a receipt stands under the newest head."""
    found = log.inclusion(position)
    if found is None:
        raise NotFound(_("This receipt is not under a signed head yet: one is made every hour."))
    told = {
        "position": found.position,
        "leaf": found.leaf,
        "path": found.path,
        "head": _told(found.head),
    }
    return JsonResponse(told)


def _told(head: SignedHead) -> dict[str, str]:
    signature, key = (base64.b64encode(raw).decode() for raw in (head.signature, head.key))
    return {"head": head.json, "signature": signature, "key": key}


@machine("GET")
def directory(request: HttpRequest) -> JsonResponse:
    """Every public key with what proves it."""
    return JsonResponse(vault.directory().as_wire())
