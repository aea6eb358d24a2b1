"""One line for what every service does last: write who did it into the audit chain."""

from __future__ import annotations

from datetime import datetime

from tmac.accounts.principals import Principal
from tmac.audit import services as audit
from tmac.audit.chain import Detail


def recorded(
    by: Principal,
    action: str,
    subject: str,
    subject_id: str | int,
    now: datetime,
    province_code: str = "",
    acting_for: str = "",
    **details: Detail,
) -> None:
    """Record an act of `by`; call it as the last statement of the act's transaction."""
    audit.record(
        actor_id=by.user_id or None,
        actor=by.name,
        acting_for=acting_for or by.acting_for,
        action=action,
        subject=subject,
        subject_id=str(subject_id),
        province_code=province_code,
        details=details,
        now=now,
    )
