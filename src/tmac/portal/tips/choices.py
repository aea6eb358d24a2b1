"""What a reporter may choose from, in words that a villager understands at once.

The codes are those of the facts of a tip (tmac.tips.words); the words are for the person who
tells, and may be warmer than those that officers read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tmac.core.thai import BE_OFFSET, ENGLISH_MONTHS, MONTHS
from tmac.geography import queries as geography
from tmac.taxonomy import queries as taxonomy
from tmac.taxonomy.queries import CategoryInfo
from tmac.ui.formats import is_thai

Words = str | Promise
YEARS_BACK = 20


@dataclass(frozen=True)
class Choice:
    """One answer: its code, its word and, where needed, one plain line below it."""

    code: str
    word: Words
    line: Words = ""


KINDS = (
    Choice(
        "TIP",
        _("I want to tell what I know (tip)"),
        _("You saw or heard of something that may be dishonest. Nobody needs to know who you are."),
    ),
    Choice(
        "COMPLAINT",
        _("I want somebody to be examined (complaint)"),
        _("You believe that an official did wrong and ask for it to be examined."),
    ),
    Choice(
        "GRIEVANCE",
        _("I was harmed and ask for help (grievance)"),
        _("You yourself lost something or were treated unfairly by a public office."),
    ),
)
ONGOING = (
    Choice("YES", _("Yes, it still goes on")),
    Choice("NO", _("No, it is over")),
    Choice("UNKNOWN", _("I do not know")),
)
STOPPABLE = (
    Choice(
        "YES",
        _("Yes, there is still time"),
        _("The contract is not signed yet, say, or the money is not paid yet."),
    ),
    Choice("NO", _("No, it is too late")),
    Choice("UNKNOWN", _("I do not know")),
)
HOW_KNOWN = (
    Choice("SAW", _("I saw it myself")),
    Choice("DOCUMENT", _("I have a document or a photo of it")),
    Choice("VICTIM", _("It happened to me")),
    Choice("WORKS_THERE", _("I work there, or near it")),
    Choice("TOLD", _("Somebody told me")),
    Choice("OTHER", _("In another way")),
)
AMOUNTS = (
    Choice("UNKNOWN", _("I do not know")),
    Choice("NONE", _("No money is involved")),
    Choice("LT_100K", _("Less than 100,000 baht")),
    Choice("LT_500K", _("100,000 to 500,000 baht")),
    Choice("LT_5M", _("500,000 to 5 million baht")),
    Choice("LT_50M", _("5 to 50 million baht")),
    Choice("MORE", _("More than 50 million baht")),
)
THREATS = (
    Choice("THREAT_LIFE", _("Somebody may hurt me")),
    Choice("THREAT_FAMILY", _("Somebody may hurt my family")),
    Choice("THREAT_JOB", _("I may lose my job or be moved")),
    Choice("THREAT_LEGAL", _("I may be sued or charged")),
    Choice("FEAR", _("I am afraid, but cannot say exactly of what")),
)
ROUTES = (
    Choice("PROVINCE", _("The NACC office of the province")),
    Choice("CENTRE", _("The NACC centre, not the province")),
)
AGENCY_KINDS = (
    Choice("", _("I do not know")),
    Choice("SAO", _("Subdistrict administrative organisation (อบต.)")),
    Choice("MUN_SUB", _("Municipality (เทศบาล)")),
    Choice("PAO", _("Provincial administrative organisation (อบจ.)")),
    Choice("SCHOOL", _("School or college")),
    Choice("HEALTH", _("Hospital or health station")),
    Choice("POLICE", _("Police")),
    Choice("DISTRICT", _("District office or village head")),
    Choice("PROVINCIAL", _("Office of the province")),
    Choice("DEPARTMENT", _("Ministry or department")),
    Choice("STATE_ENTERPRISE", _("State enterprise")),
    Choice("OTHER", _("Another public office")),
)
REQUESTS = (
    Choice("COPY", _("A copy of what is kept about me")),
    Choice("CORRECT", _("Correct something that is wrong")),
    Choice("RESTRICT", _("Keep it, but do not use it for now")),
    Choice("ERASE", _("Erase what is kept about me")),
)
FELT_SAFE = (
    Choice("YES", _("Yes")),
    Choice("UNSURE", _("I am not sure")),
    Choice("NO", _("No")),
)
RATINGS = (
    Choice("5", _("Very good")),
    Choice("4", _("Good")),
    Choice("3", _("Fair")),
    Choice("2", _("Poor")),
    Choice("1", _("Very poor")),
)


def pairs(choices: tuple[Choice, ...]) -> list[tuple[str, Words]]:
    """As Django's fields take them."""
    return [(choice.code, choice.word) for choice in choices]


def provinces() -> list[tuple[str, str]]:
    """Every province in the order of names of the page's language."""
    found = [(area.code, area.name) for area in geography.areas(geography.Level.PROVINCE)]
    return found if is_thai() else sorted(found, key=lambda pair: pair[1])


def questions() -> list[CategoryInfo]:
    """The kinds of things, each with the plain question that a person answers with yes."""
    return taxonomy.categories()


def category_codes() -> frozenset[str]:
    tops = questions()
    return frozenset(c.code for top in tops for c in (top, *top.children))


def months() -> list[tuple[str, str]]:
    names = MONTHS if is_thai() else ENGLISH_MONTHS
    return [(f"{number:02}", name) for number, name in enumerate(names, start=1)]


def years(today: date) -> list[tuple[str, str]]:
    """The common year and the years before it; shown in the Buddhist era in Thai."""
    shift = BE_OFFSET if is_thai() else 0
    return [
        (str(year), str(year + shift)) for year in range(today.year, today.year - YEARS_BACK, -1)
    ]
