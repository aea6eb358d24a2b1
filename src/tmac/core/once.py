"""One form makes one record, whichever process of the server each press of its button reaches."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from tmac.core.models import SentForm

KEPT = timedelta(days=1)
ABANDONED = timedelta(minutes=2)  # whoever claimed it has died: nobody works that long


def claim(*, user_id: int, token: str, now: datetime) -> str | None:
    """None when this form is now the caller's to fulfil; otherwise what it has made.

    "" means that another press is still making it. Inside a transaction a press waits for the one
    before it, and a roll-back gives the form back by itself.
    """
    SentForm.objects.filter(user_id=user_id, sent_at__lt=now - KEPT).delete()
    row, is_new = SentForm.objects.get_or_create(
        user_id=user_id, token=_short(token), defaults={"sent_at": now}
    )
    if is_new or _taken_over(row, now):
        return None
    return row.made


def note(*, user_id: int, token: str, made: str) -> None:
    """The form that was claimed has made `made`."""
    SentForm.objects.filter(user_id=user_id, token=_short(token)).update(made=made)


def release(*, user_id: int, token: str) -> None:
    """The form that was claimed has made nothing: it may be sent again."""
    SentForm.objects.filter(user_id=user_id, token=_short(token), made="").delete()


def made_by(*, user_id: int, token: str) -> str:
    """What the form has made; "" when nothing yet."""
    row = SentForm.objects.filter(user_id=user_id, token=_short(token)).first()
    return row.made if row else ""


def _taken_over(row: SentForm, now: datetime) -> bool:
    if row.made or row.sent_at >= now - ABANDONED:
        return False
    left = SentForm.objects.filter(pk=row.pk, made="", sent_at=row.sent_at)
    return bool(left.update(sent_at=now))


def _short(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
