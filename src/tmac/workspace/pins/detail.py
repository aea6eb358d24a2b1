"""The page of a pin: both lanes, the steps out of them, and everything that hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tmac.accounts import queries as accounts
from tmac.accounts.access import needs
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Permission
from tmac.core.errors import Sentence
from tmac.evidence.queries import FileInfo
from tmac.geography import queries as geography
from tmac.riskmap import queries as riskmap
from tmac.riskmap.sight import AGENCY, EXACT, FILES, INTEL, KIND
from tmac.riskmap.states import Lane
from tmac.riskmap.views import ContributionView, PinView, ProposalView, StepOffer, TimelineEntry
from tmac.workspace.officers import moment, officer_of
from tmac.workspace.pins import facts
from tmac.workspace.pins.work import may_link, mechanisms_of

# Steps that end or turn back what was begun: never the main button of a lane.
TURNS_BACK = frozenset(
    {
        "pin.returned",
        "pin.not_substantiated",
        "pin.found_unsubstantiated",
        "pin.fix_refused",
        "pin.agency_silent",
        "pin.archived",
        "pin.handover_declined",
        "pin.handed_over",
        "pin.intel_dropped",
        "pin.prelim_dropped",
        "pin.inquiry_dropped",
        "pin.reopened",
        "pin.recurred",
    }
)


@dataclass(frozen=True)
class Tool:
    """A way from the pin to one of its other pages."""

    label: Sentence
    icon: str
    url: str


@needs(Permission.VIEW_PINS)
def pin(request: HttpRequest, code: str) -> HttpResponse:
    """One pin as this officer may see it."""
    by = officer_of(request)
    now, today = moment()
    shown = riskmap.pin(by, code, now)
    steps = riskmap.steps_offered(by, shown, now)
    files = riskmap.files(by, shown)
    refused = shown.masked.get(FILES)
    context = {
        "pin": shown,
        "today": today,
        "crumbs": _crumbs(shown),
        "tools": _tools(by, shown),
        "prevention_steps": _steps(shown, steps, Lane.PREVENTION),
        "suppression_steps": _steps(shown, steps, Lane.SUPPRESSION),
        "proposals": [_proposal(one) for one in shown.proposals],
        "score_parts": [_part(one) for one in shown.contributions],
        "score_note": _score_note(shown),
        "record": facts.record(shown),
        "works": shown.created_by_id is not None,
        "may_act": bool(mechanisms_of(shown)),
        "may_link": may_link(by, shown),
        "files": _files(files),
        "files_closed": refused if not files else "",
        "timeline": [_entry(one) for one in reversed(riskmap.timeline(by, shown))],
        "hidden": _hidden(shown),
    }
    return render(request, "workspace/pins/pin.html", context)


def _crumbs(pin: PinView) -> list[tuple[str, str]]:
    """By area, from wide to near: each step is the list of that area."""
    pins = reverse("workspace:pins")
    found = [(_("Pins"), pins)]
    for area in geography.path(pin.subdistrict_code or pin.district_code or pin.province_code):
        level = str(area.level).lower()
        found.append((area.name, f"{pins}?{level}={area.code}"))
    return [*found, (pin.code, "")]


def _tools(by: Principal, pin: PinView) -> list[Tool]:
    offered = (
        ("edit", _("Edit"), "edit", "pin_edit", ()),
        ("score", _("Score sheet"), "report", "pin_score", ()),
        ("follow", _("Owner and due date"), "clock", "pin_follow", ()),
        ("field_check", _("Field check"), "eye", "pin_look", ("field",)),
        ("strong_look", _("Second look"), "network", "pin_look", ("strong",)),
        ("assign", _("Assign"), "people", "pin_assign", ()),
        ("publish", _("Publish"), "export", "pin_publish", ()),
    )
    tools = [
        Tool(label, icon, reverse(f"workspace:{name}", args=[pin.code, *rest]))
        for verb, label, icon, name, rest in offered
        if pin.verdicts[verb]
    ]
    if pin.lat is not None:
        url = f"{reverse('workspace:map')}?subdistrict={pin.subdistrict_code}&pin={pin.id}"
        tools.append(Tool(_("On the map"), "map", url))
    return tools


def _steps(pin: PinView, steps: list[StepOffer], lane: str) -> list[dict[str, Any]]:
    """The buttons of a lane: what leads on comes first, what turns back after it."""
    here = [offer for offer in steps if offer.lane == lane]
    here.sort(key=lambda offer: (not offer.is_permitted, offer.step.event in TURNS_BACK))
    buttons: list[dict[str, Any]] = []
    for offer in here:
        url = reverse("workspace:pin_step", args=[pin.code, offer.lane, offer.target])
        is_main = offer.is_permitted and not buttons and offer.step.event not in TURNS_BACK
        buttons.append(
            {"label": offer.label, "url": url, "reason": offer.verdict.refusal, "is_main": is_main}
        )
    return buttons


def _proposal(view: ProposalView) -> dict[str, Any]:
    return {"view": view, "label": view.step.label, "grounds": facts.grounds(view.grounds)}


def _part(one: ContributionView) -> dict[str, Any]:
    side = _("Likelihood") if one.side == "L" else _("Impact")
    points = f"{one.points:+d}" if one.side == "L" else str(one.points)
    weaker = "" if one.counts else _("(a stronger one counts)")
    return {"label": f"{side}: {one.reason}", "reason": weaker, "points": points}


def _score_note(pin: PinView) -> str:
    if not pin.is_scored or pin.level == pin.computed_level:
        return ""
    return _("The officer moved the level by one step: %(why)s") % {"why": pin.level_reason}


def _files(files: list[FileInfo]) -> list[dict[str, Any]]:
    names = accounts.display_names({file.uploaded_by_id for file in files})
    return [
        {
            "name": file.name,
            "size": file.size_bytes,
            "at": file.uploaded_at,
            "by": names.get(file.uploaded_by_id, ""),
            "icon": "photo" if file.is_photo else "file",
            "note": "SHA-256 " + file.sha256[:12],
            "url": file_url(file),
        }
        for file in files
    ]


def file_url(file: FileInfo) -> str:
    """Where a file is opened, with its custody log."""
    return reverse("workspace:file", args=[file.id])


def _entry(entry: TimelineEntry) -> dict[str, Any]:
    text = "\n".join(part for part in (entry.text, *entry.details) if part)
    tones = {"proposal": "plain", "move": "good"}
    return {
        "title": entry.sentence,
        "at": entry.at,
        "by": entry.who,
        "text": text,
        "tone": tones.get(entry.kind, "plain"),
    }


def _hidden(pin: PinView) -> list[Sentence]:
    """What is not shown, said plainly; files say so in their own place."""
    groups = [EXACT, AGENCY, KIND]
    if pin.suppression_sight == "full":
        groups.append(INTEL)
    return list(dict.fromkeys(pin.masked[group] for group in groups if group in pin.masked))
