"""Slows down guessing without locking anybody out (OWASP: "Device cookies").

A device on which a person has logged in before is counted apart from all others, so that failures
elsewhere never stand in its way. Strange devices share growing waits by network and account; while
one lasts, the password is not even looked at. An attempt is counted before it is checked and given
back when it succeeds, so that many at once gain nothing.
"""

from __future__ import annotations

import ipaddress
import math
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from tmac.accounts.models import AttemptCounter

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """`free` attempts, then waits that double from `first_s` up to `longest_s` seconds.

    One failure is forgotten every `forget_s` seconds.
    """

    free: int
    first_s: int
    longest_s: int
    forget_s: int
    is_personal: bool  # a success clears the counter; a shared one only takes its own attempt back

    def remaining(self, failures: int, last_at: datetime, now: datetime) -> int:
        forgotten = int((now - last_at).total_seconds() // self.forget_s)
        return max(0, failures - max(0, forgotten))

    def wait_s(self, failures: int, last_at: datetime, now: datetime) -> int:
        """Seconds until the next attempt is looked at; 0 when it may come now."""
        over = self.remaining(failures, last_at, now) - self.free
        if over < 0:
            return 0
        delay_s = min(self.longest_s, self.first_s << min(over, 20))
        return max(0, math.ceil(delay_s - (now - last_at).total_seconds()))


KNOWN_DEVICE = Limit(free=10, first_s=5, longest_s=300, forget_s=60, is_personal=True)
PLACE = Limit(free=5, first_s=5, longest_s=900, forget_s=300, is_personal=True)
NETWORK = Limit(free=40, first_s=5, longest_s=300, forget_s=30, is_personal=False)
# An attacker with many networks: short waits only, or the person could not use a new device.
ACCOUNT = Limit(free=50, first_s=5, longest_s=60, forget_s=60, is_personal=False)


@dataclass(frozen=True)
class Attempt:
    """What was counted; with `wait_s` above 0 nothing was, and the secret must not be checked."""

    limits: tuple[tuple[str, Limit], ...]
    wait_s: int = 0


def begin(*, purpose: str, account: str, ip: str, device: str | None, now: datetime) -> Attempt:
    """Count an attempt at `account` before its secret is checked.

    `purpose` keeps passwords and codes apart; `device` is the nonce of a device known for this
    account, or None.
    """
    limits = tuple(sorted(_limits(purpose, same(account), network_of(ip), device)))
    with transaction.atomic():
        rows = _locked(tuple(key for key, _limit in limits), now)
        wait_s = max(
            limit.wait_s(rows[key].failures, rows[key].last_at, now) for key, limit in limits
        )
        if wait_s:
            return Attempt(limits, wait_s)
        for key, limit in limits:
            row = rows[key]
            row.failures = limit.remaining(row.failures, row.last_at, now) + 1
            row.last_at = now
        AttemptCounter.objects.bulk_update(rows.values(), ["failures", "last_at"])
    return Attempt(limits)


def succeeded(attempt: Attempt) -> None:
    """Give back what `begin` counted, after the right secret was given."""
    with transaction.atomic():
        keys = [key for key, _limit in attempt.limits]
        rows = AttemptCounter.objects.select_for_update().filter(key__in=keys).order_by("key")
        limits = dict(attempt.limits)
        changed = list(rows)
        for row in changed:
            row.failures = 0 if limits[row.key].is_personal else max(0, row.failures - 1)
        AttemptCounter.objects.bulk_update(changed, ["failures"])


def used_for_the_first_time(*, account: str, code: str, now: datetime) -> bool:
    """Whether a one-time code was not accepted before, also by another process of the server."""
    key = _key("used", same(account), code)
    with transaction.atomic():
        AttemptCounter.objects.filter(key=key, last_at__lt=now - timedelta(minutes=5)).delete()
        _row, is_new = AttemptCounter.objects.get_or_create(key=key, defaults={"last_at": now})
    return is_new


def _limits(
    purpose: str, account: str, network: str, device: str | None
) -> list[tuple[str, Limit]]:
    if device is not None:
        return [(_key(purpose, "device", account, device), KNOWN_DEVICE)]
    return [
        (_key(purpose, "place", account, network), PLACE),
        (_key(purpose, "network", network), NETWORK),
        (_key(purpose, "account", account), ACCOUNT),
    ]


def _locked(keys: tuple[str, ...], now: datetime) -> dict[str, AttemptCounter]:
    """The rows of `keys`, made where missing, locked in one order for all."""
    known = AttemptCounter.objects.select_for_update().filter(key__in=keys).order_by("key")
    rows = {row.key: row for row in known}
    if len(rows) == len(keys):
        return rows
    AttemptCounter.objects.filter(last_at__lt=now - KEPT).exclude(key__in=keys).delete()
    missing = [AttemptCounter(key=key, last_at=now) for key in keys if key not in rows]
    AttemptCounter.objects.bulk_create(missing, ignore_conflicts=True)
    return {row.key: row for row in known.all()}


def _key(*parts: str) -> str:
    """A keyed hash: the table tells nobody which accounts and addresses were tried."""
    return salted_hmac("tmac.accounts.throttle", "\0".join(parts), algorithm="sha256").hexdigest()


def same(account: str) -> str:
    """One spelling for all that the database takes for the same user name."""
    return unicodedata.normalize("NFKC", account).casefold().strip()


def network_of(ip: str) -> str:
    """The /24 of an IPv4 address, the /64 of an IPv6 address: what one attacker easily has."""
    address = ipaddress.ip_address(ip)
    bits = 24 if address.version == 4 else 64
    return str(ipaddress.ip_network((address, bits), strict=False))
