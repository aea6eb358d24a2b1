"""What of the tips waits for an officer, for the first page of the day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.accounts.roles import Permission
from tmac.tips import queries as tips
from tmac.tips.queries import TipFilter
from tmac.workspace.keys.state import key_state


def tips_of(by: Principal, now: datetime, today: date) -> dict[str, Any]:
    """Heaps of tips with the list that each leads to, and whether the officer's key is there."""
    if not by.may(Permission.HANDLE_TIPS):
        return {"key_state": key_state(by, now), "tip_heaps": []}
    counts = tips.tips_of(by, TipFilter(size=1), now).counts
    offered = (
        (counts.urgent, _("Tips that ask for protection"), "urgent", "alert"),
        (counts.unread, _("Answers of reporters to read"), "unread", "good"),
        (counts.unassigned, _("Tips that nobody has"), "unassigned", "new"),
        (counts.overdue, _("Tips that are overdue"), "overdue", "alert"),
    )
    url = reverse("workspace:tips")
    heaps = [(n, word, f"{url}?{name}=1", tone) for n, word, name, tone in offered if n]
    return {"key_state": key_state(by, now), "tip_heaps": heaps}
