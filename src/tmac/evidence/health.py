"""Findings about evidence: the sealed store, and the helpers for files that the server seals."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Sum

from tmac.core.checkup import Finding, bad, good, warning
from tmac.evidence.models import SealedFile
from tmac.evidence.sealed import clamav, metadata
from tmac.evidence.sealed.limits import WAITING
from tmac.evidence.sealed.places import place

_PROBE = b"TMAC doctor: the sealed store can be written, read and emptied."


def findings(now: datetime) -> Iterator[Finding]:
    yield _store()
    yield _waiting()
    yield _scanner()
    yield _cleaner()


def _store() -> Finding:
    if os.geteuid() != Path(settings.VAR).stat().st_uid:
        remedy = "Run it as the user of the server: what another writes there, it cannot read."
        return warning("sealed store", "Not tried, because you are not its owner.", remedy)
    where = "the bucket of TMAC_SEALED_STORE" if settings.SEALED_STORE else settings.SEALED_ROOT
    try:
        store = place()
        sha256 = store.put(_PROBE)
        is_same = store.hash_of(sha256) == sha256
        store.remove(sha256)
    except Exception as fault:  # whatever a disk or a network can say
        sentence = f"It cannot be used: {where} ({type(fault).__name__})."
        return bad("sealed store", sentence, "Look at the disk, its rights, or the storage.")
    if not is_same:
        remedy = "Stop the server: its disk or storage does not keep what it gets."
        return bad("sealed store", f"{where} gave back other bytes than it got.", remedy)
    return good("sealed store", f"It was written and read: {where}.")


def _waiting() -> Finding:
    rows = SealedFile.objects.filter(state__in=WAITING)
    waiting = rows.aggregate(count=Count("pk"), size=Sum("size", default=0))
    megabytes, limit = waiting["size"] // 1024 // 1024, settings.SEALED_WAITING_MB
    sentence = f"{waiting['count']:,} files wait for a report: {megabytes:,} of {limit:,} MB."
    if megabytes > 0.8 * limit:
        remedy = "Raise TMAC_SEALED_WAITING_MB, or see who fills it: they go after 48 hours."
        return warning("waiting files", sentence, remedy)
    return good("waiting files", sentence)


def _scanner() -> Finding:
    if not settings.CLAMD:
        remedy = "Install ClamAV, let its TemporaryDirectory be in memory, and give TMAC_CLAMD."
        sentence = "Not used: files that the server seals are not scanned."
        return warning("ClamAV", sentence, remedy)
    if not clamav.is_answering():
        remedy = "Start clamd, or correct or remove TMAC_CLAMD."
        return bad("ClamAV", f"It does not answer at {settings.CLAMD}.", remedy)
    return good("ClamAV", f"It answers at {settings.CLAMD}.")


def _cleaner() -> Finding:
    if metadata.program() is None:
        remedy = "Install mat2 (Debian: apt-get install mat2); it needs /dev/shm in memory."
        sentence = "Not used: documents that the server seals keep their hidden data."
        return warning("mat2", sentence, remedy)
    return good("mat2", "Documents that the server seals lose their hidden data.")
