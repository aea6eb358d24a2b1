"""Who sees which tip: every cell of visibility.csv for a stage of tips, as rows and as answers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import PEOPLE, Cast
from tests.tips.conftest import NOW, Stage
from tmac.accounts.visibility import Scope, rule
from tmac.tips.models import Consultation, Tip
from tmac.tips.sight import RAW, REDACTED, STATUS, TIP_GROUPS, Sight

# name of the tip -> who sees its raw text, its summary, its state
EVERYBODY_WITH_STATUS_ALL = {"wirot", "naree", "chalerm", "apinya"}
REACHED: dict[str, tuple[set[str], set[str], set[str]]] = {
    # In the unit of Samut Sakhon, taken by Suda, Naree added, sent to Anong's agency.
    "taken": (
        {"suda", "somsri", "direk", "naree"},
        {"suda", "somsri", "direk", "naree", "rungroj", "chalerm", "anong"},
        {"suda", "somsri", "direk", "rungroj", "anong"} | EVERYBODY_WITH_STATUS_ALL,
    ),
    # In the same unit, taken by nobody.
    "free": (
        {"somsri", "direk"},
        {"suda", "somsri", "direk", "rungroj", "chalerm"},
        {"suda", "somsri", "direk", "rungroj"} | EVERYBODY_WITH_STATUS_ALL,
    ),
    # At the centre because the province has no key, taken by Orathai.
    "no key": (
        {"orathai"},
        {"orathai", "somsri", "direk", "rungroj", "chalerm"},
        {"orathai", "somsri", "direk", "rungroj"} | EVERYBODY_WITH_STATUS_ALL,
    ),
    # At the centre because the reporter wanted it kept from the province.
    "kept": ({"orathai"}, {"orathai", "chalerm"}, {"orathai", "chalerm", "apinya"}),
    # Of Roi Et, whose office asked Samut Sakhon for its opinion.
    "consulted": (
        {"preecha", "decha", "somsri", "direk"},
        {"preecha", "decha", "somsri", "direk", "suda", "chalerm"},
        {"preecha", "decha", "somsri", "direk", "suda"} | EVERYBODY_WITH_STATUS_ALL,
    ),
}


@pytest.fixture
def tips(stage: Stage, cast: Cast) -> dict[str, Tip]:
    centre: dict[str, Any] = {"office": cast.office("NACC-HQ"), "taken_by": "orathai"}
    elsewhere: dict[str, Any] = {
        "office": cast.office("NACC-45"),
        "province_code": "45",
        "taken_by": "",
    }
    made = {
        "taken": stage.tip(),
        "free": stage.tip(taken_by=""),
        "no key": stage.tip(**centre),
        "kept": stage.tip(**centre, route="CENTRE", is_kept_from_province=True),
        "consulted": stage.tip(**elsewhere, district_code="", subdistrict_code=""),
    }
    stage.add(made["taken"], "naree")
    stage.refer(made["taken"])
    Consultation.objects.create(
        tip=made["consulted"],
        office=cast.office("NACC-74"),
        unit_key_id=made["taken"].pk,
        asked_by=cast.user("preecha"),
        asked_at=NOW,
    )
    return made


@pytest.mark.parametrize("number", range(3), ids=[str(group) for group in TIP_GROUPS])
@pytest.mark.parametrize("name", list(REACHED))
def test_who_sees_what_of_a_tip(tips: dict[str, Tip], cast: Cast, name: str, number: int) -> None:
    group = TIP_GROUPS[number]
    seen = {who for who in PEOPLE if Sight(cast(who)).holds(group, tips[name])}
    assert seen == REACHED[name][number]


@pytest.mark.parametrize("group", TIP_GROUPS, ids=str)
@pytest.mark.parametrize("who", list(PEOPLE))
def test_the_filter_and_the_answer_agree(
    tips: dict[str, Tip], cast: Cast, who: str, group: Any
) -> None:
    sight = Sight(cast(who))
    rows = set(Tip.objects.filter(sight.rows(group)))
    assert rows == {tip for tip in tips.values() if sight.holds(group, tip)}


@pytest.mark.parametrize("who", list(PEOPLE))
def test_nobody_reads_more_than_the_table_grants(
    tips: dict[str, Tip], cast: Cast, who: str
) -> None:
    """A role whose cell says none, count or two-person sees nothing by itself."""
    closed = {Scope.NONE, Scope.COUNT, Scope.TWO_PERSON, Scope.SAMPLE_BY_ORDER, Scope.LOG_ONLY}
    role = PEOPLE[who].role
    for group in TIP_GROUPS:
        if rule(group, role) in closed:
            assert not Tip.objects.filter(Sight(cast(who)).rows(group)).exists()


@pytest.mark.parametrize("who", list(PEOPLE))
def test_a_conflict_of_interest_hides_a_tip_wholly(
    tips: dict[str, Tip], cast: Cast, who: str
) -> None:
    agency = cast.agency()
    by = cast(who)
    conflicted = type(by)(by.user_id, by.name, by.grants, frozenset({agency.pk}))
    sight = Sight(conflicted)
    for group in (RAW, REDACTED, STATUS):
        assert not Tip.objects.filter(sight.rows(group), agency=agency).exists()
        assert not any(sight.holds(group, tip) for tip in tips.values())


def test_a_unit_no_longer_consulted_sees_nothing_more(tips: dict[str, Tip], cast: Cast) -> None:
    Consultation.objects.update(ended_at=NOW)
    assert not Sight(cast("somsri")).sees(tips["consulted"])


def test_an_agency_sees_only_what_was_really_sent(tips: dict[str, Tip], cast: Cast) -> None:
    for state, seen in (("READY", False), ("SENT", True), ("FAILED", False), ("DONE", True)):
        tips["taken"].referrals.update(state=state)
        assert Sight(cast("anong")).sees(tips["taken"]) == seen
