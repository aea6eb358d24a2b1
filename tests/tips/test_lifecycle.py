"""The table of steps against its specification, and each condition by itself."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.translation import override

from tests.tips.conftest import REASON, TODAY
from tmac.tips import conditions as c
from tmac.tips.conditions import Condition, Situation
from tmac.tips.grounds import Grounds
from tmac.tips.lifecycle import (
    NEW,
    STEPS,
    WHO_NAMES,
    Step,
    Who,
    as_mermaid,
    step_named,
    steps_between,
    steps_from,
)
from tmac.tips.states import REFERENCE, TERMINAL, State, StateInfo, states
from tmac.tips.words import CHECKLIST, OUTCOMES


def rows(name: str) -> list[list[str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def test_there_is_one_step_for_each_row_of_the_specification() -> None:
    told = [
        [str(step.source), str(step.target), ";".join(step.who), step.condition] for step in STEPS
    ]
    assert told == rows("tip_transitions.csv")


@pytest.mark.parametrize("name", ["tip_transitions.csv", "tip_states.csv"])
def test_the_copies_are_the_specification(shared: Path, name: str) -> None:
    assert (REFERENCE / name).read_bytes() == (shared / "domain" / name).read_bytes()


def test_the_states_are_those_of_the_table() -> None:
    assert list(states()) == [row[0] for row in rows("tip_states.csv")] == list(State)
    over = {row[0] for row in rows("tip_states.csv") if row[4].startswith("yes")}
    assert over == TERMINAL
    assert over == {one.code for one in states().values() if one.is_terminal}


@pytest.mark.parametrize("info", states().values(), ids=lambda info: info.code)
def test_every_state_has_a_public_word_and_a_sentence_in_both_languages(info: StateInfo) -> None:
    with override("th"):
        assert not info.public_word.isascii()
        assert not info.explained.isascii()
    with override("en"):
        assert info.public_word.isascii()
        assert info.explained.isascii()


def test_quarantine_looks_like_receipt_from_outside() -> None:
    quarantine, received = states()["QUARANTINE"], states()["RECEIVED"]
    for language in ("th", "en"):
        with override(language):
            assert quarantine.public_word == received.public_word
            assert quarantine.explained == received.explained


def test_each_step_has_its_own_event_and_a_label() -> None:
    assert len({step.event for step in STEPS}) == len(STEPS)
    assert all(str(step.label) for step in STEPS)
    assert all(step_named(step.event) is step for step in STEPS)


def test_everybody_who_may_take_a_step_has_a_name_for_refusals() -> None:
    told = {who for step in STEPS if step.source != NEW for who in step.who}
    assert told == set(WHO_NAMES)


def test_the_diagram_draws_every_step() -> None:
    drawn = as_mermaid()
    assert drawn.startswith("stateDiagram-v2\n    [*] --> RECEIVED")
    for step in STEPS:
        source = "[*]" if step.source == NEW else step.source
        assert f"    {source} --> {step.target}: " in drawn


def test_only_two_pairs_of_states_have_two_rows() -> None:
    pairs = {
        (str(step.source), str(step.target))
        for step in STEPS
        if len(steps_between(step.source, step.target)) > 1
    }
    assert pairs == {("SCREENING", "FORWARDED"), ("CLOSED", "SCREENING")}


@pytest.mark.parametrize("state", State)
def test_every_state_leads_somewhere(state: State) -> None:
    assert steps_from(state)


def test_two_persons_end_a_tip_or_send_it_away() -> None:
    joint = {step.event for step in STEPS if step.is_joint}
    assert joint == {
        "tip.forwarded",
        "tip.forwarded_after_check",
        "tip.not_accepted",
        "tip.not_substantiated",
        "tip.answered_by_agency",
    }


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.event)
def test_what_a_step_needs_is_what_its_conditions_ask(step: Step) -> None:
    """A condition that the form can cure names a part of the grounds that the form asks for."""
    empty = Situation(Grounds(), TODAY, category_top="PRC", province_code="74")
    asked = {*step.needs, *step.asks, ""}
    assert {lack.field for lack in step.lacks(empty)} <= asked


def test_the_system_and_the_reporter_are_not_offered_to_officers() -> None:
    hidden = {step.event for step in STEPS if not step.is_for_officers}
    assert hidden == {"tip.quarantined", "tip.answered", "tip.objected"}
    assert [step.event for step in STEPS if step.is_for_reporter] == ["tip.objected"]
    assert Who.REPORTER in step_named("tip.reopened").who


OK = Situation(Grounds(), TODAY)
LATE = TODAY - timedelta(days=1)


def given(**parts: object) -> Situation:
    """A situation; keys of Grounds go into the grounds."""
    names = set(Grounds.__dataclass_fields__) - {"is_anonymous", "has_evidence"}
    grounds = Grounds(**{k: v for k, v in parts.items() if k in names})  # type: ignore[arg-type]
    rest = {k: v for k, v in parts.items() if k not in names}
    return replace(OK, grounds=grounds, **rest)  # type: ignore[arg-type]


SHORT = "สั้น"


@pytest.mark.parametrize(
    ("condition", "situation", "lacking"),
    [
        (c.text_written, given(text=REASON), None),
        (c.text_written, given(text=SHORT), "text"),
        (c.reason_told, given(text=REASON), None),
        (c.reason_told, given(text=SHORT), "text"),
        (c.plan_written, given(text=REASON), None),
        (c.plan_written, given(text=SHORT), "text"),
        (c.finding_written, given(text=REASON), None),
        (c.finding_written, given(text=SHORT), "text"),
        (c.answer_written, given(text=REASON), None),
        (c.answer_written, given(text=SHORT), "text"),
        (c.question_sent, given(has_open_question=True), None),
        (c.question_sent, given(), ""),
        (c.answered_or_timed_out, given(has_answer=True), None),
        (c.answered_or_timed_out, given(wait_until=LATE), None),
        (c.answered_or_timed_out, given(wait_until=TODAY), ""),
        (c.answered_or_timed_out, given(), ""),
        (c.earlier_tip_named, given(target_reference="T1", earlier=frozenset({"T1"})), None),
        (c.earlier_tip_named, given(target_reference="T1"), "target_reference"),
        (c.earlier_tip_named, given(), "target_reference"),
        (c.read_by_officer, given(is_anonymous=True, has_evidence=False), None),
        (c.read_by_officer, given(has_evidence=False), "is_anonymous"),
        (c.read_by_officer, given(is_anonymous=True), "has_evidence"),
        (c.category_set, given(category_top="PRC", province_code="74"), None),
        (c.category_set, given(province_code="74"), ""),
        (c.checklist_done, given(checklist=tuple(CHECKLIST)), None),
        (c.checklist_done, given(checklist=tuple(CHECKLIST)[1:]), "checklist"),
        (c.competence_reason, given(reason_code="A", competence_reasons={"A"}), None),
        (c.competence_reason, given(reason_code="B", competence_reasons={"A"}), "reason_code"),
        (c.destination_named, given(destination="ป.ป.ท."), None),
        (c.destination_named, given(), "destination"),
        (c.service_problem, given(category_top="X-SVC", reason_code="SERVICE_PROBLEM"), None),
        (c.service_problem, given(category_top="PRC", reason_code="SERVICE_PROBLEM"), ""),
        (c.service_problem, given(category_top="X-SVC"), "reason_code"),
        (c.rejection_reason, given(reason_code="A", rejection_reasons={"A"}), None),
        (c.rejection_reason, given(), "reason_code"),
        (c.withdrawal_on_record, given(reason_code="A"), None),
        (c.withdrawal_on_record, given(reason_code="WITHDRAWN", withdrawn_on=TODAY), None),
        (c.withdrawal_on_record, given(reason_code="WITHDRAWN"), "reason_code"),
        (c.pin_named, given(pin_code="2570-74-0001"), None),
        (c.pin_named, given(), "pin_code"),
        (c.outcome_known, given(outcome="FIXED", text=REASON), None),
        (c.outcome_known, given(outcome="FIXED"), "text"),
        (c.outcome_known, given(outcome="WON", text=REASON), "outcome"),
        (c.outcome_known, given(outcome="INTERIM", text=REASON), "outcome"),
        (c.outcome_known, given(outcome="INTERIM", text=REASON, interim_given=True), None),
        (c.new_facts_or_objection, given(text=REASON), None),
        (c.new_facts_or_objection, given(), "text"),
        (c.new_facts_or_objection, given(by_reporter=True), ""),
        (c.new_facts_or_objection, given(by_reporter=True, objection_until=TODAY), None),
        (c.new_facts_or_objection, given(by_reporter=True, objection_until=LATE), ""),
        (c.objection_to_closing_in_time, given(objection_until=TODAY), None),
        (c.objection_to_closing_in_time, given(objection_until=LATE), ""),
        (c.objection_to_closing_in_time, given(), ""),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_each_condition(condition: Condition, situation: Situation, lacking: str | None) -> None:
    lack = condition(situation)
    assert (lack.field if lack else None) == lacking


def test_every_condition_of_the_table_is_tested_above() -> None:
    marks = test_each_condition.pytestmark  # type: ignore[attr-defined]
    tested = {case[0] for case in marks[0].args[1]}
    assert {check for step in STEPS for check in step.checks} <= tested


def test_what_the_officer_reads_now_counts_before_the_summary() -> None:
    read = Grounds(is_anonymous=True, has_evidence=False)
    situation = replace(OK, grounds=read, is_anonymous=False, has_evidence=True)
    assert (situation.anonymous, situation.evidence) == (True, False)


def test_grounds_are_the_same_after_storing() -> None:
    full = Grounds("A", REASON, "ป.ป.ท.", 7, "T1", "P1", "FIXED", ("FACTS",), False, True)
    assert Grounds.from_record(full.as_record()) == full
    assert Grounds.from_record(Grounds().as_record()) == Grounds()
    assert Grounds().as_record() == {}


def test_every_outcome_has_a_word() -> None:
    assert all(str(label) for label in OUTCOMES.values())
