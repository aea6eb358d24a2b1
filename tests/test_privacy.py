"""Every field of every model of ours has a privacy class, and no class is left over."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import Model

from tmac.core.privacy import Privacy, classes

OURS = [model for model in apps.get_models() if model.__module__.startswith("tmac.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_is_classified_once(model: type[Model]) -> None:
    table: dict[str, Privacy] = getattr(model, "privacy", {})
    fields = {field.name for field in model._meta.get_fields() if field.concrete}
    assert fields - table.keys() == set(), "fields without a class"
    assert table.keys() - fields == set(), "classes without a field"


def test_there_are_models_to_look_at() -> None:
    assert len(OURS) > 5


def test_a_field_named_twice_is_an_error() -> None:
    with pytest.raises(ValueError, match="name is classified twice"):
        classes(public="name", personal="name")


def test_the_classes_come_back_by_field() -> None:
    assert classes(public="id", internal="code state", personal="phone", sealed="note") == {
        "id": Privacy.PUBLIC,
        "code": Privacy.INTERNAL,
        "state": Privacy.INTERNAL,
        "phone": Privacy.PERSONAL,
        "note": Privacy.SEALED,
    }
