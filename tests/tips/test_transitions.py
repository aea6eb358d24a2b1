"""Every row of tip_transitions.csv: who may, who may not, from where, what it leaves behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from tests.cast import PEOPLE
from tests.tips.conftest import NOW, REASON, Stage, running
from tmac.audit.models import Entry
from tmac.core import facts
from tmac.core.errors import Conflict, NotFound, Refused
from tmac.tips.facts import TipMoved
from tmac.tips.filings import StepTaken
from tmac.tips.grounds import Grounds
from tmac.tips.lifecycle import NEW, STEPS, Step, Who, steps_between
from tmac.tips.models import Tip, TipEvent, TipProposal
from tmac.tips.services.stepping import confirm_step, take_step
from tmac.tips.states import State

MOVES = [step for step in STEPS if step.source != NEW and step.is_for_officers]
by_row = pytest.mark.parametrize("step", MOVES, ids=lambda step: step.event)

# Who of the cast each word of the specification means, for a tip in the unit of Samut Sakhon that
# Suda has taken, about the agency of Anong, with a name and evidence.
MEANT: dict[Who, set[str]] = {
    Who.SCREENING: {"suda"},
    Who.SYSTEM_OR_SCREENING: {"suda"},
    Who.DIRECTOR_IF_BARE: set(),
    Who.SCREENING_AND_DIRECTOR: {"suda"},
    Who.SCREENING_PROPOSES: {"suda"},
    Who.DIRECTOR_APPROVES: set(),
    Who.DIRECTOR_APPROVES_TWO: set(),
    Who.PROVINCE_PREVENTION: {"somsri"},
    Who.PREVENTION: {"somsri"},
    Who.PREVENTION_PROPOSES: {"somsri"},
    Who.LIAISON_ANSWERS: {"anong"},
    Who.SCREENING_ACCEPTS: set(),
    Who.REPORTER: set(),
    Who.DIRECTOR_OR_CENTRE: {"direk", "chalerm"},
}


def staged(stage: Stage, step: Step) -> Tip:
    columns = {}
    if step.event == "tip.routed_as_service":
        columns = {"category_id": "X-SVC", "category_top": "X-SVC"}
    tip = stage.tip(step.source, **columns)
    if step.source == State.FORWARDED:
        stage.refer(tip)
    if step.target == State.NEED_INFO:
        stage.message(tip, "OUT", is_question=True)
    stage.add(tip, "naree")
    return tip


def grounds_for(stage: Stage, tip: Tip, step: Step) -> Grounds:
    if step.event == "tip.routed_as_service":
        return Grounds(reason_code="SERVICE_PROBLEM", destination="เทศบาลนคร")
    return stage.grounds(tip, step.target)


def taken(stage: Stage, tip: Tip, step: Step, name: str) -> StepTaken:
    return take_step(
        by=stage.cast(name),
        now=NOW,
        tip_id=tip.pk,
        version=tip.version,
        target=step.target,
        grounds=grounds_for(stage, tip, step),
    )


def carried_out(stage: Stage, tip: Tip, step: Step) -> StepTaken:
    """The step with everybody it needs."""
    name = next(name for who in step.who for name in sorted(MEANT[who]))
    result = taken(stage, tip, step, name)
    if result.proposal_id is None:
        return result
    second = "suda" if Who.SCREENING_ACCEPTS in step.who else "direk"
    return confirm_step(
        by=stage.cast(second), now=NOW, proposal_id=result.proposal_id, version=tip.version
    )


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def able(attempt: partial[Any]) -> bool:
    with undone():
        try:
            attempt()
        except (Refused, NotFound):
            return False
        return True


@by_row
def test_only_the_named_persons_take_a_step(stage: Stage, step: Step) -> None:
    tip = staged(stage, step)
    could = {name for name in PEOPLE if able(partial(taken, stage, tip, step, name))}
    assert could == set().union(*(MEANT[who] for who in step.who))


@pytest.mark.parametrize("step", [s for s in MOVES if s.is_joint], ids=lambda step: step.event)
def test_only_the_named_second_persons_confirm(stage: Stage, step: Step) -> None:
    tip = staged(stage, step)
    name = next(name for who in step.who for name in sorted(MEANT[who]))
    proposal = taken(stage, tip, step, name).proposal_id
    assert proposal is not None

    def confirm(who: str) -> object:
        by = stage.cast(who)
        return confirm_step(by=by, now=NOW, proposal_id=proposal, version=tip.version)

    could = {who for who in PEOPLE if able(partial(confirm, who))}
    assert could == ({"suda"} if Who.SCREENING_ACCEPTS in step.who else {"direk"})


@by_row
def test_a_refusal_is_a_sentence_in_both_languages(stage: Stage, step: Step) -> None:
    tip = staged(stage, step)
    said = {}
    for language in ("th", "en"):
        with translation.override(language), pytest.raises((Refused, NotFound)) as refused:
            taken(stage, tip, step, "preecha")
        said[language] = str(refused.value)
    assert re.search("[ก-๙]", said["th"])
    assert not re.search("[ก-๙]", said["en"])


@by_row
def test_a_step_moves_the_tip_and_is_remembered(stage: Stage, step: Step) -> None:
    tip = staged(stage, step)
    result = carried_out(stage, tip, step)
    moved = Tip.objects.get(pk=tip.pk)
    assert moved.state == step.target
    assert (result.has_moved, result.version) == (True, moved.version)
    assert moved.version == tip.version + 1
    event = TipEvent.objects.filter(tip=tip).latest("pk")
    assert (event.code, event.source, event.target) == (step.event, step.source, step.target)
    assert bool(event.confirmed_by) == step.is_joint
    assert event.is_public == (State.QUARANTINE not in (step.source, step.target))
    assert (moved.urgency == 0) == (moved.closed_on is not None) == (not moved.is_open)


@by_row
def test_a_step_is_audited(stage: Stage, step: Step) -> None:
    tip = staged(stage, step)
    carried_out(stage, tip, step)
    entry = Entry.objects.latest("seq")
    assert (entry.action, entry.subject, entry.subject_id) == (step.event, "tip", str(tip.pk))
    assert entry.details["target"] == step.target
    assert REASON not in str(entry.details)


@by_row
def test_a_step_is_told_downstream_after_the_commit(
    stage: Stage, step: Step, django_capture_on_commit_callbacks: object
) -> None:
    tip = staged(stage, step)
    heard: list[TipMoved] = []
    facts.subscribe(TipMoved, heard.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            carried_out(stage, tip, step)
            assert heard == []
    finally:
        facts.unsubscribe(TipMoved, heard.append)
    assert heard == [TipMoved(tip.pk, "74", step.source, step.target, step.event)]


@by_row
def test_nothing_is_saved_when_the_audit_fails(
    stage: Stage, step: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    tip = staged(stage, step)
    monkeypatch.setattr("tmac.audit.services.record_all", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        carried_out(stage, tip, step)
    assert Tip.objects.get(pk=tip.pk).state == step.source
    assert not TipEvent.objects.filter(tip=tip).exists()


def fail(*args: object, **given: object) -> None:
    raise RuntimeError("no audit")


@by_row
def test_an_older_version_is_refused(stage: Stage, step: Step) -> None:
    tip = staged(stage, step)
    Tip.objects.filter(pk=tip.pk).update(version=tip.version + 1)
    name = next(name for who in step.who for name in sorted(MEANT[who]))
    with pytest.raises(Conflict):
        taken(stage, tip, step, name)


def test_a_step_that_the_table_does_not_hold_is_refused(stage: Stage) -> None:
    """From every state to every other: allowed exactly where the table has a row."""
    tip = stage.tip()
    people = [stage.cast(name) for name in ("suda", "somsri", "direk", "chalerm")]
    for source in State:
        Tip.objects.filter(pk=tip.pk).update(state=source)
        for target in State:
            if steps_between(source, target):
                continue
            for by in people:
                with pytest.raises(Refused):
                    take_step(by=by, now=NOW, tip_id=tip.pk, version=1, target=target)


def test_the_reporters_and_the_systems_steps_are_no_officers(stage: Stage) -> None:
    for source, target in (("RECEIVED", "QUARANTINE"), ("NEED_INFO", "SCREENING")):
        tip = stage.tip(source)
        for name in PEOPLE:
            with pytest.raises((Refused, NotFound)):
                take_step(
                    by=stage.cast(name),
                    now=NOW,
                    tip_id=tip.pk,
                    version=1,
                    target=target,
                    grounds=Grounds(text=REASON),
                )


def test_a_director_alone_is_told_that_a_second_person_is_needed(stage: Stage) -> None:
    tip = stage.tip()
    with translation.override("en"), pytest.raises(Refused, match="second person is needed"):
        taken(stage, tip, steps_between("SCREENING", "NOT_ACCEPTED")[0], "direk")
    assert Tip.objects.get(pk=tip.pk).state == State.SCREENING
    assert not TipProposal.objects.exists()


def test_the_clock_is_running_after_each_step_into_screening(stage: Stage) -> None:
    for step in MOVES:
        if step.target == State.SCREENING and step.source != State.RECEIVED:
            tip = staged(stage, step)
            carried_out(stage, tip, step)
            assert "SCREENING_DECISION" in running(tip), step.event
