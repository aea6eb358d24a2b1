"""A pin made of a watch note: the note says so from then on."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tmac.core.errors import TmacError
from tmac.tips import services
from tmac.ui.toasts import say
from tmac.workspace.officers import moment, officer_of


def went_on(request: HttpRequest, pin_code: str) -> None:
    """Mark the note that the form names; the pin stands whatever becomes of that."""
    try:
        note_id = UUID(request.POST.get("note", ""))
    except ValueError:
        return
    now, _today = moment()
    try:
        services.promoted_to_pin(
            by=officer_of(request), now=now, note_id=note_id, pin_code=pin_code
        )
    except TmacError as refusal:
        say(request, refusal.message, kind="info")
    else:
        say(request, _("The watch note says so, too."), kind="info")
