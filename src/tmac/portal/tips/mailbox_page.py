"""/mailbox/: follow a report with its code. A script opens it in the browser; without one the
server opens it in memory for one answer, and keeps neither the code nor what it read."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from tmac.evidence import sealed
from tmac.portal.tips import choices
from tmac.portal.tips.answering import Outcome, Posted, carry_out
from tmac.portal.tips.doors import reporter_page
from tmac.portal.tips.forms import TellForm
from tmac.portal.tips.page import addresses
from tmac.portal.tips.parts import IDENTITY
from tmac.tips import queries, services
from tmac.tips.queries import OpenedMailbox
from tmac.ui.formats import date_text, is_thai
from tmac.vault.formats import code as codes
from tmac.vault.formats import stream
from tmac.vault.formats.faults import NotACode
from tmac.vault.formats.secret import FileKey


@dataclass(frozen=True)
class Entry:
    """One part of the conversation, as the page shows it."""

    side: str
    who: str
    day: date
    text: str
    files: tuple[Mapping[str, Any], ...]


@reporter_page
def mailbox(request: HttpRequest) -> HttpResponseBase:
    """The place for the code; or what it opens."""
    if request.method != "POST":
        return _entry(request)
    posted = Posted.of(request, timezone.now())
    try:
        return _answered(request, posted)
    finally:
        posted.upload.drop()  # what became part of no message waits for nothing


def _answered(request: HttpRequest, posted: Posted) -> HttpResponseBase:
    try:
        lookup = codes.parse(posted.code).lookup()
    except NotACode as fault:
        return _entry(request, status=422, code_fault=str(fault))
    outcome = carry_out(posted)
    found = queries.mailbox_open(posted.code, posted.now)
    if found is None:
        return _entry(request, status=404, is_unknown=True)
    if posted.act == "receipt":
        return _receipt(found)
    if posted.act == "file":
        return _file(found, posted.values.get("file", "")) or _opened(request, posted, found)
    services.mark_read(now=posted.now, lookup=lookup)
    return _opened(request, posted, found, outcome)


def _entry(request: HttpRequest, *, status: int = 200, **known: Any) -> HttpResponse:
    values = {"config": addresses().items(), **_forms(), **known}
    return render(request, "portal/tips/mailbox.html", values, status=status)


def _opened(
    request: HttpRequest, posted: Posted, found: OpenedMailbox, told: Outcome | None = None
) -> HttpResponse:
    status = found.view.status
    values = {
        "box": found.view,
        "status_word": status.word if is_thai() else status.word_en,
        "thread": list(_thread(found)),
        "code": posted.code,
        "act_id": uuid4(),
        **vars(told or Outcome()),
        **_forms(),
    }
    return render(request, "portal/tips/mailbox/page.html", values)


def _forms() -> dict[str, Any]:
    form = TellForm()
    return {
        "ratings": choices.RATINGS,
        "felt_safe": choices.FELT_SAFE,
        "requests": choices.REQUESTS,
        "contact_fields": [form[name] for name in IDENTITY],
    }


def _thread(found: OpenedMailbox) -> Iterator[Entry]:
    view, content = found.view, found.content
    gone = view.content_destroyed_on
    text = str(content.get("text", "")) if content else _("This message cannot be opened")
    if gone:
        text = _("What was written was destroyed when its time was over (%(day)s).") % {
            "day": date_text(gone)
        }
    yield Entry("in", _("What you reported"), view.day, text, tuple(content.get("files", ())))
    for one in found.messages:
        who = (one.by or _("Officers")) if one.from_unit else _("You")
        text = one.text if one.is_readable else _("This message cannot be opened")
        yield Entry("out" if one.from_unit else "in", who, one.day, text, tuple(one.files))


def _receipt(found: OpenedMailbox) -> HttpResponse:
    body = json.dumps(dict(found.view.receipt), ensure_ascii=False)
    answer = HttpResponse(body, content_type="application/json")
    name = f"tmac-receipt-{found.view.reference}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _file(found: OpenedMailbox, file_id: str) -> StreamingHttpResponse | None:
    """A file of the conversation, opened as it streams; nothing of it is kept."""
    manifests = [*found.content.get("files", ()), *(f for m in found.messages for f in m.files)]
    told = next((one for one in manifests if one.get("id") == file_id), None)
    held = next((one for one in found.view.files if str(one.id) == file_id), None)
    if told is None or held is None:
        return None
    octets = _plain(found.view.case, held.id, held.objects, told)
    answer = StreamingHttpResponse(octets, content_type="application/octet-stream")
    name = content_disposition_header(as_attachment=True, filename=str(told.get("name", "")))
    answer["Content-Disposition"] = name or "attachment"
    return answer


def _plain(case: UUID, file_id: UUID, count: int, told: dict[str, Any]) -> Iterator[bytes]:
    objects = (b"".join(sealed.iter_object(case=case, file_id=file_id, n=n)) for n in range(count))
    key = FileKey(base64.b64decode(told["key"]))
    return stream.unseal(key, case, file_id, objects, int(told["size"]))
