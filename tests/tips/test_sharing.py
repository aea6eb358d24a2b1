"""Colleagues, other units, hand-overs, bundles: who may, to whom, and what opens afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils.translation import override

from tests.cast import PEOPLE, Cast
from tests.tips.conftest import NOW, REASON, Stage
from tests.tips.reporter import TEXT, Reporter, Unit, opened
from tests.vault.keys import Keyring
from tmac.accounts.models import ConflictOfInterest
from tmac.core.errors import Conflict, Invalid, NotFound, Refused
from tmac.tips.filings import EpochBox, EpochChanged
from tmac.tips.grounds import Grounds
from tmac.tips.models import Consultation, Referral, Tip, TipMember, Wrap
from tmac.tips.services import (
    add_colleague,
    answer,
    confirm_step,
    consult,
    end_colleague,
    end_consultation,
    hand_over,
    mark_referral,
    refer_out,
    take_step,
    take_tip,
)
from tmac.tips.sight import RAW, Sight
from tmac.tips.unsealing import addable_colleagues, consultable_units, file_object, sealed_of
from tmac.vault import queries as vault
from tmac.vault.formats import box
from tmac.vault.formats.info import Purpose, info


class Scene:
    """A report in the unit of Samut Sakhon that Suda has taken."""

    def __init__(self, stage: Stage, keyring: Keyring, **facts: Any) -> None:
        self.stage, self.cast, self.keyring = stage, stage.cast, keyring.ready()
        self.reporter = Reporter(NOW, **facts)
        self.reporter.filed()
        self.unit = Unit(keyring, "NACC-HQ" if self.reporter.scope == "centre" else "NACC-74")
        name = "orathai" if self.reporter.scope == "centre" else "suda"
        take_tip(by=self.cast(name), now=NOW, tip_id=self.reporter.case)

    @property
    def tip(self) -> Tip:
        return Tip.objects.select_related("office").get(pk=self.reporter.case)

    def key(self, name: str) -> Any:
        found = vault.officer_key_named(self.keyring.key_id(name))
        assert found is not None
        return found

    def add(self, name: str = "naree", by: str = "suda", **given: Any) -> None:
        key = self.key(name)
        wraps = self.unit.wraps_for(self.tip.pk, key.key_id, key.public_key)
        kept = {"officer_key_id": key.key_id, "wraps": wraps} | given
        add_colleague(by=self.cast(by), now=NOW, tip_id=self.tip.pk, **kept)

    def unit_key(self, office: str) -> Any:
        return next(key for key in vault.current_unit_keys() if key.office == office)

    def consult(self, office: str = "NACC-45", by: str = "suda") -> None:
        key = self.unit_key(office)
        wraps = self.unit.wraps_for(self.tip.pk, key.key_id, key.public_key)
        consult(by=self.cast(by), now=NOW, tip_id=self.tip.pk, unit_key_id=key.key_id, wraps=wraps)

    def hand_over(self, office: str = "NACC-HQ", by: str = "suda", **given: Any) -> int:
        tip = self.tip
        made = self.unit.new_epoch(tip.pk, office, bytes(tip.sealed.reporter_key))
        kept: dict[str, Any] = {"version": tip.version, "reason": REASON} | made | given
        return hand_over(by=self.cast(by), now=NOW, tip_id=tip.pk, **kept)


@pytest.fixture
def scene(stage: Stage, keyring: Keyring) -> Scene:
    return Scene(stage, keyring)


def able(scene: Scene, attempt: Any) -> set[str]:
    could = set()
    for name in PEOPLE:
        try:
            attempt(name)
        except (Refused, NotFound):
            continue
        could.add(name)
    return could


def test_who_adds_a_colleague(scene: Scene) -> None:
    def add(name: str) -> None:
        scene.add(by=name)
        TipMember.objects.all().delete()

    assert able(scene, add) == {"suda", "somsri", "direk"}


def test_an_added_investigator_opens_the_text_with_the_own_key(scene: Scene) -> None:
    reference = scene.tip.reference
    with pytest.raises(Refused):
        sealed_of(scene.cast("naree"), reference, NOW)
    scene.add()
    scene.add()
    sealed = sealed_of(scene.cast("naree"), reference, NOW)
    wraps = sealed.epochs[0]["wraps"]
    assert [wrap["key_id"] for wrap in wraps] == [str(scene.keyring.key_id("naree"))]
    stored = Wrap.objects.get(key_id=scene.keyring.key_id("naree"))
    bound = info(Purpose.CASE_KEY, scene.tip.pk, stored.key_id, 1)
    key = box.unseal(scene.keyring.seed("naree"), bytes(stored.box), bound)
    text = opened(
        key, bytes(scene.tip.sealed.content), Purpose.CONTENT, sealed.case, sealed.case, 1
    )
    assert text["text"] == TEXT
    with pytest.raises(Refused):
        sealed_of(scene.cast("wirot"), reference, NOW)


def test_who_is_no_investigator_with_a_key_is_not_added(scene: Scene, cast: Cast) -> None:
    for name in ("preecha", "thida", "orathai"):
        with pytest.raises(Invalid):
            scene.add(name)
    with pytest.raises(Invalid):
        scene.add(officer_key_id=uuid4())
    Tip.objects.update(agency=cast.agency())
    ConflictOfInterest.objects.create(
        user=cast.user("naree"), agency=cast.agency(), declared_at=NOW, reason="ญาติ"
    )
    with pytest.raises(Invalid):
        scene.add()
    assert not TipMember.objects.exists()


def test_a_wrap_of_every_epoch_to_that_key_is_needed(scene: Scene) -> None:
    key = scene.key("naree")
    good = scene.unit.wraps_for(scene.tip.pk, key.key_id, key.public_key)
    other = scene.unit.wraps_for(scene.tip.pk, scene.keyring.key_id("wirot"), key.public_key)
    short = tuple(type(one)(one.epoch, one.key_id, one.box[:-1]) for one in good)
    with pytest.raises(EpochChanged):
        scene.add(wraps=())
    with pytest.raises(EpochChanged):
        scene.add(wraps=(*good, type(good[0])(2, key.key_id, good[0].box)))
    for wraps in (other, short):
        with pytest.raises(Invalid):
            scene.add(wraps=wraps)


def test_the_newest_epoch_alone_lets_a_colleague_in(stage: Stage, keyring: Keyring) -> None:
    scene = Scene(stage, keyring, about_office=True)
    scene.hand_over("NACC-45", by="orathai")
    key = scene.unit_key("NACC-HQ")
    newest = Unit(keyring, "NACC-45").case_key(scene.tip.pk, epoch=2)
    bound = info(Purpose.CASE_KEY, scene.tip.pk, key.key_id, 2)
    wrap = EpochBox(2, key.key_id, box.seal(key.public_key, newest, bound))
    given: dict[str, Any] = {"by": scene.cast("preecha"), "now": NOW, "tip_id": scene.tip.pk}
    for wrong in ((replace(wrap, epoch=1),), (wrap, wrap)):
        with pytest.raises(EpochChanged):
            consult(**given, unit_key_id=key.key_id, wraps=wrong)
    consult(**given, unit_key_id=key.key_id, wraps=(wrap,))
    assert [wrap.epoch for wrap in Wrap.objects.filter(key_id=key.key_id)] == [2]


def test_a_colleague_who_leaves_is_given_nothing_more(scene: Scene) -> None:
    scene.add()
    user = scene.cast.user("naree")
    end_colleague(by=scene.cast("direk"), now=NOW, tip_id=scene.tip.pk, user_id=user.pk)
    assert not Wrap.objects.filter(key_id=scene.keyring.key_id("naree")).exists()
    with pytest.raises(Refused):
        sealed_of(scene.cast("naree"), scene.tip.reference, NOW)
    with pytest.raises(NotFound):
        end_colleague(by=scene.cast("direk"), now=NOW, tip_id=scene.tip.pk, user_id=user.pk)


def test_a_consulted_unit_reads_along_and_decides_nothing(scene: Scene) -> None:
    scene.consult()
    scene.consult()
    assert Consultation.objects.count() == 1
    tip = scene.tip
    assert Sight(scene.cast("preecha")).holds(RAW, tip)
    sealed = sealed_of(scene.cast("preecha"), tip.reference, NOW)
    assert [len(one["wraps"]) for one in sealed.epochs] == [1]
    key = Unit(scene.keyring, "NACC-45").case_key(tip.pk)
    assert key == scene.reporter.key
    for name, target in (("decha", "NOT_ACCEPTED"), ("preecha", "VERIFYING")):
        with pytest.raises(Refused):
            take_step(
                by=scene.cast(name),
                now=NOW,
                tip_id=tip.pk,
                version=tip.version,
                target=target,
                grounds=Grounds(text=REASON),
            )
    office = scene.cast.office("NACC-45")
    end_consultation(by=scene.cast("suda"), now=NOW, tip_id=tip.pk, office_id=office.pk)
    with pytest.raises(NotFound):
        sealed_of(scene.cast("preecha"), tip.reference, NOW)


def test_after_a_hand_over_the_former_unit_opens_nothing_more(scene: Scene) -> None:
    scene.add()
    scene.consult()
    version = scene.hand_over()
    tip = scene.tip
    assert (tip.office.code, tip.assigned_to, tip.version) == ("NACC-HQ", None, version)
    assert {wrap.key_id for wrap in Wrap.objects.all()} == {scene.unit_key("NACC-HQ").key_id}
    assert not TipMember.objects.filter(ended_at__isnull=True).exists()
    take_tip(by=scene.cast("orathai"), now=NOW, tip_id=tip.pk)
    centre = Unit(scene.keyring, "NACC-HQ")
    assert centre.case_key(tip.pk, 2) != scene.reporter.key
    sealed = sealed_of(scene.cast("orathai"), tip.reference, NOW)
    assert [one["epoch"] for one in sealed.epochs] == [1, 2]
    for name in ("suda", "somsri", "direk", "naree"):
        with pytest.raises((Refused, NotFound)):
            sealed_of(scene.cast(name), tip.reference, NOW)


def test_the_reporter_writes_on_under_the_new_key(scene: Scene) -> None:
    scene.hand_over()
    with pytest.raises(EpochChanged):
        answer(now=NOW, lookup=scene.reporter.lookup, message=scene.reporter.message())
    epoch = scene.tip.epochs.get(number=2)
    bound = info(Purpose.CASE_KEY_REPORTER, scene.tip.pk, scene.tip.pk, 2)
    seed = scene.reporter.code.reporter_seed()
    scene.reporter.key = box.unseal(seed, bytes(epoch.reporter_wrap), bound)  # type: ignore[assignment]
    message = scene.reporter.message("เขียนต่อ", epoch=2)
    answer(now=NOW, lookup=scene.reporter.lookup, message=message)
    key = Unit(scene.keyring, "NACC-HQ").case_key(scene.tip.pk, 2)
    found = opened(key, message.box, Purpose.MESSAGE_IN, scene.tip.pk, message.id, 2)
    assert found["text"] == "เขียนต่อ"


def test_who_hands_over(scene: Scene) -> None:
    def hand(name: str) -> None:
        scene.hand_over(by=name)
        Tip.objects.update(office=scene.cast.office("NACC-74"), assigned_to=scene.cast.user("suda"))
        scene.tip.epochs.filter(number=2).delete()
        wrap = Wrap.objects.get()
        key = scene.unit_key("NACC-74")
        bound = info(Purpose.CASE_KEY, scene.tip.pk, key.key_id, 1)
        wrap.key_id, wrap.epoch = key.key_id, 1
        wrap.box = box.seal(key.public_key, scene.reporter.key, bound)
        wrap.save()

    assert able(scene, hand) == {"suda", "somsri", "direk"}


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"epoch": 1}, EpochChanged),
        ({"epoch": 3}, EpochChanged),
        ({"wrap": b"\x02"}, Invalid),
        ({"reporter_wrap": b""}, Invalid),
        ({"previous": b"\x11" * 62}, Invalid),
        ({"reason": "สั้น"}, Invalid),
        ({"unit_key_id": UUID(int=7)}, Invalid),
        ({"version": 99}, Conflict),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_hand_over_that_does_not_fit_is_refused(
    scene: Scene, given: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        scene.hand_over(**given)
    assert scene.tip.office.code == "NACC-74"
    assert Wrap.objects.count() == 1


def test_a_unit_is_not_handed_its_own_tip(scene: Scene) -> None:
    with pytest.raises(Conflict):
        scene.hand_over("NACC-74")


def test_what_was_kept_from_the_province_is_never_given_to_it(
    stage: Stage, keyring: Keyring
) -> None:
    scene = Scene(stage, keyring, about_office=True)
    with override("en"), pytest.raises(Refused, match="kept from the province"):
        scene.hand_over("NACC-74", by="orathai")
    with pytest.raises(Refused):
        scene.consult("NACC-74", by="orathai")
    units = consultable_units(scene.cast("orathai"), scene.tip.reference, NOW)
    assert [unit.key_id for unit in units] == [scene.unit_key("NACC-45").key_id]
    with pytest.raises(Invalid):
        scene.add("naree", by="orathai")
    assert not TipMember.objects.exists()


def test_who_can_be_let_in_is_offered(scene: Scene) -> None:
    reference = scene.tip.reference
    offered = addable_colleagues(scene.cast("suda"), reference, NOW)
    assert [one.name for one in offered] == ["นารี ตามรอย", "วิโรจน์ สืบความ"]
    scene.add()
    offered = addable_colleagues(scene.cast("suda"), reference, NOW)
    assert [one.name for one in offered] == ["วิโรจน์ สืบความ"]
    units = consultable_units(scene.cast("suda"), reference, NOW)
    assert {unit.key_id for unit in units} == {
        scene.unit_key("NACC-45").key_id,
        scene.unit_key("NACC-HQ").key_id,
    }
    with pytest.raises(Refused):
        addable_colleagues(scene.cast("naree"), reference, NOW)


def test_files_are_reached_by_readers_only(scene: Scene) -> None:
    message = scene.reporter.message(files=(scene.reporter.upload(),))
    answer(now=NOW, lookup=scene.reporter.lookup, message=message)
    file_id, reference = message.files[0].id, scene.tip.reference
    found = able(scene, lambda name: file_object(scene.cast(name), reference, file_id, 0))
    assert found == {"suda", "somsri", "direk"}
    for n in (-1, 1):
        with pytest.raises(NotFound):
            file_object(scene.cast("suda"), reference, file_id, n)
    with pytest.raises(NotFound):
        file_object(scene.cast("suda"), reference, uuid4(), 0)


SHA = "ab" * 32


def refer(scene: Scene, name: str = "suda", **given: Any) -> Any:
    kept = {"to": "สำนักงาน ป.ป.ท.", "reason_code": "OUT_OF_MANDATE", "sha256": SHA} | given
    return refer_out(by=scene.cast(name), now=NOW, tip_id=scene.tip.pk, **kept)


def test_a_bundle_waits_for_the_director_and_is_then_noted(scene: Scene) -> None:
    made = refer(scene)
    assert (made.referral_id, made.proposal_id is not None) == (None, True)
    confirm_step(
        by=scene.cast("direk"), now=NOW, proposal_id=made.proposal_id, version=scene.tip.version
    )
    assert Referral.objects.get().state == "READY"
    made = refer(scene)
    referral = Referral.objects.get(pk=made.referral_id)
    assert (referral.state, referral.bundle_sha256) == ("SENT", SHA)
    with pytest.raises(Refused):
        refer(scene, to="หน่วยงานอื่น")


def test_a_service_problem_is_bundled_at_once(scene: Scene) -> None:
    Tip.objects.update(category_id="X-SVC", category_top="X-SVC")
    made = refer(scene, reason_code="SERVICE_PROBLEM", to="เทศบาล")
    assert Referral.objects.get(pk=made.referral_id).state == "SENT"
    assert scene.tip.state == "FORWARDED"
    assert made.version == scene.tip.version


@pytest.mark.parametrize("sha256", ["", "AB" * 32, "ab" * 31, "zz" * 32])
def test_a_bundle_needs_a_checksum(scene: Scene, sha256: str) -> None:
    with pytest.raises(Invalid):
        refer(scene, sha256=sha256)
    assert scene.tip.state == "SCREENING"


@pytest.mark.parametrize(
    ("start", "target", "text", "allowed"),
    [
        ("READY", "SENT", "", True),
        ("READY", "DONE", REASON, False),
        ("SENT", "ACCEPTED", "", True),
        ("SENT", "DONE", REASON, True),
        ("SENT", "DONE", "สั้น", False),
        ("SENT", "FAILED", REASON, True),
        ("SENT", "FAILED", "", False),
        ("SENT", "LOST", REASON, False),
        ("FAILED", "SENT", "", True),
        ("ACCEPTED", "DONE", REASON, True),
        ("DONE", "SENT", "", False),
    ],
)
def test_how_far_a_bundle_may_go(
    stage: Stage, start: str, target: str, text: str, allowed: bool
) -> None:
    tip = stage.tip("FORWARDED")
    referral = stage.refer(tip, start)
    try:
        mark_referral(
            by=stage.cast("suda"), now=NOW, referral_id=referral.pk, state=target, text=text
        )
    except (Invalid, Conflict):
        assert not allowed
    else:
        assert allowed
    referral.refresh_from_db()
    assert referral.state == (target if allowed else start)


def test_marking_twice_is_one_mark(stage: Stage) -> None:
    tip = stage.tip("FORWARDED")
    referral = stage.refer(tip)
    for _press in range(2):
        mark_referral(
            by=stage.cast("suda"), now=NOW, referral_id=referral.pk, state="DONE", text=REASON
        )
    assert tip.events.filter(code="referral_done").count() == 1
