"""Proof of work as the server asks for it: stateless to issue, spent once, harder under load."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tmac.core.errors import Refused
from tmac.vault.formats import work
from tmac.vault.formats.faults import Tampered
from tmac.vault.formats.hkdf import hkdf
from tmac.vault.models import SpentWork

EASY_A_MINUTE = 300  # so many in a minute cost nobody more than the least
_PURPOSES = ("report", "file")
_AT_ONCE = 500


def issue_work(purpose: str, now: datetime) -> tuple[str, int]:
    """A token and its bits: one more for each doubling of the load of the last minute."""
    if purpose not in _PURPOSES:
        raise Refused(_("There is no work for this purpose."))
    bits = bits_under(_load(now))
    return work.mint(_key(), purpose, bits, int(now.timestamp())), bits


def bits_under(spent_last_minute: int) -> int:
    """How many zero bits are asked when so many tokens were spent in the last minute."""
    doublings = (spent_last_minute // EASY_A_MINUTE).bit_length()
    return min(work.MOST_BITS, work.BASE_BITS + doublings)


def spend_work(*, token: str, counter: int, case: UUID, purpose: str, now: datetime) -> None:
    """Take a solved token for this case and purpose, once. Call it inside the transaction of what
    it pays for: rolled back with it, the token may be used again.

    Raises Refused with the remedy for a token that is false, stale, for something else, or spent.
    """
    try:
        task = work.read(_key(), token)
    except Tampered:
        raise Refused(_again()) from None
    if task.purpose != purpose or task.is_stale(int(now.timestamp())):
        raise Refused(_again())
    if not work.is_solved(token, case, counter, task.bits):
        raise Refused(_again())
    spent = work.spent_hash(token)
    try:
        with transaction.atomic():
            SpentWork.objects.create(hash=spent, spent_at=_minute(now))
    except IntegrityError:
        raise Refused(_again()) from None
    if spent.startswith("0"):  # one in sixteen cleans up after all
        drop_spent(now)


@transaction.atomic
def drop_spent(now: datetime) -> int:
    """Forget tokens that are too old to be taken again; at some spendings, and as a duty.

    Rows that another filing is just dropping are passed over, so that none waits for the other.
    """
    old = _minute(now) - timedelta(seconds=work.GOOD_SECONDS, minutes=1)
    stale = SpentWork.objects.filter(spent_at__lt=old).select_for_update(skip_locked=True)
    hashes = list(stale.values_list("pk", flat=True)[:_AT_ONCE])
    return SpentWork.objects.filter(pk__in=hashes).delete()[0] if hashes else 0


def _load(now: datetime) -> int:
    return SpentWork.objects.filter(spent_at__gte=_minute(now) - timedelta(minutes=1)).count()


def _minute(now: datetime) -> datetime:
    """No row tells the moment of a filing."""
    return now.replace(second=0, microsecond=0)


@lru_cache(maxsize=1)
def _key() -> bytes:
    return hkdf(settings.SECRET_KEY.encode(), b"TMAC-v1 server", b"proof of work")


def _again() -> str:
    return _("This proof of work does not count, or not any more. The page makes a new one.")
