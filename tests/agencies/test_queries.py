"""Finding bodies by name, by place and by distance; counting them for rates."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tmac.agencies import queries, services

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BODIES = [
    ("SAO", "อบต.หนองบัว", "450101", None, None),
    ("SAO", "อบต.หนองบัว", "740106", 100.27, 13.52),
    ("MUN_CITY", "เทศบาลนครสมุทรสาคร", "740101", 100.274, 13.547),
    ("MUN_CITY", "เทศบาลนครอ้อมน้อย", "740203", 100.31, 13.70),
    ("DEPARTMENT", "กรมทางหลวง", "", None, None),
    ("DEPARTMENT", "กรมทางหลวงชนบท", "", None, None),
]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _bodies(db: None) -> None:
    for kind, name, area, lon, lat in BODIES:
        services.save_agency(
            draft=services.AgencyDraft(
                kind=kind,
                name_th=name,
                area_code=area,
                lon=lon,
                lat=lat,
                areas={area: True} if area else {},
            ),
            actor_id=None,
            actor="ทดสอบ",
            now=NOW,
        )


@pytest.mark.parametrize(
    ("text", "province", "found"),
    [
        ("อบต. หนองบัว", "74", ["องค์การบริหารส่วนตำบลหนองบัว 740106"]),
        ("อบต.หนองบัว", "45", ["องค์การบริหารส่วนตำบลหนองบัว 450101"]),
        ("ทน. สมุทรสาคร", "74", ["เทศบาลนครสมุทรสาคร 740101", "เทศบาลนครอ้อมน้อย 740203"]),
        ("ทต. หนองบัว", "74", ["องค์การบริหารส่วนตำบลหนองบัว 740106"]),
        ("กรมทางหลวง", "74", ["กรมทางหลวง ", "กรมทางหลวงชนบท "]),
        ("หนองบัว ร้อยเอ็ด", "", ["องค์การบริหารส่วนตำบลหนองบัว 450101"]),
        ("ไม่มีจริง", "74", []),
    ],
)
def test_a_body_is_found_by_name_short_form_and_place(
    text: str, province: str, found: list[str]
) -> None:
    bodies = queries.search(text, province)
    assert [f"{body.name_th} {body.subdistrict_code}" for body in bodies] == found


def test_a_body_of_another_province_is_offered_when_there_is_none_nearer() -> None:
    assert [body.province_code for body in queries.search("อ้อมน้อย", "45")] == ["74"]


def test_a_misspelt_name_brings_the_nearest_one() -> None:
    assert [body.name_th for body in queries.named_like("ทน.สมุทสาคร", "74")] == [
        "เทศบาลนครสมุทรสาคร"
    ]


def test_the_nearest_offices_come_with_their_distance() -> None:
    near = queries.nearest(100.274, 13.547, limit=2)
    assert [body.agency.name_th for body in near] == [
        "เทศบาลนครสมุทรสาคร",
        "องค์การบริหารส่วนตำบลหนองบัว",
    ]
    assert near[0].distance_km == 0
    assert near[1].distance_km == pytest.approx(3.03, abs=0.02)


def test_far_offices_are_found_when_there_are_no_near_ones() -> None:
    assert len(queries.nearest(104.0, 16.0, limit=3)) == 3


def test_one_degree_of_latitude_is_111_km() -> None:
    assert queries.distance_km(100, 13, 100, 14) == pytest.approx(111.195, abs=0.01)


def test_the_ground_is_answered_for_by_the_narrowest_body_first() -> None:
    services.load_reference(now=NOW)
    assert [body.kind for body in queries.answering_for("740106")] == [
        "SAO",
        "DISTRICT",
        "PROVINCIAL",
    ]


def test_bodies_are_counted_where_they_answer_and_national_ones_for_the_country_only() -> None:
    assert queries.count_by_area("COUNTRY") == {"00": 6}
    assert queries.count_by_area("PROVINCE") == {"45": 1, "74": 3}
    assert queries.count_by_area("DISTRICT") == {"4501": 1, "7401": 2, "7402": 1}
    assert queries.count_by_area("SUBDISTRICT")["740106"] == 1
