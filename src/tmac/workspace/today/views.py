"""The Monday list: what waits for this officer, why it is here, and the next step."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.accounts.roles import Permission, Role
from tmac.core.access import signed_in
from tmac.core.errors import Sentence
from tmac.riskmap import queries as riskmap
from tmac.riskmap.views import MondayGroup, MondayItem
from tmac.workspace.officers import draftable_provinces, moment, officer_of
from tmac.workspace.tips.waiting import tips_of

AT_ONCE = 5  # of each group; the others unfold
_TONES = {
    "stoppable": ("clock", "clock"),
    "overdue": ("alert", "warning"),
    "answers": ("good", "check"),
    "new": ("new", "plus"),
    "stale": ("plain", "clock"),
}


@dataclass(frozen=True)
class Part:
    """One group of the list as it is drawn."""

    group: MondayGroup
    title: Sentence
    hint: Sentence
    tone: str
    icon: str
    all_url: str

    @property
    def first(self) -> tuple[MondayItem, ...]:
        return self.group.items[:AT_ONCE]

    @property
    def rest(self) -> tuple[MondayItem, ...]:
        return self.group.items[AT_ONCE:]


def _hints(by: Principal) -> dict[str, tuple[Sentence, Sentence]]:
    """Title and a line of explanation for each group, in words of the officer's own role."""
    new = (_("New for you"), _("Laid on your desk and not yet answered"))
    if Role.PROVINCE_DIRECTOR in by.roles:
        new = (_("Waiting for you"), _("Proposals that only you can verify, confirm or return"))
    elif Role.INVESTIGATOR in by.roles:
        new = (_("Handed over to you"), _("Accept or decline within the promised days"))
    elif Role.AGENCY_LIAISON in by.roles:
        new = (_("Sent to your agency"), _("Fix it, then report with a photo or a document"))
    return {
        "stoppable": (_("Can still be stopped"), _("The nearest day first: this is where you win")),
        "overdue": (_("Overdue"), _("A promised day has passed")),
        "answers": (_("Answers arrived"), _("Somebody answered: look, and decide")),
        "new": new,
        "stale": (
            _("Silent for long"),
            _("Nobody followed these for longer than their colour allows"),
        ),
    }


def parts_of(by: Principal, groups: tuple[MondayGroup, ...]) -> list[Part]:
    """The groups in their order, dressed."""
    hints = _hints(by)
    return [
        Part(
            group,
            *hints[group.code],
            *_TONES[group.code],
            f"{reverse('workspace:pins')}?{group.query}" if group.query else "",
        )
        for group in groups
    ]


@signed_in
def today(request: HttpRequest) -> HttpResponse:
    """The first page of the workspace."""
    by = officer_of(request)
    if not by.may(Permission.VIEW_PINS):
        has_requests = by.may(Permission.DECIDE_IDENTITY)
        return HttpResponseRedirect(
            reverse("workspace:identity" if has_requests else "workspace:more")
        )
    now, day = moment()
    monday = riskmap.monday_list(by, day)
    provinces = draftable_provinces(by)
    context = {
        "parts": parts_of(by, monday.groups),
        "total": monday.total,
        "now": now,
        "day": day,
        "may_draft": bool(provinces),
        "may_import": by.may(Permission.IMPORT_PINS),
        "drafts": _drafts(by) if provinces else 0,
        "has_pins": monday.total > 0 or riskmap.visible_pins(by).exists(),
        "places": [grant.office_name for grant in by.grants[:1]],
        **tips_of(by, now, day),
    }
    return render(request, "workspace/today/today.html", context)


def _drafts(by: Principal) -> int:
    """Own drafts that are not proposed yet."""
    own = riskmap.visible_pins(by).filter(created_by_id=by.user_id, prevention_state="DRAFT")
    return own.count()
