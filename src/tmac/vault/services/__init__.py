"""The verbs of the vault: the only writers of its tables."""

from tmac.vault.services.entering import MemberWrap, enter, keep_previous, keep_wraps, next_links
from tmac.vault.services.own import change_passphrase, set_up_key
from tmac.vault.services.units import admit, rotate_unit
from tmac.vault.services.work import drop_spent, issue_work, spend_work

__all__ = [
    "MemberWrap",
    "admit",
    "change_passphrase",
    "drop_spent",
    "enter",
    "issue_work",
    "keep_previous",
    "keep_wraps",
    "next_links",
    "rotate_unit",
    "set_up_key",
    "spend_work",
]
