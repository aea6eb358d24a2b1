"""Questions of the reference pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tmac.core.thai import arabic_digits
from tmac.geography import queries as geography
from tmac.taxonomy.queries import CategoryInfo
from tmac.workspace.fields import DayField, LineField


class CategoryForm(forms.Form):
    """A level-2 category of a province."""

    province = forms.ChoiceField(label=_("Province"))
    parent = forms.ChoiceField(label=_("Below which category"))
    name_th = LineField(label=_("Name in Thai"), max_length=200)
    name_en = LineField(label=_("Name in English"), max_length=200, required=False)
    question_th = LineField(
        label=_("Question in Thai"),
        max_length=300,
        required=False,
        help_text=_("What a person can answer yes to, such as มีการขายสินค้าเก่าเป็นของใหม่หรือไม่"),
    )
    question_en = LineField(label=_("Question in English"), max_length=300, required=False)

    def __init__(
        self, *args: Any, provinces: list[geography.AreaInfo], tops: list[CategoryInfo], **rest: Any
    ) -> None:
        super().__init__(*args, **rest)
        own: Any = self.fields["province"]
        own.choices = [(area.code, area.name) for area in provinces]
        parent: Any = self.fields["parent"]
        choices = [(top.code, top.name) for top in tops if not top.code.startswith("X-")]
        parent.choices = [("", _("Choose")), *choices]


class ClockForm(forms.Form):
    """How many days a promise gives."""

    days = forms.CharField(label=_("Days"), max_length=5)

    def clean_days(self) -> int:
        text = arabic_digits(self.cleaned_data["days"]).strip()
        if not text.isdecimal():
            raise forms.ValidationError(_("Write a whole number of days, such as 15."))
        return int(text)


class HolidayForm(forms.Form):
    """A day that the cabinet added or took back."""

    day = DayField(label=_("Day"))
    name = LineField(
        label=_("Name"),
        max_length=160,
        help_text=_("With the cabinet resolution, if there is one."),
    )
    is_holiday = forms.ChoiceField(
        label=_("What it is"),
        choices=[("yes", _("An added holiday")), ("no", _("A holiday that became a working day"))],
        widget=forms.RadioSelect,
        initial="yes",
    )

    def clean_is_holiday(self) -> bool:
        return bool(self.cleaned_data["is_holiday"] == "yes")


class MoveForm(forms.Form):
    """A province goes to a region from a day on."""

    region = forms.ChoiceField(label=_("Region"))
    from_on = DayField(label=_("From which day"))
    evidence = LineField(
        label=_("Where this is written"),
        max_length=300,
        help_text=_("Such as the number and date of the announcement."),
    )
    is_confirmed = forms.BooleanField(label=_("I have seen the document myself"), required=False)

    def __init__(self, *args: Any, regions: list[geography.RegionInfo], **rest: Any) -> None:
        super().__init__(*args, **rest)
        field: Any = self.fields["region"]
        field.choices = [(region.code, region.name) for region in regions]
