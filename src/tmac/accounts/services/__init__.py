"""The verbs of this package; each is one transaction that ends in the audit chain."""

from tmac.accounts.services.conflicts import declare_conflict, end_conflict
from tmac.accounts.services.delegations import delegate, revoke
from tmac.accounts.services.offices import load_reference, open_office
from tmac.accounts.services.people import (
    NewOfficer,
    Person,
    close_account,
    create_officer,
    employ,
    open_account_again,
    renew_access,
    set_language,
)
from tmac.accounts.services.postings import end_posting, post, set_lead
from tmac.accounts.services.recording import recorded
from tmac.accounts.services.second_factor import enrol_totp

__all__ = [
    "NewOfficer",
    "Person",
    "close_account",
    "create_officer",
    "declare_conflict",
    "delegate",
    "employ",
    "end_conflict",
    "end_posting",
    "enrol_totp",
    "load_reference",
    "open_account_again",
    "open_office",
    "post",
    "recorded",
    "renew_access",
    "revoke",
    "set_language",
    "set_lead",
]
