"""Watch notes: a list, one page each, and the way on to a report or a pin."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tmac.accounts.access import needs
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Permission
from tmac.core.errors import Conflict, Invalid
from tmac.geography import queries as geography
from tmac.tips import queries as tips
from tmac.tips import services
from tmac.tips.views import WatchNoteView
from tmac.ui import fieldsets
from tmac.ui.toasts import say
from tmac.workspace import offers, once
from tmac.workspace.notes.forms import NoteForm
from tmac.workspace.officers import draftable_provinces, moment, officer_of, reach_of

_BOTH = require_http_methods(["GET", "POST"])


@needs(Permission.WRITE_WATCH_NOTES)
@require_GET
def notes(request: HttpRequest) -> HttpResponse:
    """The notes that this officer may read, the newest first."""
    by = officer_of(request)
    words = request.GET.get("text", "").strip()[:100]
    context = {"notes": tips.watch_notes(by, text=words), "words": words}
    return render(request, "workspace/notes/list.html", context)


@needs(Permission.WRITE_WATCH_NOTES)
@require_GET
def note(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """One note, with what it can become."""
    by = officer_of(request)
    found = tips.watch_note(by, note_id)
    context = {
        "note": found,
        "pin_url": _pin_url(by, found),
        "crumbs": [(_("Watch notes"), reverse("workspace:notes")), (found.title, "")],
    }
    return render(request, "workspace/notes/note.html", context)


def _pin_url(by: Principal, found: WatchNoteView) -> str:
    """The form of a new pin with what the note knows, for who may make pins there."""
    if found.province_code not in draftable_provinces(by):
        return ""
    given = {"note": found.id, "title": found.title, "subdistrict_code": found.subdistrict_code}
    return f"{reverse('workspace:pin_new')}?{urlencode({k: v for k, v in given.items() if v})}"


@needs(Permission.WRITE_WATCH_NOTES)
@_BOTH
def new(request: HttpRequest) -> HttpResponse:
    """Write a note."""
    by = officer_of(request)
    form = NoteForm(request.POST or None, provinces=_provinces(by))
    if request.method == "POST" and form.is_valid():
        made = once.made_before(request)
        if made is not None:
            say(request, _("This was saved the first time."), kind="info")
            return _to(made)
        try:
            now, _today = moment()
            written = services.write_note(by=by, now=now, note=form.draft())
        except Invalid as invalid:
            once.release(request)
            offers.put_faults(form, invalid.faults)
        except Exception:
            once.release(request)
            raise
        else:
            once.remember(request, str(written.id))
            return _saved(request, written)
    return _form(request, form, _("New watch note"))


@needs(Permission.WRITE_WATCH_NOTES)
@_BOTH
def edit(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """Write the note anew."""
    by = officer_of(request)
    found = tips.watch_note(by, note_id)
    found.may_edit.or_refuse()
    initial = {
        "title": found.title,
        "text": found.text,
        "subdistrict": found.subdistrict_code,
        "version": found.version,
    }
    form = NoteForm(request.POST or None, initial=initial, provinces=[found.province_code])
    conflict: Conflict | None = None
    if request.method == "POST" and form.is_valid():
        now, _today = moment()
        version = form.cleaned_data["version"] or 0
        try:
            written = services.edit_note(
                by=by, now=now, note_id=note_id, version=version, note=form.draft()
            )
        except Invalid as invalid:
            offers.put_faults(form, invalid.faults)
        except Conflict as fault:
            conflict = fault
            offers.retype(form, "version", found.version)
        else:
            return _saved(request, written)
    return _form(request, form, _("Edit the note"), found, conflict)


def _saved(request: HttpRequest, written: Any) -> HttpResponse:
    say(request, _("The note is saved."))
    for warning in written.warnings:
        say(request, warning, kind="info")
    return _to(str(written.id))


@needs(Permission.WRITE_WATCH_NOTES)
@_BOTH
def promote(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """Make a report of the note: it is sealed to the unit, and screened like any other."""
    by = officer_of(request)
    found = tips.watch_note(by, note_id)
    found.may_promote.or_refuse()
    crumbs = [
        (_("Watch notes"), reverse("workspace:notes")),
        (found.title, reverse("workspace:note", args=[note_id])),
        (_("Make a report of it"), ""),
    ]
    if request.method == "POST":
        now, _today = moment()
        filed = services.promote_note(by=by, now=now, note_id=note_id)
        # The code is shown once and kept nowhere; the page must not be shown from a history.
        context = {"filed": filed, "code": _groups(filed.code), "crumbs": crumbs}
        return render(request, "workspace/notes/promoted.html", context)
    return render(request, "workspace/notes/promote.html", {"note": found, "crumbs": crumbs})


def _groups(code: str) -> list[str]:
    return [code[start : start + 5] for start in range(0, len(code), 5)]


@needs(Permission.WRITE_WATCH_NOTES)
@require_POST
def close(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """The note needs no watching any more."""
    now, _today = moment()
    services.close_note(by=officer_of(request), now=now, note_id=note_id)
    say(request, _("The note is put away. It stays readable."))
    return _to(str(note_id))


def _to(note_id: str) -> HttpResponse:
    if not note_id:
        return HttpResponseRedirect(reverse("workspace:notes"))
    return HttpResponseRedirect(reverse("workspace:note", args=[note_id]))


def _provinces(by: Principal) -> frozenset[str]:
    reach = reach_of(by)
    return geography.province_codes() if reach is None else reach


def _form(
    request: HttpRequest,
    form: NoteForm,
    heading: str,
    found: WatchNoteView | None = None,
    conflict: Conflict | None = None,
) -> HttpResponse:
    back = reverse("workspace:note", args=[found.id]) if found else reverse("workspace:notes")
    context = {
        "form": form,
        "heading": heading,
        "back": back,
        "conflict": conflict,
        "faults": fieldsets.faults(form) if form.errors else [],
        "offers": offers.offers_of(form) if form.errors else [],
        "once": request.POST.get(once.FIELD) or once.new_token(),
        "crumbs": [(_("Watch notes"), reverse("workspace:notes")), (heading, "")],
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "workspace/notes/form.html", context, status=status)
