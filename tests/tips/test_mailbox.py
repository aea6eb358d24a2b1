"""The mailbox: what the code opens, what may be done, and that a wrong code tells nothing."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests.cast import PEOPLE
from tests.tips.conftest import NOW, REASON, TODAY, Stage, lookup_of
from tests.tips.reporter import Reporter, Unit, opened
from tests.tips.test_steps import rejected
from tests.vault.keys import Keyring
from tmac.audit.models import Entry
from tmac.core.errors import Conflict, Invalid, NotFound, Refused
from tmac.tips import mailbox_rules
from tmac.tips.filings import EpochChanged, KeysChanged
from tmac.tips.grounds import Grounds
from tmac.tips.lifecycle import STEPS
from tmac.tips.mailbox import mailbox, mailbox_object
from tmac.tips.models import (
    IdentityBlob,
    Message,
    Promise,
    Share,
    SubjectRequest,
    Tip,
    TipEvent,
    TipFile,
)
from tmac.tips.services import act, answer, mark_read, replace_contact, send_message, take_tip
from tmac.tips.services.stepping import take_step
from tmac.tips.states import State
from tmac.tips.telling import for_officer, for_reporter
from tmac.vault.formats.info import Purpose


@pytest.fixture
def ready(stage: Stage, keyring: Keyring) -> Keyring:
    return keyring.ready()


@pytest.fixture
def reporter(ready: Keyring) -> Reporter:
    found = Reporter(NOW)
    found.filed()
    return found


def view(reporter: Reporter, days: int = 0) -> Any:
    found = mailbox(reporter.lookup, NOW + timedelta(days=days))
    assert found is not None
    return found


def test_the_code_opens_what_was_filed(reporter: Reporter) -> None:
    found = view(reporter)
    assert (found.case, found.sealed_by, found.is_terminal) == (reporter.case, "REPORTER", False)
    epoch, box = found.content
    content = opened(reporter.key, box, Purpose.CONTENT, found.case, found.case, epoch)
    assert "ถนน" in content["text"]
    assert (found.status.word, found.status.word_en) == ("รับเรื่องแล้ว", "Received")
    assert found.next_step.due_on is not None
    assert found.receipt["parts"]["case"] == str(reporter.case)


def test_the_wire_form_is_json_with_the_names_of_the_contract(reporter: Reporter) -> None:
    wire = json.loads(json.dumps(view(reporter).as_wire()))
    assert set(wire) >= {
        "case", "reference", "day", "sealed_by", "status", "terminal", "epochs", "content",
        "messages", "files", "events", "may", "receipt", "recipients",
    }  # fmt: skip
    assert set(wire["status"]) == {"word", "word_en", "since", "explained"}
    assert set(wire["may"]) == {
        "answer", "withdraw", "object", "not_fixed", "rate", "contact", "data_request",
    }  # fmt: skip
    assert all(set(one) == {"ok", "why"} for one in wire["may"].values())
    assert wire["epochs"][0]["epoch"] == 1
    assert wire["recipients"]["custodians"]


def test_days_are_told_and_no_hours(reporter: Reporter) -> None:
    text = json.dumps(view(reporter).as_wire() | {"receipt": {}, "recipients": {}})
    assert ":00" not in text.replace("+07:00", "")


WRONG = [b"\x00" * 32, b"\xff" * 32, b"", b"short", b"long" * 100]


@pytest.mark.parametrize("lookup", WRONG, ids=len)
def test_a_wrong_code_is_told_like_an_unknown_one(reporter: Reporter, lookup: bytes) -> None:
    """The same answer and the same questions to the database, whatever was typed."""
    with CaptureQueriesContext(connection) as asked:
        assert mailbox(lookup, NOW) is None
    assert len(asked) == 1
    unknown = uuid.uuid4()
    acts: list[Callable[[], Any]] = [
        lambda: answer(now=NOW, lookup=lookup, message=reporter.message()),
        lambda: act(now=NOW, lookup=lookup, act="withdraw", act_id=unknown),
        lambda: replace_contact(now=NOW, lookup=lookup, identity=b"", shares=()),
        lambda: mark_read(now=NOW, lookup=lookup),
    ]
    for attempt in acts:
        with CaptureQueriesContext(connection) as asked, pytest.raises(NotFound) as refused:
            attempt()
        assert len([q for q in asked if q["sql"].startswith("SELECT")]) == 1
        with override("en"):
            assert str(refused.value.message) == str(refused.value)
    assert mailbox_object(lookup, unknown, 0) is None


def test_a_message_of_the_reporter_is_stored_as_it_was_sealed(reporter: Reporter) -> None:
    message = reporter.message("มีภาพถ่ายเพิ่ม", files=(reporter.upload(),))
    sent = answer(now=NOW, lookup=reporter.lookup, message=message)
    again = answer(now=NOW, lookup=reporter.lookup, message=message)
    assert (sent.is_new, again.is_new, sent.day) == (True, False, TODAY)
    row = Message.objects.get()
    assert (row.direction, row.by, bytes(row.box)) == ("IN", None, message.box)
    assert TipFile.objects.get().message_id == row.pk
    found = view(reporter)
    assert [one.direction for one in found.messages] == ["in"]
    assert [one.id for one in found.files] == [message.files[0].id]
    assert found.messages[0].files == (message.files[0].id,)
    assert Entry.objects.filter(action="tip.message_in", actor="reporter").count() == 1


def test_a_message_id_belongs_to_one_message(reporter: Reporter) -> None:
    message = reporter.message()
    answer(now=NOW, lookup=reporter.lookup, message=message)
    other = Reporter(NOW)
    other.filed()
    with pytest.raises(Conflict):
        answer(now=NOW, lookup=other.lookup, message=message)
    changed = type(message)(message.id, 1, reporter.message("อื่น").box)
    with pytest.raises(Conflict):
        answer(now=NOW, lookup=reporter.lookup, message=changed)


@pytest.mark.parametrize("size", [0, 10, 2048 + 28, 131072 + 29])
def test_a_message_that_is_no_sealed_box_is_refused(reporter: Reporter, size: int) -> None:
    message = type(reporter.message())(uuid.uuid4(), 1, b"\x11" * size)
    with pytest.raises(Invalid):
        answer(now=NOW, lookup=reporter.lookup, message=message)


def test_a_message_under_another_epoch_is_sealed_again(reporter: Reporter) -> None:
    with pytest.raises(EpochChanged) as refused:
        answer(now=NOW, lookup=reporter.lookup, message=reporter.message(epoch=2))
    assert refused.value.code == "epoch_changed"


def test_thirty_messages_a_day_are_enough(reporter: Reporter) -> None:
    for _number in range(30):
        answer(now=NOW, lookup=reporter.lookup, message=reporter.message())
    with pytest.raises(Refused):
        answer(now=NOW, lookup=reporter.lookup, message=reporter.message())
    answer(now=NOW + timedelta(days=1), lookup=reporter.lookup, message=reporter.message())


def test_asking_and_answering_goes_through_the_states(
    reporter: Reporter, stage: Stage, ready: Keyring
) -> None:
    by = stage.cast("suda")
    take_tip(by=by, now=NOW, tip_id=reporter.case)
    question = Unit(ready).message(reporter.case)
    for _press in range(2):
        send_message(by=by, now=NOW, tip_id=reporter.case, message=question, asks=True)
    assert Tip.objects.get().state == State.NEED_INFO
    found = view(reporter)
    assert found.status.word_en == "Waiting for you"
    box = found.messages[0].box
    text = opened(reporter.key, box, Purpose.MESSAGE_OUT, found.case, question.id, 1)
    assert text["text"] == "ขอทราบชื่อโครงการ"
    answer(now=NOW, lookup=reporter.lookup, message=reporter.message("โครงการถนนเลียบคลอง"))
    assert Tip.objects.get().state == State.SCREENING
    with override("en"):
        told = [event.text for event in view(reporter).events]
    assert told[-1] == "You answered our question."


def test_a_second_question_may_follow_the_first(
    reporter: Reporter, stage: Stage, ready: Keyring
) -> None:
    by = stage.cast("suda")
    take_tip(by=by, now=NOW, tip_id=reporter.case)
    for _question in range(2):
        message = Unit(ready).message(reporter.case)
        send_message(by=by, now=NOW, tip_id=reporter.case, message=message, asks=True)
    assert Tip.objects.get().state == State.NEED_INFO
    assert Message.objects.filter(is_question=True).count() == 2


def test_who_writes_to_the_reporter(reporter: Reporter, stage: Stage, ready: Keyring) -> None:
    tip = Tip.objects.get()
    take_tip(by=stage.cast("suda"), now=NOW, tip_id=tip.pk)
    stage.add(tip, "naree")
    able = set()
    for name in PEOPLE:
        try:
            message = Unit(ready).message(tip.pk)
            send_message(by=stage.cast(name), now=NOW, tip_id=tip.pk, message=message)
        except (Refused, NotFound):
            continue
        able.add(name)
    assert able == {"suda", "somsri", "direk", "naree"}


def test_an_investigator_writes_but_does_not_stop_the_clock(
    reporter: Reporter, stage: Stage, ready: Keyring
) -> None:
    tip = Tip.objects.get()
    take_tip(by=stage.cast("suda"), now=NOW, tip_id=tip.pk)
    stage.add(tip, "naree")
    message = Unit(ready).message(tip.pk)
    with pytest.raises(Refused):
        send_message(by=stage.cast("naree"), now=NOW, tip_id=tip.pk, message=message, asks=True)
    assert not Message.objects.exists()


def test_what_was_read_is_known_by_day(reporter: Reporter, stage: Stage, ready: Keyring) -> None:
    by = stage.cast("somsri")
    send_message(by=by, now=NOW, tip_id=reporter.case, message=Unit(ready).message(reporter.case))
    assert mark_read(now=NOW, lookup=reporter.lookup) == 1
    assert mark_read(now=NOW + timedelta(days=1), lookup=reporter.lookup) == 0
    assert Message.objects.get().read_on == TODAY


def test_the_interim_result_keeps_its_promise(
    reporter: Reporter, stage: Stage, ready: Keyring
) -> None:
    message = Unit(ready).message(reporter.case)
    by = stage.cast("somsri")
    send_message(by=by, now=NOW, tip_id=reporter.case, message=message, is_interim=True)
    assert Promise.objects.get(clock="INTERIM_RESULT").is_kept is True


def done(tip: Tip, name: str, days: int = 0, **given: Any) -> Any:
    parts: dict[str, Any] = {"rating": 4, "felt_safe": "YES", "request": "COPY"} | given
    now = NOW + timedelta(days=days)
    return act(now=now, lookup=lookup_of(tip), act=name, act_id=uuid.uuid4(), **parts)


# state -> the acts that a reporter may do in it, five days after it was reached
MAY: dict[str, set[str]] = {
    "RECEIVED": {"answer", "withdraw", "contact", "data_request"},
    "QUARANTINE": {"answer", "withdraw", "contact", "data_request"},
    "SCREENING": {"answer", "withdraw", "contact", "data_request"},
    "NEED_INFO": {"answer", "withdraw", "contact", "data_request"},
    "ACCEPTED": {"answer", "withdraw", "contact", "data_request"},
    "VERIFYING": {"answer", "withdraw", "contact", "data_request"},
    "LINKED": {"answer", "withdraw", "contact", "data_request"},
    "FORWARDED": {"answer", "withdraw", "contact", "data_request"},
    "MERGED": {"answer", "data_request"},
    "NOT_ACCEPTED": {"answer", "object", "rate", "data_request"},
    "CLOSED": {"answer", "not_fixed", "rate", "data_request"},
}


@pytest.mark.parametrize("state", State)
def test_what_a_reporter_may_do_in_each_state(stage: Stage, state: str) -> None:
    """What the mailbox says may be done is what the services do; every no has a reason."""
    columns: dict[str, Any] = {"merged_into": stage.tip("ACCEPTED")} if state == "MERGED" else {}
    tip = stage.tip(state, **columns)
    found = mailbox(lookup_of(tip), NOW)
    assert found is not None
    assert {verb for verb, verdict in found.may.items() if verdict} == MAY[state]
    assert all(verdict or str(verdict.refusal) for verdict in found.may.values())
    for verb in set(found.may) - {"answer", "contact"}:
        other = stage.tip(state, **columns)
        try:
            done(other, verb)
            could = True
        except Refused:
            could = False
        assert could == (verb in MAY[state]), verb


def test_words_beside_an_act_count_as_messages_of_the_day(
    reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox_rules, "MESSAGES_A_DAY", 1)
    Tip.objects.update(state="CLOSED", closed_on=TODAY)

    def rate(now: Any, **more: Any) -> Any:
        given = {"lookup": reporter.lookup, "act": "rate", "act_id": uuid.uuid4()}
        return act(now=now, **given, rating=2, felt_safe="NO", **more)

    assert rate(NOW, message=reporter.message()).is_new
    with pytest.raises(Refused):
        rate(NOW, message=reporter.message())
    assert rate(NOW).is_new
    assert rate(NOW + timedelta(days=1), message=reporter.message()).is_new


def test_an_act_counts_once_and_is_answered_alike(stage: Stage) -> None:
    tip = stage.tip("CLOSED")
    act_id = uuid.uuid4()
    given: dict[str, Any] = {"lookup": lookup_of(tip), "act": "rate", "act_id": act_id}
    first = act(now=NOW, **given, rating=2, felt_safe="NO")
    again = act(now=NOW + timedelta(days=1), **given, rating=5, felt_safe="YES")
    assert (first.is_new, again.is_new, again.day) == (True, False, first.day)
    tip.refresh_from_db()
    assert (tip.rating, tip.felt_safe) == (2, "NO")
    with pytest.raises(Conflict):
        act(now=NOW, lookup=lookup_of(tip), act="data_request", act_id=act_id, request="COPY")
    with pytest.raises(Conflict):
        act(now=NOW, lookup=lookup_of(stage.tip("CLOSED")), act="rate", act_id=act_id,
            rating=1, felt_safe="NO")  # fmt: skip


@pytest.mark.parametrize(
    ("name", "given", "field"),
    [
        ("rate", {"rating": 0}, "rating"),
        ("rate", {"rating": 6}, "rating"),
        ("rate", {"rating": True}, "rating"),
        ("rate", {"rating": "5"}, "rating"),
        ("rate", {"felt_safe": "VERY"}, "felt_safe"),
        ("data_request", {"request": "SELL"}, "request"),
        ("delete", {}, "act"),
        ("assign", {}, "act"),
    ],
)
def test_an_act_that_is_none_is_refused_by_name(
    stage: Stage, name: str, given: dict[str, Any], field: str
) -> None:
    tip = stage.tip("CLOSED")
    with pytest.raises(Invalid) as refused:
        done(tip, name, **given)
    assert [fault.field for fault in refused.value.faults] == [field]


def test_an_act_may_bring_words(reporter: Reporter) -> None:
    message = reporter.message("ขอถอนเรื่องเพราะแก้ไขแล้ว")
    act(now=NOW, lookup=reporter.lookup, act="withdraw", act_id=uuid.uuid4(), message=message)
    assert Message.objects.get().pk == message.id
    tip = Tip.objects.get()
    assert (tip.withdrawn_on, tip.state) == (TODAY, "RECEIVED")
    with pytest.raises(Refused):
        act(now=NOW, lookup=reporter.lookup, act="withdraw", act_id=uuid.uuid4())


def test_asking_for_own_data_twice_is_told(stage: Stage) -> None:
    tip = stage.tip()
    done(tip, "data_request", request="ERASE")
    with pytest.raises(Conflict):
        done(tip, "data_request", request="ERASE")
    done(tip, "data_request", request="COPY")
    asked = SubjectRequest.objects.get(request="ERASE")
    assert asked.due_on == TODAY + timedelta(days=30)


def test_a_new_contact_replaces_the_old_one_wholly(reporter: Reporter) -> None:
    before = bytes(IdentityBlob.objects.get().box)
    old = {bytes(share.box) for share in Share.objects.all()}
    identity, shares = reporter.identity({"v": 1, "phone": "0898765432"})
    for _press in range(2):
        replace_contact(now=NOW, lookup=reporter.lookup, identity=identity, shares=shares)
    assert bytes(IdentityBlob.objects.get().box) == identity != before
    assert not old & {bytes(share.box) for share in Share.objects.all()}
    assert Share.objects.count() == 3
    assert TipEvent.objects.filter(code="contact").count() == 1


def test_a_contact_to_other_custodians_is_refused(reporter: Reporter) -> None:
    identity, shares = reporter.identity({"v": 1})
    for wrong in (shares[:2], shares[::-1], ()):
        with pytest.raises(KeysChanged):
            replace_contact(now=NOW, lookup=reporter.lookup, identity=identity, shares=wrong)
    with pytest.raises(Invalid):
        replace_contact(now=NOW, lookup=reporter.lookup, identity=identity[:-1], shares=shares)


def test_the_reporter_is_told_why_it_was_not_taken_up(stage: Stage) -> None:
    tip = stage.tip()
    rejected(stage, tip)
    found = mailbox(lookup_of(tip), NOW)
    assert found is not None
    assert (found.status.word, found.is_terminal) == ("ยุติ พร้อมเหตุผล", True)
    assert found.next_step.due_on == TODAY + timedelta(days=30)
    assert REASON in found.events[-1].text
    assert "ข้อเท็จจริงไม่เพียงพอ" in found.events[-1].text


def test_a_joined_report_follows_the_one_it_was_joined_to(stage: Stage) -> None:
    older, tip = stage.tip("VERIFYING"), stage.tip()
    take_step(
        by=stage.cast("suda"),
        now=NOW,
        tip_id=tip.pk,
        version=1,
        target="MERGED",
        grounds=Grounds(target_reference=older.reference),
    )
    found = mailbox(lookup_of(tip), NOW)
    assert found is not None
    assert (found.status.word_en, found.is_terminal) == ("In progress", False)
    assert older.reference in found.events[-1].text
    Tip.objects.filter(pk=older.pk).update(state="CLOSED", outcome_text="ความลับของคนอื่น")
    found = mailbox(lookup_of(tip), NOW)
    assert found is not None
    assert (found.status.word_en, found.is_terminal) == ("Completed", True)
    assert "ความลับ" not in json.dumps(found.as_wire(), ensure_ascii=False)


def test_quarantine_and_internal_notes_are_not_told(stage: Stage) -> None:
    tip = stage.tip("QUARANTINE")
    take_step(
        by=stage.cast("suda"),
        now=NOW,
        tip_id=tip.pk,
        version=1,
        target="RECEIVED",
        grounds=Grounds(text="ไฟล์นี้ไม่เป็นอันตราย ตรวจแล้ว"),
    )
    verified = stage.tip("ACCEPTED")
    take_step(
        by=stage.cast("somsri"),
        now=NOW,
        tip_id=verified.pk,
        version=1,
        target="VERIFYING",
        grounds=Grounds(text="จะลงพื้นที่วันศุกร์กับช่างโยธา"),
    )
    for one in (tip, verified):
        found = mailbox(lookup_of(one), NOW)
        assert found is not None
        text = json.dumps(found.as_wire(), ensure_ascii=False)
        assert "ตรวจแล้ว" not in text
        assert "ลงพื้นที่" not in text
        assert "สมศรี" not in text


def test_every_public_event_is_a_sentence_in_both_languages(stage: Stage) -> None:
    tip = stage.tip()
    told = {step.event for step in STEPS if step.is_told}
    others = {
        "wait_over", "message_in", "message_out", "question", "interim", "withdraw", "object",
        "not_fixed", "rate", "data_request", "data_answer", "contact", "identity_opened",
        "handed_over", "identity_destroyed", "content_destroyed",
    }  # fmt: skip
    for code in sorted(told | others):
        event = TipEvent(tip=tip, on=TODAY, code=code, source="SCREENING", target="SCREENING")
        for language, is_ascii in (("th", False), ("en", True)):
            with override(language):
                assert for_reporter(event).isascii() == is_ascii, code
                assert str(for_officer(event)).isascii() == is_ascii, code


def test_a_file_is_found_by_its_code_and_number_only(reporter: Reporter) -> None:
    message = reporter.message(files=(reporter.upload(),))
    answer(now=NOW, lookup=reporter.lookup, message=message)
    file_id = message.files[0].id
    assert mailbox_object(reporter.lookup, file_id, 0) == (reporter.case, file_id, 0)
    assert mailbox_object(reporter.lookup, file_id, 1) is None
    assert mailbox_object(reporter.lookup, file_id, -1) is None
    other = Reporter(NOW)
    other.filed()
    assert mailbox_object(other.lookup, file_id, 0) is None
