"""Numbers and addresses of people in a summary: found, told where, and offered masked."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from tests.cast import PEOPLE
from tests.tips.conftest import NOW, Stage
from tmac.core.errors import Conflict, Invalid, NotFound, Refused
from tmac.tips.filings import SummaryDraft
from tmac.tips.models import Tip
from tmac.tips.personal import masked, personal_parts
from tmac.tips.services.handling import assign, take_tip, write_summary


def with_check_digit(twelve: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(twelve, range(13, 1, -1), strict=True))
    return twelve + str((11 - total % 11) % 10)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (f"บัตร {with_check_digit('110170020736')} นะ", ["CITIZEN_ID"]),
        ("บัตร 1-2345-67890-12-1 ของผู้รับเหมา", ["CITIZEN_ID"]),
        ("บัตร ๑๒๓๔๕๖๗๘๙๐๑๒๑", ["CITIZEN_ID"]),
        ("เลขที่โครงการ 67119012345 วงเงิน 1,234,567 บาท", []),
        ("เลข 1234567890123 มีหลักตรวจผิด", []),
        ("โทร 081-234-5678", ["PHONE"]),
        ("โทร ๐๘๑๒๓๔๕๖๗๘", ["PHONE"]),
        ("โทร 02 123 4567", ["PHONE"]),
        ("โทร +66 81 234 5678", ["PHONE"]),
        ("วันที่ 22 พ.ย. 2569 เวลา 09.30", []),
        ("เขียนมาที่ somchai.k@example.go.th ได้", ["EMAIL"]),
        ("อีเมล a@b.co และโทร 0912345678", ["EMAIL", "PHONE"]),
        ("ไม่มีอะไรเลย", []),
        ("", []),
        ("😀" * 50, []),
    ],
)
def test_personal_parts_are_found_by_their_form(text: str, kinds: list[str]) -> None:
    assert [part.kind for part in personal_parts(text)] == kinds


def test_masking_leaves_the_rest_of_the_text_as_it_was() -> None:
    with override("en"):
        assert masked("ก 081-234-5678 ข a@b.co ค") == "ก [telephone number] ข [e-mail address] ค"


def test_masked_text_has_nothing_more_to_mask() -> None:
    text = f"{with_check_digit('110170020736')} 0812345678 a@b.co"
    assert personal_parts(masked(text)) == []


GOOD = SummaryDraft("แบ่งจ้างถนนเลียบคลอง", "มีการแบ่งจ้างปรับปรุงถนนเป็นสามสัญญา", category="PRC-03")


def summed(stage: Stage, tip: Tip, name: str, summary: SummaryDraft = GOOD) -> int:
    by = stage.cast(name)
    return write_summary(by=by, now=NOW, tip_id=tip.pk, version=tip.version, summary=summary)


def test_a_summary_with_a_telephone_number_is_refused_with_the_place_and_the_masked_text(
    stage: Stage,
) -> None:
    tip = stage.tip()
    draft = SummaryDraft("แบ่งจ้าง", "ผู้แจ้งให้โทรกลับ 081-234-5678 ช่วงเย็น")
    with override("en"), pytest.raises(Invalid) as refused:
        summed(stage, tip, "suda", draft)
    fault = refused.value.faults[0]
    assert fault.field == "text"
    assert "character 19" in str(fault.message)
    assert fault.offer == "ผู้แจ้งให้โทรกลับ [telephone number] ช่วงเย็น"
    assert Tip.objects.get(pk=tip.pk).summary == ""


@pytest.mark.parametrize("field", ["title", "text"])
def test_neither_title_nor_text_may_hold_a_number_of_a_person(stage: Stage, field: str) -> None:
    parts: dict[str, Any] = {"title": GOOD.title, "text": GOOD.text} | {
        field: "โทร 081-234-5678 ช่วงเย็นได้"
    }
    with pytest.raises(Invalid) as refused:
        summed(stage, stage.tip(), "suda", SummaryDraft(**parts))
    assert [fault.field for fault in refused.value.faults] == [field]


def test_a_summary_sets_the_facts_and_is_versioned(stage: Stage) -> None:
    tip = stage.tip(category_id=None, category_top="", is_anonymous=None, has_evidence=None)
    draft = SummaryDraft(
        GOOD.title,
        GOOD.text,
        category="PRC-02",
        agency_kind="SAO",
        agency_id=stage.cast.agency().pk,
        district="7402",
        is_anonymous=True,
        has_evidence=True,
    )
    assert summed(stage, tip, "suda", draft) == 2
    tip = Tip.objects.get(pk=tip.pk)
    assert (tip.title, tip.category_id, tip.category_top) == (GOOD.title, "PRC-02", "PRC")
    assert (tip.district_code, tip.subdistrict_code, tip.is_anonymous) == ("7402", "", True)
    with pytest.raises(Conflict):
        write_summary(by=stage.cast("suda"), now=NOW, tip_id=tip.pk, version=1, summary=GOOD)


@pytest.mark.parametrize(
    ("part", "value", "field"),
    [
        ("title", "", "title"),
        ("title", "ก" * 201, "title"),
        ("text", "สั้น", "text"),
        ("text", "ก" * 5001, "text"),
        ("category", "XYZ", "category"),
        ("agency_kind", "KINGDOM", "agency_kind"),
        ("agency_id", 10**9, "agency_id"),
        ("district", "4501", "district"),
        ("subdistrict", "450101", "subdistrict"),
    ],
)
def test_what_a_summary_may_not_say_is_named(
    stage: Stage, part: str, value: object, field: str
) -> None:
    given = {"title": GOOD.title, "text": GOOD.text} | {part: value}
    with pytest.raises(Invalid) as refused:
        summed(stage, stage.tip(), "suda", SummaryDraft(**given))  # type: ignore[arg-type]
    assert [fault.field for fault in refused.value.faults] == [field]


def test_hostile_text_is_kept_as_text(stage: Stage) -> None:
    tip = stage.tip()
    text = "<script>alert(1)</script> \u202eเขียนกลับ\u202c 😀 ก\u200bข"
    summed(stage, tip, "suda", SummaryDraft("<b>หัวเรื่อง</b>", text))
    tip.refresh_from_db()
    assert tip.title == "<b>หัวเรื่อง</b>"
    assert tip.summary == "<script>alert(1)</script> เขียนกลับ 😀 กข"


def test_who_writes_the_summary(stage: Stage) -> None:
    """The screening officer who has it, prevention and director of the unit; nobody else."""
    able = set()
    for name in PEOPLE:
        tip = stage.tip()
        stage.add(tip, "naree")
        try:
            summed(stage, tip, name)
        except (Refused, NotFound):
            continue
        able.add(name)
    assert able == {"suda", "somsri", "direk"}


def test_taking_a_new_tip_begins_the_screening(stage: Stage) -> None:
    tip = stage.tip("RECEIVED", taken_by="")
    version = take_tip(by=stage.cast("suda"), now=NOW, tip_id=tip.pk)
    tip.refresh_from_db()
    assert (tip.state, tip.version, tip.assigned_to) == (
        "SCREENING",
        version,
        stage.cast.user("suda"),
    )
    assert take_tip(by=stage.cast("suda"), now=NOW, tip_id=tip.pk) == version


def test_a_taken_tip_is_passed_on_and_not_taken_away(stage: Stage) -> None:
    tip = stage.tip()
    with pytest.raises(Refused):
        take_tip(by=stage.cast("somsri"), now=NOW, tip_id=tip.pk)
    for stranger in ("naree", "orathai", "preecha"):
        user = stage.cast.user(stranger)
        with pytest.raises(Invalid):
            assign(by=stage.cast("suda"), now=NOW, tip_id=tip.pk, user_id=user.pk)
    assign(by=stage.cast("suda"), now=NOW, tip_id=tip.pk, user_id=stage.cast.user("somsri").pk)
    with pytest.raises(Refused):
        assign(by=stage.cast("suda"), now=NOW, tip_id=tip.pk, user_id=None)
    assign(by=stage.cast("direk"), now=NOW, tip_id=tip.pk, user_id=None)
    assert Tip.objects.get(pk=tip.pk).assigned_to is None


def test_who_takes_a_free_tip(stage: Stage) -> None:
    able = set()
    for name in PEOPLE:
        tip = stage.tip("RECEIVED", taken_by="")
        try:
            take_tip(by=stage.cast(name), now=NOW, tip_id=tip.pk)
        except (Refused, NotFound):
            continue
        able.add(name)
    assert able == {"suda", "somsri", "direk"}
