"""Registering, correcting and retiring a body; the bodies that every installation has."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tmac.agencies import queries, services
from tmac.agencies.models import Agency
from tmac.audit import queries as audit
from tmac.core.errors import Conflict, Invalid, NotFound

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DRAFT = services.AgencyDraft(
    kind="SAO", name_th="อบต.บางหญ้าแพรก", area_code="740106", areas={"740106": True}
)

pytestmark = pytest.mark.django_db


def save(draft: services.AgencyDraft, agency_id: int | None = None) -> queries.AgencyInfo:
    return services.save_agency(
        draft=draft, actor_id=None, actor="ทดสอบ", now=NOW, agency_id=agency_id
    )


def test_a_body_is_registered_with_a_code_and_on_record() -> None:
    body = save(DRAFT)
    assert body.code.startswith("SAO-740106-")
    assert body.name_th == "องค์การบริหารส่วนตำบลบางหญ้าแพรก"
    assert queries.responsibilities(body.id) == [("740106", True)]
    assert len(audit.entries_for("agency", str(body.id))) == 1


def test_a_correction_keeps_the_code() -> None:
    body = save(DRAFT)
    corrected = save(replace(DRAFT, kind="MUN_SUB", name_th="เทศบาลตำบลบางหญ้าแพรก"), body.id)
    assert (corrected.id, corrected.code, corrected.kind) == (body.id, body.code, "MUN_SUB")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(DRAFT, kind="CASTLE"), "kind"),
        (replace(DRAFT, name_th=" "), "name_th"),
        (replace(DRAFT, area_code="749999"), "area_code"),
        (replace(DRAFT, areas={"12": True, "0": True}), "areas"),
        (replace(DRAFT, lat=13.5), "lat"),
        (replace(DRAFT, lat=100.2, lon=13.5), "lat"),
        (replace(DRAFT, lat=1.0, lon=1.0), "lat"),
    ],
)
def test_a_bad_value_is_refused_at_its_field(wrong: services.AgencyDraft, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        save(wrong)
    assert field in {fault.field for fault in refusal.value.faults}
    assert not Agency.objects.exists()


def test_the_same_body_is_not_registered_twice() -> None:
    body = save(DRAFT)
    with pytest.raises(Invalid) as by_name:
        save(DRAFT)
    assert by_name.value.faults[0].field == "name_th"
    with pytest.raises(Invalid) as by_code:
        save(replace(DRAFT, name_th="อบต.อื่น", code=body.code))
    assert by_code.value.faults[0].field == "code"


def test_a_retired_body_is_neither_found_nor_counted_and_comes_back() -> None:
    body = save(DRAFT)
    heir = save(replace(DRAFT, kind="MUN_SUB", name_th="เทศบาลตำบลบางหญ้าแพรก"))
    services.retire_agency(
        agency_id=body.id,
        on=date(2026, 11, 23),
        actor_id=None,
        actor="ทดสอบ",
        now=NOW,
        successor_id=heir.id,
    )
    assert [found.id for found in queries.search("บางหญ้าแพรก")] == [heir.id]
    assert queries.count_by_area("SUBDISTRICT") == {"740106": 1}
    details = queries.details(body.id)
    assert details is not None
    assert details.successor == heir
    services.revive_agency(agency_id=body.id, actor_id=None, actor="ทดสอบ", now=NOW)
    assert len(queries.search("บางหญ้าแพรก")) == 2


def test_retiring_twice_or_in_favour_of_itself_is_refused() -> None:
    body = save(DRAFT)

    def retire(successor_id: int | None) -> None:
        services.retire_agency(
            agency_id=body.id,
            on=date(2026, 11, 23),
            actor_id=None,
            actor="ทดสอบ",
            now=NOW,
            successor_id=successor_id,
        )

    with pytest.raises(Invalid):
        retire(body.id)
    retire(None)
    with pytest.raises(Conflict):
        retire(None)


def test_an_unknown_body_is_told_as_absent() -> None:
    with pytest.raises(NotFound):
        save(DRAFT, 4711)


def test_the_reference_holds_ministries_provinces_and_districts_once() -> None:
    first = services.load_reference(now=NOW)
    assert first > 1_100
    assert services.load_reference(now=NOW) == 0
    assert Agency.objects.filter(kind="MINISTRY").count() == 20
    assert Agency.objects.filter(kind="PROVINCIAL").count() == 76
    assert Agency.objects.filter(kind="DISTRICT").count() == 928
    office = queries.by_code("DISTRICT-7401")
    assert office is not None
    assert office.name_th == "ที่ว่าการอำเภอเมืองสมุทรสาคร"
    details = queries.details(office.id)
    assert details is not None
    assert details.parent is not None
    assert details.parent.name_th == "จังหวัดสมุทรสาคร"
    assert details.areas == [("7401", True)]
