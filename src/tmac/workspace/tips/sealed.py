"""What the officer's browser asks for: the sealed parts, the pieces of files; and what it sends."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tmac.accounts.access import needs
from tmac.accounts.roles import Permission
from tmac.evidence import sealed as evidence
from tmac.tips import queries as tips
from tmac.tips import services
from tmac.tips.filings import SealedMessage
from tmac.ui.toasts import say
from tmac.workspace.officers import moment, officer_of
from tmac.workspace.tips.acting import opened
from tmac.workspace.wire import answers_json, body, done


@needs(Permission.VIEW_TIPS)
@require_GET
@answers_json
def sealed(request: HttpRequest, reference: str) -> HttpResponse:
    """Boxes and wraps, as they lie in the database; nothing of it can be read here."""
    now, _today = moment()
    return JsonResponse(tips.sealed_of(officer_of(request), reference, now).as_wire())


@needs(Permission.VIEW_TIPS)
@require_GET
@answers_json
def file_object(request: HttpRequest, reference: str, file_id: UUID, n: int) -> HttpResponse:
    """One piece of a sealed file; who fetched it stands in the custody log before it leaves."""
    by = officer_of(request)
    case, file, number = tips.file_object(by, reference, file_id, n)
    now, _today = moment()
    pieces = evidence.hand_out(by=by, now=now, case=case, file_id=file, n=number)
    return HttpResponse(b"".join(pieces), content_type="application/octet-stream")  # 1 MiB at most


@needs(Permission.VIEW_TIPS)
@require_POST
@answers_json
def read(request: HttpRequest, reference: str) -> HttpResponse:
    """The browser has opened the tip: it counts as looked at, its new messages as read."""
    by, tip = opened(request, reference, "read")
    body(request)
    now, _today = moment()
    services.mark_read_by_unit(by=by, now=now, tip_id=tip.id)
    return done()


@needs(Permission.HANDLE_TIPS)
@require_POST
@answers_json
def send(request: HttpRequest, reference: str) -> HttpResponse:
    """A message to the reporter, sealed in the officer's browser."""
    by, tip = opened(request, reference, "write")
    given = body(request)
    asks = given.truth("asks")
    now, _today = moment()
    message = SealedMessage(given.uuid("id"), given.whole("epoch"), given.octets("box"))
    version = given.whole("version") if asks else None
    sent = services.send_message(
        by=by,
        now=now,
        tip_id=tip.id,
        message=message,
        asks=asks,
        is_interim=given.truth("interim"),
        version=version,
    )
    if sent.is_new:
        say(request, _("Sent. The reporter sees it the next time the mailbox is opened."))
    return done(201 if sent.is_new else 200, id=str(sent.id), day=sent.day.isoformat())
