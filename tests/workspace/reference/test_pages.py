from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from tests.cast import Cast
from tmac.audit.models import Entry
from tmac.geography import queries as geography
from tmac.geography import services as geography_services
from tmac.taxonomy import queries as taxonomy
from tmac.taxonomy import services as taxonomy_services

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)

READERS = ["somsri", "direk", "wirot", "rungroj", "chalerm", "pim", "malee", "apinya"]
OUTSIDERS = ["kittisak", "thida"]
PAGES = ["reference", "clocks", "holidays", "regions", "boundaries"]


@pytest.fixture(autouse=True)
def _loaded(db: None) -> None:
    geography_services.load_reference()
    taxonomy_services.load_reference()


def address(name: str, *parts: object, language: str = "th") -> str:
    with translation.override(language):
        return reverse(f"workspace:{name}", args=parts)


@pytest.mark.parametrize("page", PAGES)
def test_who_works_with_pins_reads_the_tables(page: str, cast: Cast) -> None:
    for person in READERS:
        assert cast.client(person).get(address(page)).status_code == 200, person
    for person in OUTSIDERS:
        assert cast.client(person).get(address(page)).status_code == 403, person


@pytest.mark.parametrize("page", PAGES)
def test_the_tables_speak_thai_and_english(page: str, cast: Cast) -> None:
    client = cast.client("chalerm")
    assert "ตารางอ้างอิง" in client.get(address(page)).content.decode()
    assert "Reference tables" in client.get(address(page, language="en")).content.decode()


MANAGED = [
    ("clock_edit", ["FIRST_LOOK"]),
    ("holiday_new", []),
    ("region_move", ["NACC", "53"]),
]


@pytest.mark.parametrize(("page", "parts"), MANAGED)
def test_only_the_central_programme_changes_national_tables(
    page: str, parts: list[str], cast: Cast
) -> None:
    assert cast.client("chalerm").get(address(page, *parts)).status_code == 200
    for person in ("somsri", "direk", "rungroj", "pim", "apinya", "kittisak"):
        assert cast.client(person).get(address(page, *parts)).status_code == 403, person
        assert cast.client(person).post(address(page, *parts), {}).status_code == 403, person


def test_a_clock_is_set_in_either_digits(cast: Cast) -> None:
    client = cast.client("chalerm")
    answer = client.post(address("clock_edit", "FIRST_LOOK"), {"days": "๕"})
    assert answer.status_code == 302
    assert taxonomy.clock("FIRST_LOOK").days == 5
    assert Entry.objects.filter(action="taxonomy.clock_set").count() == 1
    for wrong in ("", "soon", "-1", "99999", "3.5"):
        answer = client.post(address("clock_edit", "FIRST_LOOK"), {"days": wrong})
        assert answer.status_code == 422, wrong
    assert taxonomy.clock("FIRST_LOOK").days == 5


def test_a_clock_of_the_law_cannot_be_set(cast: Cast) -> None:
    answer = cast.client("chalerm").post(address("clock_edit", "NACC_FACT_FINDING"), {"days": "1"})
    assert answer.status_code == 403
    assert taxonomy.clock("NACC_FACT_FINDING").days == 180


def test_a_province_adds_a_category_retires_it_and_offers_it_again(cast: Cast) -> None:
    client = cast.client("somsri")
    form = {"province": "74", "parent": "PRC", "name_th": "ซื้อเครื่องสูบน้ำเก่า"}
    assert client.post(address("category_new"), form).status_code == 302
    code = "PRC-74-01"
    assert "ซื้อเครื่องสูบน้ำเก่า" in client.get(address("reference")).content.decode()
    assert client.post(address("category_retire", code)).status_code == 302
    assert code not in _offered("74")
    assert client.post(address("category_restore", code)).status_code == 302
    assert code in _offered("74")
    assert code not in _offered("45")


def _offered(province: str) -> set[str]:
    return {c.code for top in taxonomy.categories(province) for c in top.children}


def test_an_officer_of_another_province_cannot_touch_it(cast: Cast) -> None:
    form = {"province": "74", "parent": "PRC", "name_th": "ซื้อเครื่องสูบน้ำเก่า"}
    assert cast.client("direk").post(address("category_new"), form).status_code == 302
    preecha = cast.client("preecha")
    assert preecha.post(address("category_new"), form).status_code == 422
    assert preecha.post(address("category_retire", "PRC-74-01")).status_code == 403
    assert "PRC-74-01" in _offered("74")


@pytest.mark.parametrize("code", ["PRC-01", "PRC", "NONE"])
def test_national_categories_are_not_retired_by_a_province(code: str, cast: Cast) -> None:
    assert cast.client("somsri").post(address("category_retire", code)).status_code == 404
    assert "PRC-01" in _offered("74")


def test_a_name_that_exists_is_refused_and_what_was_typed_stays(cast: Cast) -> None:
    form = {"province": "74", "parent": "PRC", "name_th": "แบ่งซื้อแบ่งจ้าง", "name_en": "Splitting"}
    answer = cast.client("somsri").post(address("category_new"), form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "มีประเภทนี้อยู่แล้ว" in page
    assert "Splitting" in page


def test_a_holiday_is_entered_shown_and_taken_out(cast: Cast) -> None:
    client = cast.client("chalerm")
    form = {"day": "24/11/2569", "name": "มติ ครม. 10 พ.ย. 2569", "is_holiday": "yes"}
    assert client.post(address("holiday_new"), form).status_code == 302
    assert taxonomy.extra_holidays() == {date(2026, 11, 24): True}
    assert client.post(address("holiday_new"), form).status_code == 422
    page = client.get(address("holidays") + "?year=2569").content.decode()
    assert "มติ ครม. 10 พ.ย. 2569" in page
    [entry] = taxonomy.holiday_entries(2026)
    assert client.post(address("holiday_remove", entry.id)).status_code == 302
    assert taxonomy.extra_holidays() == {}


@pytest.mark.parametrize("year", ["", "0", "abc", "99999999999999999999", "2569", "๒๕๖๙", "1"])
def test_any_year_in_the_address_gives_a_page(year: str, cast: Cast) -> None:
    assert cast.client("somsri").get(address("holidays"), {"year": year}).status_code == 200


def test_a_province_is_moved_from_a_day_on(cast: Cast) -> None:
    client = cast.client("chalerm")
    form = {
        "region": "5",
        "from_on": "1/1/2570",
        "evidence": "ประกาศ ป.ป.ช. ที่ 1/2569",
        "is_confirmed": "on",
    }
    assert client.post(address("region_move", "NACC", "53"), form).status_code == 302
    before = geography.region_of("53", "NACC", date(2026, 12, 31))
    after = geography.region_of("53", "NACC", date(2027, 1, 1))
    assert before is not None
    assert after is not None
    assert (before.code, after.code) == ("6", "5")
    again = client.post(address("region_move", "NACC", "53"), form)
    assert again.status_code == 422
    history = client.get(address("region_move", "NACC", "53")).content.decode()
    assert "ประกาศ ป.ป.ช. ที่ 1/2569" in history
    assert "31 ธ.ค. 2569" in history.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("field", "value"), [("evidence", ""), ("from_on", "yesterday"), ("region", "77")]
)
def test_a_faulty_move_is_refused_at_its_question(field: str, value: str, cast: Cast) -> None:
    form = {"region": "5", "from_on": "1/1/2570", "evidence": "ประกาศ", field: value}
    answer = cast.client("chalerm").post(address("region_move", "NACC", "53"), form)
    assert answer.status_code == 422
    assert f'href="#id_{field}' in answer.content.decode()
    region = geography.region_of("53", "NACC", date(2030, 1, 1))
    assert region is not None
    assert region.code == "6"


@pytest.mark.parametrize("parts", [("NACC", "99"), ("XXXX", "53"), ("NACC", "5301")])
def test_what_does_not_exist_is_not_found(parts: tuple[str, str], cast: Cast) -> None:
    assert cast.client("chalerm").get(address("region_move", *parts)).status_code == 404


def test_approximate_boundaries_are_named_so(cast: Cast) -> None:
    page = cast.client("chalerm").get(address("boundaries")).content.decode()
    assert "ขอบเขตโดยประมาณ" in page
    assert "tmac geography import PATH" in page
    assert "Natural Earth" in page
    assert "tmac geography" not in cast.client("somsri").get(address("boundaries")).content.decode()
