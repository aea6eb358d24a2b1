"""Where a person is signed in, and ending it from afar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.accounts.services.recording import recorded
from tmac.core.errors import NotFound

_PROGRAMS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome"}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


@dataclass(frozen=True)
class OpenSession:
    """One device in the list; `is_this` is the one that shows the list."""

    id: int
    device: str
    ip: str
    opened_at: datetime
    seen_at: datetime
    is_this: bool


def of(user_id: int, this_key: str | None) -> list[OpenSession]:
    """The person's sessions that are still open, this device first, then the last seen."""
    rows = [s for s in UserSession.objects.filter(user_id=user_id) if not s.purge()]
    found = [
        OpenSession(
            row.pk,
            device_name(row.user_agent),
            row.ip,
            row.created_at,
            row.last_seen_at,
            row.session_key == this_key,
        )
        for row in rows
    ]
    return sorted(found, key=lambda s: (not s.is_this, -s.seen_at.timestamp()))


def seen(session_key: str | None, now: datetime) -> None:
    """Note that a session was used; called at most once a minute."""
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=now)


@transaction.atomic
def end(*, by: Principal, now: datetime, session_id: int) -> None:
    """Log one of the own devices out, at once."""
    session = UserSession.objects.filter(pk=session_id, user_id=by.user_id).first()
    if session is None:
        raise NotFound(_("This device is signed out already."))
    session.end()
    recorded(by, "end_session", "user", by.user_id, now)


@transaction.atomic
def end_others(*, by: Principal, now: datetime, this_key: str | None) -> int:
    """Log every other own device out; how many there were."""
    others = UserSession.objects.filter(user_id=by.user_id).exclude(session_key=this_key)
    count = 0
    for session in others:
        session.end()
        count += 1
    recorded(by, "end_other_sessions", "user", by.user_id, now, count=count)
    return count


def device_name(user_agent: str) -> str:
    """ "Chrome, Android" from what a browser says of itself; "" when it says nothing known."""
    program = next((name for mark, name in _PROGRAMS.items() if mark in user_agent), "")
    if not program and "Safari/" in user_agent:
        program = "Safari"
    system = next((name for mark, name in _SYSTEMS.items() if mark in user_agent), "")
    return ", ".join(part for part in (program, system) if part)
