"""Handling a tip in its unit: taking it, passing it on, writing its redacted summary."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts import queries as accounts
from tmac.accounts.principals import Principal
from tmac.core import facts
from tmac.core.errors import Fault, Invalid
from tmac.core.text import cleaned, one_line
from tmac.core.thai import today_in_thailand
from tmac.taxonomy import queries as taxonomy
from tmac.tips import checking, policies
from tmac.tips.effects import looked
from tmac.tips.facts import TipAssigned, TipSummed
from tmac.tips.filings import SummaryDraft
from tmac.tips.grounds import Grounds
from tmac.tips.lifecycle import step_named
from tmac.tips.models import Tip
from tmac.tips.people import unit_members
from tmac.tips.personal import NAMES, masked, personal_parts
from tmac.tips.promises import Promises
from tmac.tips.services.ground import (
    add_event,
    check_fresh,
    locked_tip,
    record,
    refuse_faults,
    save_tip,
)
from tmac.tips.services.stepping import move
from tmac.tips.sight import Sight
from tmac.tips.states import State

BEGUN = step_named("tip.screening_begun")
MAX_TITLE, MAX_SUMMARY = 200, 5000
MIN_SUMMARY = 10
_SUMMARY = (
    "title summary summary_by summary_on category category_top agency_kind agency district_code "
    "subdistrict_code is_anonymous has_evidence version"
).split()


def take_tip(*, by: Principal, now: datetime, tip_id: UUID) -> int:
    """An officer of the unit takes a tip that nobody has; a new one is in screening then.

    Returns the version. Taking one's own tip again changes nothing.
    """
    with transaction.atomic():
        sight = Sight(by)
        tip = locked_tip(sight, tip_id)
        policies.may_take_over(sight, tip).or_refuse()
        if tip.assigned_to_id == by.user_id:
            return tip.version
        _give(tip, by.user_id, now)
        add_event(tip, "taken", now, by)
        begins = tip.state == State.RECEIVED and bool(policies.may_take(sight, tip, BEGUN))
        record(by, "tip.taken", tip, now)
        if begins:
            move(tip, BEGUN, Grounds(), now, by)
    return tip.version


def assign(*, by: Principal, now: datetime, tip_id: UUID, user_id: int | None) -> None:
    """Pass a tip to somebody of the unit, or to nobody."""
    with transaction.atomic():
        sight = Sight(by)
        tip = locked_tip(sight, tip_id)
        policies.may_assign(sight, tip).or_refuse()
        if user_id is not None and user_id not in unit_members(tip, now):
            raise Invalid.of("user_id", _("Choose somebody who works in this unit today."))
        _give(tip, user_id, now)
        name = accounts.display_name(user_id) if user_id else ""
        add_event(tip, "assigned", now, by, text=name)
        record(by, "tip.assigned", tip, now, to=user_id)


def _give(tip: Tip, user_id: int | None, now: datetime) -> None:
    promises = Promises(tip, today_in_thailand(now))
    looked(tip, promises)
    promises.settle()
    tip.assigned_to_id = user_id
    save_tip(tip, ["assigned_to", "first_action_on", "due_on", "sort_on"])
    facts.publish(TipAssigned(tip.pk, user_id))


def write_summary(
    *, by: Principal, now: datetime, tip_id: UUID, version: int, summary: SummaryDraft
) -> int:
    """The redacted summary, which others may read and search; returns the new version.

    Raises Invalid when a number or address of a person stands in it; the fault offers the text
    with that part masked.
    """
    with transaction.atomic():
        sight = Sight(by)
        tip = locked_tip(sight, tip_id)
        policies.may_summarise(sight, tip).or_refuse()
        check_fresh(tip, version)
        title, text = one_line(summary.title), cleaned(summary.text)
        refuse_faults(_summary_faults(tip, title, text, summary))
        tip.title, tip.summary = title, text
        tip.summary_by_id, tip.summary_on = by.user_id, today_in_thailand(now)
        _set_facts(tip, summary)
        tip.version += 1
        save_tip(tip, _SUMMARY)
        add_event(tip, "summary", now, by)
        facts.publish(TipSummed(tip.pk, tip.province_code))
        record(by, "tip.summary_written", tip, now, category=summary.category)
    return tip.version


def _summary_faults(tip: Tip, title: str, text: str, summary: SummaryDraft) -> list[Fault]:
    faults = [
        *_length_faults(title, text),
        *personal_faults("title", title),
        *personal_faults("text", text),
    ]
    if summary.category and not checking.is_category(summary.category, tip.province_code):
        faults.append(Fault("category", checking.unknown()))
    faults += checking.body_faults(summary.agency_kind, summary.agency_id, prefix="")
    places = (tip.province_code, summary.district, summary.subdistrict)
    return [*faults, *checking.area_faults(*places, prefix="")]


def _length_faults(title: str, text: str) -> list[Fault]:
    faults = []
    if not 1 <= len(title) <= MAX_TITLE:
        faults.append(Fault("title", _("Give a title of at most 200 characters.")))
    if not MIN_SUMMARY <= len(text) <= MAX_SUMMARY:
        faults.append(Fault("text", _("Write a summary of 10 to 5,000 characters.")))
    return faults


def personal_faults(field: str, text: str) -> list[Fault]:
    """One fault when a person's number or address stands in a text: where, and the masked text."""
    found = personal_parts(text)
    if not found:
        return []
    message = _("A %(what)s stands at character %(place)d. Leave it out, or take the masked text.")
    where = {"what": NAMES[found[0].kind], "place": found[0].start + 1}
    return [Fault(field, message % where, offer=masked(text))]


def _set_facts(tip: Tip, summary: SummaryDraft) -> None:
    tip.category_id = summary.category or None
    tip.category_top = taxonomy.level_one(summary.category) if summary.category else ""
    tip.agency_kind, tip.agency_id = summary.agency_kind, summary.agency_id
    tip.district_code, tip.subdistrict_code = summary.district, summary.subdistrict
    if summary.is_anonymous is not None:
        tip.is_anonymous = summary.is_anonymous
    if summary.has_evidence is not None:
        tip.has_evidence = summary.has_evidence
