"""The standing words of the public pages: cookies, sources, levels, glossary."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tmac.riskmap.states import public_word

Words = str | Promise


@dataclass(frozen=True)
class Cookie:
    name: str
    purpose: Words
    lifetime: Words


@dataclass(frozen=True)
class DataSource:
    what: Words
    origin: Words
    licence: Words


@dataclass(frozen=True)
class LevelMeaning:
    code: str
    meaning: Words


@dataclass(frozen=True)
class Explained:
    word: Words
    meaning: Words


COOKIES = (
    Cookie("sessionid", _("Keeps an officer logged in"), _("12 hours at most")),
    Cookie(
        "csrftoken",
        _("Makes sure that a form was sent from our own page"),
        _("one year, then made anew"),
    ),
    Cookie(
        "tmac_device_…",
        _(
            "Knows a device on which the officer has logged in before, so that guessing by others "
            "does not slow the officer down"
        ),
        _("180 days"),
    ),
)
SOURCES = (
    DataSource(
        _("Pins and results"),
        _("Records of the officers of this system"),
        _("Aggregates only, free to use with attribution"),
    ),
    DataSource(
        _("Names and codes of areas"),
        _("GeoThai, after the Department of Provincial Administration and Thailand Post"),
        "CC BY 4.0",
    ),
    DataSource(_("Towns for approximate places"), "GeoNames", "CC BY 4.0"),
    DataSource(_("Land and water"), "Natural Earth", _("public domain")),
)
LEVELS = (
    LevelMeaning("LOW", _("Score 1 to 4. Watched, looked at twice a year.")),
    LevelMeaning("MEDIUM", _("Score 5 to 9. Followed up every 90 days.")),
    LevelMeaning("HIGH", _("Score 10 to 14. Followed up every 60 days.")),
    LevelMeaning("VERY_HIGH", _("Score 15 to 25. Followed up every 30 days.")),
)
GLOSSARY = (
    Explained(
        _("Risk area"),
        _("A place where something may go wrong if nobody acts. Not an accusation."),
    ),
    Explained(
        public_word("WATCHING"), _("Two officers agree that there is a risk; nothing is lost yet.")
    ),
    Explained(public_word("REMEDY"), _("The responsible agency was told and is at work.")),
    Explained(
        public_word("FIX_REPORTED"), _("The agency says it is fixed; officers still have to look.")
    ),
    Explained(public_word("RESOLVED"), _("Officers went there and saw that the risk is gone.")),
    Explained(public_word("STOPPED"), _("The risk was ended before any damage was done.")),
    Explained(
        _("STRONG club"),
        _("Volunteers of a province who watch over public money together with the NACC."),
    ),
)


def boundaries(attribution: str) -> DataSource:
    """The line of the boundaries in use, with the credit that their owners ask for."""
    return DataSource(_("Boundaries in use"), attribution, _("as stated by the source"))
