"""Putting uploaded files on a pin; a file that cannot be kept is named, the others are kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tmac.core.errors import Invalid
from tmac.evidence import services as evidence
from tmac.riskmap import queries as riskmap
from tmac.ui.toasts import say
from tmac.workspace.officers import moment, officer_of


def attach(
    request: HttpRequest,
    pin: Any,
    uploads: Iterable[UploadedFile[bytes]],
    subject: str = riskmap.SUBJECT,
) -> tuple[str, ...]:
    """Store the files for the pin; the ids of those that were kept, the others told in a toast.

    `subject` says who may see them: those of the suppression side are kept apart.
    """
    by, (now, _today) = officer_of(request), moment()
    kept = []
    for upload in uploads:
        try:
            file = evidence.store(
                by=by,
                now=now,
                upload=upload,
                subject=subject,
                subject_id=pin.id,
                province_code=pin.province_code,
            )
        except Invalid as invalid:
            message = _("%(name)s was not kept: %(why)s")
            values = {"name": upload.name, "why": str(invalid)}
            say(request, message % values, kind="error")
        else:
            kept.append(str(file.id))
    if kept:
        said = ngettext("One file is attached.", "%(n)d files are attached.", len(kept))
        say(request, said % {"n": len(kept)})
    return tuple(kept)
