from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tmac.geography.measures import ECCENTRICITY, EQUATORIAL_RADIUS_KM, area_km2, distance_m

WHOLE_ELLIPSOID_KM2 = 510_065_621.724  # WGS84: NIMA TR8350.2 (2000), surface area of the ellipsoid


def test_the_whole_ellipsoid_has_the_published_area() -> None:
    assert area_km2([shapely.box(-180, -90, 180, 90)])[0] == pytest.approx(
        WHOLE_ELLIPSOID_KM2, rel=1e-9
    )


@given(lat=st.floats(5, 20), height=st.floats(0.01, 1), width=st.floats(0.01, 2))
def test_a_cell_has_the_area_that_integration_gives(
    lat: float, height: float, width: float
) -> None:
    """Numeric integration of the meridian and prime-vertical radii of curvature, M N cos(lat)."""
    phi = np.radians(np.linspace(lat, lat + height, 2001))
    w = 1 - ECCENTRICITY**2 * np.sin(phi) ** 2
    m = EQUATORIAL_RADIUS_KM * (1 - ECCENTRICITY**2) / w**1.5
    n = EQUATORIAL_RADIUS_KM / np.sqrt(w)
    integral = np.trapezoid(m * n * np.cos(phi), phi) * np.radians(width)
    cell = shapely.box(100, lat, 100 + width, lat + height)
    assert area_km2([cell])[0] == pytest.approx(integral, rel=1e-6)


def test_parts_add_up_and_holes_count_nothing() -> None:
    whole, hole = shapely.box(100, 10, 101, 11), shapely.box(100.2, 10.2, 100.4, 10.4)
    parts = area_km2([whole, hole, whole.difference(hole)])
    assert parts[2] == pytest.approx(parts[0] - parts[1])


def test_a_degree_of_latitude_is_about_111_km() -> None:
    assert distance_m(100, 13, 100, 14) == pytest.approx(111_195, abs=1)
    assert distance_m(100, 13, 100, 13) == 0
