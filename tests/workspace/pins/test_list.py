from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tests.riskmap.conftest import Stage
from tmac.audit.models import Entry
from tmac.riskmap.models import SavedView
from tmac.riskmap.states import Prevention

LIST = "workspace:pins"


def test_the_list_shows_the_pins_of_ones_province_only(cast: Cast, stage: Stage) -> None:
    here = stage.pin()
    there = stage.pin("preecha", province_code="45")
    page = cast.client("somsri").get(reverse(LIST)).content.decode()
    assert here.code in page
    assert there.code not in page


@pytest.mark.parametrize("name", ["kittisak", "thida"])
def test_who_may_see_no_pins_is_refused(cast: Cast, stage: Stage, name: str) -> None:
    assert cast.client(name).get(reverse(LIST)).status_code == 403


def test_the_address_is_the_filter_and_each_chip_takes_one_answer_away(
    cast: Cast, stage: Stage
) -> None:
    red = stage.pin()
    green = stage.pin(final_level="LOW")
    page = cast.client("somsri").get(reverse(LIST) + "?level=LOW&overdue=1").content.decode()
    assert "ไม่มีหมุดที่ตรงกับตัวกรอง" in page
    assert 'href="?overdue=1"' in page
    assert 'href="?level=LOW"' in page
    page = cast.client("somsri").get(reverse(LIST) + "?level=LOW").content.decode()
    assert green.code in page
    assert red.code not in page
    assert reverse("workspace:map") + "?level=LOW" in page


def test_a_page_of_the_list_costs_at_most_twelve_queries(cast: Cast, stage: Stage) -> None:
    for _number in range(6):
        stage.pin()
    client = cast.client("somsri")
    client.get(reverse(LIST))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(reverse(LIST))
    assert len(asked) <= 12, "\n".join(query["sql"][:150] for query in asked)


def test_an_export_escapes_formulas_and_carries_its_notes(cast: Cast, stage: Stage) -> None:
    stage.pin(title='=HYPERLINK("http://x","y")')
    client = cast.client("somsri")
    answer = client.get(reverse("workspace:pins_export", args=["csv"]) + "?level=VERY_HIGH")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][1].startswith("'=HYPERLINK")
    assert any("เป็นเพียงการระบุความเสี่ยง" in cell for row in rows for cell in row)
    assert any("สูงมาก" in row[1] for row in rows if row[0] == "ตัวกรอง")
    answer = client.get(reverse("workspace:pins_export", args=["xlsx"]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.worksheets[0]["B2"].value.startswith("'=HYPERLINK")
    assert book.worksheets[0]["B2"].data_type == "s"
    notes = {row[0].value for row in book.worksheets[1].iter_rows()}
    assert {"ฐานการนับ", "ข้อมูล ณ", "ตัวกรอง", "หมายเหตุ"} <= notes


def test_an_export_is_audited_without_the_words_that_were_typed(cast: Cast, stage: Stage) -> None:
    stage.pin()
    cast.client("somsri").get(reverse("workspace:pins_export", args=["csv"]) + "?text=ถนน&fy=2570")
    entry = Entry.objects.filter(action="pins.exported").get()
    assert entry.actor_id == cast.user("somsri").pk
    assert "ถนน" not in str(entry.details)
    assert "fy=2570" in str(entry.details)


def test_a_view_is_kept_opened_renamed_and_removed_by_its_owner_only(
    cast: Cast, stage: Stage
) -> None:
    stage.pin()
    mine, other = cast.client("somsri"), cast.client("direk")
    mine.post(reverse("workspace:pin_views") + "?level=HIGH", {"name": "หมุดส้ม"})
    view = SavedView.objects.get()
    assert view.query == "level=HIGH"
    assert "หมุดส้ม" in mine.get(reverse(LIST)).content.decode()
    assert "หมุดส้ม" not in other.get(reverse(LIST)).content.decode()
    rename = reverse("workspace:pin_view_rename", args=[view.pk])
    assert other.post(rename, {"name": "ของฉัน"}).status_code == 404
    mine.post(rename, {"name": "หมุดส้มทั้งจังหวัด"})
    assert SavedView.objects.get().name == "หมุดส้มทั้งจังหวัด"
    view = SavedView.objects.get()
    assert other.post(reverse("workspace:pin_view_forget", args=[view.pk])).status_code == 404
    mine.post(reverse("workspace:pin_view_forget", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_a_closed_state_is_listed_when_asked_for(cast: Cast, stage: Stage) -> None:
    pin = stage.at("prevention", Prevention.ARCHIVED)
    client = cast.client("somsri")
    assert pin.code not in client.get(reverse(LIST)).content.decode()
    assert pin.code in client.get(reverse(LIST) + "?lane=ARCHIVED").content.decode()


@pytest.mark.parametrize(
    "query",
    ["fy=1&q=1", "fy=999999999&q=4", "owner=²", f"owner={'9' * 30}", "page=-1&size=9999999"],
)
def test_strange_parameters_narrow_nothing_and_break_nothing(cast: Cast, query: str) -> None:
    assert cast.client("somsri").get(f"{reverse('workspace:pins')}?{query}").status_code == 200


def test_strange_ids_of_cards_are_left_out(cast: Cast) -> None:
    url = f"{reverse('workspace:map_card')}?id={'9' * 5000}&id={'9' * 25}&id=²"
    assert cast.client("somsri").get(url).status_code == 200


def test_the_filter_names_nobody_whose_pins_one_does_not_work_on(cast: Cast, stage: Stage) -> None:
    decha, direk = cast.user("decha"), cast.user("direk")
    stage.put(stage.pin(), owner_id=direk.pk)
    stage.put(stage.pin("preecha", province_code="45"), owner_id=decha.pk)
    client, url = cast.client("somsri"), reverse("workspace:pins")
    assert direk.name_th in client.get(f"{url}?owner={direk.pk}").content.decode()
    assert decha.name_th not in client.get(f"{url}?owner={decha.pk}").content.decode()
