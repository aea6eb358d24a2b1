"""A field for several files at once."""

from __future__ import annotations

from typing import Any

from django import forms


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Every file that was chosen; an empty list when none was."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, (list, tuple)) else [data]
        chosen = [file for file in given if file]
        if not chosen:
            super().clean(None, initial)
            return []
        clean_one = super().clean
        return [clean_one(file, initial) for file in chosen]
