"""How a request for an identity stands, in a word and a colour."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from tmac.core.errors import Sentence
from tmac.tips.views import IdentityRequestView

STATES: dict[str, tuple[Sentence, str]] = {
    "PENDING": (_("Waits for two custodians"), "waiting"),
    "APPROVED": (_("Agreed by two custodians"), "good"),
    "DENIED": (_("Denied"), "bad"),
    "OPENED": (_("Opened"), "active"),
    "CLOSED": (_("Closed"), "plain"),
    "EXPIRED": (_("Expired unopened"), "plain"),
}


def identity_row(view: IdentityRequestView) -> dict[str, Any]:
    """A request as lists and the page of the tip show it."""
    name, tone = STATES[view.state]
    return {"view": view, "state_name": name, "tone": tone}
