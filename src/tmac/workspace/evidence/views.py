"""Evidence leaves only here: asked for by name, checked, written into the custody log."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from csp.decorators import csp_replace
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tmac.accounts import queries as accounts
from tmac.accounts.access import OfficerRequest, needs
from tmac.accounts.roles import Permission
from tmac.core.errors import NotFound
from tmac.evidence import queries, services
from tmac.evidence.queries import FileInfo
from tmac.workspace.evidence.gates import may_open

# Opened in a browser tab, a file may neither run nor load anything.
_SANDBOX = {"default-src": ["'none'"], "img-src": ["'self'"], "sandbox": [""]}
_SHOWABLE = frozenset({"image/jpeg", "image/png", "image/webp"})


def _allowed(request: OfficerRequest, file_id: UUID) -> FileInfo:
    """The file, when this officer may open it; what one may not know of is told as absent."""
    file = queries.file(file_id)
    if file is None or not may_open(request.officer, file):
        raise NotFound(_("There is no such file, or it is not open to you."))
    return file


@require_GET
@never_cache
@needs(Permission.VIEW_EVIDENCE)
def file_page(request: OfficerRequest, file_id: UUID) -> HttpResponse:
    """What is known of a file: its hashes and who had it in hand."""
    file = _allowed(request, file_id)
    context = {
        "file": file,
        "may_show": file.mime in _SHOWABLE,
        "uploaded_by": accounts.display_name(file.uploaded_by_id),
        "custody": queries.custody_of(file_id),
        "crumbs": [(_("Evidence"), ""), (file.name, "")],
    }
    return render(request, "workspace/evidence/file.html", context)


@require_GET
@never_cache
@csp_replace(_SANDBOX)
@needs(Permission.VIEW_EVIDENCE)
def file_download(request: OfficerRequest, file_id: UUID) -> HttpResponse:
    """The bytes, always as a download under the cleaned name."""
    return _sent(request, file_id, is_download=True)


@require_GET
@never_cache
@csp_replace(_SANDBOX)
@needs(Permission.VIEW_EVIDENCE)
def file_photo(request: OfficerRequest, file_id: UUID) -> HttpResponse:
    """A photo for showing in a page."""
    if _allowed(request, file_id).mime not in _SHOWABLE:
        raise NotFound(_("Only photos are shown here. Download the file instead."))
    return _sent(request, file_id, is_download=False)


def _sent(request: OfficerRequest, file_id: UUID, *, is_download: bool) -> HttpResponse:
    _allowed(request, file_id)
    file, path = services.open_file(
        by=request.officer, file_id=file_id, now=timezone.now(), is_download=is_download
    )
    answer = FileResponse(
        path.open("rb"), as_attachment=is_download, filename=file.name, content_type=file.mime
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return cast(HttpResponse, answer)  # a streaming answer, which decorators take alike
