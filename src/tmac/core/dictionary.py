"""The data dictionary: every model, every field, and who may see it by its privacy class."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from django.apps import apps
from django.db import models

from tmac.core.documents import table
from tmac.core.privacy import Privacy

MEANINGS = {
    Privacy.PUBLIC: "may appear in open data",
    Privacy.INTERNAL: "for officers, as the visibility table says",
    Privacy.PERSONAL: "about a person: never in logs, nor in exports by default",
    Privacy.SEALED: "ciphertext: never in clear on the server",
}

_NAMES = {"Char": "text", "UUID": "UUID", "JSON": "JSON", "URL": "address"}


def as_markdown() -> str:
    classes = table(("class", "meaning"), [(f"`{kind}`", MEANINGS[kind]) for kind in Privacy])
    parts = [f"Every field has one of these classes:\n\n{classes}"]
    for package, found in _models().items():
        parts.append(f"## {package}")
        parts += [_model(model) for model in found]
    return "\n\n".join(parts)


def _models() -> dict[str, list[type[models.Model]]]:
    ours: dict[str, list[type[models.Model]]] = defaultdict(list)
    for model in apps.get_models():
        if model.__module__.startswith("tmac."):
            ours[model._meta.app_label].append(model)
    return dict(ours)


def _model(model: type[models.Model]) -> str:
    name = model.__name__
    said = (model.__doc__ or "").split("\n\n")[0]
    meaning = "" if said.startswith(f"{name}(") else " ".join(said.split()) + "\n\n"
    heads = ("field", "kind", "class", "may be empty")
    return f"### {name}\n\n{meaning}{table(heads, _rows(model))}"


def _rows(model: type[models.Model]) -> Iterator[tuple[str, str, str, str]]:
    privacy: dict[str, Privacy] = getattr(model, "privacy", {})
    for field in model._meta.get_fields():
        if isinstance(field, models.Field):
            empty = "yes" if field.null or field.blank else ""
            yield f"`{field.name}`", _kind(field), str(privacy.get(field.name, "")), empty


def _kind(field: models.Field[object, object]) -> str:
    if field.is_relation and field.related_model:
        return f"{_plain(field)} to {field.related_model._meta.label}"
    if field.choices:
        return "one of " + ", ".join(f"`{code}`" for code, _label in field.flatchoices)
    length = f", at most {field.max_length}" if field.max_length else ""
    return _plain(field) + length


def _plain(field: models.Field[object, object]) -> str:
    """'PositiveSmallIntegerField' -> 'positive small integer'."""
    name = type(field).__name__.removesuffix("Field")
    if name in _NAMES:
        return _NAMES[name]
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()
