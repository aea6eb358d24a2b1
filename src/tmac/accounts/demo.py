"""For training evenings only: who can be played, with which password and code.

Everything here refuses unless the operator has switched the demonstration on (TMAC_DEMO).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.utils.translation import gettext as _

from tmac.accounts.models import Posting, User, in_language
from tmac.accounts.queries import in_force
from tmac.accounts.roles import Role
from tmac.core.errors import NotFound
from tmac.core.thai import today_in_thailand

PASSWORD = "ratchaphruek-2569"  # noqa: S105 - printed on the page of the demonstration
PASSPHRASE = "เรือใบ-สีฟ้า-กลางทะเล-74"  # noqa: S105 - of everybody's key, printed there too
PERIOD_S = 30


@dataclass(frozen=True)
class Player:
    """One made-up officer: name, role and office, and the code that is good now."""

    username: str
    name: str
    role: Role | None
    office: str
    code: str


def players(now: datetime) -> list[Player]:
    """The demonstration's people in the order they were made; NotFound outside of it."""
    if not settings.DEMO:
        raise NotFound(_("There is no such page."))
    today = today_in_thailand(now)
    postings = Posting.objects.filter(in_force(today), user__is_demo=True, user__is_active=True)
    held = {p.user_id: p for p in postings.select_related("office").order_by("-id")}
    codes = _codes(now)
    return [
        _player(user, held.get(user.pk), codes.get(user.pk, ""))
        for user in User.objects.filter(is_demo=True, is_active=True).order_by("id")
    ]


def _player(user: User, posting: Posting | None, code: str) -> Player:
    role = Role(posting.role) if posting else None
    office = posting.office.name if posting else ""
    name = in_language(user.name_th, user.name_en)
    return Player(user.username, name, role, office, code)


def _codes(now: datetime) -> dict[int, str]:
    found = Authenticator.objects.filter(type=Authenticator.Type.TOTP, user__is_demo=True)
    return {key.user_id: code_of(get_adapter().decrypt(key.data["secret"]), now) for key in found}


def code_of(secret: str, now: datetime) -> str:
    """The one-time code of a Base32 secret (RFC 6238, SHA-1, 30 s, 6 digits)."""
    return str(format_hotp_value(hotp_value(secret, int(now.timestamp()) // PERIOD_S)))


def seconds_left(now: datetime | None = None) -> int:
    """How long the present codes are good."""
    moment = now.timestamp() if now else time.time()
    return PERIOD_S - int(moment) % PERIOD_S
