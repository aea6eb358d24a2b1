"""Short answers after an act ("Saved"), with a way back where the act can be undone."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest

from tmac.core.errors import Sentence

_UNDO = "undo:"


@dataclass(frozen=True)
class Toast:
    kind: str  # "success" | "info" | "error"
    text: str
    undo_url: str = ""


def say(request: HttpRequest, text: Sentence, *, kind: str = "success", undo_url: str = "") -> None:
    """Show `text` on the next page; `undo_url` takes a POST that reverses what was done."""
    level = {"success": messages.SUCCESS, "info": messages.INFO, "error": messages.ERROR}[kind]
    messages.add_message(request, level, str(text), extra_tags=_UNDO + undo_url if undo_url else "")


def waiting(request: HttpRequest) -> list[Toast]:
    """The toasts for this page; reading them uses them up."""
    return [
        Toast(
            message.level_tag if message.level_tag != "warning" else "error",
            str(message.message),
            (message.extra_tags or "").removeprefix(_UNDO),
        )
        for message in messages.get_messages(request)
    ]
