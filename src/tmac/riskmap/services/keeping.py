"""Filters that an officer keeps under a name."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.accounts.services.recording import recorded
from tmac.core.errors import Fault, Invalid, NotFound
from tmac.core.text import one_line
from tmac.riskmap.filters import PinFilter
from tmac.riskmap.models import SavedView
from tmac.riskmap.services.ground import refuse_faults

MAX_VIEWS = 50


def save_view(*, by: Principal, now: datetime, name: str, wanted: PinFilter) -> SavedView:
    """Keep a filter; the same name again replaces it."""
    with transaction.atomic():
        title = one_line(name)
        if not 1 <= len(title) <= 80:
            raise Invalid.of("name", _("Give the view a name of at most 80 characters."))
        query = wanted.as_params().urlencode()
        if len(query) > 1000:
            raise Invalid.of("name", _("This filter is too long to keep. Choose fewer things."))
        own = SavedView.objects.filter(user_id=by.user_id)
        if not own.filter(name=title).exists() and own.count() >= MAX_VIEWS:
            refuse_faults([Fault("name", _("You keep 50 views already. Remove one first."))])
        row, _made = SavedView.objects.update_or_create(
            user_id=by.user_id, name=title, defaults={"query": query, "saved_at": now}
        )
        recorded(by, "view.saved", "saved_view", row.pk, now)
    return row


def forget_view(*, by: Principal, now: datetime, view_id: int) -> None:
    """Remove one of one's own kept filters."""
    with transaction.atomic():
        deleted, _rows = SavedView.objects.filter(pk=view_id, user_id=by.user_id).delete()
        if not deleted:
            raise NotFound(_("There is no such view among yours."))
        recorded(by, "view.forgotten", "saved_view", view_id, now)
