"""Every row of pin_transitions.csv: who may, who may not, from where, what it leaves behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from tests.cast import PEOPLE, Cast
from tests.riskmap.conftest import DRAFT, NOW, REASON, Stage
from tmac.audit.models import Entry
from tmac.core.errors import NotFound, Refused
from tmac.evidence.models import File
from tmac.riskmap import services
from tmac.riskmap.facts import PinMoved
from tmac.riskmap.lifecycle import ANY, NEW, STEPS, Step, Who, step_between
from tmac.riskmap.models import Move, Pin, Proposal
from tmac.riskmap.services import StepTaken
from tmac.riskmap.states import Prevention, Suppression, state

MOVES = [step for step in STEPS if step.source != NEW]
by_row = pytest.mark.parametrize("step", MOVES, ids=lambda s: f"{s.source}-{s.target}")

# Who of the cast each word of the specification means, for a pin of Samut Sakhon that Somsri made
# about the agency of Anong, and that is assigned to Naree.
MEANT: dict[Who, set[str]] = {
    Who.CREATOR: {"somsri"},
    Who.PREVENTION: {"somsri"},
    Who.DIRECTOR: {"direk"},
    Who.LIAISON: {"anong"},
    Who.ANY_OFFICER: {"somsri", "direk", "suda", "wirot", "naree", "orathai"},
    Who.STRONG_OR_REPORTER: {"malee", "kanya"},
    Who.CENTRAL: {"chalerm"},
    Who.LEAD: {"wirot"},
    Who.INVESTIGATOR: {"wirot", "naree"},
    Who.TWO_PERSONS: {"somsri"},
}


def start_of(step: Step) -> str:
    return Prevention.WATCHING if step.source == ANY else step.source


def staged(stage: Stage, step: Step) -> Pin:
    pin = stage.at(step.lane, start_of(step))
    stage.assign(pin, "naree")
    return pin


def taken(stage: Stage, pin: Pin, step: Step, name: str) -> StepTaken:
    by = stage.cast(name)
    return services.take_step(
        by=by,
        now=NOW,
        pin_id=pin.pk,
        version=pin.version,
        lane=step.lane,
        target=step.target,
        grounds=stage.grounds(pin, step.target, by),
    )


def carried_out(stage: Stage, pin: Pin, step: Step) -> StepTaken:
    """The step with everybody it needs."""
    name = sorted(MEANT[step.who[0]])[0]
    result = taken(stage, pin, step, name)
    if result.proposal_id is None:
        return result
    return services.confirm_step(
        by=stage.cast("direk"), now=NOW, proposal_id=result.proposal_id, version=pin.version
    )


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@by_row
def test_only_the_named_persons_take_a_step(stage: Stage, step: Step) -> None:
    pin = staged(stage, step)
    able = set()
    for name in PEOPLE:
        with undone():
            try:
                taken(stage, pin, step, name)
            except (Refused, NotFound):
                continue
            able.add(name)
    assert able == set().union(*(MEANT[who] for who in step.who))


@by_row
def test_a_refusal_is_a_sentence_in_both_languages(stage: Stage, step: Step) -> None:
    pin = staged(stage, step)
    said = {}
    for language in ("th", "en"):
        with translation.override(language), pytest.raises((Refused, NotFound)) as refused:
            taken(stage, pin, step, "pim")
        said[language] = str(refused.value)
    assert re.search("[ก-๙]", said["th"])
    assert not re.search("[ก-๙]", said["en"])


@by_row
def test_a_step_moves_the_pin_and_is_remembered(stage: Stage, step: Step) -> None:
    pin = staged(stage, step)
    result = carried_out(stage, pin, step)
    moved = Pin.objects.get(pk=pin.pk)
    assert moved.state_in(step.lane) == step.target
    assert (result.has_moved, result.version) == (True, moved.version)
    assert moved.version > pin.version
    assert moved.changed_seq > pin.changed_seq
    move = Move.objects.filter(pin=pin).latest("pk")
    assert (move.lane, move.source, move.target) == (step.lane, start_of(step), step.target)
    assert bool(move.confirmed_by_id) == step.is_joint


@by_row
def test_a_step_is_audited(stage: Stage, step: Step) -> None:
    pin = staged(stage, step)
    carried_out(stage, pin, step)
    entry = Entry.objects.latest("seq")
    assert (entry.action, entry.subject, entry.subject_id) == (step.event, "pin", str(pin.pk))
    assert entry.details["target"] == step.target
    assert REASON not in str(entry.details)


@by_row
def test_a_step_is_told_downstream_after_the_commit(
    stage: Stage, step: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin = staged(stage, step)
    told: list[Any] = []
    monkeypatch.setattr("tmac.core.facts.publish", told.append)
    carried_out(stage, pin, step)
    moved = [fact for fact in told if isinstance(fact, PinMoved)]
    expected = PinMoved(pin.pk, "74", step.lane, start_of(step), step.target, step.event)
    assert moved == [expected]


class AuditFailed(Exception):
    pass


@by_row
def test_nothing_is_saved_when_the_audit_row_fails(
    stage: Stage, step: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin = staged(stage, step)
    proposal = taken(stage, pin, step, "somsri").proposal_id if step.is_joint else None
    before = Pin.objects.filter(pk=pin.pk).values().get()

    def fail(*args: Any, **kwargs: Any) -> None:
        raise AuditFailed

    stage.grounds(
        pin, step.target, stage.cast("somsri")
    )  # files are stored with audit of their own
    monkeypatch.setattr("tmac.audit.services.record_all", fail)
    monkeypatch.setattr(Stage, "file", lambda self, pin, by: existing_file(pin))
    act = partial(taken, stage, pin, step, sorted(MEANT[step.who[0]])[0])
    if proposal is not None:
        act = partial(
            services.confirm_step,
            by=stage.cast("direk"),
            now=NOW,
            proposal_id=proposal,
            version=pin.version,
        )
    with pytest.raises(AuditFailed), transaction.atomic():
        act()
    assert Pin.objects.filter(pk=pin.pk).values().get() == before
    assert not Move.objects.filter(pin=pin, target=step.target, lane=step.lane).exists()


def existing_file(pin: Pin) -> str:
    return str(File.objects.filter(subject_id=str(pin.pk)).latest("uploaded_at").id)


@pytest.mark.parametrize(
    ("lane", "states"), [("prevention", Prevention), ("suppression", Suppression)]
)
def test_a_step_that_the_table_does_not_hold_is_refused(
    stage: Stage, lane: str, states: Any
) -> None:
    """From every state to every other: allowed exactly where the table has a row."""
    everyone = [stage.cast(name) for name in ("somsri", "direk", "chalerm", "wirot", "anong")]
    pin = stage.pin()
    for source in states:
        for target in states:
            if step_between(lane, source, target) is not None:
                continue
            columns = {f"{lane}_state": source}
            pin = stage.put(pin, **columns)
            for by in everyone:
                with pytest.raises((Refused, NotFound)):
                    services.take_step(
                        by=by,
                        now=NOW,
                        pin_id=pin.pk,
                        version=pin.version,
                        lane=lane,
                        target=target,
                        grounds=stage.grounds(pin, "", by),
                    )


@pytest.mark.parametrize("lane", ["prevention", "suppression"])
def test_a_refusal_by_state_names_the_state(stage: Stage, lane: str) -> None:
    pin = stage.at(lane, "COURT" if lane == "suppression" else "RESOLVED")
    target = "INTEL" if lane == "suppression" else "REMEDY"
    name = "wirot" if lane == "suppression" else "somsri"
    with translation.override("th"), pytest.raises(Refused) as refused:
        taken(stage, pin, Step(lane, "", target, (), "", "", ""), name)
    assert state(lane, pin.state_in(lane)).th in str(refused.value)


@pytest.mark.parametrize("name", list(PEOPLE))
def test_who_makes_a_draft(stage: Stage, name: str) -> None:
    stage.cast.office("NACC-74")
    try:
        services.draft_pin(by=stage.cast(name), now=NOW, draft=DRAFT)
        made = True
    except Refused:
        made = False
    assert made == (name in {"somsri", "kanya"})


def test_the_creator_never_verifies_an_own_pin(stage: Stage, cast: Cast) -> None:
    """Not even when the creator holds the director's posting by delegation."""
    pin = stage.at("prevention", Prevention.PROPOSED, creator="somsri")
    stage.put(pin, created_by_id=cast.user("direk").pk)
    step = step_between("prevention", "PROPOSED", "WATCHING")
    assert step is not None
    with translation.override("en"), pytest.raises(Refused, match="You made this pin"):
        taken(stage, pin, step, "direk")


def test_an_agency_never_closes_a_pin(stage: Stage) -> None:
    for step in MOVES:
        if step.target in ("RESOLVED", "STOPPED", "NOT_SUBSTANTIATED", "ARCHIVED"):
            pin = staged(stage, step)
            with pytest.raises((Refused, NotFound)):
                taken(stage, pin, step, "anong")


def test_the_proposer_cannot_confirm(stage: Stage, cast: Cast) -> None:
    pin = stage.at("prevention", "WATCHING")
    step = step_between("prevention", "WATCHING", "STOPPED")
    assert step is not None
    proposal = taken(stage, pin, step, "somsri").proposal_id
    assert proposal is not None
    Proposal.objects.filter(pk=proposal).update(proposed_by=cast.user("direk"))
    with pytest.raises(Refused):
        services.confirm_step(by=cast("direk"), now=NOW, proposal_id=proposal, version=pin.version)


def test_a_director_of_another_province_cannot_confirm(stage: Stage, cast: Cast) -> None:
    pin = stage.at("prevention", "WATCHING")
    step = step_between("prevention", "WATCHING", "STOPPED")
    assert step is not None
    proposal = taken(stage, pin, step, "somsri").proposal_id
    assert proposal is not None
    with pytest.raises(NotFound):
        services.confirm_step(by=cast("decha"), now=NOW, proposal_id=proposal, version=pin.version)


def test_days_pass_between_a_promise_and_the_next(stage: Stage) -> None:
    """The deadlines are those of the clocks, stored when promised."""
    handed = stage.at("suppression", "NONE")
    step = step_between("suppression", "NONE", "HANDOVER")
    assert step is not None
    carried_out(stage, handed, step)
    handed.refresh_from_db()
    assert handed.suppression_due_on == NOW.date() + timedelta(days=15)
    fixed = stage.at("prevention", "REMEDY")
    step = step_between("prevention", "REMEDY", "FIX_REPORTED")
    assert step is not None
    carried_out(stage, fixed, step)
    fixed.refresh_from_db()
    assert fixed.due_on == NOW.date() + timedelta(days=30)
