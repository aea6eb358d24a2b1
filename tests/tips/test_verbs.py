"""What the page says may be done is what the services let happen, for everybody and every verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import PEOPLE
from tests.tips.conftest import NOW, REASON, running
from tests.tips.test_sharing import SHA, Scene
from tests.tips.test_transitions import undone
from tests.vault.keys import Keyring
from tmac.core.errors import Invalid, NotFound, Refused
from tmac.tips.filings import SummaryDraft
from tmac.tips.models import Promise, Tip, TipEvent
from tmac.tips.pages import verdicts
from tmac.tips.services import (
    assign,
    end_colleague,
    end_consultation,
    mark_read_by_unit,
    mark_referral,
    refer_out,
    request_identity,
    send_message,
    set_legal_hold,
    shred,
    take_tip,
    write_summary,
)
from tmac.tips.sight import Sight
from tmac.tips.unsealing import sealed_of

UNIT = {"suda", "somsri", "direk"}
Attempt = Callable[[Scene, str], Any]
GOOD = SummaryDraft("แบ่งจ้างถนน", "มีการแบ่งจ้างปรับปรุงถนน")


def _asking(scene: Scene, name: str) -> Any:
    message = scene.unit.message(scene.tip.pk)
    by = scene.cast(name)
    return send_message(by=by, now=NOW, tip_id=scene.tip.pk, message=message, asks=True)


def _writing(scene: Scene, name: str) -> Any:
    message = scene.unit.message(scene.tip.pk)
    return send_message(by=scene.cast(name), now=NOW, tip_id=scene.tip.pk, message=message)


def _kept(scene: Scene, name: str) -> dict[str, Any]:
    return {"by": scene.cast(name), "now": NOW, "tip_id": scene.tip.pk}


def _marking(scene: Scene, name: str) -> Any:
    referral = scene.stage.refer(scene.tip)
    by = scene.cast(name)
    return mark_referral(by=by, now=NOW, referral_id=referral.pk, state="ACCEPTED")


def _bundling(scene: Scene, name: str) -> Any:
    """The screening officer proposes it; the others of the unit have no step to propose."""
    away: dict[str, Any] = {"to": "ป.ป.ท.", "reason_code": "OUT_OF_MANDATE", "sha256": SHA}
    return refer_out(**_kept(scene, name), **away)


# verb of the page -> the service behind it, and who of the cast may use it on a tip that Suda has
# taken and to which Naree was added
VERBS: dict[str, tuple[Attempt, set[str]]] = {
    "read": (
        lambda scene, name: sealed_of(scene.cast(name), scene.tip.reference, NOW),
        UNIT | {"naree"},
    ),
    "take": (lambda scene, name: take_tip(**_kept(scene, name)), {"suda"}),
    "assign": (lambda scene, name: assign(**_kept(scene, name), user_id=None), UNIT),
    "summarise": (
        lambda scene, name: write_summary(
            **_kept(scene, name), version=scene.tip.version, summary=GOOD
        ),
        UNIT,
    ),
    "write": (_writing, UNIT | {"naree"}),
    "ask": (_asking, {"suda"}),
    "add_colleague": (lambda scene, name: scene.add("wirot", by=name), UNIT),
    "consult": (lambda scene, name: scene.consult(by=name), UNIT),
    "hand_over": (lambda scene, name: scene.hand_over(by=name), UNIT),
    "refer_out": (_bundling, {"suda"}),
    "mark_referral": (_marking, UNIT),
    "request_identity": (
        lambda scene, name: request_identity(
            **_kept(scene, name), reason=REASON, legal_basis=REASON
        ),
        {"naree"},
    ),
    "hold": (
        lambda scene, name: set_legal_hold(**_kept(scene, name), is_on=True, reason=REASON),
        {"direk", "thida", "sombat", "wilai"},
    ),
    "shred": (lambda scene, name: shred(**_kept(scene, name)), {"direk"}),
}
ELSEWHERE = {"answer_subject_request"}  # in test_keeping


@pytest.fixture
def scene(stage: Any, keyring: Keyring) -> Scene:
    found = Scene(stage, keyring)
    found.add()
    return found


@pytest.mark.parametrize("verb", list(VERBS))
def test_the_page_and_the_service_agree_for_everybody(scene: Scene, verb: str) -> None:
    attempt, expected = VERBS[verb]
    could, offered = set(), set()
    for name in PEOPLE:
        by = scene.cast(name)
        with undone():
            if verdicts(Sight(by), scene.tip)[verb]:
                offered.add(name)
            try:
                attempt(scene, name)
            except (Refused, NotFound):
                continue
            could.add(name)
    assert could == offered == expected


def test_every_verb_of_the_page_is_tested(scene: Scene) -> None:
    shown = set(verdicts(Sight(scene.cast("suda")), scene.tip))
    assert shown == set(VERBS) | ELSEWHERE


@pytest.mark.parametrize("name", list(PEOPLE))
def test_every_refusal_of_a_verb_is_a_sentence(scene: Scene, name: str) -> None:
    for verb, verdict in verdicts(Sight(scene.cast(name)), scene.tip).items():
        assert verdict or len(str(verdict.refusal)) > 10, verb


def everybody(scene: Scene, attempt: Attempt) -> set[str]:
    could = set()
    for name in PEOPLE:
        with undone():
            try:
                attempt(scene, name)
            except (Refused, NotFound):
                continue
            could.add(name)
    return could


def test_who_ends_what_was_shared(scene: Scene) -> None:
    scene.consult()
    office, user = scene.cast.office("NACC-45"), scene.cast.user("naree")
    assert (
        everybody(scene, lambda at, name: end_consultation(**_kept(at, name), office_id=office.pk))
        == UNIT
    )
    assert (
        everybody(scene, lambda at, name: end_colleague(**_kept(at, name), user_id=user.pk)) == UNIT
    )


def test_who_has_looked_when_reading(scene: Scene) -> None:
    assert everybody(scene, lambda at, name: mark_read_by_unit(**_kept(at, name))) == UNIT | {
        "naree"
    }


def test_reading_for_the_first_time_keeps_the_promise_of_a_first_look(stage: Any) -> None:
    tip = stage.tip("RECEIVED", taken_by="")
    mark_read_by_unit(by=stage.cast("somsri"), now=NOW, tip_id=tip.pk)
    assert Promise.objects.get(tip=tip, clock="FIRST_LOOK").is_kept is True
    assert "FIRST_LOOK" not in running(tip)
    assert Tip.objects.get(pk=tip.pk).state == "RECEIVED"


def test_what_is_written_into_the_history_names_who_acted_for_whom(scene: Scene) -> None:
    by = scene.cast("somsri")
    lent = type(by)(
        by.user_id,
        by.name,
        tuple(type(one)(**(vars(one) | {"acting_for": "ดิเรก ท่าเรือ"})) for one in by.grants),
    )
    write_summary(by=lent, now=NOW, tip_id=scene.tip.pk, version=scene.tip.version, summary=GOOD)
    assert TipEvent.objects.get(code="summary").on_behalf == "ดิเรก ท่าเรือ"


def test_a_summary_fault_changes_nothing(scene: Scene) -> None:
    bad = SummaryDraft("โทร 0812345678", "มีการแบ่งจ้าง โทร 0812345678")
    with pytest.raises(Invalid):
        write_summary(
            by=scene.cast("suda"),
            now=NOW,
            tip_id=scene.tip.pk,
            version=scene.tip.version,
            summary=bad,
        )
    assert not TipEvent.objects.filter(code="summary").exists()
