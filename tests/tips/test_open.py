"""What came in clear is sealed in memory: nothing of it lies anywhere, and its code opens it."""

from __future__ import annotations

import base64
import logging
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection

from tests.disk import bytes_of
from tests.tips.conftest import NOW, Stage
from tests.tips.reporter import FACTS, Unit, opened
from tests.vault.keys import Keyring
from tmac.audit.models import Entry
from tmac.core.errors import Conflict, Invalid, NotFound, Refused
from tmac.evidence import sealed as store
from tmac.tips.filings import FiledWithCode
from tmac.tips.models import Message, Sealed, Tip, TipEvent
from tmac.tips.reading import mailbox_open
from tmac.tips.services import (
    act_open,
    answer_open,
    case_of_seed,
    file_open,
    replace_contact_open,
    take_tip,
)
from tmac.tips.services.messaging import send_message
from tmac.vault.formats import shamir
from tmac.vault.formats.box import unseal
from tmac.vault.formats.info import Purpose, info


@pytest.fixture
def ready(stage: Stage, keyring: Keyring) -> Keyring:
    return keyring.ready()


def filed(**given: Any) -> FiledWithCode:
    kept: dict[str, Any] = {
        "facts": FACTS,
        "content": {"text": "เล่าเรื่องทางโทรศัพท์", "language": "th"},
        "identity": {"name": "ผู้แจ้ง", "phone": "0812345678"},
        "channel": "PHONE",
    } | given
    return file_open(now=NOW, **kept)


def marker() -> str:
    """A word that stands nowhere by chance."""
    return f"เครื่องหมาย{secrets.token_hex(8)}"


def traces(word: str) -> list[str]:
    """Where a word lies: every value of every table, and every file of the server's folder."""
    plain = word.encode()
    escaped = word.encode("unicode_escape")  # as JSON writes Thai
    forms = (plain, base64.b64encode(plain)[:-4], plain.hex().encode(), escaped)
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                values = b"\x00".join(_bytes(value) for value in row)
                found += [table for form in forms if form in values]
    for path in Path(settings.VAR).rglob("*"):
        if path.is_file() and any(form in bytes_of(path) for form in forms):
            found.append(str(path))
    return found


def _bytes(value: object) -> bytes:
    if isinstance(value, (bytes, memoryview)):
        return bytes(value)
    return str(value).encode()


def test_a_marker_in_text_identity_and_file_lies_nowhere(
    ready: Keyring, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    words = [marker() for _part in range(7)]
    text, place, who, name, phone, file_name, body = words
    seed = secrets.token_bytes(32)
    upload = store.seal_bytes(
        now=NOW, case=case_of_seed(seed), name=f"{file_name}.txt", content=body.encode() * 3
    )
    one = filed(
        content={"text": text, "where": {"text": place}, "who": who},
        identity={"name": name, "phone": phone},
        files=(upload,),
        seed=seed,
    )
    answer_open(now=NOW, code=one.code, act_id=uuid4(), text=text)
    replace_contact_open(now=NOW, code=one.code, identity={"name": name})
    act_open(now=NOW, code=one.code, act="withdraw", act_id=uuid4(), text=who)
    for word in (*words, one.code, one.code[:15]):
        assert traces(word) == []
        assert word not in caplog.text
        assert word not in repr(one)
    assert mail.outbox == []
    found = mailbox_open(one.code, NOW)
    assert found is not None
    assert (found.content["text"], found.content["where"]["text"]) == (text, place)
    assert found.content["files"][0]["name"].startswith(file_name)
    assert [message.text for message in found.messages] == [text, who]


def test_the_search_for_markers_finds_one_that_is_there(ready: Keyring) -> None:
    word = marker()
    one = filed()
    Tip.objects.filter(pk=one.case).update(summary=f"ก {word} ข")
    assert traces(word) == ["tips_tip"]


def test_the_unit_reads_what_the_server_sealed(ready: Keyring) -> None:
    one = filed(content={"text": "เล่าเรื่อง", "secret_field": "ไม่รู้จัก", "files": ["ปลอม"]})
    tip = Tip.objects.get(pk=one.case)
    assert (tip.sealed_by, tip.channel_id, tip.state) == ("SERVER", "PHONE", "RECEIVED")
    key = Unit(ready).case_key(tip.pk)
    sealed = bytes(tip.sealed.content)
    content = opened(key, sealed, Purpose.CONTENT, tip.pk, tip.pk, 1)
    assert (content["text"], content["contact_given"]) == ("เล่าเรื่อง", True)
    assert content["files"] == []
    assert "secret_field" not in content


def test_two_custodians_open_the_identity_that_the_server_sealed(ready: Keyring) -> None:
    tip = Tip.objects.get(pk=filed().case)
    parts = []
    for name in ("thida", "wilai"):
        key_id = ready.key_id(name)
        bound = info(Purpose.IDENTITY_SHARE, tip.pk, key_id, 1)
        parts.append(unseal(ready.seed(name), bytes(tip.shares.get(key_id=key_id).box), bound))
    blob = bytes(tip.identity.box)
    found = opened(shamir.join(parts), blob, Purpose.IDENTITY, tip.pk, tip.pk, 1)
    assert (found["name"], found["phone"], found["line"]) == ("ผู้แจ้ง", "0812345678", "")


def test_with_and_without_identity_look_the_same(ready: Keyring) -> None:
    with_name, without = filed(), filed(identity={})
    sizes = {len(tip.identity.box) for tip in Tip.objects.all()}
    assert sizes == {2048 + 29}
    found = mailbox_open(without.code, NOW)
    assert found is not None
    assert found.content["contact_given"] is False
    assert with_name.reference != without.reference


def test_the_same_form_sent_twice_is_one_report_with_one_code(ready: Keyring) -> None:
    seed = secrets.token_bytes(32)
    first, second = filed(seed=seed), filed(seed=seed)
    assert (first.is_new, second.is_new) == (True, False)
    assert (first.code, first.reference) == (second.code, second.reference)
    assert first.case == case_of_seed(seed)
    assert Tip.objects.count() == 1
    with pytest.raises(Conflict):
        filed(seed=seed, content={"text": "เนื้อหาอื่น"})


def test_the_mark_of_a_form_cannot_be_guessed_from_its_text(ready: Keyring) -> None:
    """The same words in two reports leave two marks: nobody tests a guess against them."""
    filed()
    filed()
    assert len(set(Sealed.objects.values_list("body_hash", flat=True))) == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"content": {"text": "ก" * 50_000}}, "content.text"),
        ({"identity": {"name": "ก" * 1000}}, "identity"),
        ({"facts": FACTS | {"kind": "CRIME"}}, "facts.kind"),
    ],
)
def test_what_cannot_be_sealed_is_told_with_its_place(
    ready: Keyring, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        filed(**given)
    assert [fault.field for fault in refused.value.faults] == [field]
    assert not Tip.objects.exists()


def test_an_infected_file_puts_the_report_into_quarantine(ready: Keyring) -> None:
    seed = secrets.token_bytes(32)
    upload = store.seal_bytes(now=NOW, case=case_of_seed(seed), name="a.txt", content=b"x")
    bad = type(upload)(**(vars(upload) | {"scan": "INFECTED"}))
    one = filed(seed=seed, files=(bad,))
    assert Tip.objects.get(pk=one.case).state == "QUARANTINE"
    assert not TipEvent.objects.filter(code="tip.quarantined", is_public=True).exists()
    found = mailbox_open(one.code, NOW)
    assert found is not None
    assert found.view.status.word_en == "Received"


@pytest.mark.parametrize(
    "typed", ["", "123", "1" * 30, "ก" * 30, "00000 00000 00000 00000 00000 00000", "1" * 5000]
)
def test_no_code_opens_nothing(ready: Keyring, typed: str) -> None:
    filed()
    assert mailbox_open(typed, NOW) is None
    for attempt in (
        lambda: answer_open(now=NOW, code=typed, act_id=uuid4(), text="ทดสอบ"),
        lambda: act_open(now=NOW, code=typed, act="withdraw", act_id=uuid4()),
        lambda: replace_contact_open(now=NOW, code=typed, identity={}),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_the_code_may_be_typed_in_thai_digits_and_groups(ready: Keyring) -> None:
    code = filed().code
    thai = code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    grouped = " - ".join(thai[at : at + 5] for at in range(0, 30, 5))
    assert mailbox_open(grouped, NOW) is not None


def test_answering_without_script_is_sealed_by_the_server_and_counts_once(
    ready: Keyring, stage: Stage
) -> None:
    one = filed()
    by = stage.cast("suda")
    take_tip(by=by, now=NOW, tip_id=one.case)
    question = Unit(ready).message(one.case)
    send_message(by=by, now=NOW, tip_id=one.case, message=question, asks=True)
    found = mailbox_open(one.code, NOW)
    assert found is not None
    assert [(m.from_unit, m.text) for m in found.messages] == [(True, "ขอทราบชื่อโครงการ")]
    act_id = uuid4()
    for _press in range(2):
        answer_open(now=NOW, code=one.code, act_id=act_id, text="โครงการถนน")
    row = Message.objects.get(direction="IN")
    assert (row.pk, row.sealed_by) == (act_id, "SERVER")
    assert Tip.objects.get().state == "SCREENING"
    for _press in range(2):
        act_open(now=NOW, code=one.code, act="withdraw", act_id=UUID(int=7), text="ขอถอน")
    assert Message.objects.filter(direction="IN").count() == 2
    with pytest.raises(Refused):
        act_open(now=NOW, code=one.code, act="withdraw", act_id=uuid4())
    with pytest.raises(Invalid):
        answer_open(now=NOW, code=one.code, act_id=uuid4(), text="  ")
    with pytest.raises(Invalid):
        answer_open(now=NOW, code=one.code, act_id=uuid4(), text="ก" * 30_000)


def test_an_altered_wrap_or_message_is_unreadable_and_breaks_nothing(ready: Keyring) -> None:
    one = filed()
    answer_open(now=NOW, code=one.code, act_id=uuid4(), text="ข้อความ")
    row = Message.objects.get()
    Message.objects.update(box=bytes(row.box)[:-1] + b"\x00")
    found = mailbox_open(one.code, NOW)
    assert found is not None
    assert [message.is_readable for message in found.messages] == [False]
    Tip.objects.get().epochs.update(reporter_wrap=b"\x02" * 1169)
    found = mailbox_open(one.code, NOW)
    assert found is not None
    assert found.content == {}
    with pytest.raises(Conflict):
        answer_open(now=NOW, code=one.code, act_id=uuid4(), text="ข้อความ")


def test_an_officer_who_files_for_somebody_is_named(ready: Keyring, stage: Stage) -> None:
    filed(by=stage.cast("suda"), channel="WALKIN")
    entry = Entry.objects.latest("seq")
    assert (entry.action, entry.actor, entry.at) == ("tip.filed", "สุดา คัดสรร", NOW)


def test_a_report_lasts_longer_than_its_page(ready: Keyring) -> None:
    one = filed()
    assert mailbox_open(one.code, NOW + timedelta(days=300)) is not None
