"""The redacted summary: written beside the sealed text, without what points at a person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tmac.accounts.access import needs
from tmac.accounts.roles import Permission
from tmac.agencies.queries import AgencyType
from tmac.geography import queries as geography
from tmac.geography.queries import Level
from tmac.taxonomy import queries as taxonomy
from tmac.tips import services
from tmac.tips.filings import SummaryDraft
from tmac.tips.views import TipView
from tmac.ui.formats import named
from tmac.workspace.fields import LineField, WordsField
from tmac.workspace.officers import moment
from tmac.workspace.pins.forms import Choices
from tmac.workspace.tips.acting import Act, answer, data_of, opened

_YES_NO = [("1", gettext_lazy("Yes")), ("0", gettext_lazy("No"))]
_NOT_CHOSEN = ("", gettext_lazy("Not chosen yet"))


def _yes_or_no(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        required=False,
        choices=_YES_NO,
        coerce=lambda value: value == "1",
        empty_value=None,
        widget=forms.RadioSelect,
    )


class SummaryForm(forms.Form):
    """What others may read and search, and what the officer learnt from reading."""

    title = LineField(
        label=gettext_lazy("In one line"),
        max_length=200,
        help_text=gettext_lazy("What happened, without names: such as road thinner than planned"),
    )
    text = WordsField(
        label=gettext_lazy("Summary"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 9, "data-masked": ""}),
        help_text=gettext_lazy(
            "Names, telephones, ids, accounts and plates are hidden as you type. "
            "Read the result below before you save."
        ),
    )
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    subdistrict = forms.ChoiceField(label=gettext_lazy("Subdistrict"), required=False)
    agency_kind = forms.ChoiceField(label=gettext_lazy("Kind of agency"), required=False)
    is_anonymous = _yes_or_no(gettext_lazy("The reporter left neither name nor contact"))
    has_evidence = _yes_or_no(
        gettext_lazy("The tip brings evidence: files, or facts that can be checked")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, tip: TipView, **rest: Any):
        super().__init__(*args, **rest)
        self.fields["category"].choices = _categories(tip)  # type: ignore[attr-defined]
        self.fields["subdistrict"].choices = _places(tip)  # type: ignore[attr-defined]
        kinds = [_NOT_CHOSEN, *AgencyType.choices]
        self.fields["agency_kind"].choices = kinds  # type: ignore[attr-defined]

    def draft(self, tip: TipView) -> SummaryDraft:
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        place = given["subdistrict"]
        district = place[:4] or tip.district_code or ""
        return SummaryDraft(**given, district=district, agency_id=tip.agency_id)


def _categories(tip: TipView) -> Choices:
    """Every category, the exits for what is no corruption risk included."""
    choices: Choices = [_NOT_CHOSEN]
    for top in taxonomy.categories(tip.province_code):
        inside = [(top.code, named(top))] + [(c.code, named(c)) for c in top.children]
        choices.append((named(top), inside))
    return choices


def _places(tip: TipView) -> Choices:
    choices: Choices = [_NOT_CHOSEN]
    for district in geography.areas(Level.DISTRICT, within=tip.province_code):
        below = geography.areas(Level.SUBDISTRICT, within=district.code)
        choices.append((named(district), [(area.code, named(area)) for area in below]))
    return choices


@needs(Permission.HANDLE_TIPS)
@require_http_methods(["GET", "POST"])
def summary(request: HttpRequest, reference: str) -> HttpResponse:
    """Write it, with the original opened beside it in the browser."""
    by, tip = opened(request, reference, "summarise")
    form = SummaryForm(data_of(request), initial=_initial(tip), tip=tip)
    act = Act(
        tip,
        _("Summary without names"),
        _("Save the summary"),
        _("The summary is saved. Colleagues can find the tip by its words now."),
        form,
        template="workspace/tips/summary.html",
    )

    def verb() -> None:
        now, _today = moment()
        services.write_summary(
            by=by,
            now=now,
            tip_id=tip.id,
            version=form.cleaned_data["version"],
            summary=form.draft(tip),
        )

    return answer(request, act, verb)


def _initial(tip: TipView) -> dict[str, Any]:
    words = {True: "1", False: "0", None: None}
    return {
        "title": tip.title,
        "text": tip.summary,
        "category": tip.category,
        "subdistrict": tip.subdistrict_code,
        "agency_kind": tip.agency_kind,
        "is_anonymous": words[tip.is_anonymous],
        "has_evidence": words[tip.has_evidence],
        "version": tip.version,
    }
