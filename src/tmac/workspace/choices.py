"""The words for codes that forms and lists offer, in the language of the page."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Choice = tuple[str, str | Promise]

GRADES: list[Choice] = [
    ("A", _("A · official record or physical proof")),
    ("B", _("B · checked by an officer or by two sources")),
    ("C", _("C · told by a person who is known")),
    ("D", _("D · a single remark, not checked")),
]
REACHES: list[Choice] = [
    ("PERSON", _("One person")),
    ("VILLAGE", _("A village")),
    ("TAMBON", _("A subdistrict")),
    ("DISTRICT", _("A district")),
    ("PROVINCE", _("The whole province")),
]
LASTING: list[Choice] = [
    ("NO", _("It can be undone")),
    ("YEAR", _("It takes about a year to undo")),
    ("PERMANENT", _("It can never be undone")),
]
LEVELS: list[Choice] = [
    ("VERY_HIGH", _("Very high")),
    ("HIGH", _("High")),
    ("MEDIUM", _("Medium")),
    ("LOW", _("Low")),
]
SOURCE_KINDS: list[Choice] = [
    ("OFFICIAL_RECORD", _("Official record")),
    ("WORKSHOP", _("Pinning workshop")),
    ("NETWORK", _("STRONG network")),
    ("NEWS", _("News")),
    ("FIELD_VISIT", _("Field visit")),
    ("COMPLAINT", _("Complaint or tip")),
    ("ANALYSIS", _("Analysis of data")),
    ("OTHER", _("Other")),
]
MECHANISMS: list[Choice] = [
    ("COOP", _("Integrated cooperation")),
    ("MEASURE", _("Enforcing preventive measures")),
    ("INTEL", _("Intelligence")),
    ("INVEST", _("Investigation")),
    ("PROSECUTE", _("Prosecution")),
]
LINK_KINDS: list[Choice] = [
    ("SAME_PROJECT", _("Same project")),
    ("SAME_AGENCY", _("Same agency")),
    ("SAME_PLACE", _("Same place")),
    ("DUPLICATE", _("Seems to be the same matter")),
    ("RELATED", _("Related")),
]
