"""What the worker does for large files. After a crash each begins anew, or finds itself done."""

from __future__ import annotations

from django.utils import timezone, translation

from tmac.accounts import queries as accounts
from tmac.core.errors import TmacError
from tmac.core.jobs import Progress
from tmac.riskmap.imports import services
from tmac.riskmap.models import ImportDraft, ImportState


def check_draft(progress: Progress, draft_id: str, language: str) -> None:
    """The dry run of one file."""
    draft = ImportDraft.objects.filter(pk=draft_id, state=ImportState.CHECKING).first()
    if draft is not None:
        with translation.override(language):
            services.run_check(draft, timezone.now(), progress.tell)


def take_draft(progress: Progress, draft_id: str, language: str) -> None:
    """The import of one file, by the officer who asked for it, with the rights held now."""
    draft = ImportDraft.objects.filter(pk=draft_id, state=ImportState.TAKING).first()
    if draft is not None:
        now = timezone.now()
        with translation.override(language):
            try:
                by = accounts.principal(draft.owner_id, now)
                services.run_take(by, draft, now, progress.tell)
            except TmacError as refusal:  # a right lost meanwhile will not come back by trying
                services.give_back(draft, str(refusal))
