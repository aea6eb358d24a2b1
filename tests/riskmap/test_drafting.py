"""Making pins, rewriting drafts, scoring, following: rules, faults, stale forms."""

from __future__ import annotations

from dataclasses import MISSING, Field, replace
from datetime import date, timedelta

import pytest
from django.utils import translation

from tests.cast import Cast
from tests.riskmap.conftest import DRAFT, NOW, REASON, SHEET, TODAY, Stage
from tmac.accounts.models import Posting
from tmac.accounts.roles import Role
from tmac.audit.models import Entry
from tmac.core.errors import Conflict, Invalid, NotFound, Refused
from tmac.core.models import Job
from tmac.riskmap import policies, queries, services
from tmac.riskmap.drafts import FollowUp, PinDraft, SourceDraft
from tmac.riskmap.models import Move, Pin, Revision, Scoring, Source
from tmac.riskmap.offering import offers
from tmac.riskmap.scoring import Ticks
from tmac.riskmap.urgency import urgency_of


def drafted(stage: Stage, name: str = "somsri", **changes: object) -> Pin:
    draft = replace(DRAFT, **changes)  # type: ignore[arg-type]
    return services.draft_pin(by=stage.cast(name), now=NOW, draft=draft)


def faults_of(stage: Stage, **changes: object) -> dict[str, str]:
    with pytest.raises(Invalid) as invalid:
        drafted(stage, **changes)
    return {fault.field: str(fault.message) for fault in invalid.value.faults}


def test_codes_run_by_fiscal_year_and_province(stage: Stage) -> None:
    codes = [drafted(stage).code for _ in range(2)]
    codes.append(drafted(stage, fiscal_year_be=2569).code)
    codes.append(drafted(stage, "preecha", province_code="45", subdistrict_code="450101").code)
    assert codes == ["2570-74-0001", "2570-74-0002", "2569-74-0001", "2570-45-0001"]


def test_a_draft_keeps_what_was_said_and_is_audited(stage: Stage) -> None:
    source = SourceDraft("NEWS", "C", date(2026, 11, 1), "ข่าว 1", "หนังสือพิมพ์ท้องถิ่น")
    pin = drafted(
        stage,
        title="  ถนน\u202eเลียบ \u200bคลอง  ",
        agency_id=stage.cast.agency().pk,
        agency_kind="",
        sources=(source,),
        tags=("ELECTION",),
        source_document=" ปช  12/2569 ",
    )
    pin = Pin.objects.get(pk=pin.pk)
    assert (pin.title, pin.source_document) == ("ถนนเลียบ คลอง", "ปช 12/2569")
    assert (pin.agency_kind, pin.category_top) == ("SAO", "PRC")
    assert (pin.prevention_state, pin.suppression_state, pin.version) == ("DRAFT", "NONE", 1)
    assert Source.objects.get(pin=pin).document_no == "ข่าว 1"
    assert list(pin.tags.values_list("tag_id", flat=True)) == ["ELECTION"]
    assert Move.objects.get(pin=pin).target == "DRAFT"
    entry = Entry.objects.latest("seq")
    assert (entry.action, entry.details["code"]) == ("pin.drafted", pin.code)


def test_an_area_without_a_point_stands_in_its_middle_with_an_honest_accuracy(stage: Stage) -> None:
    pin = drafted(stage, accuracy_m=5)
    assert (pin.district_code, pin.subdistrict_code, pin.accuracy_m) == ("7401", "740101", 3_000)
    assert (5 < pin.lat < 21, 97 < pin.lon < 106) == (True, True)
    wide = drafted(stage, subdistrict_code="", district_code="7402")
    assert (wide.subdistrict_code, wide.accuracy_m) == ("", 10_000)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"category": "XXX"}, "category"),
        ({"category": "X-SVC"}, "category"),
        ({"secondary_category": "PRC-03"}, "secondary_category"),
        ({"secondary_category": "X-OUT"}, "secondary_category"),
        ({"agency_kind": ""}, "agency_kind"),
        ({"agency_kind": "PALACE"}, "agency_kind"),
        ({"agency_id": 999_999}, "agency_id"),
        ({"tags": ("NOPE",)}, "tags"),
        ({"title": "ถนน"}, "title"),
        ({"title": "ก" * 201}, "title"),
        ({"what_may_happen": "ก" * 8_001}, "what_may_happen"),
        ({"budget_baht": -1}, "budget_baht"),
        ({"budget_baht": 10**14}, "budget_baht"),
        ({"period_from": date(2026, 2, 1), "period_to": date(2026, 1, 1)}, "period_to"),
        ({"stoppable_until": TODAY - timedelta(days=1)}, "stoppable_until"),
        ({"fiscal_year_be": 2026}, "fiscal_year_be"),
        ({"fiscal_year_be": 2580}, "fiscal_year_be"),
        ({"subdistrict_code": "450101"}, "subdistrict_code"),
        ({"subdistrict_code": "999999"}, "subdistrict_code"),
        ({"accuracy_m": -1}, "accuracy_m"),
        ({"sources": (SourceDraft("RUMOUR"),)}, "sources-0-kind"),
        ({"sources": (SourceDraft("NEWS", "E"),)}, "sources-0-grade"),
        ({"sources": (SourceDraft("NEWS", "C", date(2027, 1, 1)),)}, "sources-0-dated_on"),
    ],
    ids=str,
)
def test_a_wrong_draft_names_the_field_the_rule_and_the_remedy(
    stage: Stage, changes: dict[str, object], field: str
) -> None:
    faults = faults_of(stage, **changes)
    assert field in faults
    assert len(faults[field]) > 10
    assert not Pin.objects.exists()


def test_every_fault_is_told_at_once(stage: Stage) -> None:
    faults = faults_of(stage, title="", category="XXX", agency_kind="", budget_baht=-5)
    assert set(faults) == {"title", "category", "agency_kind", "budget_baht"}


def test_a_year_in_the_common_era_is_recognised_and_offered(stage: Stage) -> None:
    with pytest.raises(Invalid) as invalid:
        drafted(stage, fiscal_year_be=2026)
    assert invalid.value.faults[0].offer == "2569"


def test_a_source_document_makes_one_pin_in_a_province(stage: Stage) -> None:
    first = drafted(stage, source_document="ปช 1/2570")
    faults = faults_of(stage, source_document="ปช  1/2570 ")
    assert first.code in faults["source_document"]


def test_a_batch_is_made_wholly_or_not_at_all(stage: Stage) -> None:
    good, bad = DRAFT, replace(DRAFT, title="")
    with pytest.raises(Invalid) as invalid:
        services.draft_pins(by=stage.cast("somsri"), now=NOW, drafts=[good, bad, good, bad])
    assert [fault.row for fault in invalid.value.faults] == [2, 4]
    assert not Pin.objects.exists()


def test_the_same_document_twice_in_one_batch_is_a_fault(stage: Stage) -> None:
    twice = replace(DRAFT, source_document="ปช 9/2570")
    with pytest.raises(Invalid) as invalid:
        services.draft_pins(by=stage.cast("somsri"), now=NOW, drafts=[twice, twice])
    assert [(fault.field, fault.row) for fault in invalid.value.faults] == [("source_document", 2)]


def test_a_batch_of_many_costs_few_queries(
    stage: Stage, django_assert_max_num_queries: object
) -> None:
    by = stage.cast("somsri")
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        pins = services.draft_pins(by=by, now=NOW, drafts=[DRAFT] * 200)
    assert len({pin.code for pin in pins}) == 200
    assert sorted(pin.changed_seq for pin in pins) == list(
        range(pins[0].changed_seq, pins[0].changed_seq + 200)
    )


def test_a_coach_makes_pins_of_the_own_club(stage: Stage) -> None:
    club = stage.club()
    assert drafted(stage, "kanya").club_id == club.pk
    assert drafted(stage, "somsri").club_id is None


@pytest.mark.parametrize("name", ["preecha", "direk", "malee", "chalerm", "anong"])
def test_who_may_not_make_a_pin_here(stage: Stage, name: str) -> None:
    with pytest.raises(Refused):
        drafted(stage, name)


def test_an_edit_is_kept_field_by_field(stage: Stage) -> None:
    pin = stage.pin(unscored=True)
    draft = replace(DRAFT, agency_id=pin.agency_id, title="แบ่งจ้างขุดลอกคลอง", budget_baht=900_000)
    edited = services.edit_pin(
        by=stage.cast("somsri"), now=NOW, pin_id=pin.pk, version=1, draft=draft
    )
    assert (edited.title, edited.budget_baht, edited.version) == (draft.title, 900_000, 2)
    revision = Revision.objects.get(pin=pin)
    assert revision.changes == {
        "title": [DRAFT.title, draft.title],
        "budget_baht": ["", "900000"],
    }
    assert Entry.objects.latest("seq").details["fields"] == ["budget_baht", "title"]


def test_saving_without_a_change_makes_no_version(stage: Stage) -> None:
    pin = stage.pin(unscored=True)
    same = replace(DRAFT, agency_id=pin.agency_id)
    by = stage.cast("somsri")
    assert services.edit_pin(by=by, now=NOW, pin_id=pin.pk, version=1, draft=same).version == 1


@pytest.mark.parametrize(
    "state", ["PROPOSED", "WATCHING", "REMEDY", "FIX_REPORTED", "RESOLVED", "ARCHIVED"]
)
def test_a_pin_is_edited_only_as_a_draft_or_when_returned(stage: Stage, state: str) -> None:
    pin = stage.at("prevention", state)
    with pytest.raises(Refused):
        services.edit_pin(
            by=stage.cast("somsri"), now=NOW, pin_id=pin.pk, version=pin.version, draft=DRAFT
        )


def test_a_pin_stays_in_its_province_and_year(stage: Stage) -> None:
    pin = stage.pin(unscored=True)
    for changes in ({"province_code": "45"}, {"fiscal_year_be": 2569}):
        draft = replace(DRAFT, **changes)  # type: ignore[arg-type]
        with pytest.raises(Invalid):
            services.edit_pin(
                by=stage.cast("somsri"), now=NOW, pin_id=pin.pk, version=1, draft=draft
            )


def test_a_stale_form_is_told_what_changed(stage: Stage) -> None:
    pin = stage.pin(unscored=True)
    by = stage.cast("somsri")
    other = replace(DRAFT, agency_id=pin.agency_id, title="ชื่อใหม่ของผู้อื่น", category="BRB-01")
    services.edit_pin(by=by, now=NOW, pin_id=pin.pk, version=1, draft=other)
    with translation.override("en"), pytest.raises(Conflict) as conflict:
        services.edit_pin(by=by, now=NOW, pin_id=pin.pk, version=1, draft=DRAFT)
    changes = {change.field: change for change in conflict.value.changes}
    assert changes["title"].before == DRAFT.title
    assert changes["title"].now == "ชื่อใหม่ของผู้อื่น"
    with translation.override("en"):
        assert str(changes["category"].label) == "Category"
    assert changes["category"].now != "BRB-01", "a name, not a code"


def test_changes_that_may_not_be_seen_do_not_stand_in_the_way(stage: Stage) -> None:
    """A step of the suppression lane is no conflict for a prevention officer."""
    pin = stage.at("suppression", "HANDOVER")
    services.take_step(
        by=stage.cast("wirot"),
        now=NOW,
        pin_id=pin.pk,
        version=pin.version,
        lane="suppression",
        target="INTEL",
    )
    followed = services.follow_pin(
        by=stage.cast("somsri"),
        now=NOW,
        pin_id=pin.pk,
        version=pin.version,
        follow=FollowUp(due_on=TODAY + timedelta(days=7)),
    )
    assert followed.due_on == TODAY + timedelta(days=7)
    with pytest.raises(Conflict):
        services.follow_pin(
            by=stage.cast("direk"), now=NOW, pin_id=pin.pk, version=pin.version, follow=FollowUp()
        )


def test_a_pin_out_of_reach_is_not_found(stage: Stage) -> None:
    pin = stage.pin()
    with pytest.raises(NotFound):
        services.edit_pin(by=stage.cast("preecha"), now=NOW, pin_id=pin.pk, version=1, draft=DRAFT)
    with pytest.raises(NotFound):
        services.edit_pin(by=stage.cast("somsri"), now=NOW, pin_id=0, version=1, draft=DRAFT)


def scored(stage: Stage, pin: Pin, name: str = "somsri", **changes: object) -> Pin:
    sheet = replace(SHEET, **changes)  # type: ignore[arg-type]
    return services.score_pin(
        by=stage.cast(name), now=NOW, pin_id=pin.pk, version=pin.version, sheet=sheet
    )


def test_a_score_is_kept_with_every_contribution(stage: Stage) -> None:
    pin = scored(stage, stage.pin(unscored=True))
    assert (pin.likelihood, pin.impact, pin.score) == (5, 3, 15)
    assert (pin.computed_level, pin.final_level, pin.level_reason) == ("VERY_HIGH", "VERY_HIGH", "")
    assert {part["code"] for part in pin.contributions} >= {"BASE", "has_two_sources", "MONEY"}
    kept = Scoring.objects.get(pin=pin)
    assert (kept.score, kept.contributions) == (15, pin.contributions)
    view = queries.pin(stage.cast("somsri"), pin.code, NOW)
    assert view.score_sentence is not None
    assert view.score_sentence.startswith("สูงมาก 15 = โอกาส 5 × ผลกระทบ 3 เพราะ ")


def test_an_officer_may_move_the_level_one_step_with_a_reason(stage: Stage) -> None:
    pin = scored(stage, stage.pin(unscored=True), final_level="HIGH", level_reason=REASON)
    assert (pin.computed_level, pin.final_level, pin.level_reason) == ("VERY_HIGH", "HIGH", REASON)


@pytest.mark.parametrize(
    ("final", "reason", "field"),
    [
        ("HIGH", "", "level_reason"),
        ("HIGH", "สั้น", "level_reason"),
        ("MEDIUM", REASON, "final_level"),
        ("LOW", REASON, "final_level"),
        ("EXTREME", REASON, "final_level"),
    ],
)
def test_a_level_moved_too_far_or_without_a_reason_is_refused(
    stage: Stage, final: str, reason: str, field: str
) -> None:
    pin = stage.pin(unscored=True)
    with pytest.raises(Invalid) as invalid:
        scored(stage, pin, final_level=final, level_reason=reason)
    assert [fault.field for fault in invalid.value.faults] == [field]


def test_a_reason_without_a_moved_level_is_not_kept(stage: Stage) -> None:
    pin = scored(stage, stage.pin(unscored=True), level_reason=REASON)
    assert pin.level_reason == ""


@pytest.mark.parametrize(
    ("state", "name", "allowed"),
    [
        ("DRAFT", "somsri", True),
        ("RETURNED", "somsri", True),
        ("PROPOSED", "somsri", False),
        ("WATCHING", "somsri", True),
        ("REMEDY", "somsri", True),
        ("FIX_REPORTED", "somsri", False),
        ("RESOLVED", "somsri", False),
        ("DRAFT", "direk", False),
        ("WATCHING", "direk", False),
        ("WATCHING", "kanya", False),
    ],
)
def test_who_scores_when(stage: Stage, state: str, name: str, allowed: bool) -> None:
    pin = stage.at("prevention", state)
    if allowed:
        assert scored(stage, pin, name, ticks=Ticks()).likelihood == 1
        return
    with pytest.raises(Refused):
        scored(stage, pin, name)


def test_following_a_pin_sets_owner_club_and_days(stage: Stage, cast: Cast) -> None:
    pin, club = stage.at("prevention", "WATCHING"), stage.club()
    follow = FollowUp(cast.user("somsri").pk, club.pk, TODAY, TODAY + timedelta(days=9))
    got = services.follow_pin(
        by=cast("direk"), now=NOW, pin_id=pin.pk, version=pin.version, follow=follow
    )
    assert (got.owner_id, got.club_id, got.due_on) == (cast.user("somsri").pk, club.pk, TODAY)
    assert got.urgency == urgency_of(got, TODAY) > 2000


@pytest.mark.parametrize(
    ("follow", "field"),
    [
        (FollowUp(owner_id=-1), "owner_id"),
        (FollowUp(club_id=-1), "club_id"),
        (FollowUp(due_on=TODAY - timedelta(days=1)), "due_on"),
        (FollowUp(stoppable_until=TODAY - timedelta(days=1)), "stoppable_until"),
    ],
)
def test_a_wrong_follow_up_names_its_field(stage: Stage, follow: FollowUp, field: str) -> None:
    pin = stage.at("prevention", "WATCHING")
    with pytest.raises(Invalid) as invalid:
        services.follow_pin(
            by=stage.cast("somsri"), now=NOW, pin_id=pin.pk, version=pin.version, follow=follow
        )
    assert [fault.field for fault in invalid.value.faults] == [field]


def test_the_stored_order_is_put_right_as_days_pass(stage: Stage) -> None:
    pin = stage.at("prevention", "WATCHING")
    services.follow_pin(
        by=stage.cast("somsri"),
        now=NOW,
        pin_id=pin.pk,
        version=pin.version,
        follow=FollowUp(due_on=TODAY + timedelta(days=1), stoppable_until=TODAY),
    )
    assert services.refresh_urgency(now=NOW) == 0
    later = NOW + timedelta(days=2)
    assert services.refresh_urgency(now=later) == 1
    assert services.refresh_urgency(now=later) == 0
    pin.refresh_from_db()
    assert 1000 < pin.urgency < 2000


def test_the_first_change_of_a_day_has_the_order_put_right(stage: Stage) -> None:
    stage.at("prevention", "WATCHING")
    for hours, jobs in ((0, 1), (1, 1), (24, 2), (25, 2)):
        services.draft_pin(by=stage.cast("somsri"), now=NOW + timedelta(hours=hours), draft=DRAFT)
        assert Job.objects.filter(created_at__gte=NOW, task__endswith="reorder").count() == jobs


def test_a_draft_needs_no_more_than_its_five_answers() -> None:
    required = {"category", "agency_kind", "province_code", "title"}
    assert {
        name for name, field in PinDraft.__dataclass_fields__.items() if _is_required(field)
    } == required


def _is_required(field: object) -> bool:
    assert isinstance(field, Field)
    return field.default is MISSING and field.default_factory is MISSING


def test_a_creator_who_moved_to_another_office_no_longer_edits(stage: Stage, cast: Cast) -> None:
    pin = stage.pin(creator="somsri")
    Posting.objects.filter(user=cast.user("somsri")).update(
        role=Role.INVESTIGATOR, office=cast.office("NACC-45")
    )
    by = cast("somsri")
    assert policies.may_see(by, pin), "investigators know of every pin"
    for may in (
        policies.may_edit,
        policies.may_score,
        policies.may_add_source,
        policies.may_attach,
    ):
        assert not may(by, pin)
    assert not any(offer.verdict for offer in offers(by, pin, NOW))
