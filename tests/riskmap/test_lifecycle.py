"""The table of steps against its specification, and each condition by itself."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils.translation import override

from tests.riskmap.conftest import CHECK, REASON, TODAY
from tmac.riskmap import conditions as c
from tmac.riskmap.conditions import Condition, Situation
from tmac.riskmap.grounds import FieldCheck, Grounds
from tmac.riskmap.lifecycle import ANY, NEW, STEPS, as_mermaid, step_between, steps_from
from tmac.riskmap.states import (
    REFERENCE,
    Lane,
    Prevention,
    StateInfo,
    Suppression,
    cdc_status,
    states,
)


def rows(name: str) -> list[list[str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def test_there_is_one_step_for_each_row_of_the_specification() -> None:
    told = [
        [step.lane.value, str(step.source), str(step.target), ";".join(step.who), step.condition]
        for step in STEPS
    ]
    assert told == rows("pin_transitions.csv")


@pytest.mark.parametrize("name", ["pin_transitions.csv", "pin_lanes.csv", "risk_score_cases.csv"])
def test_the_copies_are_the_specification(shared: Path, name: str) -> None:
    assert (REFERENCE / name).read_bytes() == (shared / "domain" / name).read_bytes()


@pytest.mark.parametrize(
    "word", [s for s in states().values() if s.lane is Lane.PREVENTION], ids=lambda s: s.code
)
def test_a_public_word_is_spoken_in_both_languages_or_in_none(word: StateInfo) -> None:
    with override("th"):
        thai = word.public_word
    with override("en"):
        assert (word.public_word == "-") == (thai == "-")
        assert word.public_word.isascii()


def test_the_states_are_those_of_the_lanes() -> None:
    assert list(states()) == [(row[0], row[1]) for row in rows("pin_lanes.csv")]
    codes = {(str(lane), str(code)) for lane, kind in LANES for code in kind}
    assert codes == set(states())


LANES = ((Lane.PREVENTION, Prevention), (Lane.SUPPRESSION, Suppression))


def test_each_step_has_its_own_event_and_a_label() -> None:
    assert len({step.event for step in STEPS}) == len(STEPS)
    assert all(str(step.label) for step in STEPS)


@pytest.mark.parametrize("lane", Lane)
def test_the_diagram_draws_every_step_of_its_lane(lane: Lane) -> None:
    drawn = as_mermaid(lane)
    assert drawn.startswith("stateDiagram-v2\n    [*] --> ")
    for step in STEPS:
        source = {NEW: "[*]", ANY: "any_state"}.get(step.source, step.source)
        assert (f"    {source} --> {step.target}: " in drawn) == (step.lane == lane)


def test_any_state_leads_to_the_archive_but_not_the_archive_itself() -> None:
    for state in Prevention:
        found = step_between(Lane.PREVENTION, state, Prevention.ARCHIVED)
        assert (found is None) == (state == Prevention.ARCHIVED)
    assert steps_from(Lane.PREVENTION, Prevention.ARCHIVED) == ()


def test_what_a_step_needs_is_what_its_conditions_ask() -> None:
    """A condition that the form can cure names a part of the grounds that the form asks for."""
    empty = Situation(Grounds(), TODAY, return_reasons=frozenset({"OTHER"}))
    for step in STEPS:
        asked = {*step.needs, *step.asks, ""}
        assert {lack.field for lack in step.lacks(empty)} <= asked, step.event


OK = Situation(Grounds(), TODAY)
LATE = TODAY - timedelta(days=1)
FROM_AGENCY = FieldCheck(TODAY, "นาย", "อบต. คลองทดสอบ", "แก้แล้วทั้งหมด")


def given(**parts: object) -> Situation:
    """A situation; keys of Grounds go into the grounds."""
    names = set(Grounds.__dataclass_fields__)
    grounds = Grounds(**{k: v for k, v in parts.items() if k in names})  # type: ignore[arg-type]
    rest = {k: v for k, v in parts.items() if k not in names}
    return replace(OK, grounds=grounds, **rest)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("condition", "situation", "lacking"),
    [
        (c.score_sheet_filled, given(is_scored=True), None),
        (c.score_sheet_filled, given(), ""),
        (c.return_reason_chosen, given(reason_code="A", return_reasons={"A"}), None),
        (c.return_reason_chosen, given(reason_code="B", return_reasons={"A"}), "reason_code"),
        (c.return_reason_chosen, given(reason_code="OTHER", return_reasons={"OTHER"}), "text"),
        (c.not_the_creator, given(), None),
        (c.not_the_creator, given(is_creator=True), ""),
        (c.checked_or_well_evidenced, given(evidence_grade="A"), None),
        (c.checked_or_well_evidenced, given(evidence_grade="B"), None),
        (c.checked_or_well_evidenced, given(evidence_grade="C"), "field_check"),
        (c.checked_or_well_evidenced, given(evidence_grade="D", has_field_check=True), None),
        (c.checked_or_well_evidenced, given(evidence_grade="D", field_check=CHECK), None),
        (c.text_written, given(text=REASON), None),
        (c.text_written, given(text="สั้น"), "text"),
        (c.letter_and_due_date, given(), ""),
        (c.letter_and_due_date, given(has_agency=True), "letter_no"),
        (c.letter_and_due_date, given(has_agency=True, letter_no="1"), "due_on"),
        (c.letter_and_due_date, given(has_agency=True, letter_no="1", due_on=TODAY), "due_on"),
        (
            c.letter_and_due_date,
            given(has_agency=True, letter_no="1", due_on=date(2027, 1, 1)),
            None,
        ),
        (c.protected_amount_with_basis, given(), "text"),
        (c.protected_amount_with_basis, given(text=REASON), "baht_protected"),
        (
            c.protected_amount_with_basis,
            given(text=REASON, baht_protected=-1, protected_basis=REASON),
            "baht_protected",
        ),
        (c.protected_amount_with_basis, given(text=REASON, baht_protected=0), "protected_basis"),
        (
            c.protected_amount_with_basis,
            given(text=REASON, baht_protected=0, protected_basis=REASON),
            None,
        ),
        (c.evidence_attached, given(), "file_ids"),
        (c.evidence_attached, given(file_ids=("1",)), None),
        (c.independent_field_check, given(), "field_check"),
        (c.independent_field_check, given(field_check=CHECK), None),
        (
            c.independent_field_check,
            given(field_check=replace(CHECK, finding="")),
            "field_check",
        ),
        (
            c.independent_field_check,
            given(field_check=replace(CHECK, done_on=TODAY + timedelta(days=1))),
            "field_check",
        ),
        (
            c.independent_field_check,
            given(field_check=FROM_AGENCY, agency_name="อบต. คลองทดสอบ"),
            "field_check",
        ),
        (
            c.independent_field_check,
            given(field_check=replace(CHECK, organisation_agency_id=7), agency_id=7),
            "field_check",
        ),
        (c.strong_second_look, given(), None),
        (c.strong_second_look, given(club_has_members=True), ""),
        (c.strong_second_look, given(club_has_members=True, has_strong_look=True), None),
        (c.direct_proof, given(field_check=CHECK), "file_ids"),
        (c.direct_proof, given(field_check=CHECK, has_files=True), None),
        (c.objection_in_time, given(text=REASON), ""),
        (c.objection_in_time, given(text=REASON, closed_on=TODAY - timedelta(days=90)), None),
        (c.objection_in_time, given(text=REASON, closed_on=TODAY - timedelta(days=91)), ""),
        (c.objection_in_time, given(closed_on=TODAY), "text"),
        (c.retention_rule_named, given(), "reference_no"),
        (c.retention_rule_named, given(reference_no="57"), None),
        (c.reason_and_evidence_list, given(), "text"),
        (c.reason_and_evidence_list, given(text=REASON), "evidence_list"),
        (c.reason_and_evidence_list, given(text=REASON, evidence_list=("ก",)), None),
        (c.new_evidence, given(evidence_list=("ก",), earlier_evidence={"ก"}), "evidence_list"),
        (c.new_evidence, given(evidence_list=("ก", "ข"), earlier_evidence={"ก"}), None),
        (c.accepted_in_time, given(answer_due_on=TODAY), None),
        (c.accepted_in_time, given(answer_due_on=LATE), "text"),
        (c.accepted_in_time, given(answer_due_on=LATE, text=REASON), None),
        (c.reference_given, given(), "reference_no"),
        (c.reference_given, given(reference_no="1"), None),
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


def test_grounds_are_the_same_after_storing() -> None:
    full = Grounds(
        "OTHER", REASON, date(2027, 1, 2), 5, REASON, ("a", "b"), "1", "2", CHECK, ("ก", "ข")
    )
    assert Grounds.from_record(full.as_record()) == full
    assert Grounds.from_record(Grounds().as_record()) == Grounds()
    assert Grounds().as_record() == {}


@pytest.mark.parametrize(
    ("prevention", "suppression", "before", "word"),
    [
        ("DRAFT", "NONE", "", "PREPARING"),
        ("WATCHING", "NONE", "", "DIRECTED"),
        ("WATCHING", "HANDOVER", "", "DIRECTED"),
        ("RESOLVED", "INTEL", "", "TO_PESCA"),
        ("RESOLVED", "DECLINED", "", "RESOLVED"),
        ("NOT_SUBSTANTIATED", "NONE", "", "RESOLVED"),
        ("ARCHIVED", "NONE", "STOPPED", "RESOLVED"),
        ("ARCHIVED", "DONE", "STOPPED", "TO_PESCA"),
    ],
)
def test_the_watch_centre_gets_one_of_its_four_words(
    prevention: str, suppression: str, before: str, word: str
) -> None:
    assert cdc_status(prevention, suppression, before) == word
