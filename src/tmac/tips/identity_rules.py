"""Who decides on a request to open an identity, and who may look."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.accounts.roles import Role
from tmac.core.verdict import ALLOWED, Verdict
from tmac.tips import policies
from tmac.tips.models import IdentityRequest, Tip
from tmac.tips.sight import Sight

S = IdentityRequest.State


def may_decide(by: Principal, row: IdentityRequest, tip: Tip) -> Verdict:
    """Two different custodians, neither of them the one who asks, none with a conflict."""
    if Role.IDENTITY_CUSTODIAN not in by.roles:
        return Verdict(_("Only identity custodians decide this."))
    if row.requested_by_id == by.user_id:
        return Verdict(_("You asked for this yourself. Two other custodians decide."))
    if Sight(by).is_conflicted(tip):
        return Verdict(_("You have declared a conflict of interest. Another custodian decides."))
    if row.state != S.PENDING:
        return Verdict(_("This request is not open any more."))
    if any(decision.by_id == by.user_id for decision in row.decisions.all()):
        return Verdict(_("You have decided already. A second custodian has to agree."))
    return ALLOWED


def may_open(by: Principal, row: IdentityRequest, tip: Tip, now: datetime) -> Verdict:
    """Only who asked, while still on the tip, within the days and minutes given."""
    if row.requested_by_id != by.user_id:
        return Verdict(_("Only the one who asked looks at it."))
    if row.state == S.PENDING:
        return Verdict(_("Two custodians have to agree first."))
    if row.state not in (S.APPROVED, S.OPENED):
        return Verdict(_("This request is over. Ask again if you still need to know."))
    if row.open_until is not None and now > row.open_until:
        return Verdict(_("The fifteen minutes are over. Ask again if you still need to know."))
    return policies.may_request_identity(Sight(by), tip)
