"""What a name tells: its type, its stem, and what it is found by."""

from __future__ import annotations

import pytest

from tmac.agencies import names


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("TAO", "SAO"),
        ("อบต.", "SAO"),
        ("อบต", "SAO"),
        ("องค์การบริหารส่วนตำบล", "SAO"),
        ("ThesabanNakhon", "MUN_CITY"),
        ("ทน.", "MUN_CITY"),
        ("thesabanmueang", "MUN_TOWN"),
        ("เทศบาลตำบล", "MUN_SUB"),
        ("PAO", "PAO"),
        ("Bangkok", "SPECIAL"),
        ("MINISTRY", "MINISTRY"),
        ("Thesaban?", None),
        ("", None),
    ],
)
def test_the_word_of_a_registry_tells_the_type(word: str, kind: str | None) -> None:
    assert names.kind_of_word(word) == kind


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("องค์การบริหารส่วนตำบลบางหญ้าแพรก", "บางหญ้าแพรก"),
        ("อบต.บางหญ้าแพรก", "บางหญ้าแพรก"),
        ("อบต. บางหญ้าแพรก", "บางหญ้าแพรก"),
        ("เทศบาลนครสมุทรสาคร", "สมุทรสาคร"),
        ("การไฟฟ้าส่วนภูมิภาค", "การไฟฟ้าส่วนภูมิภาค"),
    ],
)
def test_the_stem_is_the_name_without_its_type(name: str, stem: str) -> None:
    assert names.stem(name) == stem


@pytest.mark.parametrize(
    ("given", "kind", "full"),
    [
        ("อบต.บางหญ้าแพรก", "SAO", "องค์การบริหารส่วนตำบลบางหญ้าแพรก"),
        ("บางหญ้าแพรก", "SAO", "องค์การบริหารส่วนตำบลบางหญ้าแพรก"),
        ("เทศบาลคอกกระบือ", "MUN_SUB", "เทศบาลคอกกระบือ"),
        ("กรมทางหลวง", "DEPARTMENT", "กรมทางหลวง"),
        ("กองทุนทดสอบ", "OTHER", "กองทุนทดสอบ"),
    ],
)
def test_a_short_form_is_written_out(given: str, kind: str, full: str) -> None:
    assert names.full_name(given, kind) == full


def test_a_key_holds_stem_short_and_full_form_and_places_once_each() -> None:
    key = names.search_key(
        "องค์การบริหารส่วนตำบลบางหญ้าแพรก", "Bang Ya Phraek SAO", ("สมุทรสาคร", "สมุทรสาคร")
    )
    assert key.split() == [
        "บางหญ้าแพรก",
        "องค์การบริหารส่วนตำบลบางหญ้าแพรก",
        "bangyaphraeksao",
        "อบตบางหญ้าแพรก",
        "สมุทรสาคร",
    ]


def test_a_query_loses_its_words_for_a_type() -> None:
    assert names.without_type("อบต. บางหญ้าแพรก") == "บางหญ้าแพรก"
    assert names.without_type("อบต.บางหญ้าแพรก") == "บางหญ้าแพรก"
