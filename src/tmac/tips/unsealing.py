"""What an officer's browser needs to open a tip, to let somebody in, and to fetch a file."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.core.errors import NotFound
from tmac.tips import keys, policies
from tmac.tips.models import Epoch, Tip, TipFile, Wrap
from tmac.tips.pages import found
from tmac.tips.people import investigators_near
from tmac.tips.views import SealedTip, b64


def sealed_of(by: Principal, reference: str, now: datetime) -> SealedTip:
    """The boxes of a tip, and the wraps to keys that `by` holds; Refused with the reason."""
    sight, tip = found(by, reference)
    policies.may_read(sight, tip).or_refuse()
    files = list(TipFile.objects.filter(tip=tip).order_by("message__position", "id"))
    return SealedTip(
        case=tip.pk,
        reference=tip.reference,
        sealed_by=tip.sealed_by,
        epochs=tuple(_epochs(by, tip)),
        content={"epoch": 1, "box": b64(tip.sealed.content)},
        messages=tuple(
            {
                "id": str(one.pk),
                "direction": one.direction.lower(),
                "epoch": one.epoch,
                "box": b64(one.box),
                "day": one.on.isoformat(),
                "sealed_by": one.sealed_by,
                "files": [str(file.pk) for file in files if file.message_id == one.pk],
            }
            for one in tip.messages.order_by("position")
        ),
        files=tuple(
            {"id": str(one.pk), "objects": one.objects_count, "size": one.size} for one in files
        ),
        reporter_key=bytes(tip.sealed.reporter_key),
    )


def _epochs(by: Principal, tip: Tip) -> list[dict[str, Any]]:
    """Every epoch; of the wraps only those that one of the reader's own keys may open."""
    held = keys.held_by(by.user_id)
    wraps = Wrap.objects.filter(tip=tip, key_id__in=held)
    by_epoch: dict[int, list[dict[str, str]]] = {}
    for wrap in wraps:
        sealed = {"key_id": str(wrap.key_id), "box": b64(wrap.box)}
        by_epoch.setdefault(wrap.epoch, []).append(sealed)
    return [
        {
            "epoch": one.number,
            "wraps": by_epoch.get(one.number, []),
            "previous": b64(one.previous),
        }
        for one in Epoch.objects.filter(tip=tip)
    ]


def file_object(by: Principal, reference: str, file_id: UUID, n: int) -> tuple[UUID, UUID, int]:
    """What to ask the sealed store for; NotFound when the tip has no such object."""
    sight, tip = found(by, reference)
    policies.may_read(sight, tip).or_refuse()
    if n < 0 or not TipFile.objects.filter(tip=tip, pk=file_id, objects_count__gt=n).exists():
        raise NotFound(_("There is no such file in this tip."))
    return tip.pk, file_id, n


def addable_colleagues(by: Principal, reference: str, now: datetime) -> list[keys.NamedKey]:
    """Investigators of the tip's province, and of the centre, who have a key of their own."""
    sight, tip = found(by, reference)
    policies.may_share(sight, tip).or_refuse()
    inside = set(tip.members.filter(ended_at__isnull=True).values_list("user_id", flat=True))
    people = investigators_near(tip, now)
    return keys.keys_of({pk: name for pk, name in people.items() if pk not in inside})


def consultable_units(by: Principal, reference: str, now: datetime) -> list[keys.NamedKey]:
    """Units with a good key to which the tip may go: not its own, none it is kept from."""
    sight, tip = found(by, reference)
    policies.may_share(sight, tip).or_refuse()
    return [
        unit.as_named()
        for unit in keys.units()
        if unit.office_id != tip.office_id
        and not (tip.is_kept_from_province and unit.province_code == tip.province_code)
    ]
