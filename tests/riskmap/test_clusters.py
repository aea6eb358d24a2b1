"""Pins on the map: every one is drawn once, where the officer may know it to be."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.riskmap.conftest import TODAY
from tests.riskmap.scatter import scatter
from tmac.geography import queries as geography
from tmac.riskmap.clusters import Frame, view
from tmac.riskmap.filters import PinFilter
from tmac.riskmap.models import Pin

pytestmark = pytest.mark.django_db
COUNTRY = (97.0, 5.0, 106.0, 21.0)


@pytest.mark.parametrize("zoom", [4.0, 6.5, 9.0, 12.0, 15.0])
def test_every_visible_pin_is_in_one_cluster_or_stands_alone(cast: Cast, zoom: float) -> None:
    scatter(cast, 150)
    shown = view(cast("chalerm"), PinFilter(), Frame(*COUNTRY, zoom), TODAY)
    wanted = Pin.objects.exclude(prevention_state="ARCHIVED").count()
    assert shown.count == wanted
    assert sum(c.count for c in shown.clusters) + len(shown.points) == wanted


def test_a_cluster_shows_the_highest_level_of_its_open_pins(cast: Cast) -> None:
    here = {"lat": 13.55, "lon": 100.27, "province_code": "74", "due_on": None}
    scatter(cast, 3, final_level="LOW", computed_level="LOW", prevention_state="WATCHING", **here)
    scatter(cast, 1, final_level="HIGH", computed_level="HIGH", prevention_state="REMEDY", **here)
    scatter(cast, 2, final_level="VERY_HIGH", computed_level="VERY_HIGH",
            prevention_state="RESOLVED", **here)  # fmt: skip
    [cluster] = view(cast("somsri"), PinFilter(), Frame(*COUNTRY, 15.0), TODAY).clusters
    assert (cluster.count, cluster.level, len(cluster.ids)) == (6, "HIGH", 6)
    assert (cluster.lon, cluster.lat) == (100.27, 13.55)


def test_closed_pins_alone_make_a_closed_cluster(cast: Cast) -> None:
    scatter(cast, 4, prevention_state="STOPPED", lat=13.55, lon=100.27, province_code="74")
    [cluster] = view(cast("somsri"), PinFilter(), Frame(*COUNTRY, 9.0), TODAY).clusters
    assert cluster.level == "CLOSED"


def test_who_may_not_know_the_exact_place_is_shown_the_subdistrict(cast: Cast) -> None:
    scatter(cast, 1, prevention_state="WATCHING", province_code="74", district_code="7401",
            subdistrict_code="740101", lat=13.60, lon=100.20)  # fmt: skip
    frame = Frame(*COUNTRY, 15.0)
    [exact] = view(cast("somsri"), PinFilter(), frame, TODAY).points
    [coarse] = view(cast("boonmi"), PinFilter(), frame, TODAY).points
    area = geography.area("740101")
    assert area is not None
    assert (exact.lon, exact.lat, exact.is_exact) == (100.20, 13.60, True)
    assert (coarse.lon, coarse.lat) == (round(area.lon, 6), round(area.lat, 6))
    assert not coarse.is_exact


def test_a_frame_holds_only_what_lies_in_it(cast: Cast) -> None:
    scatter(cast, 5, prevention_state="WATCHING", province_code="74", lat=13.55, lon=100.27)
    away = view(cast("somsri"), PinFilter(), Frame(98.0, 18.0, 99.0, 19.0, 9.0), TODAY)
    assert (away.count, away.clusters, away.points) == (0, (), ())


def test_marks_say_verify_first_and_still_stoppable(cast: Cast) -> None:
    level = {"final_level": "HIGH", "computed_level": "HIGH", "evidence_grade": "D"}
    here = {"prevention_state": "WATCHING", "province_code": "74"}
    scatter(cast, 1, stoppable_until=TODAY, **here, **level)
    [point] = view(cast("somsri"), PinFilter(), Frame(*COUNTRY, 9.0), TODAY).points
    assert point.verify_first
    assert point.is_stoppable


def test_another_province_is_never_drawn(cast: Cast) -> None:
    scatter(cast, 60, province_code="45")
    assert view(cast("somsri"), PinFilter(), Frame(*COUNTRY, 9.0), TODAY).count == 0
