"""Taking a registry in: every refused row is named with its reason, good rows are taken once."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from tmac.agencies import columns, queries, services
from tmac.agencies.models import Agency, Responsibility
from tmac.audit import queries as audit
from tmac.core.errors import Invalid
from tmac.core.sheets import Sheet, read_sheet

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HEADS = ("ประเภท", "ชื่อหน่วยงาน", "รหัส", "รหัสตำบล", "lat", "lon", "พื้นที่รับผิดชอบ")
GOOD = ("อบต.", "อบต.บางหญ้าแพรก", "6740106", "740106", "13.52", "100.28", "740106")
RAISED = ("ทต.", "เทศบาลตำบลบางหญ้าแพรก", "6740106", "740106", "", "", "740106")

pytestmark = pytest.mark.django_db


def sheet(*rows: tuple[str, ...]) -> Sheet:
    return Sheet(HEADS, rows)


def take(given: Sheet, **rest: Any) -> services.ImportReport:
    return services.import_agencies(
        sheet=given,
        mapping=columns.guess(given.columns),
        actor_id=None,
        actor="ทดสอบ",
        now=NOW,
        source="test.csv",
        **rest,
    )


def changed(cells: dict[str, str]) -> tuple[str, ...]:
    known = dict(zip(HEADS, GOOD, strict=True)) | cells
    assert len(known) == len(HEADS)
    return tuple(known.values())


def test_a_good_row_becomes_a_body_with_its_areas() -> None:
    report = take(sheet(GOOD))
    body = queries.by_code("6740106")
    assert body is not None
    assert (report.created, report.faults) == (1, ())
    assert body.name_th == "องค์การบริหารส่วนตำบลบางหญ้าแพรก"
    assert (body.kind, body.province_code, body.subdistrict_code) == ("SAO", "74", "740106")
    assert (body.lat, body.lon) == (13.52, 100.28)
    assert queries.responsibilities(body.id) == [("740106", True)]


def test_a_dry_run_writes_nothing_and_says_what_would_happen() -> None:
    assert take(sheet(GOOD), dry_run=True).created == 1
    assert not Agency.objects.exists()
    assert not audit.entries_for("agency_registry", "test.csv")


def test_the_same_file_again_changes_nothing() -> None:
    take(sheet(GOOD))
    again = take(sheet(GOOD))
    assert (again.created, again.changed, again.unchanged) == (0, 0, 1)
    assert Responsibility.objects.count() == 1


def test_a_changed_row_updates_the_body_and_empty_cells_erase_nothing() -> None:
    take(sheet(GOOD))
    report = take(
        sheet(changed({"ประเภท": "ทต.", "ชื่อหน่วยงาน": "เทศบาลตำบลบางหญ้าแพรก", "lat": "", "lon": ""}))
    )
    body = queries.by_code("6740106")
    assert body is not None
    assert report.changed == 1
    assert (body.kind, body.lat) == ("MUN_SUB", 13.52)


@pytest.mark.parametrize(
    ("cells", "field", "says", "offer"),
    [
        ({"ประเภท": "Thesaban?"}, "kind", "Thesaban?", "Subdistrict administrative organisation"),
        ({"ชื่อหน่วยงาน": ""}, "name_th", "missing", None),
        ({"พื้นที่รับผิดชอบ": "749999"}, "coverage", "749999", None),
        ({"lat": "100.28", "lon": "13.52"}, "lat", "wrong way round", "13.52, 100.28"),
        ({"lat": "48.85", "lon": "2.35"}, "lat", "not in Thailand", None),
        ({"lat": "", "lon": "100.28"}, "lat", "decimal degrees", None),
        ({"lat": "13 องศา"}, "lat", "decimal degrees", None),
        ({"พื้นที่รับผิดชอบ": "", "รหัสตำบล": "749999"}, "place", "749999", None),
    ],
)
def test_a_bad_cell_is_named_with_its_row_rule_and_offer(
    cells: dict[str, str], field: str, says: str, offer: str | None
) -> None:
    with override("en"):
        report = take(sheet(GOOD, changed(cells | {"รหัส": "9999999"})))
        said = str(report.faults[0].message)
    assert report.created == 1
    assert [(f.row, f.field, f.offer) for f in report.faults] == [(3, field, offer)]
    assert says in said


def test_thai_digits_are_read() -> None:
    report = take(sheet(changed({"lat": "๑๓.๕๒", "lon": "๑๐๐.๒๘", "รหัสตำบล": "๗๔๐๑๐๖"})))
    assert report.created == 1


def test_an_abolished_area_code_leads_to_its_successor() -> None:
    report = take(sheet(changed({"รหัสตำบล": "100205", "พื้นที่รับผิดชอบ": "100205"})))
    body = queries.by_code("6740106")
    assert report.faults == ()
    assert body is not None
    assert body.subdistrict_code == "102901"


def test_areas_may_be_shared() -> None:
    take(sheet(changed({"พื้นที่รับผิดชอบ": "740106:partially;740105:completely"})))
    body = queries.by_code("6740106")
    assert body is not None
    assert queries.responsibilities(body.id) == [("740105", True), ("740106", False)]


def test_of_two_rows_with_one_code_the_one_with_more_areas_stays() -> None:
    wide = changed({"ชื่อหน่วยงาน": "อบต.กว้าง", "พื้นที่รับผิดชอบ": "740105;740106"})
    report = take(sheet(GOOD, wide))
    body = queries.by_code("6740106")
    assert body is not None
    assert body.name_th == "องค์การบริหารส่วนตำบลกว้าง"
    assert [fault.row for fault in report.faults] == [2]


def test_a_body_registered_under_another_code_is_not_doubled() -> None:
    take(sheet(GOOD))
    report = take(sheet(changed({"รหัส": "1111111"})))
    assert [(f.field, f.offer) for f in report.faults] == [("code", "6740106")]
    assert Agency.objects.count() == 1


def test_a_file_without_names_asks_for_the_column() -> None:
    with pytest.raises(Invalid) as refusal:
        take(Sheet(("ประเภท",), (("อบต.",),)))
    assert refusal.value.faults[0].field == "name_th"


def test_every_body_and_the_import_itself_are_on_record() -> None:
    take(sheet(GOOD))
    body = queries.by_code("6740106")
    assert body is not None
    assert [entry.action for entry in audit.entries_for("agency", str(body.id))] == [
        "agency_created"
    ]
    assert len(audit.entries_for("agency_registry", "test.csv")) == 1


@pytest.mark.slow
def test_the_real_registry_comes_in_under_twenty_seconds(shared: Path) -> None:
    path = shared / "geo" / "codes" / "lao_ahoerstemeier_2022.csv"
    services.load_reference(now=NOW)
    given = read_sheet(path.read_bytes(), path.name)
    before = time.perf_counter()
    report = take(given)
    assert time.perf_counter() - before < 20
    assert report.rows == 7851
    assert report.accepted + len(report.refused_rows) == 7851
    assert len(report.refused_rows) < 120
    assert Counter(fault.field for fault in report.faults)["kind"] == 1
    assert all(str(fault.message) for fault in report.faults)
    again = take(given)
    assert (again.created, again.changed) == (0, 0)
