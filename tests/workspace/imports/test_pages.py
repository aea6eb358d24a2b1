"""The import in the page: hand in, correct two bad rows, take it; nothing typed is lost."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.cast import Cast
from tmac.agencies import queries as agencies
from tmac.riskmap.imports import services
from tmac.riskmap.models import ImportDraft, Pin
from tmac.taxonomy.services import load_reference

HEAD = "เลขที่หนังสือ,ลงวันที่,ประเด็นความเสี่ยง,ประเภทความเสี่ยง,หน่วยงาน,ตำบล,ปีงบประมาณ\n"
GOOD = "สค 1,3 พ.ย. 2569,ถนนคอนกรีตบางกว่าแบบ,PRC,อบต.,บางหญ้าแพรก,2570\n"
YEAR = "สค 2,3 พ.ย. 2569,เสาไฟราคาสูงกว่าปกติ,PRC,อบต.,บางหญ้าแพรก,2027\n"
KIND = "สค 3,3 พ.ย. 2569,ขุดลอกคลองซ้ำ,ไม่ทราบ,อบต.,บางหญ้าแพรก,2570\n"


@pytest.fixture(autouse=True)
def _reference(db: None) -> None:
    load_reference()


def hand_in(cast: Cast, text: str, name: str = "somsri", **rest: str) -> Any:
    given = {"kind": "RECORDS", "province": "74", "batch": "", **rest}
    upload = SimpleUploadedFile("ทะเบียน.csv", text.encode(), "text/csv")
    return cast.client(name).post(reverse("workspace:import_new"), given | {"file": upload})


def test_two_bad_rows_are_corrected_in_the_page_and_the_file_is_taken(cast: Cast) -> None:
    client, url = cast.client("somsri"), hand_in(cast, HEAD + GOOD + YEAR + KIND).url
    page = client.get(url).content.decode()
    assert 'name="cell-3-fiscal_year"' in page
    assert 'value="3-fiscal_year=2570"' in page
    assert 'value="ไม่ทราบ"' in page
    assert reverse("workspace:import_take", args=[ImportDraft.objects.get().pk]) not in page
    client.post(url, {"take": "3-fiscal_year=2570", "cell-4-category": "PRC"})
    assert "cell-" not in client.get(url).content.decode()
    client.post(f"{url}take/")
    assert Pin.objects.count() == 3
    done = client.get(url).content.decode()
    assert "2570-74-0001" in done
    assert "2570-74-0003" in done


def test_what_was_typed_stays_when_it_is_still_wrong(cast: Cast) -> None:
    client, url = cast.client("somsri"), hand_in(cast, HEAD + KIND).url
    client.post(url, {"cell-2-category": "ยังไม่ทราบ"})
    assert 'value="ยังไม่ทราบ"' in client.get(url).content.decode()


def test_taking_a_file_with_a_bad_row_imports_nothing_and_says_why(cast: Cast) -> None:
    client, url = cast.client("somsri"), hand_in(cast, HEAD + GOOD + KIND).url
    client.get(url)
    answer = client.post(f"{url}take/", follow=True)
    assert not Pin.objects.exists()
    assert "toast--error" in answer.content.decode()


def test_a_row_is_left_out_and_taken_back(cast: Cast) -> None:
    client, url = cast.client("somsri"), hand_in(cast, HEAD + GOOD + KIND).url
    client.post(url, {"leave_out": "3"})
    assert 'name="take_back" value="3"' in client.get(url).content.decode()
    client.post(url, {"take_back": "3"})
    assert 'name="cell-3-category"' in client.get(url).content.decode()


def test_a_file_imported_before_says_so(cast: Cast) -> None:
    client = cast.client("somsri")
    for _time in range(2):
        url = hand_in(cast, HEAD + GOOD).url
        page = client.get(url).content.decode()
        client.post(f"{url}take/")
    assert "2570-74-0001" in page
    assert Pin.objects.count() == 1


def test_a_head_that_is_missing_is_asked_for_at_its_question(cast: Cast) -> None:
    url = hand_in(cast, "เรื่องเล่า,x\nก,ข\n").url
    page = cast.client("somsri").get(url).content.decode()
    assert 'href="#id_title"' in page
    answer = cast.client("somsri").post(
        f"{url}columns/", {"title": "เรื่องเล่า", "category": "เรื่องเล่า"}
    )
    assert answer.status_code == 422
    assert 'href="#id_category"' in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "status"), [("somsri", 200), ("preecha", 200), ("direk", 403), ("malee", 403)]
)
def test_only_prevention_officers_import(cast: Cast, name: str, status: int) -> None:
    for page in ("imports", "import_new"):
        assert cast.client(name).get(reverse(f"workspace:{page}")).status_code == status


def test_nobody_imports_into_another_province(cast: Cast) -> None:
    answer = hand_in(cast, HEAD + GOOD, name="preecha")
    assert answer.status_code == 422
    assert not ImportDraft.objects.exists()


def test_another_officer_sees_none_of_it(cast: Cast) -> None:
    url = hand_in(cast, HEAD + GOOD).url
    client = cast.client("preecha")
    assert client.get(url).status_code == 404
    assert client.post(f"{url}take/").status_code == 404
    assert client.get(f"{url}faults.csv").status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "a.csv"), (HEAD.encode(), "a.csv"), (b"%PDF-1.7", "a.pdf"), (b"PK\x03\x04x", "a.xlsx")],
)
def test_a_file_that_holds_no_rows_is_refused_with_a_sentence(
    cast: Cast, content: bytes, name: str
) -> None:
    given = {"kind": "RECORDS", "province": "74", "file": SimpleUploadedFile(name, content)}
    answer = cast.client("somsri").post(reverse("workspace:import_new"), given)
    assert answer.status_code == 422
    assert 'href="#id_file"' in answer.content.decode()


def test_the_faults_can_be_downloaded_with_formulas_escaped(cast: Cast) -> None:
    url = hand_in(cast, HEAD + KIND.replace("ไม่ทราบ", "=1+1")).url
    client = cast.client("somsri")
    client.get(url)
    assert "'=1+1" in client.get(f"{url}faults.csv").content.decode()


@pytest.mark.parametrize("kind", ["NOTES", "RECORDS"])
def test_a_template_that_is_handed_in_as_it_is_imports_its_example(cast: Cast, kind: str) -> None:
    client = cast.client("somsri")
    content = client.get(reverse("workspace:import_template", args=[kind])).content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert len(book.sheet_names) == 2
    upload = SimpleUploadedFile("แบบ.xlsx", content)
    given = {"kind": kind, "province": "74", "batch": "", "file": upload}
    url = client.post(reverse("workspace:import_new"), given).url
    client.get(url)
    report = ImportDraft.objects.get().report
    in_register = bool(agencies.search("บางหญ้าแพรก", "74"))
    wrong = [fault["field"] for fault in report["faults"]]
    assert wrong == ([] if in_register else ["agency"])


def test_a_template_of_another_kind_is_absent(cast: Cast) -> None:
    url = reverse("workspace:import_template", args=["OTHER"])
    assert cast.client("somsri").get(url).status_code == 404


def test_a_large_file_shows_its_progress_until_the_worker_is_done(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "IN_REQUEST", 0)
    client, url = cast.client("somsri"), hand_in(cast, HEAD + GOOD).url
    assert "<progress" in client.get(url).content.decode()
    assert "<progress" in client.get(f"{url}progress/").content.decode()
    services.run_check(ImportDraft.objects.get(), ImportDraft.objects.get().created_at)
    assert client.get(f"{url}progress/")["HX-Redirect"] == url


def test_a_file_is_put_aside(cast: Cast) -> None:
    url = hand_in(cast, HEAD + GOOD).url
    assert cast.client("somsri").post(f"{url}drop/").status_code == 302
    assert not ImportDraft.objects.exists()
