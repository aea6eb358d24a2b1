"""The steps of a registry import: the file is kept, mapped, tried, taken or dropped."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from tmac.agencies.columns import FIELDS, guess
from tmac.agencies.models import AgencySheet
from tmac.core.errors import NotFound
from tmac.core.sheets import read_sheet


def stage_sheet(*, content: bytes, name: str, owner_id: int, now: datetime) -> AgencySheet:
    """Keep an uploaded file with a guessed mapping; sheets past their day are cleared away."""
    AgencySheet.objects.filter(expires_at__lt=now).delete()
    draft = AgencySheet()
    draft.hold(read_sheet(content, name), name, owner_id, now)
    draft.mapping = guess(tuple(draft.columns))
    draft.save()
    return draft


def staged_sheet(*, sheet_id: uuid.UUID, owner_id: int, now: datetime) -> AgencySheet:
    """The owner's sheet; anyone else's is told as absent."""
    found = AgencySheet.objects.filter(pk=sheet_id, owner_id=owner_id, expires_at__gte=now).first()
    if found is None:
        raise NotFound(_("This import is finished or has expired. Upload the file again."))
    return found


def map_sheet(
    *, sheet_id: uuid.UUID, owner_id: int, now: datetime, mapping: Mapping[str, str]
) -> AgencySheet:
    """Remember which column holds which field."""
    draft = staged_sheet(sheet_id=sheet_id, owner_id=owner_id, now=now)
    heads = set(draft.columns)
    draft.mapping = {k: head for k, head in mapping.items() if k in FIELDS and head in heads}
    draft.save(update_fields=["mapping"])
    return draft


def drop_sheet(*, sheet_id: uuid.UUID, owner_id: int) -> None:
    AgencySheet.objects.filter(pk=sheet_id, owner_id=owner_id).delete()
