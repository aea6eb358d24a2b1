"""The explainable score: the truth table, its bounds, its order, its sentence."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmac.riskmap.scoring import (
    LEVEL_NAMES,
    LEVELS,
    TICK_NAMES,
    Assessment,
    Grade,
    Irreversible,
    Level,
    Reach,
    Ticks,
    assess,
    from_records,
    level_of,
    money_points,
    must_verify_first,
    one_step_apart,
    reason,
    sentence,
)
from tmac.riskmap.states import REFERENCE

with (REFERENCE / "risk_score_cases.csv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file))

sheets = st.tuples(
    st.builds(Ticks, *([st.booleans()] * 5)),
    st.integers(0, 10**11),
    st.sampled_from(Reach),
    st.sampled_from(Irreversible),
    st.sampled_from(Grade),
)


def of_case(case: dict[str, str]) -> Assessment:
    return assess(
        Ticks.from_digits(case["ticks_L1_L5"]),
        int(case["money_baht"]),
        Reach(case["reach"].upper()),
        Irreversible(case["irreversible"].upper()),
        Grade(case["evidence"]),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["note"])
def test_the_truth_table(case: dict[str, str]) -> None:
    found = of_case(case)
    assert found.likelihood == int(case["expected_L"])
    assert found.impact == int(case["expected_I"])
    assert found.score == int(case["expected_score"])
    assert LEVEL_NAMES["th"][found.level] == case["expected_level_th"]


@given(sheets)
def test_a_score_is_likelihood_times_impact_within_bounds(
    sheet: tuple[Ticks, int, Reach, Irreversible, Grade],
) -> None:
    found = assess(*sheet)
    assert found.score == found.likelihood * found.impact
    assert (1 <= found.likelihood <= 5, 1 <= found.impact <= 5) == (True, True)
    assert found.level == level_of(found.score)


@given(sheets)
def test_the_contributions_add_up_to_the_score(
    sheet: tuple[Ticks, int, Reach, Irreversible, Grade],
) -> None:
    found = assess(*sheet)
    likelihood = [part for part in found.contributions if part.side == "L"]
    impact = [part for part in found.contributions if part.side == "I"]
    assert sum(part.points for part in likelihood) == found.likelihood
    assert {part.points for part in impact if part.counts} == {found.impact}
    assert all(part.points < found.impact for part in impact if not part.counts)


@given(sheets, st.sampled_from(TICK_NAMES))
def test_another_sign_never_lowers_the_score(
    sheet: tuple[Ticks, int, Reach, Irreversible, Grade], tick: str
) -> None:
    ticks, *rest = sheet
    more = Ticks(**{name: getattr(ticks, name) or name == tick for name in TICK_NAMES})
    assert assess(more, *rest).score >= assess(*sheet).score


@given(sheets, st.integers(0, 10**9))
def test_more_money_never_lowers_the_score(
    sheet: tuple[Ticks, int, Reach, Irreversible, Grade], more: int
) -> None:
    ticks, money, *rest = sheet
    assert assess(ticks, money + more, *rest).score >= assess(*sheet).score


@given(sheets, st.sampled_from(Grade))
def test_the_grade_of_evidence_never_changes_the_score(
    sheet: tuple[Ticks, int, Reach, Irreversible, Grade], grade: Grade
) -> None:
    assert assess(*sheet[:4], grade).score == assess(*sheet).score


@given(sheets, st.sampled_from(["th", "en"]))
def test_the_sentence_names_every_part_that_counts(
    sheet: tuple[Ticks, int, Reach, Irreversible, Grade], language: str
) -> None:
    found = assess(*sheet)
    said = sentence(found, language)
    assert all(name and reason(part, language) in said for name, part in counting(found))
    assert "\n" not in said


def counting(found: Assessment) -> list[tuple[str, object]]:
    parts = [p for p in found.contributions if p.counts and p.code not in ("BASE", "CAP")]
    return [(part.code, part) for part in parts]


def test_the_sentence_in_thai() -> None:
    found = of_case(CASES[5])
    assert sentence(found) == (
        "สูงมาก 15 = โอกาส 5 × ผลกระทบ 3 เพราะ มีแหล่งข้อมูลที่เป็นอิสระต่อกันตั้งแต่ 2 แหล่งขึ้นไป "
        "เคยมีความเสี่ยงประเภทเดียวกันที่นี่ภายใน 24 เดือน พบสัญญาณเตือนหรือเป็นประเด็นเสี่ยงของพื้นที่ "
        "เครือข่ายพบเห็นเองหรือมีหลักฐานทางกายภาพ วงเงิน 4.8 ล้านบาท และกระทบระดับตำบล"
    )


def test_the_sentence_in_english() -> None:
    found = assess(Ticks(is_seen=True), 0, Reach.TAMBON, Irreversible.PERMANENT, Grade.A)
    assert sentence(found, "en") == (
        "High 10 = likelihood 2 × impact 5 because the network saw it or there is physical "
        "evidence; and the damage cannot be undone"
    )


@given(sheets)
def test_what_is_stored_tells_the_same_sentence_again(
    sheet: tuple[Ticks, int, Reach, Irreversible, Grade],
) -> None:
    found = assess(*sheet)
    records = [part.as_record() for part in found.contributions]
    assert from_records(records, found.level, found.verify_first) == found


@pytest.mark.parametrize(
    ("baht", "points"),
    [
        (0, 1),
        (99_999, 1),
        (100_000, 2),
        (499_999, 2),
        (500_000, 3),
        (4_999_999, 3),
        (5_000_000, 4),
        (49_999_999, 4),
        (50_000_000, 5),
    ],
)
def test_the_steps_of_money(baht: int, points: int) -> None:
    assert money_points(baht) == points


def test_a_negative_amount_is_no_amount() -> None:
    with pytest.raises(ValueError):
        assess(Ticks(), -1, Reach.PERSON, Irreversible.NO, Grade.A)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("grade", Grade)
def test_orange_or_red_on_grade_d_is_verified_first(level: Level, grade: Grade) -> None:
    expected = level in ("HIGH", "VERY_HIGH") and grade == "D"
    assert must_verify_first(level, grade) == expected


def test_levels_weigh_1_2_4_8_and_move_by_one_step() -> None:
    assert [level.weight for level in LEVELS] == [1, 2, 4, 8]
    near = {(a.value, b.value) for a in LEVELS for b in LEVELS if one_step_apart(a, b)}
    assert ("LOW", "HIGH") not in near
    assert ("LOW", "MEDIUM") in near
    assert len(near) == 10
