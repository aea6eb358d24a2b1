"""A stage for pins: the reference tables, the cast, and pins put where a test needs them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from tmac.accounts.principals import Principal
from tmac.evidence import services as evidence
from tmac.network import queries as network
from tmac.network.models import Club, Membership
from tmac.riskmap import services
from tmac.riskmap.drafts import PinDraft, ScoreSheet
from tmac.riskmap.grounds import FieldCheck, Grounds
from tmac.riskmap.models import Assignment, Look, Pin
from tmac.riskmap.scoring import Grade, Irreversible, Reach, Ticks
from tmac.riskmap.states import CLOSED, Prevention, Suppression
from tmac.taxonomy.services import load_reference

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
PHOTO = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
SUBDISTRICT = "740101"
DRAFT = PinDraft(
    category="PRC-03",
    agency_kind="SAO",
    province_code="74",
    subdistrict_code=SUBDISTRICT,
    title="แบ่งจ้างปรับปรุงถนนเลียบคลอง",
    what_may_happen="อาจแบ่งสัญญาให้ต่ำกว่าเกณฑ์ประกวดราคา",
)
SHEET = ScoreSheet(Ticks.from_digits("11011"), 4_800_000, Reach.TAMBON, Irreversible.NO, Grade.A)
CHECK = FieldCheck(date(2026, 11, 20), "สมศรี นาเกลือ", "สำนักงาน ป.ป.ช. สมุทรสาคร", "ถนนแก้ไขครบแล้ว")
REASON = "เหตุผลที่เขียนไว้ให้ผู้อื่นอ่านเข้าใจ"


class Stage:
    """Puts pins where a test needs them, past all rules; the rules are what is tested."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def pin(self, creator: str = "somsri", **columns: Any) -> Pin:
        """A draft of Samut Sakhon at the test agency, scored very high on grade A."""
        by = self.cast(creator)
        province = columns.pop("province_code", "74")
        draft = replace(
            DRAFT,
            province_code=province,
            subdistrict_code=SUBDISTRICT if province == "74" else f"{province}0101",
            agency_id=self.cast.agency().pk if province == "74" else None,
        )
        pin = services.draft_pin(by=by, now=NOW - timedelta(days=40), draft=draft)
        if not columns.pop("unscored", False):
            services.score_pin(
                by=by, now=NOW - timedelta(days=39), pin_id=pin.pk, version=1, sheet=SHEET
            )
        return self.put(pin, **columns)

    def put(self, pin: Pin, **columns: Any) -> Pin:
        """The pin with columns set directly."""
        if columns.get("prevention_state") in CLOSED:
            columns.setdefault("closed_at", NOW - timedelta(days=5))
        if columns.get("prevention_state") in ("REMEDY", "FIX_REPORTED", "RESOLVED", "STOPPED"):
            columns.setdefault("sent_to_agency_at", NOW - timedelta(days=20))
        Pin.objects.filter(pk=pin.pk).update(**columns)
        return Pin.objects.select_related("club", "agency").get(pk=pin.pk)

    def at(self, lane: str, state: str, creator: str = "somsri", **columns: Any) -> Pin:
        """A pin whose lane is at `state`; the other lane fits."""
        if lane == "suppression":
            columns |= {"suppression_state": state, "prevention_state": Prevention.WATCHING}
            columns.setdefault("suppression_due_on", TODAY + timedelta(days=3))
        else:
            columns["prevention_state"] = state
        return self.pin(creator, **columns)

    def assign(self, pin: Pin, name: str) -> None:
        user, lead = self.cast.user(name), self.cast.user("wirot")
        Assignment.objects.create(pin=pin, user=user, assigned_by=lead, assigned_at=NOW)

    def file(self, pin: Pin, by: Principal) -> str:
        """The id of a photo attached to the pin."""
        upload = SimpleUploadedFile("photo.txt", "ภาพถ่ายหน้างาน".encode(), "text/plain")
        info = evidence.store(
            by=by, now=NOW, upload=upload, subject="pin", subject_id=str(pin.pk), province_code="74"
        )
        return str(info.id)

    def club(self, members: tuple[str, ...] = ()) -> Club:
        """The STRONG club of Samut Sakhon with these members."""
        club, _made = Club.objects.get_or_create(
            province_code="74",
            defaults={"office": self.cast.office("STRONG-74"), "name_th": "ชมรม STRONG สมุทรสาคร"},
        )
        for name in members:
            role = "COACH" if name == "kanya" else "MEMBER"
            user = self.cast.user(name)
            Membership.objects.create(club=club, user=user, role=role, since=date(2025, 1, 1))
        assert network.club_of("74") is not None
        return club

    def looked(self, pin: Pin, *, is_fixed: bool) -> None:
        """The club's second look at a reported fix."""
        Look.objects.create(
            pin=pin,
            kind=Look.Kind.STRONG_LOOK,
            done_on=TODAY,
            done_by="มาลี",
            organisation="ชมรม STRONG",
            finding="ไปดูแล้วเรียบร้อยดี",
            is_fixed=is_fixed,
            recorded_by=self.cast.user("malee"),
            recorded_at=NOW,
        )

    def grounds(self, pin: Pin, target: str, by: Principal) -> Grounds:
        """Grounds that meet every condition of a step to `target`."""
        files = (self.file(pin, by),) if target in _WITH_FILES else ()
        return replace(_GROUNDS.get(target, Grounds(text=REASON)), file_ids=files)


_WITH_FILES = (Prevention.FIX_REPORTED, Prevention.RESOLVED)
_GROUNDS: dict[str, Grounds] = {
    Prevention.RETURNED: Grounds(reason_code="DOC_INCOMPLETE"),
    Prevention.REMEDY: Grounds(text=REASON, letter_no="ปช 0074/1", due_on=date(2026, 12, 23)),
    Prevention.STOPPED: Grounds(
        text=REASON, baht_protected=1_200_000, protected_basis="วงเงินสัญญาที่ยกเลิกไปแล้ว"
    ),
    Prevention.RESOLVED: Grounds(field_check=CHECK),
    Prevention.ARCHIVED: Grounds(reference_no="ระเบียบงานสารบรรณ ข้อ 57"),
    Suppression.HANDOVER: Grounds(text=REASON, evidence_list=("สัญญาจ้างสามฉบับ",)),
    Suppression.PRELIM: Grounds(reference_no="คดี 12/2570"),
    Suppression.INQUIRY: Grounds(reference_no="มติ 5/2570"),
    Suppression.DROPPED: Grounds(text=REASON, reference_no="มติ 6/2570"),
    Suppression.FOUND: Grounds(reference_no="มติ 7/2570"),
    Suppression.DONE: Grounds(reference_no="แดง 8/2571"),
}


@pytest.fixture
def stage(cast: Cast) -> Stage:
    load_reference()
    return Stage(cast)
