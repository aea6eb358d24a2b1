"""A stage for tips: the reference tables, the cast, and tips put where a test needs them."""

from __future__ import annotations

import secrets
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.cast import Cast
from tmac.taxonomy.services import load_reference as load_taxonomy
from tmac.tips.grounds import Grounds
from tmac.tips.models import (
    Epoch,
    IdentityBlob,
    Message,
    Promise,
    Referral,
    Sealed,
    Share,
    Tip,
    TipMember,
    Wrap,
)
from tmac.tips.promises import AT_FILING, OBJECT_CLOSED, OBJECT_REJECTED, Promises, urgency_of
from tmac.tips.services.keeping import load_reference as load_retention
from tmac.tips.states import State
from tmac.tips.words import CHECKLIST
from tmac.vault.formats import code as codes

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
REASON = "เหตุผลที่เขียนไว้ให้ผู้อื่นอ่านเข้าใจ"


class Stage:
    """Puts tips where a test needs them, past all rules; the rules are what is tested."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def tip(self, state: str = State.SCREENING, *, taken_by: str = "suda", **columns: Any) -> Tip:
        """A tip of Samut Sakhon at the test agency, with a name and evidence, taken by Suda."""
        columns.setdefault("office", self.cast.office("NACC-74"))
        taker = self.cast.user(taken_by) if taken_by else None
        row = Tip(
            id=uuid.uuid4(),
            reference=columns.pop("reference", f"T2570-74-{secrets.randbelow(10**6):06d}"),
            state=state,
            state_since=columns.pop("state_since", TODAY),
            assigned_to=columns.pop("assigned_to", taker),
            **(_COLUMNS | {"agency": self.cast.agency()} | columns),
        )
        row.urgency = urgency_of(row)
        if not row.is_open:
            row.closed_on = columns.get("closed_on", TODAY - timedelta(days=5))
        row.save(force_insert=True)
        self._seal(row)
        self._promise(row)
        return row

    def _seal(self, row: Tip) -> None:
        Sealed.objects.create(
            tip=row,
            lookup_hash=codes.lookup_hash(lookup_of(row)),
            body_hash="",
            reporter_key=b"",
            content=b"\x11" + secrets.token_bytes(64),
        )
        IdentityBlob.objects.create(tip=row, box=b"\x11" + secrets.token_bytes(64))
        Epoch.objects.create(tip=row, number=1, reporter_wrap=b"\x02")
        Wrap.objects.create(tip=row, epoch=1, key_id=uuid.uuid4(), box=b"\x02")
        Share.objects.create(tip=row, key_id=uuid.uuid4(), box=b"\x02")

    def _promise(self, row: Tip) -> None:
        promises = Promises(row, TODAY, ())
        if row.is_open:
            promises.make(*AT_FILING, start=row.received_on)
        clock = {"NOT_ACCEPTED": OBJECT_REJECTED, "CLOSED": OBJECT_CLOSED}.get(row.state)
        if clock:
            promises.make(clock, start=row.closed_on)
        promises.settle()
        row.save(update_fields=["due_on", "sort_on"])

    def add(self, tip: Tip, name: str) -> TipMember:
        """An investigator who was added to the tip."""
        return TipMember.objects.create(
            tip=tip,
            user=self.cast.user(name),
            key_id=uuid.uuid4(),
            added_by=self.cast.user("somsri"),
            added_at=NOW,
        )

    def refer(self, tip: Tip, state: str = "SENT", answer: str = "") -> Referral:
        """A referral to the agency of Anong."""
        return Referral.objects.create(
            tip=tip,
            destination="อบต. คลองทดสอบ",
            agency=self.cast.agency(),
            reason_code="OUT_OF_MANDATE",
            state=state,
            state_since=TODAY,
            answer=answer,
            by=self.cast.user("suda"),
            at=NOW,
        )

    def message(self, tip: Tip, direction: str = "IN", **columns: Any) -> Message:
        return Message.objects.create(
            id=uuid.uuid4(),
            tip=tip,
            position=tip.messages.count() + 1,
            direction=direction,
            epoch=1,
            box=b"\x11",
            on=TODAY,
            **columns,
        )

    def grounds(self, tip: Tip, target: str) -> Grounds:
        """Grounds that meet every condition of a step to `target`."""
        if target == State.MERGED:
            other = self.tip(State.ACCEPTED)
            return Grounds(target_reference=other.reference)
        return _GROUNDS.get(target, Grounds(text=REASON))


_COLUMNS: dict[str, Any] = {
    "kind": "TIP",
    "channel_id": "MAILBOX",
    "sealed_by": "REPORTER",
    "received_on": TODAY - timedelta(days=2),
    "route": "PROVINCE",
    "province_code": "74",
    "district_code": "7401",
    "subdistrict_code": "740101",
    "category_id": "PRC-03",
    "category_top": "PRC",
    "agency_kind": "SAO",
    "amount_band": "LT_5M",
    "month": "2026-10",
    "ongoing": "YES",
    "stoppable": "UNKNOWN",
    "how_known": "SAW",
    "is_anonymous": False,
    "has_evidence": True,
}
_GROUNDS: dict[str, Grounds] = {
    State.ACCEPTED: Grounds(checklist=tuple(CHECKLIST)),
    State.FORWARDED: Grounds(reason_code="OUT_OF_MANDATE", destination="สำนักงาน ป.ป.ท."),
    State.NOT_ACCEPTED: Grounds(reason_code="FACTS_INSUFFICIENT", text=REASON),
    State.LINKED: Grounds(pin_code="2570-74-0001"),
    State.CLOSED: Grounds(outcome="FIXED", text=REASON),
}


def lookup_of(tip: Tip) -> bytes:
    """The look-up value that the stage gave a tip: a reporter would derive it from the code."""
    return tip.pk.bytes * 2


def running(tip: Tip) -> dict[str, date]:
    """Clock -> the day promised, of what runs."""
    rows = Promise.objects.filter(tip=tip, ended_on__isnull=True)
    return dict(rows.values_list("clock", "due_on"))


@pytest.fixture
def stage(cast: Cast) -> Stage:
    load_taxonomy()
    load_retention()
    return Stage(cast)
