"""The receipt log as the server keeps it: one position after the other, under hourly heads."""

from __future__ import annotations

import hashlib
import json
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tmac.core.errors import NotFound
from tmac.vault import receipts, receipts_key, receipts_offline
from tmac.vault.models import ReceiptEnd, ReceiptHead, ReceiptLeaf
from tmac.vault.receipts_format import FIRST, commitment, read_head, read_receipt
from tmac.vault.receipts_merkle import includes, is_consistent, leaf_hash

NOW = datetime(2026, 11, 23, 9, 41, 7, tzinfo=UTC)  # 16:41 in Thailand
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_key(settings: Any, tmp_path: Path) -> None:
    settings.VAULT_ROOT = tmp_path / "vault"


def sha(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def file_one(now: datetime = NOW, case: UUID | None = None) -> receipts.Receipt:
    with transaction.atomic():
        return receipts.append(
            now=now,
            case=case or uuid4(),
            content_sha256=sha("content"),
            identity_sha256=sha("identity"),
            files=[(UUID(int=7), sha("file"))],
        )


def test_a_receipt_says_its_position_its_day_and_what_it_vouches_for() -> None:
    case = uuid4()
    file_one()
    receipt = file_one(case=case)
    said = json.loads(receipt.json)
    vouched = commitment(case, sha("content"), sha("identity"), [(UUID(int=7), sha("file"))])
    assert said == {
        "commitment": vouched.hex(),
        "day": "2026-11-23",
        "position": 2,
        "previous": leaf_hash(receipts.receipt_for(1).json.encode()).hex(),
        "v": 1,
    }
    assert read_receipt(receipt.as_wire()).holds()
    assert receipt.day.isoformat() == "2026-11-23"
    assert receipt.key == receipts.public_key()


def test_the_day_is_that_of_thailand_and_no_hour_is_told() -> None:
    receipt = file_one(now=datetime(2026, 11, 23, 17, 30, tzinfo=UTC))
    assert json.loads(receipt.json)["day"] == "2026-11-24"
    assert "T" not in receipt.json.replace("TMAC", "")


def test_a_receipt_is_given_again_byte_for_byte() -> None:
    receipt = file_one()
    assert receipts.receipt_for(1) == receipt
    assert receipts.receipt_for(1).as_wire() == receipt.as_wire()
    with pytest.raises(NotFound):
        receipts.receipt_for(2)


def test_the_log_begins_after_zeros_and_positions_follow_one_another() -> None:
    given = [file_one() for _one in range(3)]
    assert json.loads(given[0].json)["previous"] == FIRST
    assert [receipt.position for receipt in given] == [1, 2, 3]
    assert receipts.size() == 3


def test_a_filing_that_is_rolled_back_leaves_no_position_behind() -> None:
    file_one()
    with transaction.atomic():
        receipts.append(now=NOW, case=uuid4(), content_sha256=b"", identity_sha256=b"", files=[])
        transaction.set_rollback(True)
    assert file_one().position == 2


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_added() -> None:
    with pytest.raises(receipts.OutsideTransaction):
        receipts.append(now=NOW, case=uuid4(), content_sha256=b"", identity_sha256=b"", files=[])


def test_a_log_whose_end_was_removed_does_not_go_on() -> None:
    file_one()
    ReceiptEnd.objects.all().delete()
    with pytest.raises(receipts.EndLost):
        file_one()


@pytest.mark.django_db(transaction=True)
def test_filings_at_the_same_time_stand_one_after_the_other() -> None:
    def many() -> None:
        for _one in range(5):
            file_one()
        connection.close()

    threads = [threading.Thread(target=many) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    leaves = list(ReceiptLeaf.objects.all())
    assert [leaf.position for leaf in leaves] == list(range(1, 21))
    previous = [json.loads(leaf.text)["previous"] for leaf in leaves]
    assert previous == [FIRST, *(leaf.hash for leaf in leaves[:-1])]


def test_the_key_is_made_once_and_readable_by_the_server_only() -> None:
    first = receipts.public_key()
    path = receipts_key.path()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [other.name for other in path.parent.iterdir()] == ["receipt.key"]
    receipts_key._make(path)  # another process, a moment too late
    receipts_key._read.cache_clear()
    assert receipts.public_key() == first
    assert path.read_bytes().hex() not in repr(receipts_key.signing_seed())


def test_the_head_of_an_hour_is_signed_once_and_says_the_whole_hour() -> None:
    file_one()
    head = receipts.sign_head(NOW)
    file_one()
    again = receipts.sign_head(NOW + timedelta(minutes=10))
    assert again == head
    assert (head.size, head.at.isoformat()) == (1, "2026-11-23T16:00:00+07:00")
    later = receipts.sign_head(NOW + timedelta(hours=1))
    assert (later.size, receipts.latest_head()) == (2, later)
    assert [one.size for one in receipts.heads()] == [2, 1]
    for line in receipts.head_lines():
        assert read_head(json.loads(line)).holds()


def test_an_empty_log_has_a_head_too() -> None:
    assert receipts.latest_head() is None
    head = receipts.sign_head(NOW)
    assert (head.size, head.root) == (0, hashlib.sha256().hexdigest())


def test_every_receipt_under_the_head_is_proven_and_newer_ones_are_not_yet() -> None:
    given = [file_one() for _one in range(5)]
    assert receipts.inclusion(1) is None
    head = receipts.sign_head(NOW)
    file_one()
    for receipt in given:
        proof = receipts.inclusion(receipt.position)
        assert proof is not None
        leaf = leaf_hash(receipt.json.encode())
        path = [bytes.fromhex(node) for node in proof.path]
        assert proof.leaf == leaf.hex()
        assert includes(leaf, receipt.position - 1, 5, path, bytes.fromhex(head.root))
    assert receipts.inclusion(6) is None
    assert receipts.inclusion(0) is None


def test_a_later_head_is_proven_to_continue_an_earlier_one() -> None:
    for _one in range(3):
        file_one()
    old = receipts.sign_head(NOW)
    for _one in range(4):
        file_one()
    new = receipts.sign_head(NOW + timedelta(hours=1))
    proof = receipts.consistency(old.size, new.size)
    assert is_consistent(3, 7, bytes.fromhex(old.root), bytes.fromhex(new.root), proof)
    for sizes in ((0, 7), (5, 3), (3, 8)):
        with pytest.raises(NotFound):
            receipts.consistency(*sizes)


def test_hours_gone_by_are_forgotten_and_the_last_head_of_each_day_is_kept() -> None:
    for hour in range(24 * 5):
        file_one()
        receipts.hourly(NOW + timedelta(hours=hour))
    kept = [head.at.strftime("%d %H") for head in reversed(receipts.heads(limit=999))]
    assert kept[:3] == ["23 23", "24 23", "25 23"]
    assert kept[3:] == [f"26 {h:02}" for h in range(24)] + [f"27 {h:02}" for h in range(24)] + [
        f"28 {h:02}" for h in range(16)
    ]


def test_retention_takes_the_parts_away_and_leaves_the_line_of_the_log() -> None:
    before = file_one()
    receipts.forget_parts(1)
    after = receipts.receipt_for(1)
    assert (after.json, after.parts) == (before.json, None)
    assert before.parts is not None
    assert before.parts["case"] not in "".join(receipts.log_lines())
    assert read_receipt(after.as_wire()).holds()


def test_the_public_log_says_nothing_but_signed_receipts() -> None:
    case = uuid4()
    file_one(case=case)
    (line,) = receipts.log_lines()
    assert set(json.loads(line)) == {"receipt", "signature", "key"}
    assert str(case) not in line


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """What `tmac receipt export` writes for five filings, and one receipt beside it."""
    given = [file_one() for _one in range(5)]
    receipts.sign_head(NOW)
    call_command("receipt", "export", "--out", str(tmp_path / "copy"))
    (tmp_path / "copy" / "receipt.json").write_text(json.dumps(given[2].as_wire()))
    return tmp_path / "copy"


def verify(folder: Path, *words: str) -> int:
    log, heads = folder / "receipt-log.jsonl", folder / "receipt-heads.jsonl"
    files = [str(folder / "receipt.json"), "--log", str(log), "--heads", str(heads)]
    return receipts_offline.main([*files, *words])


def test_what_was_exported_convinces_without_the_database(exported: Path) -> None:
    ReceiptLeaf.objects.all().delete()
    ReceiptHead.objects.all().delete()
    key = read_receipt(json.loads((exported / "receipt.json").read_text())).as_line()["key"]
    assert verify(exported, "--key", key) == receipts_offline.GENUINE


def test_a_database_that_was_rewritten_contradicts_the_heads_kept_elsewhere(
    exported: Path, tmp_path: Path
) -> None:
    heads = (exported / "receipt-heads.jsonl").read_text()
    ReceiptLeaf.objects.all().delete()
    ReceiptEnd.objects.all().delete()
    for _one in range(5):
        file_one()
    call_command("receipt", "export", "--out", str(exported))
    (exported / "receipt-heads.jsonl").write_text(heads)
    assert verify(exported) == receipts_offline.FALSE


def test_the_command_verifies_and_its_exit_code_says_it(
    exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("receipt", "verify", str(exported / "receipt.json"))
    assert "Genuine" in capsys.readouterr().out
    text = (exported / "receipt.json").read_text().replace("2026-11-23", "2026-11-22")
    (exported / "receipt.json").write_text(text)
    with pytest.raises(SystemExit) as ended:
        call_command("receipt", "verify", str(exported / "receipt.json"))
    assert ended.value.code == receipts_offline.FALSE
