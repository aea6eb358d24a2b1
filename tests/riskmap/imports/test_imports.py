"""Importing pins: every bad cell is named, corrected in place, taken once or not at all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils.translation import override

from tests.cast import Cast
from tmac.agencies import services as agencies
from tmac.audit import queries as audit
from tmac.core.errors import Conflict, Invalid, NotFound, Refused
from tmac.core.sheets import Sheet, csv_bytes
from tmac.riskmap.imports import columns, queries, services
from tmac.riskmap.imports.faults import RowFault
from tmac.riskmap.models import ImportDraft, LearntHead, Pin
from tmac.taxonomy.services import load_reference

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HEADS = (
    "เลขที่หนังสือ",
    "ลงวันที่",
    "ประเด็นความเสี่ยง",
    "ประเภทความเสี่ยง",
    "หน่วยงาน",
    "อำเภอ",
    "ตำบล",
    "งบประมาณ (บาท)",
    "ปีงบประมาณ",
    "ละติจูด",
    "ลองจิจูด",
    "รหัสตำบล",
)
GOOD = (
    "สค 0017/1",
    "3 พ.ย. 2569",
    "ถนนคอนกรีตบางกว่าแบบ",
    "PRC",
    "อบต.คลองทดสอบ",
    "เมืองสมุทรสาคร",
    "บางหญ้าแพรก",
    "1.25 ล้าน",
    "2570",
    "",
    "",
    "",
)


@pytest.fixture(autouse=True)
def _ground(cast: Cast) -> None:
    load_reference()
    agencies.save_agency(
        draft=agencies.AgencyDraft(
            kind="SAO", name_th="อบต.คลองทดสอบ", area_code="740106", code="TEST-74-SAO"
        ),
        actor_id=None,
        actor="ทดสอบ",
        now=NOW,
    )


def row(cells: dict[str, str]) -> tuple[str, ...]:
    known = dict(zip(HEADS, GOOD, strict=True)) | cells
    assert len(known) == len(HEADS), "a head is misspelt"
    return tuple(known.values())


def take(cast: Cast, *rows: tuple[str, ...], name: str = "somsri", **rest: Any) -> Any:
    sheet = Sheet(HEADS, rows)
    return services.import_pins(
        by=cast(name),
        now=NOW,
        sheet=sheet,
        mapping=columns.guess(HEADS, {}),
        province_code="74",
        **rest,
    )


def faults(cast: Cast, cells: dict[str, str]) -> list[RowFault]:
    with override("en"):
        return list(take(cast, row(cells), dry_run=True).faults)


def test_a_record_becomes_a_draft_pin_with_its_source(cast: Cast) -> None:
    report = take(cast, GOOD)
    pin = Pin.objects.get()
    source = pin.sources.get()
    assert report.codes == (pin.code,) == ("2570-74-0001",)
    assert (pin.title, pin.category_id, pin.budget_baht) == (
        "ถนนคอนกรีตบางกว่าแบบ",
        "PRC",
        1_250_000,
    )
    assert (pin.subdistrict_code, pin.agency_kind) == ("740117", "SAO")
    assert pin.accuracy_m >= 1_000  # only the subdistrict is known
    assert (source.document_no, str(source.dated_on)) == ("สค 0017/1", "2026-11-03")
    assert (source.kind, pin.prevention_state) == ("OFFICIAL_RECORD", "DRAFT")


@pytest.mark.parametrize(
    ("cells", "field", "says", "offer"),
    [
        ({"ปีงบประมาณ": "2027"}, "fiscal_year", "Christian year", "2570"),
        ({"ปีงบประมาณ": "70"}, "fiscal_year", "in full", "2570"),
        ({"ปีงบประมาณ": "ปีนี้"}, "fiscal_year", "whole number", None),
        ({"ลงวันที่": "3/11/2026"}, "source_date", "Christian year", "3 พ.ย. 2569"),
        ({"ลงวันที่": "30/2/2569"}, "source_date", "no such day", None),
        ({"ลงวันที่": "3 พ.ย. 2570"}, "source_date", "future", None),
        ({"ละติจูด": "100.28", "ลองจิจูด": "13.52"}, "lat", "wrong way round", "13.52, 100.28"),
        ({"ละติจูด": "48.85", "ลองจิจูด": "2.35"}, "lat", "not in Thailand", None),
        ({"ละติจูด": "13.52"}, "lat", "decimal degrees", None),
        ({"ละติจูด": "13.0", "ลองจิจูด": "100.3"}, "lat", "sea", None),
        ({"ละติจูด": "16.05", "ลองจิจูด": "103.65"}, "lat", "km away", None),
        ({"รหัสตำบล": "749999"}, "area_code", "not in use", None),
        ({"ตำบล": "บางหญ้าแพะ"}, "subdistrict", "not found", None),
        ({"งบประมาณ (บาท)": "เยอะ"}, "budget_baht", "number", None),
        ({"ประเภทความเสี่ยง": ""}, "category", "Write the category", None),
        ({"ประเภทความเสี่ยง": "=1+1"}, "category", "formula", None),
        ({"หน่วยงาน": ""}, "agency", "agency", None),
        ({"หน่วยงาน": "อบต.คลองทดสอป"}, "agency", "register", "องค์การบริหารส่วนตำบลคลองทดสอบ"),
        ({"ประเด็นความเสี่ยง": ""}, "title", "few words", None),
        ({"เลขที่หนังสือ": ""}, "document_no", "doubles", None),
        ({"อำเภอ": "", "ตำบล": ""}, "subdistrict", "Write the subdistrict", None),
    ],
)
def test_a_bad_cell_is_named_with_its_row_the_rule_and_what_may_have_been_meant(
    cast: Cast, cells: dict[str, str], field: str, says: str, offer: str | None
) -> None:
    found = [fault for fault in faults(cast, cells) if fault.field == field]
    assert [fault.row for fault in found][:1] == [2]
    assert says in " ".join(fault.message for fault in found)
    if offer:
        assert offer in found[0].offers


@pytest.mark.parametrize(
    "cells",
    [
        {"ปีงบประมาณ": "๒๕๗๐"},
        {"งบประมาณ (บาท)": "๑,๒๕๐,๐๐๐ บาท"},
        {"ลงวันที่": "๓ พฤศจิกายน ๒๕๖๙"},
        {"ลงวันที่": "2026-11-03 00:00:00"},
        {"ละติจูด": "13.5215", "ลองจิจูด": "100.2790"},
        {"ละติจูด": "๑๓.๕๒๑๕, ๑๐๐.๒๗๙๐"},
        {"ตำบล": "ต.บางหญ้าแพรก", "อำเภอ": "อ.เมืองสมุทรสาคร"},
        {"ตำบล": "", "อำเภอ": "", "รหัสตำบล": "740106"},
        {"ประเภทความเสี่ยง": "prc"},
        {"หน่วยงาน": "องค์การบริหารส่วนตำบลคลองทดสอบ"},
        {"หน่วยงาน": "TEST-74-SAO"},
        {"หน่วยงาน": "อบต."},
    ],
)
def test_what_officers_type_in_other_ways_is_understood(cast: Cast, cells: dict[str, str]) -> None:
    assert faults(cast, cells) == []


def test_an_unknown_category_brings_the_nearest_names(cast: Cast) -> None:
    found = faults(cast, {"ประเภทความเสี่ยง": "การจัดซื้อจัดจ่าง"})
    assert found[0].field == "category"
    assert len(found[0].offers) >= 1


def test_a_point_keeps_its_accuracy_and_finds_its_area(cast: Cast) -> None:
    take(cast, row({"ละติจูด": "13.5215", "ลองจิจูด": "100.2790", "ตำบล": "", "อำเภอ": ""}))
    pin = Pin.objects.get()
    assert (pin.lat, pin.lon, pin.accuracy_m) == (13.5215, 100.279, 100)
    assert pin.district_code.startswith("74")


def test_one_bad_row_keeps_the_whole_file_out(cast: Cast) -> None:
    bad = row({"เลขที่หนังสือ": "สค 0017/2", "ประเภทความเสี่ยง": ""})
    with pytest.raises(Invalid) as refusal:
        take(cast, GOOD, bad)
    assert [fault.row for fault in refusal.value.faults] == [3]
    assert not Pin.objects.exists()


def test_a_failing_audit_leaves_no_pin(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("no audit")

    monkeypatch.setattr("tmac.riskmap.services.drafting.audit.record_all", broken)
    with pytest.raises(RuntimeError):
        take(cast, GOOD)
    assert not Pin.objects.exists()


def test_the_same_file_again_makes_no_doubles_and_says_so(cast: Cast) -> None:
    take(cast, GOOD)
    again = take(cast, GOOD, row({"เลขที่หนังสือ": "สค 0017/2"}))
    assert (again.created, dict(again.existing)) == (1, {2: "2570-74-0001"})
    assert Pin.objects.count() == 2


def test_two_rows_with_one_number_are_told_apart_by_their_rows(cast: Cast) -> None:
    report = take(cast, GOOD, GOOD, dry_run=True)
    assert [(fault.row, fault.field) for fault in report.faults] == [(3, "document_no")]


def test_every_pin_of_an_import_is_on_record(cast: Cast) -> None:
    take(cast, GOOD, row({"เลขที่หนังสือ": "สค 0017/2"}))
    for pin in Pin.objects.all():
        assert [e.action for e in audit.entries_for("pin", str(pin.pk))] == ["pin.drafted"]


@pytest.mark.parametrize("name", ["preecha", "direk", "wirot", "malee", "apinya", "pim"])
def test_only_those_who_may_draft_here_import(cast: Cast, name: str) -> None:
    with pytest.raises(Refused):
        take(cast, GOOD, name=name)
    assert not Pin.objects.exists()


# The steps of the page.


def staged(cast: Cast, *rows: tuple[str, ...], kind: str = "RECORDS", **given: Any) -> ImportDraft:
    return services.stage(
        by=cast("somsri"),
        now=NOW,
        content=csv_bytes(HEADS, rows),
        name="ทะเบียนหนังสือ.csv",
        given=services.NewImport(kind=kind, province_code="74", **given),
    )


def tried(cast: Cast, draft: ImportDraft) -> ImportDraft:
    return services.try_out(by=cast("somsri"), draft_id=draft.pk, now=NOW)


def correct(cast: Cast, draft: ImportDraft, **rest: Any) -> None:
    services.correct(by=cast("somsri"), draft_id=draft.pk, now=NOW, **rest)


def test_two_bad_rows_are_corrected_in_the_page_and_taken(cast: Cast) -> None:
    draft = staged(
        cast,
        GOOD,
        row({"เลขที่หนังสือ": "สค 0017/2", "ปีงบประมาณ": "2027"}),
        row({"เลขที่หนังสือ": "สค 0017/3", "หน่วยงาน": "อบต.คลองทดสอป"}),
    )
    draft = tried(cast, draft)
    bad = queries.bad_rows(draft, queries.faults_of(draft))
    assert [(one.number, one.cells[0].field) for one in bad] == [(3, "fiscal_year"), (4, "agency")]
    with pytest.raises(Invalid):
        services.take(by=cast("somsri"), draft_id=draft.pk, now=NOW)
    offered = {one.number: {one.cells[0].field: one.cells[0].offers[0]} for one in bad}
    correct(cast, draft, fixes=offered)
    assert tried(cast, draft).report["faults"] == []
    done = services.take(by=cast("somsri"), draft_id=draft.pk, now=NOW)
    assert (done.state, Pin.objects.count()) == ("DONE", 3)
    assert services.take(by=cast("somsri"), draft_id=draft.pk, now=NOW).state == "DONE"
    assert Pin.objects.count() == 3


def test_a_correction_that_is_wrong_again_keeps_what_was_typed(cast: Cast) -> None:
    draft = staged(cast, row({"ปีงบประมาณ": "2027"}))
    correct(cast, draft, fixes={2: {"fiscal_year": "ปีหน้า"}})
    draft = tried(cast, draft)
    cell = queries.bad_rows(draft, queries.faults_of(draft))[0].cells[0]
    assert (cell.field, cell.value) == ("fiscal_year", "ปีหน้า")


def test_a_row_can_be_left_out_and_taken_back(cast: Cast) -> None:
    draft = staged(cast, GOOD, row({"เลขที่หนังสือ": ""}))
    correct(cast, draft, fixes={}, left_out={3: True})
    assert tried(cast, draft).report["faults"] == []
    correct(cast, draft, fixes={}, left_out={3: False})
    assert len(tried(cast, draft).report["faults"]) == 1


def test_a_missing_column_is_asked_for_and_the_answer_is_remembered(cast: Cast) -> None:
    content = csv_bytes(["เรื่องที่พบ", *HEADS[:2], *HEADS[3:]], [(GOOD[2], *GOOD[:2], *GOOD[3:])])
    given = services.NewImport(kind="RECORDS", province_code="74")

    def hand_in() -> ImportDraft:
        return services.stage(
            by=cast("somsri"), now=NOW, content=content, name="a.csv", given=given
        )

    draft = tried(cast, hand_in())
    assert [field for field, _message in draft.report["missing"]] == ["title"]
    services.assign_columns(
        by=cast("somsri"),
        draft_id=draft.pk,
        now=NOW,
        mapping={**draft.mapping, "title": "เรื่องที่พบ"},
    )
    assert tried(cast, draft).report["ready"] == 1
    assert LearntHead.objects.filter(field="title").exists()
    assert hand_in().mapping["title"] == "เรื่องที่พบ"


def test_one_column_cannot_hold_two_things(cast: Cast) -> None:
    draft = staged(cast, GOOD)
    with pytest.raises(Invalid) as refusal:
        services.assign_columns(
            by=cast("somsri"),
            draft_id=draft.pk,
            now=NOW,
            mapping={"title": HEADS[2], "category": HEADS[2]},
        )
    assert refusal.value.faults[0].field == "category"


def test_an_import_belongs_to_the_officer_who_began_it(cast: Cast) -> None:
    draft = staged(cast, GOOD)
    with pytest.raises(NotFound):
        services.take(by=cast("kanya"), draft_id=draft.pk, now=NOW)


def test_a_finished_import_is_not_changed_any_more(cast: Cast) -> None:
    draft = tried(cast, staged(cast, GOOD))
    services.take(by=cast("somsri"), draft_id=draft.pk, now=NOW)
    with pytest.raises(Conflict):
        correct(cast, draft, fixes={2: {"title": "อื่น"}})


def test_notes_of_a_workshop_are_numbered_by_table_and_note(cast: Cast) -> None:
    heads = ("กลุ่ม", "ใบที่", "ประเด็น", "ประเภท", "หน่วยงาน", "ตำบล")
    rows = [("2", str(n), f"ถนนสายที่ {n} ชำรุด", "PRC", "อบต.", "บางหญ้าแพรก") for n in (1, 2)]
    for _time in range(2):
        draft = services.stage(
            by=cast("somsri"),
            now=NOW,
            content=csv_bytes(heads, rows),
            name="เวที.csv",
            given=services.NewImport(kind="NOTES", province_code="74", batch="เวที 22 พ.ย. 2569"),
        )
        tried(cast, draft)
        services.take(by=cast("somsri"), draft_id=draft.pk, now=NOW)
    documents = Pin.objects.order_by("pk").values_list("source_document", flat=True)
    assert list(documents) == ["เวที 22 พ.ย. 2569 2/1", "เวที 22 พ.ย. 2569 2/2"]
    assert set(Pin.objects.values_list("sources__grade", flat=True)) == {"D"}


def test_a_large_file_is_read_and_taken_by_the_worker(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "IN_REQUEST", 1)
    draft = staged(cast, GOOD, row({"เลขที่หนังสือ": "สค 0017/2"}))
    draft = tried(cast, draft)
    assert (draft.state, draft.report) == ("CHECKING", {})
    run_jobs()
    draft.refresh_from_db()
    assert (draft.state, draft.report["ready"]) == ("CHECKED", 2)
    services.take(by=cast("somsri"), draft_id=draft.pk, now=NOW)
    assert not Pin.objects.exists()
    run_jobs()
    run_jobs()
    draft.refresh_from_db()
    assert (draft.state, Pin.objects.count()) == ("DONE", 2)


def run_jobs() -> None:
    """What the worker does, at once; a second delivery finds the job over."""
    from tmac.core import jobs
    from tmac.core.models import Job

    for job in Job.objects.order_by("created_at"):
        jobs.run(str(job.pk))
