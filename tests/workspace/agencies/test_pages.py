"""The registry's pages: who opens them, finding, correcting, retiring, importing."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cast import Cast
from tmac.agencies import queries
from tmac.agencies.models import Agency, AgencySheet

HEAD = "ประเภท,ชื่อหน่วยงาน,รหัส,รหัสตำบล,lat,lon\n"
GOOD = "อบต.,อบต.บางหญ้าแพรก,6740106,740106,13.52,100.28\n"
BAD = "อบต.,อบต.สลับที่,6740107,740107,100.28,13.52\n"


def file(text: str, name: str = "ทะเบียน.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), "text/csv")


@pytest.mark.parametrize("name", ["somsri", "apinya", "chalerm"])
def test_officers_find_a_body_by_its_short_form(cast: Cast, name: str) -> None:
    cast.agency()
    answer = cast.client(name).get(reverse("workspace:agencies"), {"province": "74"})
    assert answer.status_code == 200
    assert "องค์การบริหารส่วนตำบลคลองทดสอบ" in answer.content.decode()


@pytest.mark.parametrize("page", ["agency_new", "agency_import"])
@pytest.mark.parametrize(("name", "status"), [("chalerm", 200), ("somsri", 403), ("kittisak", 403)])
def test_only_the_centre_manages_the_registry(
    cast: Cast, page: str, name: str, status: int
) -> None:
    assert cast.client(name).get(reverse(f"workspace:{page}")).status_code == status


def test_an_officer_of_a_province_begins_with_its_bodies(cast: Cast) -> None:
    cast.agency()
    client = cast.client("preecha")
    assert "คลองทดสอบ" not in client.get(reverse("workspace:agencies")).content.decode()
    found = client.get(reverse("workspace:agencies"), {"province": ""}).content.decode()
    assert "คลองทดสอบ" in found


def test_the_list_is_exported_with_formulas_escaped(cast: Cast) -> None:
    row = cast.agency()
    Agency.objects.filter(pk=row.pk).update(name_en="=1+1")
    answer = cast.client("somsri").get(reverse("workspace:agencies"), {"export": "csv"})
    assert answer["Content-Type"].startswith("text/csv")
    assert "'=1+1" in answer.content.decode()


def register(cast: Cast, **cells: Any) -> Any:
    given = {
        "kind": "SAO",
        "name_th": "อบต.บางหญ้าแพรก",
        "province": "74",
        "place": "ต.บางหญ้าแพรก",
        "areas": "740106\n740105 บางส่วน",
        **cells,
    }
    return cast.client("chalerm").post(reverse("workspace:agency_new"), given)


def test_a_body_is_registered_by_hand_and_shown(cast: Cast) -> None:
    answer = register(cast)
    body = queries.search("บางหญ้าแพรก")[0]
    assert answer.url == reverse("workspace:agency", args=[body.id])
    page = cast.client("somsri").get(answer.url).content.decode()
    assert "องค์การบริหารส่วนตำบลบางหญ้าแพรก" in page
    assert queries.responsibilities(body.id) == [("740105", False), ("740106", True)]


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"place": "ต.ไม่มีจริง"}, "id_place"),
        ({"areas": "ไม่ใช่รหัส"}, "id_areas"),
        ({"lat": "13.5"}, "id_lat"),
        ({"name_th": ""}, "id_name_th"),
    ],
)
def test_a_fault_leads_to_its_field_and_nothing_typed_is_lost(
    cast: Cast, cells: dict[str, str], field: str
) -> None:
    answer = register(cast, name_en="Bang Ya Phraek", **cells)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{field}"' in page
    assert "Bang Ya Phraek" in page
    assert not Agency.objects.exists()


def test_swapped_coordinates_are_offered_the_right_way_round(cast: Cast) -> None:
    answer = register(cast, lat="100.28", lon="13.52")
    assert "13.52, 100.28" in answer.content.decode()


def test_a_correction_keeps_the_body_under_its_parent(cast: Cast) -> None:
    row = cast.agency()
    parent = Agency.objects.create(code="P", kind="PROVINCIAL", name_th="จังหวัดสมุทรสาคร")
    Agency.objects.filter(pk=row.pk).update(parent=parent)
    url = reverse("workspace:agency_edit", args=[row.pk])
    client = cast.client("chalerm")
    form = client.get(url).context["form"]
    given = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    given = {name: "" if value is None else value for name, value in given.items()}
    client.post(url, given | {"name_en": "Test SAO"})
    row.refresh_from_db()
    assert (row.name_en, row.parent_id) == ("Test SAO", parent.pk)


def test_a_body_is_retired_for_a_successor_and_revived(cast: Cast) -> None:
    row = cast.agency()
    client = cast.client("chalerm")
    url = reverse("workspace:agency_retire", args=[row.pk])
    assert client.post(url, {"successor_code": "nobody"}).status_code == 422
    assert client.post(url, {"successor_code": ""}).status_code == 302
    assert not Agency.objects.get(pk=row.pk).is_active
    assert client.post(reverse("workspace:agency_revive", args=[row.pk])).status_code == 302
    assert Agency.objects.get(pk=row.pk).is_active


def upload(cast: Cast, text: str, name: str = "chalerm") -> str:
    answer = cast.client(name).post(reverse("workspace:agency_import"), {"file": file(text)})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)


def test_a_file_is_checked_first_and_its_good_rows_are_taken_when_told(cast: Cast) -> None:
    url = upload(cast, HEAD + GOOD + BAD)
    client = cast.client("chalerm")
    page = client.get(url)
    assert page.context["report"].created == 1
    assert "13.52, 100.28" in page.content.decode()
    assert not Agency.objects.exists()
    mapping = AgencySheet.objects.get().mapping
    assert client.post(url, {**mapping, "do": "take"}).status_code == 302
    assert [body.code for body in queries.search("บางหญ้าแพรก")] == ["6740106"]
    assert client.get(url).context["report"].unchanged == 1


def test_refused_rows_can_be_downloaded_with_their_cells(cast: Cast) -> None:
    url = upload(cast, HEAD + GOOD + BAD)
    answer = cast.client("chalerm").get(f"{url}refused.csv")
    lines = answer.content.decode().splitlines()
    assert len(lines) == 2
    assert "อบต.สลับที่" in lines[1]


def test_unknown_heads_are_assigned_by_hand(cast: Cast) -> None:
    url = upload(cast, "ก,ข\nอบต.,อบต.บางหญ้าแพรก\n")
    client = cast.client("chalerm")
    assert client.get(url).status_code == 422
    answer = client.post(url, {"name_th": "ข", "kind": "ก", "do": "map"})
    assert answer.status_code == 302
    assert AgencySheet.objects.get().mapping == {"name_th": "ข", "kind": "ก"}


def test_another_officer_cannot_open_a_staged_file(cast: Cast) -> None:
    url = upload(cast, HEAD + GOOD)
    AgencySheet.objects.update(owner_id=cast.user("pim").pk)
    assert cast.client("chalerm").get(url).status_code == 404


def test_a_file_can_be_put_aside(cast: Cast) -> None:
    url = upload(cast, HEAD + GOOD)
    assert cast.client("chalerm").post(url, {"do": "drop"}).status_code == 302
    assert not AgencySheet.objects.exists()


@pytest.mark.parametrize(
    ("content", "name"), [(b"", "a.csv"), (b"%PDF-1.7", "a.pdf"), (b"PK\x03\x04rubbish", "a.xlsx")]
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(
    cast: Cast, content: bytes, name: str
) -> None:
    given = {"file": SimpleUploadedFile(name, content)}
    answer = cast.client("chalerm").post(reverse("workspace:agency_import"), given)
    assert answer.status_code == 422
    assert 'href="#id_file"' in answer.content.decode()
