from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tmac.geography import queries

TYPED = [
    ("ต.บางหญ้าแพรก อ.เมืองสมุทรสาคร จ.สมุทรสาคร", "740117"),
    ("ตำบลบางหญ้าแพรกอำเภอเมืองสมุทรสาคร", "740117"),
    ("บางหญ้าแพรก สมุทรสาคร", "740117"),
    ("บางหญ้าแพรก, จังหวัดสมุทรสาคร", "740117"),
    ("สมุทรสาคร ต.บางหญ้าแพรก", "740117"),
    ("Bang Ya Phraek, Samut Sakhon", "740117"),
    ("bang ya phraek samut sakhon", "740117"),
    ("อ.เมือง จ.ร้อยเอ็ด", "4501"),
    ("เมือง ร้อยเอ็ด", "4501"),
    ("Mueang Samut Sakhon", "7401"),
    ("กทม", "10"),
    ("กรุงเทพ", "10"),
    ("โคราช", "30"),
    ("จ.อ่างทอง", "15"),
    ("เขตพระนคร", "1001"),
    ("แขวงดินแดง", "102601"),
    ("Hat Yai", "9011"),
    ("74", "74"),
    ("๗๔๐๑๑๗", "740117"),
    ("230396", "230403"),  # abolished: its successor
]


@pytest.mark.parametrize(("typed", "code"), TYPED)
def test_a_typed_place_is_found_first(typed: str, code: str) -> None:
    assert queries.search_places(typed)[0].code == code


@pytest.mark.parametrize("typed", ["", "   ", "xyzzy", "ต.", "!!", "ไม่มีที่นี่แน่นอน"])
def test_what_is_no_place_finds_nothing(typed: str) -> None:
    assert queries.search_places(typed) == []


def test_a_postcode_finds_its_subdistricts_in_either_digits() -> None:
    found = queries.search_places("74000", limit=50)
    assert found
    assert all(hit.code.startswith("74") for hit in found)
    assert found == queries.search_places("๗๔๐๐๐", limit=50)


def test_bangkok_words_keep_to_bangkok() -> None:
    for typed in ("แขวงบางนา", "khwaeng bang na", "เขตบาง"):
        found = queries.search_places(typed)
        assert found
        assert {hit.code[:2] for hit in found} == {"10"}


def test_an_abolished_name_leads_to_what_holds_its_ground() -> None:
    found = {hit.code for hit in queries.search_places("แขวงบางบอน เขตบางบอน")}
    assert found
    assert found <= {"1050", "105002", "105003", "105004", "105005"}


def test_a_hint_keeps_to_an_area_and_the_limit_is_kept() -> None:
    everywhere = queries.search_places("มหาชัย")
    assert {hit.code[:2] for hit in everywhere} > {"74"}
    assert [hit.code for hit in queries.search_places("มหาชัย", within="74")] == ["740101"]
    assert len(queries.search_places("บ้าน", limit=3)) == 3


def test_labels_speak_the_language_of_the_reader() -> None:
    with translation.override("th"):
        assert queries.search_places("740117")[0].label == (
            "ต.บางหญ้าแพรก อ.เมืองสมุทรสาคร จ.สมุทรสาคร"
        )
    with translation.override("en"):
        assert queries.search_places("740117")[0].label == (
            "Bang Ya Phraek, Mueang Samut Sakhon, Samut Sakhon"
        )


@given(st.text(max_size=40))
def test_no_text_breaks_the_search(typed: str) -> None:
    for hit in queries.search_places(typed):
        assert queries.area(hit.code) is not None


@given(st.sampled_from(queries.areas("SUBDISTRICT")), st.sampled_from(["th", "en"]))
def test_every_full_name_finds_its_own_subdistrict(area: queries.AreaInfo, language: str) -> None:
    found = queries.search_places(queries.full_name(area.code, language), limit=20)
    assert area.code in {hit.code for hit in found}
