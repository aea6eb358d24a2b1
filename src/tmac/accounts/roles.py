"""Roles and permissions: what a person may do at all; policies decide about a given thing."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """The columns of reference/visibility.csv, in its order."""

    PUBLIC = "public"
    ANON_REPORTER = "anon_reporter"
    REGISTERED_CITIZEN = "registered_citizen"
    STRONG_MEMBER = "strong_member"
    STRONG_COACH = "strong_coach"
    SCREENING_OFFICER = "screening_officer"
    PROVINCE_PREVENTION = "province_prevention"
    PROVINCE_DIRECTOR = "province_director"
    INVESTIGATOR = "investigator"
    REGION_OFFICER = "region_officer"
    CENTRAL_PROGRAMME = "central_programme"
    EXECUTIVE = "executive"
    AGENCY_LIAISON = "agency_liaison"
    PARTNER_FIELD = "partner_field"
    IDENTITY_CUSTODIAN = "identity_custodian"
    AUDITOR = "auditor"
    SYSADMIN = "sysadmin"

    @property
    def label(self) -> Promise:
        """What the role is called on a page."""
        return LABELS[self]


class Permission(StrEnum):
    """What a view may demand. Roles hold permissions by the table HOLDERS below."""

    VIEW_PINS = "view_pins"  # list, map and page of the pins one may see
    DRAFT_PINS = "draft_pins"  # make and edit pins
    MOVE_PINS = "move_pins"  # take a step in a lane (the life-cycle says which)
    IMPORT_PINS = "import_pins"
    RECORD_WORKSHOP = "record_workshop"  # batch entry at a pinning workshop
    VIEW_AGENCIES = "view_agencies"
    MANAGE_AGENCIES = "manage_agencies"
    VIEW_PEOPLE = "view_people"
    MANAGE_PEOPLE = "manage_people"
    VIEW_NETWORK = "view_network"
    MANAGE_NETWORK = "manage_network"
    MANAGE_REFERENCE = "manage_reference"  # region schemes, clocks, national categories
    EXTEND_CATEGORIES = "extend_categories"  # level-2 categories of one's province
    VIEW_EVIDENCE = "view_evidence"
    VIEW_AUDIT = "view_audit"
    HOLD_KEYS = "hold_keys"  # a key of one's own in the vault
    VIEW_TIPS = "view_tips"  # the tips of one's unit, and those that one was added to
    HANDLE_TIPS = "handle_tips"  # ask, sum up, decide, hand over
    REQUEST_IDENTITY = "request_identity"
    DECIDE_IDENTITY = "decide_identity"
    VIEW_IDENTITY_REPORT = "view_identity_report"
    WRITE_WATCH_NOTES = "write_watch_notes"
    LEAD_INVESTIGATION = "lead_investigation"  # given to a person, not to a role


R = Role
P = Permission
LABELS: dict[Role, Promise] = {
    R.PUBLIC: _("Public"),
    R.ANON_REPORTER: _("Anonymous reporter"),
    R.REGISTERED_CITIZEN: _("Registered citizen"),
    R.STRONG_MEMBER: _("STRONG club member"),
    R.STRONG_COACH: _("STRONG coach"),
    R.SCREENING_OFFICER: _("Screening officer"),
    R.PROVINCE_PREVENTION: _("Provincial prevention officer"),
    R.PROVINCE_DIRECTOR: _("Provincial director"),
    R.INVESTIGATOR: _("Investigator"),
    R.REGION_OFFICER: _("Region officer"),
    R.CENTRAL_PROGRAMME: _("Central programme officer"),
    R.EXECUTIVE: _("Executive"),
    R.AGENCY_LIAISON: _("Agency liaison"),
    R.PARTNER_FIELD: _("Partner organisation"),
    R.IDENTITY_CUSTODIAN: _("Identity custodian"),
    R.AUDITOR: _("Auditor"),
    R.SYSADMIN: _("System administrator"),
}
_FIELD = {R.STRONG_MEMBER, R.STRONG_COACH, R.SCREENING_OFFICER, R.PROVINCE_PREVENTION}
_UNIT = {R.SCREENING_OFFICER, R.PROVINCE_PREVENTION, R.PROVINCE_DIRECTOR}  # who read tips
_OFFICES = {R.PROVINCE_DIRECTOR, R.INVESTIGATOR, R.REGION_OFFICER, R.CENTRAL_PROGRAMME, R.EXECUTIVE}
HOLDERS: dict[Permission, frozenset[Role]] = {
    P.VIEW_PINS: frozenset(_FIELD | _OFFICES | {R.AGENCY_LIAISON, R.PARTNER_FIELD, R.AUDITOR}),
    P.DRAFT_PINS: frozenset({R.STRONG_COACH, R.PROVINCE_PREVENTION}),
    P.MOVE_PINS: frozenset(
        {
            R.STRONG_MEMBER,
            R.STRONG_COACH,
            R.SCREENING_OFFICER,
            R.PROVINCE_PREVENTION,
            R.PROVINCE_DIRECTOR,
            R.INVESTIGATOR,
            R.CENTRAL_PROGRAMME,
            R.AGENCY_LIAISON,
        }
    ),
    P.IMPORT_PINS: frozenset({R.PROVINCE_PREVENTION}),
    P.RECORD_WORKSHOP: frozenset({R.PROVINCE_PREVENTION, R.STRONG_COACH}),
    P.VIEW_AGENCIES: frozenset(_FIELD | _OFFICES | {R.AUDITOR, R.SYSADMIN}),
    P.MANAGE_AGENCIES: frozenset({R.CENTRAL_PROGRAMME}),
    P.VIEW_PEOPLE: frozenset(
        {
            R.STRONG_COACH,
            R.PROVINCE_DIRECTOR,
            R.REGION_OFFICER,
            R.CENTRAL_PROGRAMME,
            R.AGENCY_LIAISON,
            R.PARTNER_FIELD,
            R.AUDITOR,
            R.SYSADMIN,
        }
    ),
    P.MANAGE_PEOPLE: frozenset(
        {R.STRONG_COACH, R.PROVINCE_DIRECTOR, R.CENTRAL_PROGRAMME, R.SYSADMIN}
    ),
    P.VIEW_NETWORK: frozenset(_FIELD | _OFFICES),
    P.MANAGE_NETWORK: frozenset(
        {R.PROVINCE_PREVENTION, R.PROVINCE_DIRECTOR, R.CENTRAL_PROGRAMME, R.STRONG_COACH}
    ),
    P.MANAGE_REFERENCE: frozenset({R.CENTRAL_PROGRAMME}),
    P.EXTEND_CATEGORIES: frozenset({R.PROVINCE_PREVENTION, R.PROVINCE_DIRECTOR}),
    P.VIEW_EVIDENCE: frozenset(
        {
            R.SCREENING_OFFICER,
            R.PROVINCE_PREVENTION,
            R.PROVINCE_DIRECTOR,
            R.INVESTIGATOR,
            R.AGENCY_LIAISON,
        }
    ),
    P.VIEW_AUDIT: frozenset({R.AUDITOR}),
    P.HOLD_KEYS: frozenset(_UNIT | {R.INVESTIGATOR, R.IDENTITY_CUSTODIAN}),
    P.VIEW_TIPS: frozenset(_UNIT | {R.INVESTIGATOR, R.REGION_OFFICER, R.CENTRAL_PROGRAMME}),
    P.HANDLE_TIPS: frozenset(_UNIT | {R.INVESTIGATOR}),
    P.REQUEST_IDENTITY: frozenset({R.INVESTIGATOR}),
    P.DECIDE_IDENTITY: frozenset({R.IDENTITY_CUSTODIAN}),
    P.VIEW_IDENTITY_REPORT: frozenset({R.IDENTITY_CUSTODIAN, R.AUDITOR}),
    P.WRITE_WATCH_NOTES: frozenset(_FIELD | {R.PROVINCE_DIRECTOR, R.INVESTIGATOR}),
    P.LEAD_INVESTIGATION: frozenset(),
}
