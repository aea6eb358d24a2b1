from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.geography.conftest import Shapes, features, write
from tmac.core.errors import Invalid
from tmac.geography.boundaries import reading
from tmac.geography.boundaries.drawing import topology
from tmac.geography.gazetteer import Level


def silent(line: str) -> None:
    assert line


@pytest.fixture
def geojson(squares: Shapes) -> dict[str, Any]:
    return features(squares)


@pytest.mark.parametrize("name", ["a.geojson", "a.json", "a.geojson.gz"])
def test_geojson_is_read_plain_and_gzipped(
    name: str, tmp_path: Path, geojson: dict[str, Any]
) -> None:
    layer = reading.read_layer(write(tmp_path / name, geojson))
    assert layer.level == Level.SUBDISTRICT
    assert len(layer.shapes) == 38


def test_topojson_is_read_with_its_quantised_arcs(tmp_path: Path, squares: Shapes) -> None:
    said = {code: {"code": code} for code in squares}
    path = write(tmp_path / "a.topojson.gz", topology(squares, said, 0.0001))
    layer = reading.read_layer(path)
    read = {s.code: s.geometry for s in layer.shapes}
    assert read.keys() == squares.keys()
    for code, shape in squares.items():
        assert read[code] is not None
        assert read[code].normalize().equals_exact(shape.normalize(), 1e-4) or read[
            code
        ].symmetric_difference(shape).area == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    "properties",
    [
        {"ADM3_PCODE": "TH230101", "ADM2_PCODE": "TH2301", "ADM1_PCODE": "TH23"},
        {"adm3_pcode": "TH230101"},
        {"code": "230101"},
        {"code": 230101},
        {"cod_pcode": "TH230101"},
    ],
)
def test_the_deepest_code_says_the_level(
    properties: dict[str, Any], tmp_path: Path, geojson: dict[str, Any]
) -> None:
    geojson["features"] = geojson["features"][:1]
    geojson["features"][0]["properties"] = properties
    layer = reading.read_layer(write(tmp_path / "a.geojson", geojson))
    assert (layer.level, layer.shapes[0].code) == (Level.SUBDISTRICT, "230101")


def test_of_two_layers_of_a_level_the_finer_one_counts(tmp_path: Path, squares: Shapes) -> None:
    write(tmp_path / "coarse.geojson", features(squares))
    finer = {code: shape.segmentize(0.01) for code, shape in squares.items()}
    write(tmp_path / "fine.geojson", features(finer))
    pack = reading.read_pack(tmp_path, silent)
    assert pack.layers[Level.SUBDISTRICT].file == "fine.geojson"


def test_the_attribution_of_the_pack_is_taken_over(tmp_path: Path, geojson: dict[str, Any]) -> None:
    write(tmp_path / "a.geojson", geojson)
    (tmp_path / "ATTRIBUTION.txt").write_text("Survey Department\n")
    assert reading.read_pack(tmp_path, silent).attribution == "Survey Department"


def whole(content: Any) -> bytes:
    return json.dumps(content).encode()


POINT = {"type": "Point", "coordinates": [102, 12]}
HOSTILE = [
    ("empty.geojson", b"", "is empty"),
    ("blank.geojson", b" \n ", "is empty"),
    ("text.geojson", b"PK\x03\x04 not json", "JSON"),
    ("list.geojson", b"[1, 2]", "GeoJSON"),
    ("point.geojson", whole(POINT), "GeoJSON"),
    ("none.geojson", whole({"type": "FeatureCollection", "features": []}), "holds no shapes"),
    ("deep.geojson", b"[" * 200_000, "nested"),
    ("badgzip.geojson.gz", b"\x1f\x8b\x08\x00rubbish", "gzip"),
    (
        "utm.geojson",
        whole({"type": "FeatureCollection", "features": [], "crs": {"name": "EPSG:32647"}}),
        "EPSG:4326",
    ),
    ("topology.topojson", whole({"type": "Topology", "objects": {"a": 1}, "arcs": []}), "TopoJSON"),
    (
        "arcs.topojson",
        whole(
            {
                "type": "Topology",
                "arcs": [],
                "objects": {"a": {"geometries": [{"type": "Polygon", "id": "23", "arcs": [[7]]}]}},
            }
        ),
        "TopoJSON",
    ),
]


@pytest.mark.parametrize(("name", "content", "word"), HOSTILE, ids=[h[0] for h in HOSTILE])
def test_what_is_no_pack_is_refused_with_a_sentence(
    name: str, content: bytes, word: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Invalid) as refused:
        reading.read_layer(path)
    assert word in str(refused.value)
    assert name in str(refused.value)


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused(kept: float, tmp_path: Path, geojson: dict[str, Any]) -> None:
    text = whole(geojson)
    plain = tmp_path / "cut.geojson"
    plain.write_bytes(text[: int(len(text) * kept)])
    packed = tmp_path / "cut.geojson.gz"
    squeezed = gzip.compress(text)
    packed.write_bytes(squeezed[: int(len(squeezed) * kept)])
    for path in (plain, packed):
        with pytest.raises(Invalid):
            reading.read_layer(path)


def test_a_gzip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.geojson.gz"
    path.write_bytes(gzip.compress(b" " * (64 << 20)))
    assert path.stat().st_size < 100_000
    with pytest.raises(Invalid, match="MB"):
        reading.unpacked(path)


def test_shapes_without_codes_are_refused(tmp_path: Path, geojson: dict[str, Any]) -> None:
    for feature in geojson["features"]:
        feature["properties"] = {"label": "x"}
    with pytest.raises(Invalid, match="ADM3_PCODE"):
        reading.read_layer(write(tmp_path / "a.geojson", geojson))


def test_a_file_of_several_levels_is_refused(tmp_path: Path, geojson: dict[str, Any]) -> None:
    geojson["features"][0]["properties"]["code"] = "2301"
    with pytest.raises(Invalid, match=r"a\.geojson"):
        reading.read_layer(write(tmp_path / "a.geojson", geojson))


def test_a_folder_without_layers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        reading.read_pack(tmp_path, silent)
    with pytest.raises(Invalid):
        reading.read_pack(tmp_path / "nowhere", silent)
