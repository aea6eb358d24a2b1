"""Questions about members."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tmac.network.queries import MemberRole
from tmac.workspace.fields import DayField, LineField


class AdmitForm(forms.Form):
    """A person with an account is named by it; for a new one an account is opened."""

    username = LineField(
        label=_("User name"),
        max_length=64,
        help_text=_("Of the account that the person has, or a new one such as malee.r"),
    )
    name_th = LineField(
        label=_("First and last name in Thai"),
        max_length=120,
        required=False,
        help_text=_("Only for a person who has no account yet: one is opened."),
    )
    role = forms.ChoiceField(label=_("As"), choices=MemberRole.choices, initial=MemberRole.MEMBER)
    since = DayField(label=_("Since"), required=False)

    def __init__(self, *args: Any, may_appoint_coach: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_appoint_coach:
            self.fields["role"].choices = MemberRole.choices[:1]  # type: ignore[attr-defined]


class EndForm(forms.Form):
    until = DayField(label=_("Last day"), required=False)
