"""Two presses of a button, two officers, two connections at once: one record, and one is told."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast
from tests.riskmap.test_concurrency import at_once
from tests.tips.conftest import NOW, REASON, Stage, lookup_of
from tests.tips.reporter import Reporter, reshared
from tests.vault.keys import Keyring
from tmac.audit import services as audit
from tmac.audit.models import Entry
from tmac.core.errors import Conflict, TmacError
from tmac.geography.services import load_reference as load_regions
from tmac.taxonomy.services import load_reference
from tmac.tips.filings import ActDone, Filed, MessageSent, NoteDraft
from tmac.tips.grounds import Grounds
from tmac.tips.models import (
    IdentityRequest,
    Message,
    Referral,
    Sealed,
    SubjectRequest,
    Tip,
    TipEvent,
    TipFile,
    TipProposal,
    WatchNote,
)
from tmac.tips.services import (
    act,
    answer,
    approve_identity,
    confirm_step,
    file_open,
    file_sealed,
    promote_note,
    request_identity,
    take_step,
    take_tip,
    write_note,
)
from tmac.tips.services.keeping import load_reference as load_retention
from tmac.vault import receipts
from tmac.vault.models import SpentWork

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    load_reference()
    load_regions()
    load_retention()
    return Stage(Cast())


@pytest.fixture
def ready(stage: Stage, vault_folder: Path) -> Keyring:
    return Keyring(stage.cast).ready()


def test_one_filing_sent_four_times_at_once_is_one_report(ready: Keyring) -> None:
    reporter = Reporter(NOW)
    filing = reporter.filing(files=(reporter.upload(), reporter.upload()))
    results = at_once(*[lambda: file_sealed(now=NOW, filing=filing)] * 4)
    filed = [one for one in results if isinstance(one, Filed)]
    assert len(filed) == 4, results
    assert sorted(one.is_new for one in filed) == [False, False, False, True]
    assert len({(one.reference, json.dumps(one.receipt, sort_keys=True)) for one in filed}) == 1
    assert (Tip.objects.count(), Sealed.objects.count(), TipFile.objects.count()) == (1, 1, 2)
    assert SpentWork.objects.count() == 1
    assert receipts.size() == 1
    assert Entry.objects.filter(action="tip.filed").count() == 1


def test_of_two_filings_of_one_case_the_second_is_told(ready: Keyring) -> None:
    reporter = Reporter(NOW)
    filings = [reporter.filing("คนแรก"), reporter.filing("คนที่สอง")]
    results = at_once(*[lambda one=one: file_sealed(now=NOW, filing=one) for one in filings])
    assert sorted(type(one).__name__ for one in results) == ["Conflict", "Filed"]
    assert Tip.objects.count() == 1


def test_thirty_reporters_at_once_are_all_stored(ready: Keyring) -> None:
    filings = [Reporter(NOW).filing() for _number in range(30)]
    results = at_once(*[lambda one=one: file_sealed(now=NOW, filing=one) for one in filings])
    assert all(isinstance(one, Filed) and one.is_new for one in results), results
    assert len({one.reference for one in results}) == Tip.objects.count() == 30
    assert receipts.size() == 30
    assert audit.verify().fault is None


def test_one_form_without_script_sent_twice_at_once_has_one_code(ready: Keyring) -> None:
    seed = b"\x07" * 32

    def press() -> Any:
        return file_open(
            now=NOW,
            facts=Reporter(NOW).facts,
            content={"text": "กดส่งสองครั้ง"},
            identity={},
            channel="WEB",
            seed=seed,
        )

    results = at_once(press, press, press)
    assert len({one.code for one in results}) == 1
    assert Tip.objects.count() == 1


def test_one_message_sent_three_times_at_once_is_one(ready: Keyring) -> None:
    reporter = Reporter(NOW)
    reporter.filed()
    message = reporter.message(files=(reporter.upload(),))
    results = at_once(*[lambda: answer(now=NOW, lookup=reporter.lookup, message=message)] * 3)
    assert all(isinstance(one, MessageSent) for one in results), results
    assert sum(one.is_new for one in results) == 1
    assert (Message.objects.count(), TipFile.objects.count()) == (1, 1)


def test_different_messages_at_once_get_different_places(ready: Keyring) -> None:
    reporter = Reporter(NOW)
    reporter.filed()
    messages = [reporter.message(f"ข้อ {number}") for number in range(5)]
    at_once(
        *[lambda one=one: answer(now=NOW, lookup=reporter.lookup, message=one) for one in messages]
    )
    assert list(Message.objects.values_list("position", flat=True)) == [1, 2, 3, 4, 5]


def test_one_act_sent_three_times_at_once_counts_once(stage: Stage) -> None:
    tip = stage.tip("CLOSED")
    act_id = uuid.uuid4()

    def press() -> Any:
        return act(
            now=NOW, lookup=lookup_of(tip), act="rate", act_id=act_id, rating=3, felt_safe="YES"
        )

    results = at_once(press, press, press)
    assert all(isinstance(one, ActDone) for one in results), results
    assert TipEvent.objects.filter(code="rate").count() == 1


def test_two_requests_for_own_data_at_once_are_one(stage: Stage) -> None:
    tip = stage.tip()

    def press() -> Any:
        return act(
            now=NOW,
            lookup=lookup_of(tip),
            act="data_request",
            act_id=uuid.uuid4(),
            request="ERASE",
        )

    results = at_once(press, press)
    assert sum(isinstance(one, Conflict) for one in results) == 1
    assert SubjectRequest.objects.count() == 1


def test_two_officers_take_one_tip(stage: Stage) -> None:
    tip = stage.tip("RECEIVED", taken_by="")
    people = [stage.cast("suda"), stage.cast("somsri")]
    results = at_once(*[lambda by=by: take_tip(by=by, now=NOW, tip_id=tip.pk) for by in people])
    assert sum(isinstance(one, TmacError) for one in results) == 1
    assert TipEvent.objects.filter(code="taken").count() == 1


def test_of_two_steps_at_once_one_wins_and_the_other_is_told(stage: Stage) -> None:
    tip = stage.tip(category_id="X-SVC", category_top="X-SVC")
    by = stage.cast("suda")
    away = Grounds(reason_code="SERVICE_PROBLEM", destination="เทศบาล")

    def step(target: str, grounds: Grounds) -> Any:
        return take_step(by=by, now=NOW, tip_id=tip.pk, version=1, target=target, grounds=grounds)

    results = at_once(
        lambda: step("FORWARDED", away),
        lambda: step("FORWARDED", away),
        lambda: step("ACCEPTED", stage.grounds(tip, "ACCEPTED")),
    )
    assert sum(isinstance(one, Conflict) for one in results) == 2
    assert TipEvent.objects.exclude(source="").count() == 1
    assert Referral.objects.count() <= 1


def test_a_proposal_is_confirmed_once(stage: Stage) -> None:
    tip = stage.tip()
    grounds = Grounds(reason_code="FACTS_INSUFFICIENT", text=REASON)
    proposal = take_step(
        by=stage.cast("suda"),
        now=NOW,
        tip_id=tip.pk,
        version=1,
        target="NOT_ACCEPTED",
        grounds=grounds,
    ).proposal_id
    assert proposal is not None
    by = stage.cast("direk")
    results = at_once(*[lambda: confirm_step(by=by, now=NOW, proposal_id=proposal, version=1)] * 2)
    assert sum(isinstance(one, Conflict) for one in results) == 1
    assert TipEvent.objects.filter(code="tip.not_accepted").count() == 1


def test_two_proposals_at_once_are_one(stage: Stage) -> None:
    tip = stage.tip()
    by = stage.cast("suda")
    grounds = Grounds(reason_code="FACTS_INSUFFICIENT", text=REASON)

    def propose() -> Any:
        return take_step(
            by=by, now=NOW, tip_id=tip.pk, version=1, target="NOT_ACCEPTED", grounds=grounds
        )

    results = at_once(propose, propose)
    assert sum(isinstance(one, Conflict) for one in results) == 1
    assert TipProposal.objects.count() == 1


def test_two_custodians_at_once_approve_and_one_twice_does_not(
    stage: Stage, ready: Keyring
) -> None:
    reporter = Reporter(NOW)
    reporter.filed()
    tip = Tip.objects.get()
    stage.add(tip, "naree")
    naree = stage.cast("naree")

    def ask() -> Any:
        return request_identity(by=naree, now=NOW, tip_id=tip.pk, reason=REASON, legal_basis=REASON)

    first, second = at_once(ask, ask)
    assert first == second
    sealed = {name: reshared(ready, tip.pk, name, first, "naree") for name in ("thida", "sombat")}
    people = {name: stage.cast(name) for name in sealed}

    def approve(name: str) -> Any:
        return approve_identity(by=people[name], now=NOW, request_id=first, box=sealed[name])

    results = at_once(lambda: approve("thida"), lambda: approve("thida"), lambda: approve("sombat"))
    assert sum(isinstance(one, TmacError) for one in results) == 1
    assert IdentityRequest.objects.get().state == "APPROVED"


def test_a_note_is_promoted_once(stage: Stage, ready: Keyring) -> None:
    by = stage.cast("malee")
    note = write_note(by=by, now=NOW, note=NoteDraft("ตลาดร้าง", "", "74"))
    results = at_once(*[lambda: promote_note(by=by, now=NOW, note_id=note.id)] * 2)
    assert sum(isinstance(one, TmacError) for one in results) == 1
    assert Tip.objects.count() == 1
    assert WatchNote.objects.get().state == "PROMOTED"
