"""What is added to a pin: actions, sources, looks, links, assignments, publication."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts import queries as accounts
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Role
from tmac.core import facts
from tmac.core.errors import Conflict, Fault, Invalid, NotFound
from tmac.core.text import cleaned, one_line
from tmac.core.thai import today_in_thailand
from tmac.riskmap import policies
from tmac.riskmap.checking import source_faults
from tmac.riskmap.conditions import MIN_TEXT
from tmac.riskmap.drafts import ActionDraft, LookDraft, PublicationDraft, SourceDraft
from tmac.riskmap.facts import ActionRecorded, PinChanged
from tmac.riskmap.models import Action, Assignment, Look, Pin, PinLink, Publication, Source
from tmac.riskmap.services.drafting import new_source
from tmac.riskmap.services.ground import locked_pin, record, refuse_faults, touch
from tmac.riskmap.situations import file_ids


def record_action(*, by: Principal, now: datetime, pin_id: int, action: ActionDraft) -> Action:
    """Record something done about a pin, by one of the five mechanisms."""
    with transaction.atomic():
        pin = locked_pin(by, pin_id)
        policies.may_record_action(by, pin, action.mechanism).or_refuse()
        refuse_faults(_action_faults(pin, action, today_in_thailand(now)))
        row = Action.objects.create(
            pin=pin,
            mechanism=action.mechanism,
            what=cleaned(action.what),
            done_on=action.done_on,
            people=cleaned(action.people),
            result=cleaned(action.result),
            reference_no=one_line(action.reference_no)[:80],
            due_on=action.due_on,
            by_id=by.user_id,
            on_behalf=by.acting_for,
            at=now,
        )
        _followed(pin, action.mechanism, now)
        _tell_action(by, pin, row, now, is_completed=False)
    return row


def _action_faults(pin: Pin, action: ActionDraft, today: date) -> list[Fault]:
    faults = []
    if action.mechanism not in Action.Mechanism.values:
        faults.append(Fault("mechanism", _("Choose one of the five mechanisms.")))
    if len(cleaned(action.what)) < 5:
        faults.append(Fault("what", _("Say in a few words what was done.")))
    if action.done_on > today:
        faults.append(Fault("done_on", _("This date lies in the future. Check the year (B.E.).")))
    if action.due_on is not None and action.due_on < action.done_on:
        faults.append(Fault("due_on", _("The follow-up is due before the action itself.")))
    is_suppression = action.mechanism in policies.SUPPRESSION_MECHANISMS
    known = file_ids(pin, with_suppression=is_suppression)
    if action.file_ids and not frozenset(action.file_ids) <= known:
        faults.append(Fault("file_ids", _("One of the files is not attached to this pin.")))
    return faults


def _followed(pin: Pin, mechanism: str, now: datetime) -> None:
    """Work of the prevention lane keeps a pin fresh; suppression leaves no trace outside."""
    if mechanism not in policies.SUPPRESSION_MECHANISMS:
        pin.last_followed_at = now
        touch(pin, {"last_followed_at"}, now)


def _tell_action(
    by: Principal, pin: Pin, row: Action, now: datetime, *, is_completed: bool
) -> None:
    facts.publish(ActionRecorded(pin.pk, pin.province_code, row.pk, row.mechanism, is_completed))
    verb = "pin.action_completed" if is_completed else "pin.action_recorded"
    record(by, verb, pin, now, action_id=row.pk, mechanism=row.mechanism)


def complete_action(*, by: Principal, now: datetime, action_id: int, result: str) -> Action:
    """Say what came of an action whose follow-up was due."""
    with transaction.atomic():
        pin_id = Action.objects.filter(pk=action_id).values_list("pin_id", flat=True).first()
        if pin_id is None:
            raise NotFound(_("There is no such action."))
        pin = locked_pin(by, pin_id)
        row = Action.objects.get(pk=action_id)
        policies.may_record_action(by, pin, row.mechanism).or_refuse()
        if row.done_at is not None:
            raise Conflict(_("The result of this action was recorded meanwhile."))
        written = cleaned(result)
        if len(written) < 5:
            raise Invalid.of("result", _("Say in a few words what came of it."))
        row.result, row.done_at = written, now
        row.save(update_fields=["result", "done_at"])
        _followed(pin, row.mechanism, now)
        _tell_action(by, pin, row, now, is_completed=True)
    return row


def add_source(*, by: Principal, now: datetime, pin_id: int, source: SourceDraft) -> Source:
    """Add where information on a pin comes from."""
    with transaction.atomic():
        pin = locked_pin(by, pin_id)
        policies.may_add_source(by, pin).or_refuse()
        tidy = source.tidied()
        faults = source_faults((tidy,), today_in_thailand(now))
        refuse_faults([Fault(f.field.removeprefix("sources-0-"), f.message) for f in faults])
        row = new_source(by, pin, tidy, now)
        row.save()
        _changed(by, pin, now, "source", source_id=row.pk, kind=row.kind)
    return row


def record_look(*, by: Principal, now: datetime, pin_id: int, look: LookDraft) -> Look:
    """Record a field check by an officer, or the second look of the STRONG club."""
    with transaction.atomic():
        pin = locked_pin(by, pin_id)
        policies.may_record_look(by, pin, look.kind).or_refuse()
        refuse_faults(_look_faults(look, today_in_thailand(now)))
        row = Look.objects.create(
            pin=pin,
            kind=look.kind,
            done_on=look.done_on,
            done_by=one_line(look.done_by)[:200],
            organisation=one_line(look.organisation)[:200],
            organisation_agency_id=look.organisation_agency_id,
            finding=cleaned(look.finding),
            is_fixed=look.is_fixed,
            recorded_by_id=by.user_id,
            recorded_at=now,
        )
        _changed(by, pin, now, "look", look_id=row.pk, kind=row.kind)
    return row


def _look_faults(look: LookDraft, today: date) -> list[Fault]:
    faults = []
    if look.kind not in Look.Kind.values:
        faults.append(Fault("kind", _("Choose a field check or a second look.")))
    if look.done_on > today:
        faults.append(Fault("done_on", _("This date lies in the future. Check the year (B.E.).")))
    for name in ("done_by", "organisation"):
        if not one_line(getattr(look, name)):
            faults.append(Fault(name, _("Say who went and from which organisation.")))
    if len(cleaned(look.finding)) < MIN_TEXT:
        faults.append(Fault("finding", _("Write what was found, in at least 10 characters.")))
    if look.kind == Look.Kind.STRONG_LOOK and look.is_fixed is None:
        faults.append(Fault("is_fixed", _("Say whether it is fixed: yes or no.")))
    return faults


def link_pins(
    *, by: Principal, now: datetime, pin_id: int, other_id: int, kind: str, note: str = ""
) -> PinLink:
    """Say that two pins belong together; saying it twice changes nothing."""
    with transaction.atomic():
        older, newer = sorted((pin_id, other_id))
        pins = {pk: locked_pin(by, pk) for pk in dict.fromkeys((older, newer))}
        policies.may_link(by, pins[pin_id], pins[other_id]).or_refuse()
        if kind not in PinLink.Kind.values:
            raise Invalid.of("kind", _("Choose how the pins belong together."))
        row, is_new = PinLink.objects.get_or_create(
            first_id=older,
            second_id=newer,
            kind=kind,
            defaults={"note": one_line(note)[:300], "by_id": by.user_id, "at": now},
        )
        if is_new:
            _changed(by, pins[pin_id], now, "link", other=pins[other_id].code, kind=kind)
    return row


def assign_investigator(*, by: Principal, now: datetime, pin_id: int, user_id: int) -> Assignment:
    """Give an investigator of the province sight of a pin's suppression lane."""
    with transaction.atomic():
        pin = locked_pin(by, pin_id)
        policies.may_assign(by, pin).or_refuse()
        able = accounts.officers_in(pin.province_code, now, (Role.INVESTIGATOR,))
        if not able.filter(pk=user_id).exists():
            raise Invalid.of("user_id", _("Choose an investigator of the province."))
        row, is_new = Assignment.objects.get_or_create(
            pin=pin,
            user_id=user_id,
            ended_at=None,
            defaults={"assigned_by_id": by.user_id, "assigned_at": now},
        )
        if is_new:
            facts.publish(PinChanged(pin.pk, pin.province_code, "assignment"))
            record(by, "pin.assigned", pin, now, user_id=user_id)
    return row


def end_assignment(*, by: Principal, now: datetime, pin_id: int, user_id: int) -> None:
    """Take the sight of a pin's suppression lane back."""
    with transaction.atomic():
        pin = locked_pin(by, pin_id)
        policies.may_assign(by, pin).or_refuse()
        held = pin.assignments.filter(user_id=user_id, ended_at__isnull=True)
        if held.update(ended_at=now):
            facts.publish(PinChanged(pin.pk, pin.province_code, "assignment"))
            record(by, "pin.unassigned", pin, now, user_id=user_id)


def publish_outcome(
    *, by: Principal, now: datetime, pin_id: int, publication: PublicationDraft
) -> Publication:
    """Approve what the public reads of a resolved or stopped pin."""
    with transaction.atomic():
        pin = locked_pin(by, pin_id)
        policies.may_publish(by, pin).or_refuse()
        texts = {
            name: one_line(getattr(publication, name))[:400]
            for name in ("before_text", "after_text", "before_text_en", "after_text_en")
        }
        wanted = _("Write what it was like before and after, in at least 10 characters each.")
        short = [name for name in ("before_text", "after_text") if len(texts[name]) < MIN_TEXT]
        refuse_faults([Fault(name, wanted) for name in short])
        row, _made = Publication.objects.update_or_create(
            pin=pin,
            defaults={
                **texts,
                "shows_agency": publication.shows_agency,
                "approved_by_id": by.user_id,
                "approved_at": now,
                "withdrawn_at": None,
            },
        )
        _changed(by, pin, now, "publication", shows_agency=publication.shows_agency)
    return row


def _changed(by: Principal, pin: Pin, now: datetime, what: str, **details: str | int) -> None:
    pin.last_followed_at = now
    touch(pin, {"last_followed_at"}, now)
    facts.publish(PinChanged(pin.pk, pin.province_code, what))
    record(by, f"pin.{what}_added", pin, now, **details)
