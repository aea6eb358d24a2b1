"""The verbs of tips: the only writers of its tables."""

from tmac.tips.services.daily import daily, end_requests, end_waits
from tmac.tips.services.filing import file_sealed
from tmac.tips.services.filing_open import case_of_seed, file_open
from tmac.tips.services.handling import assign, take_tip, write_summary
from tmac.tips.services.holding import answer_subject_request, set_legal_hold
from tmac.tips.services.identifying import (
    approve_identity,
    close_identity,
    decide_identity,
    deny_identity,
    open_identity,
    request_identity,
)
from tmac.tips.services.keeping import load_reference, run_retention, shred
from tmac.tips.services.mailbox_open import act_open, answer_open, replace_contact_open
from tmac.tips.services.messaging import answer, mark_read, mark_read_by_unit, send_message
from tmac.tips.services.noting import (
    close_note,
    edit_note,
    promote_note,
    promoted_to_pin,
    write_note,
)
from tmac.tips.services.referring import mark_referral, refer_out
from tmac.tips.services.reporting import (
    act,
    not_fixed,
    object_to_rejection,
    rate,
    replace_contact,
    subject_request,
    withdraw,
)
from tmac.tips.services.sharing import (
    add_colleague,
    consult,
    end_colleague,
    end_consultation,
    hand_over,
)
from tmac.tips.services.stepping import (
    confirm_step,
    decline_step,
    take_step,
    withdraw_proposal,
)

__all__ = [
    "act",
    "act_open",
    "add_colleague",
    "answer",
    "answer_open",
    "answer_subject_request",
    "approve_identity",
    "assign",
    "case_of_seed",
    "close_identity",
    "close_note",
    "confirm_step",
    "consult",
    "daily",
    "decide_identity",
    "decline_step",
    "deny_identity",
    "edit_note",
    "end_colleague",
    "end_consultation",
    "end_requests",
    "end_waits",
    "file_open",
    "file_sealed",
    "hand_over",
    "load_reference",
    "mark_read",
    "mark_read_by_unit",
    "mark_referral",
    "not_fixed",
    "object_to_rejection",
    "open_identity",
    "promote_note",
    "promoted_to_pin",
    "rate",
    "refer_out",
    "replace_contact",
    "replace_contact_open",
    "request_identity",
    "run_retention",
    "send_message",
    "set_legal_hold",
    "shred",
    "subject_request",
    "take_step",
    "take_tip",
    "withdraw",
    "withdraw_proposal",
    "write_note",
    "write_summary",
]
