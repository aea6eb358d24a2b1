"""Areas and distances on the WGS84 ellipsoid, for shapes in longitude and latitude degrees."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

EQUATORIAL_RADIUS_KM = 6378.137
ECCENTRICITY = 0.0818191908426215  # WGS84, first eccentricity
MEAN_RADIUS_M = 6_371_008.8

Floats = NDArray[np.float64]


def equal_area_km(lonlat: Floats) -> Floats:
    """Positions (n, 2) in degrees -> (n, 2) in km on the cylindrical equal-area projection.

    Planar area there is the area on the ellipsoid. Source: Snyder, Map Projections: A Working
    Manual (USGS 1395, 1987), equations 10-1, 10-2 and 3-12 with standard parallel 0.
    """
    e = ECCENTRICITY
    sine = np.sin(np.radians(lonlat[:, 1]))
    q = (1 - e**2) * (
        sine / (1 - e**2 * sine**2) - np.log((1 - e * sine) / (1 + e * sine)) / (2 * e)
    )
    x = EQUATORIAL_RADIUS_KM * np.radians(lonlat[:, 0])
    return np.column_stack([x, EQUATORIAL_RADIUS_KM * q / 2])


def area_km2(shapes: Any) -> Floats:
    """The area of each shape in km2; edges are taken as straight on the projection, which for
    edges of some kilometres is nearer than the survey itself."""
    return np.asarray(shapely.area(shapely.transform(np.asarray(shapes), equal_area_km)))


def distance_m(lon1: Any, lat1: Any, lon2: Any, lat2: Any) -> Any:
    """Great-circle distance in metres (haversine, mean radius); arrays or numbers in degrees."""
    la1, la2 = np.radians(lat1), np.radians(lat2)
    half_lat, half_lon = (la2 - la1) / 2, np.radians(np.subtract(lon2, lon1)) / 2
    h = np.sin(half_lat) ** 2 + np.cos(la1) * np.cos(la2) * np.sin(half_lon) ** 2
    return 2 * MEAN_RADIUS_M * np.arcsin(np.sqrt(h))
