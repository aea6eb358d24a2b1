"""An officer's own key: set up in the browser, kept here sealed, replaced when it is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.accounts.services import recorded
from tmac.core import facts
from tmac.core.errors import Conflict, Invalid, NotFound
from tmac.vault import policies
from tmac.vault.facts import OfficerKeySet
from tmac.vault.formats import box, passphrase, secretbox
from tmac.vault.formats.faults import FormatFault
from tmac.vault.models import OfficerKey, UnitKeyWrap

SEED_BYTES = 32


@transaction.atomic
def set_up_key(
    *,
    by: Principal,
    now: datetime,
    key_id: UUID,
    public_key: bytes,
    by_passphrase: bytes,
    by_recovery: bytes,
) -> None:
    """Keep a key that the officer's browser has made.

    A former key is retired and gets no unit key any more: colleagues admit the new one. The same
    key again changes nothing. Raises Refused, Invalid or Conflict.
    """
    policies.may_hold_key(by).or_refuse()
    _check(public_key, by_passphrase, by_recovery)
    known = OfficerKey.objects.filter(pk=key_id).first()
    if known is not None:
        if known.user_id == by.user_id and bytes(known.public_key) == public_key:
            return
        raise Conflict(_("This key number is taken. Load the page again and make a new key."))
    retired = _retire(by.user_id, now)
    fresh = OfficerKey(
        key_id=key_id,
        user_id=by.user_id,
        public_key=public_key,
        by_passphrase=by_passphrase,
        by_recovery=by_recovery,
        created_at=now,
    )
    _save_new(fresh)
    facts.publish(OfficerKeySet(by.user_id, str(key_id)))
    recorded(by, "officer_key_set", "key", str(key_id), now, replaces=retired)


@transaction.atomic
def change_passphrase(
    *, by: Principal, now: datetime, by_passphrase: bytes = b"", by_recovery: bytes = b""
) -> None:
    """The same private key under a new passphrase, under a new printed code, or both."""
    key = OfficerKey.objects.select_for_update().filter(user_id=by.user_id, retired_at=None).first()
    if key is None:
        raise NotFound(_("You have no key yet."))
    if not (by_passphrase or by_recovery):
        raise Invalid.of("by_passphrase", _("Nothing was given that could change."))
    if by_passphrase:
        key.by_passphrase = by_passphrase
    if by_recovery:
        key.by_recovery = by_recovery
    _check(bytes(key.public_key), bytes(key.by_passphrase), bytes(key.by_recovery))
    key.save(update_fields=["by_passphrase", "by_recovery"])
    recorded(
        by,
        "officer_key_rewrapped",
        "key",
        str(key.pk),
        now,
        passphrase=bool(by_passphrase),
        recovery=bool(by_recovery),
    )


def _save_new(key: OfficerKey) -> None:
    try:
        with transaction.atomic():
            key.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("Another key of yours was made meanwhile. Load the page again.")) from None


def _retire(user_id: int, now: datetime) -> str:
    """End the officer's present key: the unit keys that were sealed to it are taken away."""
    key = OfficerKey.objects.select_for_update().filter(user_id=user_id, retired_at=None).first()
    if key is None:
        return ""
    UnitKeyWrap.objects.filter(officer_key=key).delete()
    key.retired_at = now
    key.save(update_fields=["retired_at"])
    return str(key.pk)


def _check(public_key: bytes, by_passphrase: bytes, by_recovery: bytes) -> None:
    checks: tuple[tuple[str, Callable[[], None]], ...] = (
        ("public_key", lambda: box.check_public_key(public_key)),
        ("by_passphrase", lambda: passphrase.check_form(by_passphrase)),
        ("by_recovery", lambda: secretbox.check_form(by_recovery, SEED_BYTES)),
    )
    for name, check in checks:
        try:
            check()
        except FormatFault as fault:
            raise Invalid.of(name, fault.message) from fault
