"""A wheel holds everything that the package reads: templates, words, tables, pictures."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from tmac.config.env import PACKAGE

ROOT = Path(__file__).resolve().parents[1]
_MADE = {".py", ".pyc", ".mo"}  # code, and what is compiled when the wheel is built


def test_every_file_beside_the_code_is_named_as_data_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["tmac"]
    packed = {path for pattern in patterns for path in _files(PACKAGE.glob(pattern))}
    beside = set(_files(PACKAGE.rglob("*")))
    assert beside - packed == set()
    assert len(beside) > 100


def _files(found: Iterable[Path]) -> list[Path]:
    return [path for path in found if path.is_file() and path.suffix not in _MADE]
