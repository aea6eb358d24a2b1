"""Sealed files on their way: announced, sent object by object, resumed after a broken line."""

from __future__ import annotations

import base64
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from tmac.core.errors import Invalid
from tmac.evidence import sealed
from tmac.portal.tips.bodies import json_object, octets
from tmac.portal.tips.doors import machine
from tmac.vault import services as keys

MAX_OPENING_BYTES = 4 * 1024


@machine("POST")
def announce(request: HttpRequest) -> JsonResponse:
    """A file of a report that is still on the sender's device; pays with work."""
    given = json_object(request, MAX_OPENING_BYTES)
    done = given.thing("work")
    case, file_id = given.uuid("case"), given.uuid("file_id")
    secret_hash = given.hexes("secret_hash", 32).hex()
    objects, size = given.number("objects", 10_000), given.number("size", 2**40)
    token, counter = done.text("token", 1000), done.number("counter")
    for whole in (given, done):
        whole.end()
    now = timezone.now()
    with transaction.atomic():
        received = sealed.open_upload(
            now=now,
            case=case,
            file_id=file_id,
            secret_hash=secret_hash,
            objects=objects,
            size=size,
        )
        keys.spend_work(token=token, counter=counter, case=case, purpose="file", now=now)
    return JsonResponse({"received": received}, status=201)


@machine("PUT")
def put(request: HttpRequest, file_id: UUID, n: int) -> HttpResponse:
    """One object; on disk when this answers."""
    data = octets(request, sealed.MAX_OBJECT_BYTES)
    sealed.put_object(file_id=file_id, n=n, secret=_secret(request), data=data)
    return HttpResponse(status=204)


@machine("GET")
def progress(request: HttpRequest, file_id: UUID) -> JsonResponse:
    """Which objects have arrived."""
    found = sealed.progress(file_id=file_id, secret=_secret(request))
    return JsonResponse({"received": found.received, "objects": found.objects})


def _secret(request: HttpRequest) -> bytes:
    try:
        return base64.b64decode(request.headers.get("X-Upload-Secret", ""), validate=True)
    except ValueError as fault:
        raise Invalid.of("X-Upload-Secret", _("Base64 is expected.")) from fault
