"""Reading the files of a boundary pack: GeoJSON or TopoJSON, plain or gzipped, with limits."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
from django.utils.translation import gettext as _
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from tmac.core.errors import Invalid
from tmac.geography import topojson
from tmac.geography.gazetteer import LEVEL_OF_LENGTH, Level

MAX_BYTES = 600 * 1024 * 1024  # of one file when unpacked; the full COD-AB has about 30 MB
MAX_RATIO = 200  # GeoJSON shrinks 5 to 20 times; a bomb a thousand times
MAX_SHAPES = 20_000
MAX_POSITIONS = 30_000_000
_CHUNK = 1 << 20
_ENDINGS = (".geojson", ".json", ".topojson", ".geojson.gz", ".json.gz", ".topojson.gz")
# Deepest first: a COD-AB subdistrict carries the codes of its district and province as well.
_CODE_KEYS = ("adm3_pcode", "adm2_pcode", "adm1_pcode", "code", "cod_pcode", "id")
_NAME_KEYS = ("adm3_th", "adm2_th", "adm1_th", "name_th", "name")

Say = Callable[[str], None]


@dataclass(frozen=True)
class RawShape:
    """One shape as the file has it. `code` is "" when none was found."""

    code: str
    name: str
    geometry: BaseGeometry | None
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layer:
    """The shapes of one level, from one file."""

    level: Level
    file: str
    shapes: list[RawShape] = field(repr=False)
    positions: int = 0


@dataclass(frozen=True)
class Pack:
    """The best layer of each level, and what identifies and credits the pack."""

    name: str
    layers: dict[Level, Layer]
    sha256: str
    attribution: str


def read_pack(path: Path, say: Say) -> Pack:
    """Read a folder of layers or a single file; of two layers of a level the finer one counts.

    Raises Invalid with a sentence for what is not a pack.
    """
    files = _files(path)
    layers: dict[Level, Layer] = {}
    digest = hashlib.sha256()
    for file in files:
        say(_("Reading %(file)s ...") % {"file": file.name})
        digest.update(hashlib.sha256(file.read_bytes()).digest())
        layer = read_layer(file)
        best = layers.get(layer.level)
        if best is None or layer.positions > best.positions:
            layers[layer.level] = layer
    return Pack(path.name, layers, digest.hexdigest(), _attribution(path))


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise _invalid(_("There is no file or folder %(path)s.") % {"path": path})
    found = sorted(p for p in path.iterdir() if p.name.lower().endswith(_ENDINGS))
    if not found:
        raise _invalid(
            _("%(path)s holds no GeoJSON or TopoJSON file (%(endings)s).")
            % {"path": path, "endings": ", ".join(_ENDINGS)}
        )
    return found


def _attribution(path: Path) -> str:
    """The attribution line of the pack's own PROVENANCE.md or ATTRIBUTION.txt, else nothing."""
    folder = path if path.is_dir() else path.parent
    for place in (folder, folder.parent):
        plain = place / "ATTRIBUTION.txt"
        if plain.is_file():
            return plain.read_text(encoding="utf-8").strip()[:2000]
        told = place / "PROVENANCE.md"
        if told.is_file():
            for line in told.read_text(encoding="utf-8").splitlines():
                if "attribution line:" in line.lower():
                    return line.split(":", 1)[1].strip().strip('"')[:2000]
    return ""


def _invalid(message: str) -> Invalid:
    return Invalid.of("path", message)


def unpacked(file: Path) -> bytes:
    """The bytes of a file, gunzipped when it is gzip; refuses what unpacks to more than it may."""
    packed = file.read_bytes()
    if not packed.strip():
        raise _invalid(_("%(file)s is empty.") % {"file": file.name})
    if packed[:2] != b"\x1f\x8b":
        return packed
    limit = min(MAX_BYTES, max(len(packed) * MAX_RATIO, 10 * _CHUNK))
    whole = bytearray()
    try:
        with gzip.open(file) as stream:
            while chunk := stream.read(_CHUNK):
                whole += chunk
                if len(whole) > limit:
                    raise _invalid(
                        _("%(file)s unpacks to more than %(size)s MB; it is not read further.")
                        % {"file": file.name, "size": limit // _CHUNK}
                    )
    except (EOFError, OSError, zlib.error) as fault:
        raise _invalid(
            _("%(file)s is a damaged or truncated gzip file. Copy it again.") % {"file": file.name}
        ) from fault
    return bytes(whole)


def read_layer(file: Path) -> Layer:
    """The shapes of one file and the level that their codes say."""
    document = _document(file)
    features = list(_features(document, file))
    if not features:
        raise _invalid(_("%(file)s holds no shapes.") % {"file": file.name})
    if len(features) > MAX_SHAPES:
        raise _invalid(
            _("%(file)s holds %(count)s shapes; Thailand has about 7,400 subdistricts.")
            % {"file": file.name, "count": len(features)}
        )
    beside = _attributes_beside(file)
    shapes = [_raw_shape(feature, beside) for feature in features]
    level = _level_of(shapes, file)
    positions = int(sum(shapely.get_num_coordinates([s.geometry for s in shapes])))
    if positions > MAX_POSITIONS:
        raise _invalid(_("%(file)s holds too many positions.") % {"file": file.name})
    return Layer(level, file.name, shapes, positions)


def _document(file: Path) -> dict[str, Any]:
    try:
        document = json.loads(unpacked(file))
    except (UnicodeDecodeError, json.JSONDecodeError) as fault:
        raise _invalid(
            _("%(file)s is not complete JSON (%(fault)s). Copy or export it again.")
            % {"file": file.name, "fault": fault}
        ) from fault
    except RecursionError as fault:
        raise _invalid(
            _("%(file)s is nested too deeply to be a map.") % {"file": file.name}
        ) from fault
    if not isinstance(document, dict):
        raise _invalid(_("%(file)s is neither GeoJSON nor TopoJSON.") % {"file": file.name})
    return document


def _features(document: dict[str, Any], file: Path) -> Iterator[dict[str, Any]]:
    kind, crs = document.get("type"), document.get("crs")
    if crs is not None and "CRS84" not in str(crs) and "4326" not in str(crs):
        raise _invalid(
            _("%(file)s names another coordinate system. Export it in WGS84 (EPSG:4326).")
            % {"file": file.name}
        )
    if kind == "FeatureCollection" and isinstance(document.get("features"), list):
        yield from (f for f in document["features"] if isinstance(f, dict))
    elif kind == "Topology" and isinstance(document.get("objects"), dict):
        try:
            for name in document["objects"]:
                yield from topojson.decode(document, name)
        except topojson.BadTopology as fault:
            raise _invalid(
                _("%(file)s is a damaged TopoJSON (%(fault)s).")
                % {"file": file.name, "fault": fault}
            ) from fault
    else:
        raise _invalid(_("%(file)s is neither GeoJSON nor TopoJSON.") % {"file": file.name})


def _attributes_beside(file: Path) -> dict[str, dict[str, str]]:
    """Code -> row of `<level>.attributes.csv`, for TopoJSON files that carry codes only."""
    table = file.parent / f"{file.name.split('.')[0]}.attributes.csv"
    if not table.is_file():
        return {}
    with table.open(encoding="utf-8-sig", newline="") as lines:
        return {row["code"]: row for row in csv.DictReader(lines) if row.get("code")}


def _raw_shape(feature: dict[str, Any], beside: dict[str, dict[str, str]]) -> RawShape:
    given = feature.get("properties")
    properties = {str(k).lower(): v for k, v in given.items()} if isinstance(given, dict) else {}
    properties.setdefault("id", feature.get("id"))
    code = _code(properties)
    properties = {**beside.get(code, {}), **properties}
    name = next((str(properties[key]) for key in _NAME_KEYS if properties.get(key)), "")
    covers = properties.get("covers") or ()
    if isinstance(covers, str):
        covers = covers.split()
    return RawShape(code, name[:80], _geometry(feature.get("geometry")), _codes(covers))


def _codes(covers: Any) -> tuple[str, ...]:
    return tuple(str(c) for c in covers) if isinstance(covers, (list, tuple)) else ()


def _code(properties: dict[str, Any]) -> str:
    """The first property that looks like a DOPA code, with or without the prefix TH."""
    for key in _CODE_KEYS:
        text = str(properties.get(key) or "").strip().upper().removeprefix("TH")
        if text.isascii() and text.isdigit() and len(text) in LEVEL_OF_LENGTH:
            return text
    return ""


def _geometry(geometry: Any) -> BaseGeometry | None:
    """The geometry with longitude and latitude only; None for what cannot be one."""
    if not isinstance(geometry, dict):
        return None
    try:
        return shapely.force_2d(shape(geometry))
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        return None


def _level_of(shapes: list[RawShape], file: Path) -> Level:
    levels = {LEVEL_OF_LENGTH[len(s.code)] for s in shapes if s.code}
    if not levels:
        raise _invalid(
            _(
                "No shape of %(file)s has an area code. Give each a property such as code "
                "(DOPA) or ADM3_PCODE (COD-AB)."
            )
            % {"file": file.name}
        )
    if len(levels) > 1:
        raise _invalid(
            _("%(file)s holds areas of several levels. Give one file a level.")
            % {"file": file.name}
        )
    return levels.pop()
