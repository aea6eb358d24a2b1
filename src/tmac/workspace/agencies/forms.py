"""Questions about public bodies."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tmac.agencies.columns import COLUMNS
from tmac.agencies.queries import AgencyFilter, AgencyInfo, AgencyType
from tmac.agencies.services import AgencyDraft
from tmac.core.thai import arabic_digits
from tmac.geography import queries as geography
from tmac.workspace.fields import DegreesField, LineField, WordsField

Choices = list[tuple[str, Any]]


def province_choices(empty: Any) -> Choices:
    provinces = geography.areas(geography.Level.PROVINCE)
    return [("", empty), *((area.code, area.name) for area in provinces)]


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    text = LineField(label=_("Name"), required=False, max_length=120)
    kind = forms.ChoiceField(label=_("Type"), required=False)
    province = forms.ChoiceField(label=_("Province"), required=False)
    retired = forms.BooleanField(label=_("Also those no longer in use"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All types")), *AgencyType.choices]  # type: ignore[attr-defined]
        self.fields["province"].choices = province_choices(_("All provinces"))  # type: ignore[attr-defined]

    def wanted(self) -> AgencyFilter:
        """The filter; a value that is not among the choices narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        return AgencyFilter(
            text=given.get("text", ""),
            kind=given.get("kind", ""),
            province_code=given.get("province", ""),
            with_retired=bool(given.get("retired")),
        )


class AgencyForm(forms.Form):
    """A body, as an officer of the centre registers or corrects it."""

    kind = forms.ChoiceField(label=_("Type"), choices=[("", _("Choose")), *AgencyType.choices])
    name_th = LineField(
        label=_("Name in Thai"),
        max_length=250,
        help_text=_("In full. A short form such as อบต. is written out."),
    )
    name_en = LineField(label=_("Name in English"), max_length=250, required=False)
    province = forms.ChoiceField(
        label=_("Province"), required=False, help_text=_("Leave it empty for a national body.")
    )
    place = LineField(
        label=_("District or subdistrict"),
        required=False,
        max_length=120,
        help_text=_("Its name or code, such as ต.บางหญ้าแพรก or 740117."),
    )
    areas = WordsField(
        label=_("Areas of responsibility"),
        required=False,
        max_length=4000,
        help_text=_("One code a line. Write “part” or “บางส่วน” behind one that is shared."),
    )
    lat = DegreesField(label=_("Latitude"), required=False, hint=_("Such as 13.5475"))
    lon = DegreesField(label=_("Longitude"), required=False, hint=_("Such as 100.2740"))
    code = LineField(
        label=_("Code of the body"),
        required=False,
        max_length=32,
        help_text=_("Of the registry that it comes from. Made when left empty."),
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    source = LineField(label=_("Source"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["province"].choices = province_choices(_("National body"))  # type: ignore[attr-defined]

    def clean_areas(self) -> dict[str, bool]:
        """Area code -> wholly?"""
        areas = {}
        for line in arabic_digits(self.cleaned_data["areas"]).splitlines():
            found = re.match(r"\s*(\d{2,6})\b(.*)", line)
            if found:
                is_part = found[2].strip(" :()").casefold().startswith(("part", "บางส่วน"))
                areas[found[1]] = not is_part
            elif line.strip():
                rule = _("“%(line)s” does not begin with an area code of 2, 4 or 6 digits.")
                raise ValidationError(rule, params={"line": line.strip()})
        return areas

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        word, province = given.get("place", ""), given.get("province", "")
        given["area_code"] = province
        if word:
            given["area_code"] = self._place(word, province)
        return given

    def _place(self, word: str, province: str) -> str:
        found = areas_named(word, province)
        if len(found) == 1:
            return found[0]
        if not found:
            self.add_error("place", _("No such place was found. Check the name and the province."))
        else:
            names = ", ".join(f"{geography.full_name(code)} ({code})" for code in found[:5])
            rule = _("Several places have this name. Write the code of the right one: %(names)s")
            self.add_error("place", ValidationError(rule, params={"names": names}))
        return province

    def draft(self) -> AgencyDraft:
        given = self.cleaned_data
        names = ("kind", "name_th", "name_en", "code", "area_code", "lat", "lon", "website")
        return AgencyDraft(
            **{name: given[name] for name in names}, source=given["source"], areas=given["areas"]
        )


def areas_named(word: str, within: str) -> list[str]:
    """Codes of the districts and subdistricts of a name or code, inside a province when given."""
    digits = arabic_digits(word).replace(" ", "")
    if digits.isdecimal():
        known = geography.successor(digits)
        return [known] if known and known.startswith(within) else []
    name = re.sub(r"^(ตำบล|ต\.|อำเภอ|อ\.|แขวง|เขต)\s*", "", word).casefold()
    return [
        area.code
        for level in (geography.Level.SUBDISTRICT, geography.Level.DISTRICT)
        for area in geography.areas(level, within)
        if name in (area.name_th, area.name_en.casefold())
    ]


def initial_of(
    body: AgencyInfo, areas: list[tuple[str, bool]], more: dict[str, str]
) -> dict[str, Any]:
    """The values of a registered body as the form writes them."""
    place = body.subdistrict_code or body.district_code
    lines = [code if is_whole else f"{code} บางส่วน" for code, is_whole in areas]
    return {
        "kind": body.kind,
        "name_th": body.name_th,
        "name_en": body.name_en,
        "province": body.province_code,
        "place": place,
        "areas": "\n".join(lines),
        "lat": body.lat,
        "lon": body.lon,
        "code": body.code,
        **more,
    }


class RetireForm(forms.Form):
    successor_code = LineField(
        label=_("Code of the body that takes over"),
        required=False,
        max_length=32,
        help_text=_("Leave it empty when there is none."),
    )


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"), help_text=_("CSV or XLSX, at most 20 MB. The first row holds the heads.")
    )


class MappingForm(forms.Form):
    """Which column of the file holds what."""

    def __init__(self, columns: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        heads = [("", _("Not in this file")), *((head, head) for head in columns if head)]
        for column in COLUMNS:
            self.fields[column.field] = forms.ChoiceField(
                label=str(column.label), choices=heads, required=column.is_required
            )
