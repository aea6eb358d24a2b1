from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.geography.conftest import NOW
from tmac.audit.models import Entry
from tmac.core.errors import Conflict, Invalid, NotFound
from tmac.geography import queries, services, shapes
from tmac.geography.models import RegionMembership

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _loaded() -> None:
    services.load_reference()


Move = Callable[..., RegionMembership]


@pytest.fixture
def move() -> Move:
    def act(province: str, region: str, on: date, **changed: Any) -> RegionMembership:
        values = {"evidence": "ประกาศ 1/2570", "is_confirmed": True, "scheme": "NACC", **changed}
        return services.move_province(
            actor_id=None,
            actor="test",
            now=NOW,
            province_code=province,
            region_code=region,
            from_on=on,
            **values,
        )

    return act


def test_every_province_belongs_to_one_region_of_every_scheme() -> None:
    for scheme, count in (("NACC", 10), ("PACC", 10), ("CODI", 5)):
        found = queries.regions(scheme, TODAY)
        assert len(found) == count
        held = [code for region in found for code in region.province_codes]
        assert sorted(held) == sorted(queries.province_codes())


def test_the_memberships_are_those_of_the_reference_table() -> None:
    table = Path(services.__file__).parent / "reference" / "provinces.csv"
    with table.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            nacc = queries.region_of(row["province_code"], "NACC", TODAY)
            pacc = queries.region_of(row["province_code"], "PACC", TODAY)
            assert nacc is not None
            assert pacc is not None
            assert (nacc.code, pacc.code) == (row["nacc_region"], row["pacc_area"])


def test_the_reference_table_is_the_specification(shared: Path) -> None:
    ours = Path(services.__file__).parent / "reference" / "provinces.csv"
    assert ours.read_bytes() == (shared / "domain" / "provinces.csv").read_bytes()


def test_only_sourced_regions_count_as_confirmed() -> None:
    confirmed = {r.code for r in queries.regions("NACC", TODAY) if r.is_confirmed}
    assert confirmed == {"9"}  # all seven provinces of region 9 are named by a source


@pytest.mark.parametrize(
    ("scheme", "province", "cited"),
    [
        ("NACC", "90", "nationtv.tv/news/378834847"),
        ("NACC", "75", "nacc.go.th/we (ป.ป.ช. ภาค 7)"),
        ("NACC", "74", ""),
        ("PACC", "14", "ที่ตั้งสำนักงาน ป.ป.ท. เขต 1"),
        ("PACC", "74", "เอกสารต้นทางของโครงการ (ป.ป.ท. เขต 7)"),
    ],
)
def test_a_source_is_cited_in_words_an_officer_understands(
    scheme: str, province: str, cited: str
) -> None:
    told = {m.province_code: m.evidence for m in queries.memberships_told(scheme, TODAY)}
    assert told[province] == cited


def test_loading_again_keeps_what_was_edited(move: Move) -> None:
    move("53", "5", date(2026, 10, 1))
    services.load_reference()
    region = queries.region_of("53", "NACC", TODAY)
    assert region is not None
    assert region.code == "5"
    assert RegionMembership.objects.filter(region__scheme="NACC").count() == 78


def test_a_move_holds_from_its_day_on_and_leaves_the_past(move: Move) -> None:
    move("53", "5", date(2027, 1, 1))
    codes = {
        day: queries.region_of("53", "NACC", day)
        for day in (date(2020, 1, 1), date(2026, 12, 31), date(2027, 1, 1), date(2030, 1, 1))
    }
    assert [region and region.code for region in codes.values()] == ["6", "6", "5", "5"]
    entry = Entry.objects.get(action="geography.province_moved")
    assert entry.province_code == "53"


def test_a_day_before_a_recorded_change_is_refused(move: Move) -> None:
    move("53", "5", date(2027, 1, 1))
    for earlier in (date(2027, 1, 1), date(2026, 1, 1)):
        with pytest.raises(Conflict):
            move("53", "7", earlier)
    assert RegionMembership.objects.filter(region__scheme="NACC", province_code="53").count() == 2


def test_a_move_needs_evidence_and_known_places(move: Move) -> None:
    with pytest.raises(Invalid):
        move("53", "5", TODAY, evidence="  \u200b ")
    for province, region in (("99", "5"), ("53", "77"), ("5301", "5"), ("00", "5")):
        with pytest.raises(NotFound):
            move(province, region, TODAY)


def test_a_failing_record_undoes_the_move(move: Move, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**values: Any) -> None:
        raise RuntimeError("audit")

    monkeypatch.setattr("tmac.audit.services.record", broken)
    with pytest.raises(RuntimeError):
        move("53", "5", TODAY)
    region = queries.region_of("53", "NACC", TODAY)
    assert region is not None
    assert region.code == "6"


def test_regions_are_drawn_anew_after_a_move(move: Move) -> None:
    before = shapes.shape_version()
    assert shapes.shape_path(before, "country-region-nacc").is_file()
    move("53", "5", date(2020, 1, 1))
    after = shapes.shape_version()
    assert before.split(".")[0] == after.split(".")[0]
    assert before != after
    drawn = shapes.shape_path(after, "country-region-nacc").read_text()
    assert '"provinces":["50","51","52","53",' in drawn
