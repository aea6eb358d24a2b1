"""Small forms of the pin page: actions, looks, following up, links, answers, publication."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tmac.riskmap.drafts import ActionDraft, FollowUp, LookDraft, PublicationDraft
from tmac.workspace.choices import LINK_KINDS
from tmac.workspace.fields import DayField, LineField, WordsField
from tmac.workspace.pins.forms import Choices, today
from tmac.workspace.uploads import FilesField


class ActionForm(forms.Form):
    """Something done about the pin, by one of the mechanisms open to this officer."""

    mechanism = forms.ChoiceField(label=_("By which mechanism"), widget=forms.RadioSelect)
    what = WordsField(label=_("What was done"), max_length=4000)
    done_on = DayField(label=_("On"), not_after=today)
    people = LineField(
        label=_("Who took part"),
        required=False,
        max_length=500,
        help_text=_("Offices and roles rather than names where that is enough"),
    )
    result = WordsField(label=_("What came of it"), required=False, max_length=4000)
    reference_no = LineField(label=_("Document number"), required=False, max_length=80)
    due_on = DayField(label=_("What follows is due on"), required=False)
    uploads = FilesField(label=_("Photos or documents"), required=False)

    def __init__(self, *args: Any, mechanisms: Choices, **rest: Any):
        super().__init__(*args, **rest)
        self.fields["mechanism"].choices = mechanisms  # type: ignore[attr-defined]

    def draft(self, file_ids: tuple[str, ...]) -> ActionDraft:
        given = {name: value for name, value in self.cleaned_data.items() if name != "uploads"}
        return ActionDraft(**given, file_ids=file_ids)


class CompleteForm(forms.Form):
    """What came of an action whose follow-up is done."""

    result = WordsField(label=_("What came of it"), max_length=4000)


class LookForm(forms.Form):
    """Somebody went and saw."""

    done_on = DayField(label=_("Day of the visit"), not_after=today)
    done_by = LineField(label=_("Who went"), max_length=200)
    organisation = LineField(label=_("From which organisation"), max_length=200)
    finding = WordsField(label=_("What they found"), max_length=4000)
    is_fixed = forms.TypedChoiceField(
        label=_("Is it fixed?"),
        required=False,
        choices=[
            ("", _("Not the question yet")),
            ("1", _("Yes, it is fixed")),
            ("0", _("No, not yet")),
        ],
        coerce=lambda value: value == "1",
        empty_value=None,
        widget=forms.RadioSelect,
    )

    def draft(self, kind: str) -> LookDraft:
        return LookDraft(kind=kind, **self.cleaned_data)


class FollowForm(forms.Form):
    """Who looks after the pin, with which club, by when, and until when it can be stopped."""

    owner_id = forms.TypedChoiceField(
        label=_("Officer in charge"), required=False, coerce=int, empty_value=None
    )
    club_id = forms.TypedChoiceField(
        label=_("Partner club"), required=False, coerce=int, empty_value=None
    )
    due_on = DayField(label=_("Follow up by"), required=False)
    stoppable_until = DayField(label=_("It can still be stopped until"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, owners: Iterable[Any], clubs: Iterable[Any], **rest: Any):
        super().__init__(*args, **rest)
        nobody, none = ("", _("Nobody yet")), ("", _("None"))
        self.fields["owner_id"].choices = [nobody, *owners]  # type: ignore[attr-defined]
        self.fields["club_id"].choices = [none, *clubs]  # type: ignore[attr-defined]

    def follow_up(self) -> FollowUp:
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return FollowUp(**given)


class LinkForm(forms.Form):
    """Another pin that belongs to this one."""

    code = LineField(
        label=_("Code of the other pin"), max_length=24, help_text=_("Such as 2569-74-0001")
    )
    kind = forms.ChoiceField(label=_("How they belong together"), choices=LINK_KINDS)
    note = LineField(label=_("Note"), required=False, max_length=300)


class AssignForm(forms.Form):
    """An investigator of the province."""

    user_id = forms.TypedChoiceField(label=_("Investigator"), coerce=int)

    def __init__(self, *args: Any, people: Iterable[Any], **rest: Any):
        super().__init__(*args, **rest)
        self.fields["user_id"].choices = list(people)  # type: ignore[attr-defined]


class FilesForm(forms.Form):
    uploads = FilesField(
        label=_("Photos or documents"),
        help_text=_("At most 25 MB each. The place and owner hidden in a photo are removed."),
    )


class PublicationForm(forms.Form):
    """What the public may read of a closed pin."""

    before_text = WordsField(
        label=_("Before, in Thai"), max_length=400, help_text=_("What the risk was. No names.")
    )
    after_text = WordsField(
        label=_("After, in Thai"), max_length=400, help_text=_("What is better now. No names.")
    )
    before_text_en = WordsField(label=_("Before, in English"), required=False, max_length=400)
    after_text_en = WordsField(label=_("After, in English"), required=False, max_length=400)
    shows_agency = forms.BooleanField(label=_("Show the name of the agency"), required=False)

    def draft(self) -> PublicationDraft:
        return PublicationDraft(**self.cleaned_data)
