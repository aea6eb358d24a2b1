"""One person's page with all its forms, shown anew with what was typed when one is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tmac.accounts import directory
from tmac.accounts.access import OfficerRequest
from tmac.accounts.directory import PersonView, PostingView
from tmac.accounts.roles import Permission
from tmac.core.errors import Invalid, Refused
from tmac.ui.formats import named
from tmac.workspace.people.forms import (
    ConflictForm,
    DelegationForm,
    EndForm,
    LanguageForm,
    RoleForm,
)


@dataclass(frozen=True)
class PostingBox:
    """A posting with the forms that its reader may use."""

    posting: PostingView
    end: EndForm | None
    delegate: DelegationForm | None


def attempt(form: forms.Form, act: Callable[[dict[str, Any]], Any]) -> bool:
    """Do `act` with a valid form; what it refuses is put on the form, beside its question."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Invalid as refusal:
        for fault in refusal.faults:
            form.add_error(fault.field if fault.field in form.fields else None, str(fault.message))
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()


def crumbs(request: OfficerRequest, here: str = "") -> list[tuple[str, str]]:
    """The way to a page of people; an officer who sees no list stands on the own page."""
    if not here:
        return [(_("People"), "")]
    if not request.officer.may(Permission.VIEW_PEOPLE):
        return [(here, "")]
    return [(_("People"), reverse("workspace:people")), (here, "")]


def done(request: OfficerRequest, user_id: int, words: str) -> HttpResponse:
    """Back to the page of the person, oneself or another, with a word of success."""
    messages.success(request, words)
    if user_id == request.officer.user_id:
        return redirect("workspace:me")
    return redirect("workspace:person", user_id)


def person_page(
    request: OfficerRequest, user_id: int, failed: dict[str, forms.Form] | None = None
) -> HttpResponse:
    """The page of a person; `failed` holds the forms just refused, by the name of their box."""
    by, now = request.officer, timezone.now()
    person = directory.person(by, user_id, now)
    failed = failed or {}
    is_me = person.id == by.user_id
    known = {
        "person": person,
        "is_me": is_me,
        "boxes": [_box(request, posting, failed) for posting in person.postings],
        "role_form": failed.get("role") or _role_form(request, person),
        "conflict_form": failed.get("conflict") or ConflictForm(auto_id="conflict_%s"),
        "language_form": LanguageForm(initial={"language": person.language}),
        "failed": list(failed.values()),
        "heading": named(person),
        "crumbs": crumbs(request, named(person)),
    }
    template = "workspace/people/me.html" if is_me else "workspace/people/person.html"
    return render(request, template, known, status=422 if failed else 200)


def _role_form(request: OfficerRequest, person: PersonView) -> RoleForm | None:
    if not directory.roles_given(request.officer) or not person.is_active:
        return None
    return RoleForm(by=request.officer, auto_id="role_%s")


def _box(
    request: OfficerRequest, posting: PostingView, failed: dict[str, forms.Form]
) -> PostingBox:
    end, lend = f"end_{posting.id}", f"lend_{posting.id}"
    end_form: Any = None
    lend_form: Any = None
    if posting.may_end and (posting.is_in_force or posting.ends_on is None):
        end_form = failed.get(end) or EndForm(auto_id=f"{end}_%s")
    if posting.may_delegate:
        people = directory.colleagues(posting.id, timezone.now())
        lend_form = failed.get(lend) or DelegationForm(people=people, auto_id=f"{lend}_%s")
    return PostingBox(posting, end_form, lend_form)
