"""The verbs of this package; each is one transaction that ends in the audit chain."""

from tmac.accounts.services.offices import load_reference, open_office
from tmac.accounts.services.recording import recorded
from tmac.accounts.services.second_factor import enrol_totp

__all__ = ["enrol_totp", "load_reference", "open_office", "recorded"]
