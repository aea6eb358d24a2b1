"""What the import contracts cannot see."""

from __future__ import annotations

import tomllib
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import get_resolver

ROOT = Path(__file__).resolve().parents[1]
RULES = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
LAYERS = RULES["contracts"][0]["layers"]
HEIGHT = {
    package.strip(" ()"): len(LAYERS) - row
    for row, layer in enumerate(LAYERS)
    for package in layer.split("|")
}
NEVER_IN_ADMIN = {"audit", "evidence", "riskmap", "tips", "vault", "investigation"}


@pytest.fixture(scope="session")
def imports() -> grimp.ImportGraph:
    return grimp.build_graph("tmac", exclude_type_checking_imports=True, cache_dir=None)


def test_models_are_private_to_their_package(imports: grimp.ImportGraph) -> None:
    trespassers = {
        f"{importer} -> {models}"
        for models in imports.modules
        if models.endswith(".models") or ".models." in models
        for importer in imports.find_modules_that_directly_import(models)
        if not importer.startswith(models.split(".models")[0] + ".")
    }
    assert not trespassers


def test_foreign_keys_point_upstream() -> None:
    """Foreign keys are written as strings, so import-linter does not see them."""
    against_the_stream = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model.__module__.startswith("tmac.")
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        if HEIGHT.get(field.related_model._meta.app_label, 0) > HEIGHT.get(model._meta.app_label, 0)
    ]
    assert not against_the_stream


def test_every_package_has_its_place_in_the_river() -> None:
    packages = {path.parent.name for path in (ROOT / "src" / "tmac").glob("*/__init__.py")}
    assert packages <= set(HEIGHT)


def test_the_admin_site_is_absent() -> None:
    """It would skip every rule of the services; were it ever installed, these stay out of it."""
    if apps.is_installed("django.contrib.admin"):
        registered = {model._meta.app_label for model in admin.site._registry}
        assert not registered & NEVER_IN_ADMIN
    else:
        names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
        assert not {name for name in names if name.startswith("admin")}


def test_no_web_module_loads_the_heavy_libraries(imports: grimp.ImportGraph) -> None:
    """The web process must start quickly; learning and statistics belong to the worker."""
    graph = grimp.build_graph("tmac", include_external_packages=True, cache_dir=None)
    heavy = {"sklearn", "scipy", "pythainlp"} & graph.modules
    users = {
        importer for name in heavy for importer in graph.find_modules_that_directly_import(name)
    }
    assert not {name for name in users if not name.endswith("_jobs")}


def test_no_file_outgrows_its_noun() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "src").rglob("*.py")
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 450
    }
    assert not long, "split these by noun"


def test_both_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {"requirements.txt": project["dependencies"]}
    wanted["requirements-dev.txt"] = [
        *project["dependencies"],
        *project["optional-dependencies"]["dev"],
    ]
    for lock, pins in wanted.items():
        text = (ROOT / lock).read_text(encoding="utf-8").lower()
        missing = [pin for pin in pins if _locked_form(pin) not in text]
        assert not missing, f"{lock} is older than pyproject.toml: see CONTRIBUTING.md"
        assert "://" not in text, "a lock names no address"


def _locked_form(pin: str) -> str:
    """'psycopg[binary]==3.3.9' -> 'psycopg==3.3.9 \\', as the lock writes it."""
    name, _equals, version = pin.partition("==")
    return f"{name.partition('[')[0].lower()}=={version}"
