from __future__ import annotations

import json

import pytest
from django.utils.translation import override

from tests.geography.conftest import Importer, Shapes
from tmac.core.errors import NotFound
from tmac.geography import services, shapes

pytestmark = pytest.mark.django_db


def test_without_a_pack_the_provinces_are_drawn_and_said_to_be_approximate() -> None:
    assert shapes.is_approximate()
    assert shapes.available_levels() == ("PROVINCE",)
    assert "Natural Earth" in shapes.attribution()
    drawn = json.loads(shapes.shape_file("PROVINCE").read_text())
    found = drawn["objects"]["areas"]["geometries"]
    assert len({geometry["properties"]["code"] for geometry in found}) == 77
    assert found[0]["properties"].keys() == {"code", "name_th", "name_en", "label"}


def test_the_credit_of_the_approximate_boundaries_is_read_in_both_languages() -> None:
    with override("en"):
        assert shapes.attribution().startswith("Made with Natural Earth (public domain).")
    with override("th"):
        assert "กรมการปกครอง" in shapes.attribution()
        assert shapes.status().attribution == shapes.attribution()


@pytest.mark.parametrize(("scheme", "count"), [("nacc", 10), ("pacc", 10), ("codi", 5)])
def test_regions_are_dissolved_from_their_provinces(scheme: str, count: int) -> None:
    services.load_reference()
    path = shapes.shape_path(shapes.shape_version(), f"country-region-{scheme}")
    drawn = json.loads(path.read_text())
    properties = [g["properties"] for g in drawn["objects"]["areas"]["geometries"]]
    assert len(properties) == count
    assert sum(len(said["provinces"]) for said in properties) == 77
    provinces = json.loads(shapes.shape_file("PROVINCE").read_text())
    assert len(drawn["arcs"]) < len(provinces["arcs"])
    assert drawn["transform"] == provinces["transform"]


def test_finer_levels_are_refused_with_a_reason_until_a_pack_is_there(
    take: Importer, squares: Shapes
) -> None:
    with pytest.raises(NotFound, match="provinces only"):
        shapes.shape_file("SUBDISTRICT", "23")
    take(squares)
    assert shapes.shape_file("SUBDISTRICT", "23").is_file()
    assert shapes.shape_file("DISTRICT", "23").is_file()
    with pytest.raises(NotFound):
        shapes.shape_file("DISTRICT", "74")


@pytest.mark.parametrize(
    ("version", "name"),
    [
        ("approximate.00000000", "../../../etc/passwd"),
        ("..", "country-province"),
        ("../x.00000000", "country-province"),
        ("approximate.00000000", "places"),
        ("approximate.00000000", "meta"),
        ("approximate.00000000", "country-region-nacc"),  # regions of another day
        ("approximate", "country-province"),
        ("0123456789-1.00000000", "country-province"),
        ("approximate.00000000", "country-province\n"),
        ("approximate.00000000", "province-๗๔-district"),
    ],
)
def test_only_prepared_names_of_known_versions_are_answered(version: str, name: str) -> None:
    with pytest.raises(NotFound):
        shapes.shape_path(version, name)


def test_an_unknown_scheme_has_no_shapes() -> None:
    with pytest.raises(NotFound):
        shapes.shape_path(shapes.shape_version(), "country-region-xyz")
