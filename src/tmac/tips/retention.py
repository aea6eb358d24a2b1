"""The rules of retention: which tips one applies to, by a day."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from tmac.tips.models import RetentionRule

CONTENT, IDENTITY, WATCH_NOTE = "CONTENT", "IDENTITY", "WATCH_NOTE"


def rules(*classes: str) -> list[RetentionRule]:
    """The rules in force for some classes of data."""
    return list(RetentionRule.objects.filter(data_class__in=classes))


def ended_by(rule: RetentionRule, day: date) -> Q:
    """The tips to which a rule applies and whose time is over by a day; held ones as well."""
    gone = "content_destroyed_on" if rule.data_class == CONTENT else "identity_destroyed_on"
    long_ago = day - timedelta(days=rule.days)
    return Q(**{"state": rule.state, "closed_on__lte": long_ago, f"{gone}__isnull": True})
