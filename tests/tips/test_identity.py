"""Who the reporter is: asked by one, agreed by two others, seen by one, told to the reporter."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils.translation import override

from tests.cast import PEOPLE, SINCE, Cast
from tests.tips.conftest import NOW, REASON, Stage
from tests.tips.reporter import IDENTITY, Reporter, opened, reshared
from tests.vault.keys import Keyring
from tmac.accounts.models import ConflictOfInterest, Posting
from tmac.accounts.roles import Role
from tmac.audit.models import Entry
from tmac.core.errors import Invalid, NotFound, Refused
from tmac.tips.identities import (
    identity_report,
    identity_request,
    identity_requests,
    identity_share,
)
from tmac.tips.mailbox import mailbox
from tmac.tips.models import IdentityDecision, IdentityRequest, Share, Tip, TipEvent, TipMember
from tmac.tips.services import (
    approve_identity,
    close_identity,
    daily,
    deny_identity,
    open_identity,
    replace_contact,
    request_identity,
    set_legal_hold,
)
from tmac.vault.formats import box, shamir
from tmac.vault.formats.faults import FormatFault
from tmac.vault.formats.info import Purpose, info

BASIS = "พ.ร.ป. ว่าด้วยการป้องกันและปราบปรามการทุจริต มาตรา 34"


class Scene:
    """A filed tip to which Naree was added, and everybody's keys."""

    def __init__(self, stage: Stage, keyring: Keyring) -> None:
        self.stage, self.cast, self.keyring = stage, stage.cast, keyring.ready()
        self.reporter = Reporter(NOW)
        self.reporter.filed()
        self.tip = Tip.objects.get()
        stage.add(self.tip, "naree")

    def ask(self, name: str = "naree", now: Any = NOW) -> UUID:
        return request_identity(
            by=self.cast(name), now=now, tip_id=self.tip.pk, reason=REASON, legal_basis=BASIS
        )

    def box(self, custodian: str, request: UUID) -> bytes:
        return reshared(self.keyring, self.tip.pk, custodian, request, "naree")

    def approve(self, custodian: str, request: UUID, now: Any = NOW) -> str:
        sealed = self.box(custodian, request)
        by = self.cast(custodian)
        return approve_identity(by=by, now=now, request_id=request, box=sealed)

    def approved(self) -> UUID:
        request = self.ask()
        assert self.approve("thida", request) == "PENDING"
        assert self.approve("sombat", request) == "APPROVED"
        return request

    def look(self, request: UUID, name: str = "naree", now: Any = NOW) -> Any:
        return open_identity(by=self.cast(name), now=now, request_id=request)

    def events(self) -> list[str]:
        found = mailbox(self.reporter.lookup, NOW)
        assert found is not None
        with override("en"):
            found = mailbox(self.reporter.lookup, NOW)
            assert found is not None
            return [event.text for event in found.events]


@pytest.fixture
def scene(stage: Stage, keyring: Keyring) -> Scene:
    return Scene(stage, keyring)


def unsealed(scene: Scene, seen: Any) -> dict[str, Any]:
    """What the requester's browser makes of the boxes."""
    seed = scene.keyring.seed("naree")
    bound = info(Purpose.IDENTITY_OPEN, seen.case, seen.request, 1)
    key = shamir.join([box.unseal(seed, one, bound) for one in seen.boxes])
    return opened(key, seen.identity, Purpose.IDENTITY, seen.case, seen.case, 1)


def test_two_custodians_open_it_for_the_one_who_asked(scene: Scene) -> None:
    request = scene.approved()
    seen = scene.look(request)
    assert unsealed(scene, seen) == IDENTITY
    assert seen.until == NOW + timedelta(minutes=15)
    assert "นารี ตามรอย" in seen.watermark
    assert "ID2570-0001" in seen.watermark
    assert re.search(r"25\d\d \d\d\.\d\d น\.$", seen.watermark), "a Thai date"
    assert IDENTITY["phone"] not in str(seen)
    assert any("custodians agreed" in text for text in scene.events())


def test_every_step_is_in_the_audit(scene: Scene) -> None:
    request = scene.approved()
    scene.look(request)
    scene.look(request, now=NOW + timedelta(minutes=3))
    close_identity(by=scene.cast("naree"), now=NOW, request_id=request)
    found = Entry.objects.filter(action__startswith="identity.").order_by("seq")
    assert [(entry.action, entry.actor) for entry in found] == [
        ("identity.requested", "นารี ตามรอย"),
        ("identity.approved", "ธิดา รักษากุญแจ"),
        ("identity.approved", "สมบัติ ถือกุญแจ"),
        ("identity.opened", "นารี ตามรอย"),
        ("identity.opened", "นารี ตามรอย"),
        ("identity.closed", "นารี ตามรอย"),
    ]
    assert REASON not in str([entry.details for entry in found])
    assert TipEvent.objects.filter(code="identity_opened").count() == 1


def test_who_asks_for_an_identity(scene: Scene) -> None:
    able = set()
    for name in PEOPLE:
        try:
            scene.ask(name)
        except (Refused, NotFound):
            continue
        able.add(name)
    assert able == {"naree"}


def test_a_reason_and_a_legal_basis_are_needed(scene: Scene) -> None:
    with pytest.raises(Invalid) as refused:
        request_identity(
            by=scene.cast("naree"), now=NOW, tip_id=scene.tip.pk, reason="อยาก", legal_basis=""
        )
    assert [fault.field for fault in refused.value.faults] == ["reason", "legal_basis"]


def test_asking_twice_is_one_request(scene: Scene) -> None:
    assert scene.ask() == scene.ask()
    assert IdentityRequest.objects.count() == 1


def test_who_decides(scene: Scene) -> None:
    able = set()
    for name in PEOPLE:
        IdentityDecision.objects.all().delete()
        IdentityRequest.objects.all().delete()
        request = scene.ask()
        try:
            deny_identity(by=scene.cast(name), now=NOW, request_id=request, reason=REASON)
        except Refused:
            continue
        able.add(name)
    assert able == {"thida", "sombat", "wilai"}


def test_one_custodian_is_not_two(scene: Scene) -> None:
    request = scene.ask()
    assert scene.approve("thida", request) == "PENDING"
    with override("en"), pytest.raises(Refused, match="decided already"):
        scene.approve("thida", request)
    with override("en"), pytest.raises(Refused, match="Two custodians"):
        scene.look(request)
    assert IdentityDecision.objects.count() == 1


def test_a_custodian_who_asks_does_not_decide(scene: Scene, cast: Cast) -> None:
    """Also when the same person investigates: two other custodians decide."""
    user = cast.user("thida")
    Posting.objects.create(
        user=user, office=cast.office("NACC-74"), role=Role.INVESTIGATOR, starts_on=SINCE
    )
    scene.stage.add(scene.tip, "thida")
    request = scene.ask("thida")
    sealed = reshared(scene.keyring, scene.tip.pk, "thida", request, "thida")
    with override("en"), pytest.raises(Refused, match="Two other custodians"):
        approve_identity(by=cast("thida"), now=NOW, request_id=request, box=sealed)
    with pytest.raises(Refused):
        identity_share(cast("thida"), request, NOW)


def test_a_custodian_with_a_conflict_of_interest_does_not_decide(scene: Scene, cast: Cast) -> None:
    Tip.objects.update(agency=cast.agency())
    request = scene.ask()
    ConflictOfInterest.objects.create(
        user=cast.user("thida"), agency=cast.agency(), declared_at=NOW, reason="ญาติ"
    )
    with override("en"), pytest.raises(Refused, match="conflict of interest"):
        scene.approve("thida", request)
    assert not identity_requests(cast("thida"), NOW)
    assert identity_requests(cast("sombat"), NOW)
    with pytest.raises(Refused):
        set_legal_hold(by=cast("thida"), now=NOW, tip_id=scene.tip.pk, is_on=True, reason=REASON)


@pytest.mark.parametrize("sealed", [b"", b"\x02" * 1169, b"\x02" * 1171, b"\x01" * 1170])
def test_a_share_that_was_not_sealed_again_is_no_approval(scene: Scene, sealed: bytes) -> None:
    request = scene.ask()
    with pytest.raises(Invalid):
        approve_identity(by=scene.cast("thida"), now=NOW, request_id=request, box=sealed)
    assert not IdentityDecision.objects.exists()


def test_a_denial_needs_a_reason_and_the_requester_reads_it(scene: Scene) -> None:
    request = scene.ask()
    with pytest.raises(Invalid):
        deny_identity(by=scene.cast("thida"), now=NOW, request_id=request, reason="ไม่")
    why = "ยังตรวจสอบได้จากเอกสารโดยไม่ต้องรู้ตัวผู้แจ้ง"
    state = deny_identity(by=scene.cast("thida"), now=NOW, request_id=request, reason=why)
    assert state == "DENIED"
    seen = identity_request(scene.cast("naree"), request, NOW)
    assert [(one.approved, one.reason) for one in seen.decisions] == [(False, why)]
    with pytest.raises(Refused):
        scene.approve("sombat", request)
    with pytest.raises(Refused):
        scene.look(request)
    again = scene.ask()
    assert again != request
    scene.approve("thida", again)
    scene.approve("sombat", again)
    assert unsealed(scene, scene.look(again)) == IDENTITY


def test_a_yes_that_came_to_nothing_leaves_no_share_behind(scene: Scene) -> None:
    request = scene.ask()
    scene.approve("thida", request)
    deny_identity(by=scene.cast("sombat"), now=NOW, request_id=request, reason=REASON)
    scene.approve("thida", scene.ask())
    identity, shares = scene.reporter.identity(IDENTITY)
    replace_contact(now=NOW, lookup=scene.reporter.lookup, identity=identity, shares=shares)
    assert {bytes(one.box) for one in IdentityDecision.objects.all()} == {b""}


def test_nobody_else_looks(scene: Scene) -> None:
    request = scene.approved()
    for name in set(PEOPLE) - {"naree"}:
        with pytest.raises(Refused):
            scene.look(request, name)
    assert IdentityRequest.objects.get().opened_at is None


def test_fifteen_minutes_and_then_no_more(scene: Scene) -> None:
    request = scene.approved()
    first = scene.look(request)
    again = scene.look(request, now=NOW + timedelta(minutes=15))
    assert again.until == first.until
    with pytest.raises(Refused):
        scene.look(request, now=NOW + timedelta(minutes=15, seconds=1))
    later = NOW + timedelta(minutes=20)
    assert identity_request(scene.cast("naree"), request, later).state == "CLOSED"
    assert daily(later).requests_closed == 1
    assert daily(later).requests_closed == 0
    assert {bytes(one.box) for one in IdentityDecision.objects.all()} == {b""}


def test_seven_days_and_then_no_more(scene: Scene) -> None:
    request = scene.approved()
    late = NOW + timedelta(days=7, seconds=1)
    with pytest.raises(Refused):
        scene.look(request, now=late)
    assert identity_request(scene.cast("naree"), request, late).state == "EXPIRED"
    assert scene.ask(now=late) != request
    assert IdentityRequest.objects.get(pk=request).state == "EXPIRED"


def test_one_who_was_taken_off_the_tip_does_not_look(scene: Scene) -> None:
    request = scene.approved()
    TipMember.objects.update(ended_at=NOW)
    with pytest.raises(Refused):
        scene.look(request)


def test_a_new_contact_ends_what_was_approved(scene: Scene) -> None:
    request = scene.approved()
    identity, shares = scene.reporter.identity({"v": 1})
    replace_contact(now=NOW, lookup=scene.reporter.lookup, identity=identity, shares=shares)
    with pytest.raises(Refused):
        scene.look(request)


def test_a_custodian_gets_the_own_share_only(scene: Scene) -> None:
    request = scene.ask()
    share = identity_share(scene.cast("sombat"), request, NOW)
    own = Share.objects.get(key_id=scene.keyring.key_id("sombat"))
    assert share.share_box == bytes(own.box)
    wire = share.as_wire()
    assert wire["requester_key"]["key_id"] == str(scene.keyring.key_id("naree"))
    assert len(wire["requester_key"]["fingerprint"].split()) == 5
    for name in set(PEOPLE) - {"thida", "sombat", "wilai"}:
        with pytest.raises((NotFound, Refused)):
            identity_share(scene.cast(name), request, NOW)
    scene.approve("sombat", request)
    with pytest.raises(Refused):
        identity_share(scene.cast("sombat"), request, NOW)


def test_one_custodian_and_the_whole_database_open_nothing(scene: Scene) -> None:
    """One share says nothing, whatever else of the server is known."""
    request = scene.ask()
    scene.approve("thida", request)
    seed = scene.keyring.seed("naree")
    bound = info(Purpose.IDENTITY_OPEN, scene.tip.pk, request, 1)
    parts = [box.unseal(seed, bytes(IdentityDecision.objects.get().box), bound)]
    key_id = scene.keyring.key_id("thida")
    sealed = bytes(Share.objects.get(key_id=key_id).box)
    place = info(Purpose.IDENTITY_SHARE, scene.tip.pk, key_id, 1)
    parts.append(box.unseal(scene.keyring.seed("thida"), sealed, place))
    assert parts[0] == parts[1]
    with pytest.raises(FormatFault):
        shamir.join(parts)


def test_the_mailbox_stays_silent_while_the_custodians_hold_it(scene: Scene) -> None:
    request = scene.approved()
    hold: dict[str, Any] = {"tip_id": scene.tip.pk, "reason": REASON}
    set_legal_hold(by=scene.cast("wilai"), now=NOW, is_on=True, **hold)
    scene.look(request)
    assert not any("custodians" in text for text in scene.events())
    assert identity_request(scene.cast("thida"), request, NOW).has_hold
    set_legal_hold(by=scene.cast("wilai"), now=NOW, is_on=False, **hold)
    assert any("custodians agreed" in text for text in scene.events())


def test_a_directors_hold_does_not_silence_the_mailbox(scene: Scene) -> None:
    request = scene.approved()
    by = scene.cast("direk")
    set_legal_hold(by=by, now=NOW, tip_id=scene.tip.pk, is_on=True, reason=REASON)
    scene.look(request)
    assert any("custodians agreed" in text for text in scene.events())


def test_who_sees_that_it_was_asked(scene: Scene) -> None:
    scene.ask()
    readers = {name for name in PEOPLE if identity_requests(scene.cast(name), NOW)}
    unit = {"suda", "somsri", "direk"}
    assert readers == unit | {"naree", "thida", "sombat", "wilai", "rungroj", "chalerm"}


def test_the_monthly_report_has_every_request(scene: Scene) -> None:
    denied = scene.ask()
    deny_identity(by=scene.cast("thida"), now=NOW, request_id=denied, reason=REASON)
    scene.look(scene.approved())
    with override("en"):
        rows = identity_report(date(2026, 11, 1))
    assert [(row.request_no, row.who) for row in rows] == [
        ("ID2570-0001", "นารี ตามรอย"),
        ("ID2570-0002", "นารี ตามรอย"),
    ]
    assert (rows[0].approved_by_1, rows[0].approved_by_2, rows[0].when) == ("", "", None)
    assert (rows[1].approved_by_1, rows[1].approved_by_2) == ("ธิดา รักษากุญแจ", "สมบัติ ถือกุญแจ")
    assert rows[0].fields_opened == "Nothing"
    assert rows[1].when == NOW
    assert identity_report(date(2026, 12, 1)) == identity_report(date(2026, 10, 1)) == []
