"""Who may give which role in which office, and which roles one person may not hold together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from tmac.accounts.models import Office, OfficeKind, Posting, User
from tmac.accounts.principals import Grant, Principal
from tmac.accounts.roles import Role
from tmac.core.errors import Sentence
from tmac.core.verdict import ALLOWED, Verdict

R = Role
K = OfficeKind
OFFICE_KINDS = dict(OfficeKind.choices)
# Who manages people, and the roles that they may give within their own reach.
APPOINTS: dict[Role, frozenset[Role]] = {
    R.STRONG_COACH: frozenset({R.STRONG_MEMBER}),
    R.PROVINCE_PREVENTION: frozenset({R.STRONG_MEMBER, R.STRONG_COACH}),
    R.PROVINCE_DIRECTOR: frozenset(
        {
            R.STRONG_MEMBER,
            R.STRONG_COACH,
            R.SCREENING_OFFICER,
            R.PROVINCE_PREVENTION,
            R.INVESTIGATOR,
            R.AGENCY_LIAISON,
        }
    ),
    R.CENTRAL_PROGRAMME: frozenset(
        {
            R.STRONG_MEMBER,
            R.STRONG_COACH,
            R.SCREENING_OFFICER,
            R.PROVINCE_PREVENTION,
            R.PROVINCE_DIRECTOR,
            R.INVESTIGATOR,
            R.REGION_OFFICER,
            R.CENTRAL_PROGRAMME,
            R.EXECUTIVE,
            R.AGENCY_LIAISON,
            R.PARTNER_FIELD,
        }
    ),
    R.SYSADMIN: frozenset(Role) - {R.PUBLIC, R.ANON_REPORTER, R.REGISTERED_CITIZEN},
}
# The kinds of office in which a role makes sense.
OFFICES_OF: dict[Role, frozenset[OfficeKind]] = {
    R.STRONG_MEMBER: frozenset({K.STRONG}),
    R.STRONG_COACH: frozenset({K.STRONG}),
    R.SCREENING_OFFICER: frozenset({K.PROVINCE, K.REGION, K.CENTRAL}),
    R.PROVINCE_PREVENTION: frozenset({K.PROVINCE}),
    R.PROVINCE_DIRECTOR: frozenset({K.PROVINCE}),
    R.INVESTIGATOR: frozenset({K.PROVINCE, K.REGION, K.CENTRAL}),
    R.REGION_OFFICER: frozenset({K.REGION, K.PACC_AREA}),
    R.CENTRAL_PROGRAMME: frozenset({K.CENTRAL}),
    R.EXECUTIVE: frozenset({K.CENTRAL, K.REGION}),
    R.AGENCY_LIAISON: frozenset({K.AGENCY}),
    R.PARTNER_FIELD: frozenset({K.PARTNER, K.PACC_AREA}),
    R.IDENTITY_CUSTODIAN: frozenset({K.CENTRAL}),
    R.AUDITOR: frozenset({K.CENTRAL}),
    R.SYSADMIN: frozenset({K.CENTRAL}),
}
# Held alone: whoever runs the system, checks it or guards identities does nothing else in it.
ALONE = frozenset({R.SYSADMIN, R.AUDITOR, R.IDENTITY_CUSTODIAN})
_OUTSIDE = frozenset({R.STRONG_MEMBER, R.STRONG_COACH, R.AGENCY_LIAISON})
_CLUB = frozenset({R.STRONG_MEMBER, R.STRONG_COACH})
# A custodian's share of a key is personal: two custodians in one person would open alone.
NEVER_DELEGATED = frozenset({R.IDENTITY_CUSTODIAN})

_NOT_YOURS = _("This person or office is outside what you manage. Ask your director or the centre.")
_NOT_SELF = _("Nobody gives a role to themselves. Ask another person who manages people.")
_NOT_ON_SELF = _("This must be done by another person who manages people, not by yourself.")
_CONFLICT_BY_ANOTHER = _(
    "Whether your conflict of interest is over is decided by your director or the centre."
)
_WRONG_OFFICE = _("This role does not exist in that kind of office. Choose another office.")
_ALONE = _(
    "System administrator, auditor and identity custodian are held alone. End the other role first."
)
_CLUB_AND_OFFICE = _(
    "A club or an agency looks at the office's work from outside, so its people cannot hold a "
    "role in an office at the same time. End the other role first."
)
_HANDS_TO_SELF = _(
    "The director hands a case over and an investigator accepts it: two persons are needed. "
    "Choose somebody who is not an investigator of this province."
)
_PERSONAL = _("The duty of an identity custodian is personal and cannot be delegated.")
_NO_CHAIN = _(
    "A role held by delegation cannot be delegated further. Ask the person who holds it, or "
    "somebody who manages people."
)
_ALREADY = _("This person holds this role in this office already on those days.")


def may_manage_people(by: Principal) -> Verdict:
    return ALLOWED if by.grants_of(APPOINTS) else Verdict(_NOT_YOURS)


def may_manage_person(by: Principal, user: User, held: Iterable[Posting], on: date) -> Verdict:
    """May `by` renew the access of this person, close the account, declare a conflict for them?

    `held` are the person's postings. Whoever could give every role in force or to come may: new
    access opens those too. So may who gave the last roles of somebody who holds none; a person
    never posted belongs to the whole country's managers.
    """
    if by.user_id == user.pk:
        return Verdict(_NOT_ON_SELF)
    held = list(held)
    present = [
        posting for posting in held if posting.ends_on is None or posting.ends_on >= on
    ] or _last(held)
    if not present:
        anywhere = any(grant.provinces is None for grant in by.grants_of(APPOINTS))
        return ALLOWED if anywhere else Verdict(_NOT_YOURS)
    managed = all(appoints(by.grants, Role(p.role), p.office) for p in present)
    return ALLOWED if managed else Verdict(_NOT_YOURS)


def _last(held: list[Posting]) -> list[Posting]:
    """The postings that ended last; all of `held` are over."""
    newest = max((posting.ends_on for posting in held if posting.ends_on), default=None)
    return [posting for posting in held if posting.ends_on == newest]


def may_end_conflict(by: Principal, user: User, held: Iterable[Posting], on: date) -> Verdict:
    """Whoever manages the person decides that a conflict is over, never the person alone."""
    if by.user_id == user.pk:
        return Verdict(_CONFLICT_BY_ANOTHER)
    return may_manage_person(by, user, held, on)


def may_post(by: Principal, user_id: int, role: Role, office: Office) -> Verdict:
    """May `by` give this role in this office to this person?"""
    if by.user_id == user_id:
        return Verdict(_NOT_SELF)
    if not appoints(by.grants, role, office):
        return Verdict(_NOT_YOURS)
    if office.kind not in OFFICES_OF.get(role, frozenset()):
        return Verdict(_WRONG_OFFICE)
    return ALLOWED


def may_end_posting(by: Principal, posting: Posting) -> Verdict:
    if by.user_id == posting.user_id:
        return Verdict(_NOT_SELF)
    managed = appoints(by.grants, Role(posting.role), posting.office)
    return ALLOWED if managed else Verdict(_NOT_YOURS)


def appoints(grants: Iterable[Grant], role: Role, office: Office) -> bool:
    """Whether one of `grants` manages this role and reaches this office."""
    return any(role in APPOINTS.get(grant.role, ()) and _reaches(grant, office) for grant in grants)


def _reaches(grant: Grant, office: Office) -> bool:
    if grant.provinces is None or grant.office_id == office.pk:
        return True
    if grant.role == R.STRONG_COACH:
        return False  # a coach manages the own club only, not another in the province
    return bool(office.province_code) and office.province_code in grant.provinces


def may_delegate(by: Principal, posting: Posting, to_user_id: int) -> Verdict:
    """May `by` let somebody act in this posting? Its holder may, and who manages that role."""
    if by.user_id == to_user_id or posting.user_id == to_user_id:
        return Verdict(_NOT_SELF)
    if posting.role in NEVER_DELEGATED:
        return Verdict(_PERSONAL)
    own = [grant for grant in by.grants if not grant.acting_for]
    if posting.user_id == by.user_id or appoints(own, Role(posting.role), posting.office):
        return ALLOWED
    borrowed = any(
        grant.acting_for and grant.office_id == posting.office_id and grant.role == posting.role
        for grant in by.grants
    )
    return Verdict(_NO_CHAIN if borrowed else _NOT_YOURS)


def may_revoke(by: Principal, posting: Posting, to_user_id: int) -> Verdict:
    """The holder, the one who acts, and who manages that role may end a delegation."""
    if by.user_id in (posting.user_id, to_user_id):
        return ALLOWED
    managed = appoints(by.grants, Role(posting.role), posting.office)
    return ALLOWED if managed else Verdict(_NOT_YOURS)


def may_hold_together(role: Role, office: Office, held: Iterable[Posting]) -> Verdict:
    """Separation of duties: may `role` be added to the postings held on the same days?"""
    for other in held:
        refusal = _clash(role, office, Role(other.role), other.office)
        if refusal is not None:
            return Verdict(refusal)
    return ALLOWED


def _clash(role: Role, office: Office, other: Role, other_office: Office) -> Sentence | None:
    if role == other:
        return _ALREADY if office.pk == other_office.pk else None
    both = {role, other}
    if both & ALONE:
        return _ALONE
    if both & _OUTSIDE and not both <= _CLUB:
        return _CLUB_AND_OFFICE
    if both == {R.PROVINCE_DIRECTOR, R.INVESTIGATOR} and _may_meet(office, other_office):
        return _HANDS_TO_SELF
    return None


def _may_meet(office: Office, other: Office) -> bool:
    """Whether a case can pass from one to the other: same province, or one that spans several."""
    codes = {office.province_code, other.province_code}
    return "" in codes or len(codes) == 1


def may_open_office(by: Principal) -> Verdict:
    roles = (R.CENTRAL_PROGRAMME, R.SYSADMIN)
    return ALLOWED if by.grants_of(roles) else Verdict(_NOT_YOURS)
