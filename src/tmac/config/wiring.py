"""Who hears which fact, what is done when, and what the doctor looks at.

The only place where downstream packages are hooked to upstream ones.
"""

from __future__ import annotations

from tmac.core import checkup, timing
from tmac.core.timing import Duty

DUTIES = (
    Duty("receipt-head", "tmac.vault.receipts.hourly"),
    Duty("spent-work", "tmac.vault.services.drop_spent"),
    Duty("abandoned-files", "tmac.evidence.sealed.drop_abandoned", hour=2),
    Duty("tips", "tmac.tips.services.daily", hour=3),
    Duty("tidy-database", "tmac.config.keeping.tidy", hour=4),
)
CHECKS = (
    "tmac.core.health.findings",
    "tmac.vault.health.findings",
    "tmac.evidence.health.findings",
)


def connect() -> None:
    """Called once when the process has loaded its models."""
    timing.register(DUTIES)
    checkup.register(CHECKS)
