from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.geography.conftest import Importer, Shapes
from tmac.core.errors import Invalid
from tmac.geography import locating, queries
from tmac.geography.measures import distance_m

TOWNS = [
    ("74", 100.2736, 13.5475),  # Samut Sakhon
    ("45", 103.6520, 16.0538),  # Roi Et
    ("10", 100.5014, 13.7540),  # Bangkok
    ("50", 98.9853, 18.7883),  # Chiang Mai
    ("90", 100.4667, 7.0084),  # Hat Yai
    ("38", 103.6464, 18.3609),  # Bueng Kan
    ("84", 100.0598, 9.5357),  # Ko Samui
]


@pytest.mark.parametrize(("province", "lon", "lat"), TOWNS)
def test_without_a_pack_a_town_is_found_in_its_province(
    province: str, lon: float, lat: float
) -> None:
    found = locating.locate(lon, lat)
    assert found.province_code == province
    assert found.district_code.startswith(province)
    assert found.subdistrict_code == ""
    assert found.is_approximate
    assert found.code == found.district_code


def test_without_a_pack_district_towns_lead_to_their_district() -> None:
    """The towns are what the district is found by: near the border of a simple shape a town may
    fall into the next province, which is what "approximate" warns of."""
    districts = queries.areas("DISTRICT")
    found = locating.locate_many([(d.lon, d.lat) for d in districts])
    right = sum(
        f is not None and f.district_code == d.code for f, d in zip(found, districts, strict=True)
    )
    assert right >= 0.85 * len(districts)


REFUSED = [
    (100.5, 11.5, "sea"),  # Gulf of Thailand
    (97.6, 8.0, "sea"),  # Andaman Sea
    (104.9, 11.55, "Cambodia"),  # Phnom Penh
    (96.16, 16.8, "Myanmar"),  # Yangon
    (102.13, 19.89, "Laos"),  # Luang Prabang
    (100.33, 5.41, "Malaysia"),  # George Town
    (105.85, 21.03, "Vietnam"),  # Hanoi
    (-0.13, 51.5, "far outside"),  # London
    (0.0, 0.0, "far outside"),
    (100.5, -13.75, "far outside"),
]


@pytest.mark.parametrize(("lon", "lat", "word"), REFUSED)
def test_a_point_elsewhere_is_refused_saying_where_it_lies(
    lon: float, lat: float, word: str
) -> None:
    with pytest.raises(Invalid, match=word):
        locating.locate(lon, lat)


@pytest.mark.parametrize(("province", "lon", "lat"), TOWNS)
def test_exchanged_coordinates_are_recognised_and_offered(
    province: str, lon: float, lat: float
) -> None:
    with pytest.raises(Invalid, match="exchanged") as refused:
        locating.locate(lat, lon)
    offered_lat, offered_lon = map(float, str(refused.value.faults[0].offer).split(","))
    assert locating.locate(offered_lon, offered_lat).province_code == province


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_no_point(bad: float) -> None:
    with pytest.raises(Invalid):
        locating.locate(bad, 13.0)
    assert locating.locate_many([(bad, 13.0), (13.0, bad)]) == [None, None]


@pytest.mark.django_db
def test_thousands_of_points_are_found_in_the_shape_they_were_drawn_in(
    take: Importer, squares: Shapes
) -> None:
    take(squares)
    chance = np.random.default_rng(74)
    drawn: list[tuple[str, float, float]] = []
    for code, shape in squares.items():
        west, south, east, north = shape.bounds
        for x, y in chance.uniform((west, south), (east, north), (100, 2)):
            drawn.append((code, float(x), float(y)))
    found = locating.locate_many([(x, y) for _code, x, y in drawn])
    for (code, _x, _y), answer in zip(drawn, found, strict=True):
        assert answer is not None
        assert (answer.subdistrict_code, answer.distance_m) == (code, 0)
        assert answer.district_code == code[:4]
        assert not answer.is_approximate
    for code, x, y in drawn[::40]:
        assert locating.locate(x, y).subdistrict_code == code


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("metres", "is_near"), [(5, True), (500, True), (1990, True), (2010, False)]
)
def test_a_point_beside_a_shape_is_taken_up_to_two_kilometres(
    metres: int, is_near: bool, take: Importer, squares: Shapes
) -> None:
    take(squares)
    west, south, east, _north = shapely.total_bounds(list(squares.values()))
    lat = south + 0.02
    lon = west - metres / float(distance_m(0, lat, 1, lat))
    if not is_near:
        with pytest.raises(Invalid):
            locating.locate(lon, lat)
        return
    found = locating.locate(lon, lat)
    assert found.distance_m == pytest.approx(metres, abs=1)
    assert found.subdistrict_code == "230101"
    assert east > west


@given(lon=st.floats(-400, 400), lat=st.floats(-400, 400))
def test_any_pair_of_numbers_gets_an_answer_or_a_sentence(lon: float, lat: float) -> None:
    [found] = locating.locate_many([(lon, lat)])
    if found is None:
        with pytest.raises(Invalid, match=r"\w+ \w+"):
            locating.locate(lon, lat)
    else:
        assert locating.locate(lon, lat) == found
        assert queries.area(found.code) is not None
