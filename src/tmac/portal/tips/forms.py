"""The questions of a report: one form, whether a script walks through it or not."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tmac.core.thai import today_in_thailand
from tmac.portal.tips import choices
from tmac.portal.tips.choices import pairs
from tmac.portal.tips.fields import TEXT_LIMIT, Degrees, Line, Words

_AREA = re.compile(r"(\d{4}|\d{6})?")


def _radio(label: Any, options: tuple[choices.Choice, ...], initial: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=pairs(options),
        required=False,
        initial=initial,
        widget=forms.RadioSelect,
    )


class TellForm(forms.Form):
    """Only the province and what happened must be given; everything else may stay empty."""

    kind = _radio(_("What would you like to do?"), choices.KINDS, "TIP")
    province = forms.ChoiceField(
        label=_("Province"), error_messages={"required": _("Choose the province.")}
    )
    area = Line(120, label=_("Subdistrict or district"))
    district = forms.CharField(required=False, max_length=4, widget=forms.HiddenInput)
    subdistrict = forms.CharField(required=False, max_length=6, widget=forms.HiddenInput)
    place = Words(500, 2, label=_("The exact place"))
    lat, lon = Degrees(90), Degrees(180)
    accuracy = Degrees(1_000_000)
    source = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)
    category = forms.CharField(required=False, max_length=16)
    text = Words(
        TEXT_LIMIT,
        8,
        label=_("What happened"),
        required=True,
        error_messages={"required": _("Write what happened, even in one sentence.")},
    )
    month = forms.ChoiceField(label=_("Month"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)
    when = Words(500, 2, label=_("The day or time, if you remember"))
    ongoing = _radio(_("Does it still go on?"), choices.ONGOING)
    stoppable = _radio(_("Can it still be stopped?"), choices.STOPPABLE)
    stop_text = Words(label=_("What would stop it, and until when?"))
    how_known = _radio(_("How do you know about it?"), choices.HOW_KNOWN)
    how_known_text = Words(label=_("Tell more, if you like"))
    agency = Line(label=_("Name of the office"))
    agency_id = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    agency_kind = forms.ChoiceField(
        label=_("Or what kind of office is it?"),
        required=False,
        choices=pairs(choices.AGENCY_KINDS),
    )
    who = Words(label=_("Names, posts, companies"))
    project_no = Line(60, label=_("Project number"))
    amount_band = _radio(_("About how much money is it?"), choices.AMOUNTS)
    told_elsewhere = Words(label=_("Whom have you told, and when?"))
    name = Line(120, label=_("Name"))
    phone = Line(40, label=_("Telephone"))
    email = Line(120, label=_("E-mail"))
    line = Line(60, label=_("LINE ID"))
    other = Line(200, label=_("Another way to reach you"))
    protection = forms.MultipleChoiceField(
        label=_("What are you afraid of?"),
        required=False,
        choices=pairs(choices.THREATS),
        widget=forms.CheckboxSelectMultiple,
    )
    protection_text = Words(label=_("What should we know to keep you safe?"))
    urgent = forms.BooleanField(
        label=_("It is urgent: somebody may be in danger soon"), required=False
    )
    route = _radio(_("Who shall receive it?"), choices.ROUTES, "PROVINCE")
    about_office = forms.BooleanField(
        label=_("It is about officials of the NACC office of this province"), required=False
    )

    def __init__(self, *args: Any, today: date | None = None, **rest: Any) -> None:
        super().__init__(*args, **rest)
        today = today or today_in_thailand(timezone.now())
        self.latest = f"{today:%Y-%m}"
        empty = ("", "–")
        self._offer("province", [("", _("Choose a province")), *choices.provinces()])
        self._offer("month", [empty, *choices.months()])
        self._offer("year", [empty, *choices.years(today)])

    def _offer(self, name: str, offered: list[Any]) -> None:
        self.fields[name].choices = offered  # type: ignore[attr-defined]

    def clean_kind(self) -> str:
        return str(self.cleaned_data["kind"] or "TIP")

    def clean_route(self) -> str:
        return str(self.cleaned_data["route"] or "PROVINCE")

    def clean_category(self) -> str:
        code = str(self.cleaned_data["category"])
        return code if code in choices.category_codes() else ""

    def clean_district(self) -> str:
        return self._area_code("district")

    def clean_subdistrict(self) -> str:
        return self._area_code("subdistrict")

    def _area_code(self, name: str) -> str:
        code = str(self.cleaned_data[name])
        return code if _AREA.fullmatch(code) else ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        year, month = given.get("year", ""), given.get("month", "")
        if year and month and f"{year}-{month}" > self.latest:
            self.add_error("month", _("This month is in the future. Please check the year."))
        return given
