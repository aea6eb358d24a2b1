"""Lists, filters, the Monday list, suggestions and the timeline."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import PEOPLE
from tests.riskmap.conftest import CHECK, DRAFT, NOW, REASON, SHEET, TODAY, Stage
from tmac.geography.services import load_reference as load_regions
from tmac.riskmap import queries, services
from tmac.riskmap.drafts import SourceDraft
from tmac.riskmap.filters import SORTS
from tmac.riskmap.grounds import Grounds
from tmac.riskmap.models import Pin, Source
from tmac.riskmap.queries import PinFilter
from tmac.riskmap.states import Prevention
from tmac.riskmap.suggesting import independent_sources
from tmac.riskmap.urgency import urgency_of

filters = st.builds(
    PinFilter,
    fy=st.none() | st.integers(2560, 2575),
    q=st.none() | st.integers(1, 4),
    category=st.sampled_from(["", "PRC", "PRC-03"]),
    level=st.lists(st.sampled_from(["LOW", "HIGH"]), unique=True).map(tuple),
    lane=st.lists(st.sampled_from([s.value for s in Prevention]), unique=True).map(tuple),
    suppression=st.booleans(),
    stoppable=st.booleans(),
    overdue=st.booleans(),
    province=st.sampled_from(["", "74"]),
    district=st.sampled_from(["", "7401"]),
    region=st.sampled_from(["", "NACC:7"]),
    text=st.sampled_from(["", "ถนน คลอง"]),
    owner=st.sampled_from(["", "me", "12"]),
    sort=st.sampled_from(sorted(SORTS)),
    page=st.integers(1, 99),
    size=st.none() | st.sampled_from([25, 50]),
)


@given(filters)
def test_a_filter_is_the_same_after_an_address(wanted: PinFilter) -> None:
    assert PinFilter.from_params(QueryDict(wanted.as_query())) == wanted


@pytest.mark.parametrize(
    "query",
    ["fy=x&q=9&level=RED&lane=GONE&page=-1&sort=;drop", "fy=&q=&province=7&district=abc", "page=0"],
)
def test_what_cannot_be_read_in_an_address_is_left_out(query: str) -> None:
    assert PinFilter.from_params(QueryDict(query)) == PinFilter()


def test_thai_digits_are_read_in_an_address() -> None:
    params = QueryDict(mutable=True)
    params["fy"], params["province"] = "๒๕๗๐", "๗๔"
    assert PinFilter.from_params(params) == PinFilter(fy=2570, province="74")


def found(stage: Stage, name: str = "somsri", **wanted: Any) -> list[str]:
    by = stage.cast(name)
    pins = PinFilter(**wanted).apply(queries.visible_pins(by), by, TODAY)
    return [pin.title for pin in pins]


def test_each_field_narrows_the_list(stage: Stage) -> None:
    somsri = stage.cast.user("somsri")
    make = stage.at
    make("prevention", "WATCHING", title="a", stoppable_until=TODAY, owner=somsri)
    make("prevention", "REMEDY", title="b", due_on=TODAY - timedelta(days=1), final_level="LOW")
    make("prevention", "RESOLVED", title="c", due_on=TODAY - timedelta(days=1))
    make("prevention", "ARCHIVED", title="d")
    make("suppression", "INTEL", title="e", category_id="LND-02", category_top="LND")
    make("prevention", "DRAFT", title="f", fiscal_year_be=2569, district_code="7402")
    narrowed: dict[str, tuple[dict[str, Any], str]] = {
        "all but the archive": ({}, "abcef"),
        "archive": ({"lane": ("ARCHIVED",)}, "d"),
        "stoppable": ({"stoppable": True}, "a"),
        "overdue": ({"overdue": True}, "b"),
        "level": ({"level": ("LOW",)}, "b"),
        "top category": ({"category": "LND"}, "e"),
        "category": ({"category": "PRC-03"}, "abcf"),
        "suppression": ({"suppression": True}, "e"),
        "year": ({"fy": 2569}, "f"),
        "district": ({"district": "7402"}, "f"),
        "province": ({"province": "45"}, ""),
        "owner": ({"owner": "me"}, "a"),
        "region": ({"region": "NACC:7"}, "abcef"),
        "no such region": ({"region": "NACC:99"}, ""),
        "kind": ({"agency_kind": "SCHOOL"}, ""),
    }
    load_regions()
    got = {name: "".join(sorted(found(stage, **how))) for name, (how, _) in narrowed.items()}
    assert got == {name: titles for name, (_, titles) in narrowed.items()}


def test_quarters_are_of_the_fiscal_year(stage: Stage) -> None:
    pin = stage.at("prevention", "WATCHING", title="q", fiscal_year_be=2570)
    for day, quarter in (
        ("2026-10-01", 1),
        ("2026-12-31", 1),
        ("2027-01-01", 2),
        ("2027-09-30", 4),
    ):
        stage.put(pin, created_at=f"{day}T12:00:00+07:00")
        hits = [q for q in (1, 2, 3, 4) if found(stage, fy=2570, q=q)]
        assert hits == [quarter], day


def test_the_list_puts_first_what_can_still_be_stopped(stage: Stage) -> None:
    for title, days, level in (
        ("low", None, "LOW"),
        ("red", None, "VERY_HIGH"),
        ("stop", 3, "LOW"),
    ):
        pin = stage.at("prevention", "WATCHING", title=title, final_level=level)
        pin.stoppable_until = TODAY + timedelta(days=days) if days else None

        stage.put(pin, stoppable_until=pin.stoppable_until, urgency=urgency_of(pin, TODAY))
    assert found(stage) == ["stop", "red", "low"]


def test_a_page_of_the_list_costs_few_queries(
    stage: Stage, django_assert_max_num_queries: Any
) -> None:
    for _ in range(12):
        stage.at("prevention", "WATCHING")
    for name in ("somsri", "direk", "wirot", "chalerm", "malee"):
        by = stage.cast(name)
        with django_assert_max_num_queries(7):
            page = queries.pin_page(by, PinFilter(), TODAY)
            assert len(queries.rows(by, page.object_list, TODAY)) == 12


def test_the_monday_list_says_why_and_what_next(stage: Stage) -> None:
    day = timedelta(days=1)
    make = stage.at
    make("prevention", "WATCHING", title="stop", stoppable_until=TODAY + 3 * day)
    make("prevention", "REMEDY", title="late", due_on=TODAY - day)
    make("prevention", "FIX_REPORTED", title="fixed", last_followed_at=NOW)
    make("prevention", "RETURNED", title="returned")
    make("prevention", "PROPOSED", title="proposed")
    make("prevention", "WATCHING", title="stale", last_followed_at=NOW - 31 * day)
    make("prevention", "WATCHING", title="fresh", last_followed_at=NOW - 29 * day)
    waiting = queries.monday_list(stage.cast("somsri"), TODAY)
    titles = {group.code: {item.row.title for item in group.items} for group in waiting.groups}
    assert waiting.groups[0].code == "stoppable"
    assert titles["stoppable"] == {"stop"}
    assert titles["overdue"] == {"late"}
    assert titles["answers"] == {"fixed", "returned"}
    assert "stale" in titles["stale"]
    assert "fresh" not in titles["stale"]
    assert titles["new"] == set()
    assert all(i.reason and i.next_step for group in waiting.groups for i in group.items)


def test_each_desk_has_its_own_new_things(stage: Stage) -> None:
    stage.at("prevention", "PROPOSED", title="proposed")
    stage.at("suppression", "HANDOVER", title="handed")
    stage.at("prevention", "REMEDY", title="letter")
    stage.at("prevention", "FIX_REPORTED", title="fix")
    closing = stage.at("prevention", "WATCHING", title="closing")
    stage.assign(stage.at("suppression", "INTEL", title="assigned"), "naree")
    services.take_step(
        by=stage.cast("somsri"),
        now=NOW,
        pin_id=closing.pk,
        version=closing.version,
        lane="prevention",
        target="STOPPED",
        grounds=Grounds(text=REASON, baht_protected=0, protected_basis=REASON),
    )
    new = {
        name: {
            item.row.title
            for item in queries.monday_list(stage.cast(name), TODAY).group("new").items
        }
        for name in ("direk", "wirot", "naree", "anong", "decha", "chalerm")
    }
    assert new == {
        "direk": {"proposed", "closing"},
        "wirot": {"handed"},
        "naree": {"assigned"},
        "anong": {"letter"},
        "decha": set(),
        "chalerm": set(),
    }


@pytest.mark.parametrize(
    ("name", "state", "step"),
    [
        ("somsri", "REMEDY", "Ask the agency for its answer."),
        ("anong", "REMEDY", "Report the fix with a photo or a document."),
        ("anong", "FIX_REPORTED", "Open the pin"),
        ("malee", "FIX_REPORTED", "Look at the place and say what you saw."),
        ("malee", "WATCHING", "Open the pin"),
        ("pim", "WATCHING", "Open the pin"),
    ],
)
def test_the_next_step_is_one_that_the_reader_can_take(
    stage: Stage, name: str, state: str, step: str
) -> None:
    stage.club(members=("malee",))
    stage.at("prevention", state, due_on=TODAY - timedelta(days=1))
    with translation.override("en"):
        waiting = queries.monday_list(stage.cast(name), TODAY)
    assert {item.next_step for group in waiting.groups for item in group.items} == {step}


@pytest.mark.parametrize("name", PEOPLE)
def test_everybody_has_a_monday_list(stage: Stage, name: str) -> None:
    stage.at("prevention", "REMEDY", due_on=TODAY - timedelta(days=1))
    waiting = queries.monday_list(stage.cast(name), TODAY)
    assert waiting.total == sum(group.total for group in waiting.groups)


def source(**given: Any) -> Source:
    return Source(**({"kind": "NEWS", "grade": "C"} | given))


@pytest.mark.parametrize(
    ("sources", "count"),
    [
        ([], 0),
        ([{}], 1),
        ([{"pk": 1}, {"pk": 2}], 2),
        ([{"document_no": "1"}, {"document_no": "1"}], 1),
        ([{"is_anonymous": True, "pk": 1}, {"is_anonymous": True, "pk": 2}], 1),
        ([{"is_anonymous": True, "has_own_evidence": True, "pk": n} for n in (1, 2)], 2),
        ([{"is_pile_on": True, "pk": n} for n in range(9)], 1),
        ([{"is_pile_on": True, "pk": 1}, {"is_anonymous": True, "pk": 2}, {"pk": 3}], 3),
    ],
)
def test_which_sources_count_as_independent(sources: list[dict[str, Any]], count: int) -> None:
    assert independent_sources([source(**given) for given in sources]) == count


def suggested(stage: Stage, pin: Pin, tick: str) -> bool:
    offers = queries.suggest_ticks(stage.cast("somsri"), pin.code, NOW)
    offer = next(offer for offer in offers if offer.tick == tick)
    assert offer.reason
    return offer.is_suggested


@pytest.mark.parametrize(
    ("columns", "is_repeat"),
    [
        ({}, True),
        ({"subdistrict_code": "740201"}, True),
        ({"agency_id": None}, False),
        ({"category_top": "LND"}, False),
        ({"created_at": NOW - timedelta(days=800)}, False),
        ({"prevention_state": "NOT_SUBSTANTIATED"}, False),
        ({"prevention_state": "DRAFT"}, False),
    ],
)
def test_the_same_kind_here_is_suggested(
    stage: Stage, columns: dict[str, Any], is_repeat: bool
) -> None:
    """Here is the same agency, else the same subdistrict; the kind is the level-1 category."""
    other = stage.at("prevention", "WATCHING")
    stage.put(other, **columns)
    assert suggested(stage, stage.pin(), "is_repeat_here") == is_repeat


def test_without_an_agency_here_is_the_subdistrict(stage: Stage) -> None:
    stage.at("prevention", "WATCHING")
    pin = stage.put(stage.pin(), agency_id=None)
    assert suggested(stage, pin, "is_repeat_here")
    stage.put(pin, subdistrict_code="740201")
    assert not suggested(stage, pin, "is_repeat_here")


def test_suggestions_are_for_those_who_work_on_the_pin(stage: Stage) -> None:
    pin = stage.at("prevention", "WATCHING")
    assert queries.suggest_ticks(stage.cast("malee"), pin.code, NOW) == []


def lived(stage: Stage) -> Pin:
    """A pin with a past of every kind."""
    by = stage.cast("somsri")
    pin = stage.pin()
    services.add_source(
        by=by, now=NOW, pin_id=pin.pk, source=SourceDraft("NETWORK", "B", note="เห็นเอง")
    )
    draft = replace(DRAFT, agency_id=pin.agency_id, title="ชื่อเรื่องใหม่ของหมุด")
    pin = services.edit_pin(by=by, now=NOW, pin_id=pin.pk, version=pin.version, draft=draft)
    sheet = replace(SHEET, final_level="HIGH", level_reason=REASON)
    pin = services.score_pin(by=by, now=NOW, pin_id=pin.pk, version=pin.version, sheet=sheet)
    for target, name, grounds in (
        ("PROPOSED", "somsri", Grounds()),
        ("WATCHING", "direk", Grounds(field_check=CHECK)),
        ("REMEDY", "somsri", Grounds(letter_no="ปช 7", due_on=TODAY + timedelta(days=30))),
    ):
        pin.refresh_from_db()
        services.take_step(
            by=stage.cast(name),
            now=NOW,
            pin_id=pin.pk,
            version=pin.version,
            lane="prevention",
            target=target,
            grounds=grounds,
        )
    stage.file(pin, by)
    return pin


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_timeline_reads_as_sentences(stage: Stage, language: str) -> None:
    pin = lived(stage)
    with translation.override(language):
        entries = queries.timeline(stage.cast("direk"), pin.code)
    kinds = {entry.kind for entry in entries}
    assert kinds >= {"move", "edit", "score", "source", "look", "file"}
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    assert not re.search(r"%\(|\{|None|WATCHING|PROPOSED", " ".join(e.sentence for e in entries))
    thai = [bool(re.search("[ก-๙]", e.sentence)) for e in entries if e.kind in ("edit", "score")]
    assert set(thai) == {language == "th"}
    assert all(entry.who for entry in entries)


def test_the_timeline_of_lookers_on_names_nobody_and_quotes_nothing(stage: Stage) -> None:
    pin = lived(stage)
    for name in ("malee", "boonmi", "naree"):
        entries = queries.timeline(stage.cast(name), pin.code)
        assert {entry.kind for entry in entries} == {"move"}
        assert {(entry.who, entry.text, entry.details) for entry in entries} == {("", "", ())}


def test_the_agency_reads_the_letter_to_it_and_nothing_else(stage: Stage) -> None:
    pin = lived(stage)
    entries = queries.timeline(stage.cast("anong"), pin.code)
    told = [entry for entry in entries if entry.details]
    assert len(told) == 1
    assert "ปช 7" in told[0].details[0]
    assert all(not entry.who for entry in entries)


def test_the_suppression_lane_is_not_told_to_those_who_may_not_see_it(stage: Stage) -> None:
    pin = stage.at("prevention", "WATCHING")
    services.take_step(
        by=stage.cast("direk"),
        now=NOW,
        pin_id=pin.pk,
        version=pin.version,
        lane="suppression",
        target="HANDOVER",
        grounds=Grounds(text=REASON, evidence_list=("สัญญา",)),
    )
    told = {
        name: any(e.lane == "suppression" for e in queries.timeline(stage.cast(name), pin.code))
        for name in ("direk", "wirot", "somsri", "chalerm", "kanya", "apinya")
    }
    assert {name for name, is_told in told.items() if is_told} == {"direk", "wirot"}


def test_the_agency_opens_only_its_own_answers(stage: Stage) -> None:
    pin = stage.at("prevention", "REMEDY")
    theirs = stage.file(pin, stage.cast("somsri"))
    anong = stage.cast("anong")
    assert queries.files(anong, pin.code) == []
    assert not queries.may_open_file(anong, pin.pk, theirs)
    assert [str(f.id) for f in queries.files(stage.cast("direk"), pin.code)] == [theirs]
    for name in ("kanya", "chalerm", "apinya", "naree", "rungroj"):
        assert not queries.may_open_file(stage.cast(name), pin.pk, theirs), name
