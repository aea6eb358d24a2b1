"""Whether a draft can be taken: every fault with its field, the rule and the remedy."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from tmac.agencies import queries as agencies
from tmac.agencies.queries import AgencyInfo, AgencyType
from tmac.core.errors import Fault, Invalid
from tmac.core.thai import BE_OFFSET, fiscal_year_be
from tmac.riskmap.drafts import PinDraft, SourceDraft
from tmac.riskmap.models import Source
from tmac.riskmap.places import Place, place_of
from tmac.riskmap.scoring import Grade
from tmac.taxonomy import queries as taxonomy

MAX_TITLE, MAX_PLACE_NOTE, MAX_TEXT = 200, 300, 8_000
MAX_BAHT = 10**13  # ten trillion: above the budget of the country, so a slip of the keyboard
FIRST_FISCAL_YEAR_BE = 2540
# Exits of the taxonomy: not corruption, or out of mandate. They route a tip out, never make a pin.
EXITS = frozenset({"X-SVC", "X-OUT"})


@dataclass
class Register:
    """Categories, agencies and tags read once, for checking one draft or ten thousand."""

    province_code: str
    bodies: dict[int, AgencyInfo | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        tops = taxonomy.categories(self.province_code)
        self.categories = {top.code for top in tops} | {c.code for t in tops for c in t.children}
        self.tags = {tag.code for tag in taxonomy.tags()}

    def agency(self, agency_id: int) -> AgencyInfo | None:
        """A body, asked of the database once."""
        if agency_id not in self.bodies:
            self.bodies[agency_id] = agencies.agency(agency_id)
        return self.bodies[agency_id]


@dataclass(frozen=True)
class Checked:
    """A draft that can be taken, with its place and the kind of its agency."""

    draft: PinDraft
    place: Place
    agency_kind: str
    fiscal_year_be: int


def checked(given: PinDraft, register: Register, today: date) -> Checked:
    """The draft ready to be stored; raises Invalid with every fault."""
    draft = given.tidied()
    faults = [
        *_kind_faults(draft, register),
        *_text_faults(draft),
        *_money_faults(draft),
        *_period_faults(draft, today),
        *source_faults(draft.sources, today),
    ]
    place = None
    try:
        place = place_of(draft)
    except Invalid as invalid:
        faults.extend(invalid.faults)
    if faults or place is None:
        raise Invalid(faults)
    body = register.agency(draft.agency_id) if draft.agency_id else None
    kind = body.kind if body else draft.agency_kind
    return Checked(draft, place, kind, draft.fiscal_year_be or fiscal_year_be(today))


def _kind_faults(draft: PinDraft, register: Register) -> list[Fault]:
    faults = []
    if draft.category in EXITS:
        faults.append(Fault("category", _("This is not a corruption risk, so it is not a pin.")))
    elif draft.category not in register.categories:
        faults.append(Fault("category", _("Choose a category from the list.")))
    if draft.secondary_category and draft.secondary_category == draft.category:
        faults.append(Fault("secondary_category", _("It is the same as the main category.")))
    elif draft.secondary_category not in register.categories - EXITS | {""}:
        faults.append(Fault("secondary_category", _("Choose a category from the list.")))
    return faults + _agency_faults(draft, register)


def _agency_faults(draft: PinDraft, register: Register) -> list[Fault]:
    faults = []
    if draft.agency_id and register.agency(draft.agency_id) is None:
        faults.append(Fault("agency_id", _("This agency is not in the register.")))
    if not draft.agency_id and draft.agency_kind not in AgencyType.values:
        faults.append(Fault("agency_kind", _("Choose the agency, or at least its type.")))
    if set(draft.tags) - register.tags:
        faults.append(Fault("tags", _("Choose tags from the list.")))
    return faults


def _text_faults(draft: PinDraft) -> list[Fault]:
    faults = []
    if len(draft.title) < 5:
        faults.append(Fault("title", _("Say in a few words what the risk is.")))
    limits = {
        "title": MAX_TITLE,
        "place_note": MAX_PLACE_NOTE,
        "what_may_happen": MAX_TEXT,
        "project_id": 60,
        "source_document": 160,
    }
    for name, limit in limits.items():
        length = len(getattr(draft, name))
        if length > limit:
            message = _("%(length)d characters are too many; at most %(limit)d fit.")
            faults.append(Fault(name, message % {"length": length, "limit": limit}))
    return faults


def _money_faults(draft: PinDraft) -> list[Fault]:
    if draft.budget_baht is None or 0 <= draft.budget_baht <= MAX_BAHT:
        return []
    return [Fault("budget_baht", _("The amount is zero or more, in whole baht."))]


def _period_faults(draft: PinDraft, today: date) -> list[Fault]:
    faults = []
    if draft.period_from and draft.period_to and draft.period_to < draft.period_from:
        faults.append(Fault("period_to", _("The period ends before it begins.")))
    if draft.stoppable_until and draft.stoppable_until < today:
        message = _("This day has passed, so it can no longer be stopped by then.")
        faults.append(Fault("stoppable_until", message))
    year = draft.fiscal_year_be
    running = fiscal_year_be(today)
    if year is not None and not FIRST_FISCAL_YEAR_BE <= year <= running + 1:
        meant = year + BE_OFFSET
        offer = str(meant) if FIRST_FISCAL_YEAR_BE <= meant <= running + 1 else None
        message = _("Give the fiscal year in the Buddhist era, at most %(year)d.")
        faults.append(Fault("fiscal_year_be", message % {"year": running + 1}, offer=offer))
    return faults


def source_faults(sources: tuple[SourceDraft, ...], today: date) -> list[Fault]:
    """What is wrong with sources; the field names the source by its place in the list."""
    faults = []
    for number, source in enumerate(sources):
        if source.kind not in Source.Kind.values:
            faults.append(Fault(f"sources-{number}-kind", _("Choose the kind of source.")))
        if source.grade not in list(Grade):
            faults.append(Fault(f"sources-{number}-grade", _("Choose a grade from A to D.")))
        if source.dated_on and source.dated_on > today:
            message = _("This date lies in the future. Check the year (B.E.).")
            faults.append(Fault(f"sources-{number}-dated_on", message))
        if len(source.document_no) > 160:
            message = _("The document number is too long; at most 160 characters fit.")
            faults.append(Fault(f"sources-{number}-document_no", message))
    return faults
