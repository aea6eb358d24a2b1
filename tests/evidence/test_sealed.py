"""Files that reporters sealed: what was acknowledged is there, whole, and only for its case."""

from __future__ import annotations

import hashlib
import os
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from tests.cast import Cast
from tests.evidence.sealing import NOW, Sent
from tmac.audit.models import Entry
from tmac.core.errors import Conflict, Invalid, NotFound, Refused
from tmac.evidence import sealed
from tmac.evidence.models import SealedCustody, SealedFile, SealedObject, Unalterable
from tmac.evidence.sealed import arriving, limits
from tmac.evidence.sealed.claiming import OutsideTransaction
from tmac.evidence.store import Folder
from tmac.vault.formats import stream

pytestmark = pytest.mark.django_db
MIB = 1 << 20


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Path) -> None:
    settings.SEALED_ROOT = tmp_path / "sealed"
    settings.EVIDENCE_ROOT = tmp_path / "evidence"


@pytest.fixture
def case() -> UUID:
    return uuid4()


@pytest.fixture
def store(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "sealed", levels=1)


def claim(case: UUID, *files: Sent) -> list[sealed.ClaimedFile]:
    with transaction.atomic():
        return sealed.claim(now=NOW, case=case, files=[file.claim for file in files])


def test_a_file_of_several_objects_is_kept_claimed_and_opened_again(case: UUID) -> None:
    file = Sent(case, os.urandom(2 * MIB + 5)).send()
    (claimed,) = claim(case, file)
    assert (claimed.id, claimed.digest) == (file.id, file.digest())
    assert (claimed.objects, claimed.size) == (3, stream.padme(2 * MIB + 5))
    kept = [b"".join(sealed.iter_object(case=case, file_id=file.id, n=n)) for n in range(3)]
    opened = b"".join(stream.unseal(file.key, case, file.id, kept, len(file.content)))
    assert opened == file.content
    assert sealed.files_of(case) == [claimed]


def test_objects_lie_read_only_under_their_hash_and_tell_no_hour(case: UUID, store: Folder) -> None:
    file = Sent(case, b"photo").send()
    sha256 = hashlib.sha256(file.objects[0]).hexdigest()
    path = store.path_of(sha256)
    assert path.read_bytes() == file.objects[0]
    assert path.stat().st_mode & 0o777 == 0o400
    assert path.stat().st_mtime % 86400 == 17 * 3600  # midnight in Thailand
    claim(case, file)
    assert sealed.object_path(case=case, file_id=file.id, n=0) == path


def test_both_file_and_folders_are_synced_before_the_acknowledgement(
    case: UUID, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    synced: list[str] = []
    monkeypatch.setattr(
        os, "fsync", lambda handle: synced.append(os.readlink(f"/proc/self/fd/{handle}"))
    )
    file = Sent(case, b"photo")
    file.open()
    file.put()
    name, folder, *parents = [Path(path) for path in synced if str(tmp_path) in path]
    assert name.name.startswith(".new-")
    assert name.parent == folder
    assert parents == [tmp_path / "sealed", tmp_path]  # both folders are new


def test_a_folder_that_is_on_the_disk_already_is_not_waited_for(
    store: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def beginning_alike(n: int) -> bytes:
        return next(
            one
            for one in (f"{n} {m}".encode() for m in range(10_000))
            if hashlib.sha256(one).hexdigest().startswith("ab")
        )

    store.put(beginning_alike(1))
    synced = []
    monkeypatch.setattr(os, "fsync", synced.append)
    store.put(beginning_alike(2))
    assert len(synced) == 2
    shutil.rmtree(store.root)
    store.put(beginning_alike(3))
    assert len(synced) == 2 + 4


def test_sending_the_same_again_changes_nothing(case: UUID) -> None:
    file = Sent(case, os.urandom(MIB + 1))
    assert file.open() == []
    file.put(1)
    file.put(1)
    assert file.open() == [1]
    assert sealed.received(file_id=file.id, secret=file.secret) == [1]
    assert sealed.progress(file_id=file.id, secret=file.secret) == sealed.Progress([1], 2)
    file.put(0)
    claim(case, file)
    file.put(0)  # the answer was lost, and the browser sends once more
    assert SealedObject.objects.count() == 2


def test_other_bytes_for_the_same_object_are_a_conflict(case: UUID) -> None:
    file = Sent(case, b"one").send()
    other = stream.seal(file.key, case, file.id, b"two")[0]
    with pytest.raises(Conflict, match="ส่ง"):
        file.put(0, data=other)
    claim(case, file)
    with pytest.raises(Conflict):
        file.put(0, data=other)


@pytest.mark.parametrize(
    "changed",
    [
        {"case": uuid4()},
        {"secret_hash": "0" * 64},
        {"size": stream.padme(3 * MIB), "objects": 3},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_an_id_that_stands_for_another_file_is_a_conflict(
    case: UUID, changed: dict[str, object]
) -> None:
    file = Sent(case, b"one")
    file.open()
    with pytest.raises(Conflict):
        file.open(**changed)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"size": 0}, "size"),
        ({"size": 26 * MIB, "objects": 26}, "size"),
        ({"size": MIB + 1, "objects": 2}, "size"),  # not padded: it would tell the true size
        ({"objects": 2}, "objects"),
        ({"objects": 0}, "objects"),
        ({"secret_hash": "A" * 64}, "secret_hash"),
        ({"secret_hash": "ab"}, "secret_hash"),
    ],
)
def test_numbers_that_no_sealed_file_has_are_refused(
    case: UUID, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        Sent(case, b"one").open(**changed)
    assert [fault.field for fault in refused.value.faults] == [field]
    assert not SealedFile.objects.exists()


def test_the_largest_file_is_taken_and_says_the_limit_beyond(case: UUID) -> None:
    largest = {"size": 25 * MIB, "objects": 25}
    assert Sent(case, b"").open(**largest) == []
    with pytest.raises(Invalid, match="25"):
        Sent(case, b"").open(size=26 * MIB, objects=26)


@pytest.mark.parametrize(
    ("n", "change"),
    [
        (2, lambda data: data),
        (-1, lambda data: data),
        (0, lambda data: data[:-1]),
        (0, lambda data: data + b"x"),
        (1, lambda data: data + b"x"),
        (0, lambda data: b"\xff\xd8\xff\xe0" + data[4:]),  # a photo that nobody sealed
    ],
)
def test_objects_that_cannot_belong_to_the_file_are_refused(
    case: UUID, store: Folder, n: int, change: Any
) -> None:
    file = Sent(case, os.urandom(MIB + 1))
    file.open()
    with pytest.raises(Invalid):
        file.put(n, data=change(file.objects[min(max(n, 0), 1)]))
    assert not SealedObject.objects.exists()
    assert list(store.all_hashes()) == []


def test_a_wrong_secret_is_told_like_an_unknown_file(case: UUID) -> None:
    file = Sent(case, b"one").send()
    told = []
    for file_id, secret in ((file.id, b"x" * 32), (uuid4(), file.secret)):
        with pytest.raises(NotFound) as unknown:
            sealed.received(file_id=file_id, secret=secret)
        told.append(str(unknown.value))
        with pytest.raises(NotFound) as unknown, transaction.atomic():
            sealed.claim(now=NOW, case=case, files=[(file_id, secret)])
        told.append(str(unknown.value))
    with pytest.raises(NotFound) as unknown:
        file.put(0, secret=b"x" * 32)
    assert {*told, str(unknown.value)} == {told[0]}


def test_a_claim_takes_all_files_or_none(case: UUID) -> None:
    whole, half = Sent(case, b"one").send(), Sent(case, os.urandom(MIB + 1))
    half.open()
    half.put(0)
    with pytest.raises(Invalid, match="1"):
        claim(case, whole, half)
    assert sealed.files_of(case) == []
    half.put(1)
    assert [file.id for file in claim(case, half, whole)] == [half.id, whole.id]


def test_a_claim_is_part_of_the_transaction_of_the_report(case: UUID) -> None:
    file = Sent(case, b"one").send()
    with transaction.atomic():
        sealed.claim(now=NOW, case=case, files=[file.claim])
        transaction.set_rollback(True)
    assert sealed.files_of(case) == []
    assert not SealedCustody.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_claim_outside_a_transaction_is_an_error(case: UUID) -> None:
    with pytest.raises(OutsideTransaction):
        sealed.claim(now=NOW, case=case, files=[])
    with pytest.raises(OutsideTransaction):
        sealed.erase(case=case, now=NOW)


def test_a_file_belongs_to_its_case_only_and_only_once(case: UUID) -> None:
    file = Sent(case, b"one").send()
    with pytest.raises(NotFound):
        claim(uuid4(), file)
    with pytest.raises(Invalid):
        claim(case, file, file)
    claim(case, file)
    with pytest.raises(Conflict):
        claim(case, file)
    with pytest.raises(NotFound):
        sealed.iter_object(case=uuid4(), file_id=file.id, n=0)


def test_a_file_that_no_report_claimed_cannot_be_read(case: UUID) -> None:
    file = Sent(case, b"one").send()
    with pytest.raises(NotFound):
        sealed.iter_object(case=case, file_id=file.id, n=0)


def test_the_eleventh_waiting_file_of_a_case_is_refused_with_the_limit(case: UUID) -> None:
    for _file in range(10):
        Sent(case, b"one").open()
    with pytest.raises(Refused, match="10"):
        Sent(case, b"one").open()
    assert Sent(uuid4(), b"one").open() == []
    with pytest.raises(Invalid, match="10"):
        claim(case, *[Sent(case, b"one") for _file in range(11)])


def test_a_store_full_of_waiting_files_says_its_limit_and_opens_again(
    case: UUID, settings: Any
) -> None:
    settings.SEALED_WAITING_MB = 2
    late = Sent(uuid4(), bytes(MIB))
    late.open()
    Sent(case, bytes(MIB)).send()
    with pytest.raises(Refused, match="2"):
        late.put()
    assert sealed.received(file_id=late.id, secret=late.secret) == []
    with pytest.raises(Refused, match="2"):
        Sent(uuid4(), b"").open(size=MIB, objects=1)
    sealed.drop_abandoned(NOW + timedelta(days=4))
    assert Sent(uuid4(), b"").open(size=MIB, objects=1) == []


def test_files_that_were_only_announced_take_no_room_from_others(settings: Any) -> None:
    settings.SEALED_WAITING_MB = 26
    for _file in range(20):
        Sent(uuid4(), b"").open(size=25 * MIB, objects=25)
    assert Sent(uuid4(), b"one").send().objects


def test_the_last_room_of_the_disk_is_left_to_the_reports(
    case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Sent(case, b"one")
    file.open()
    with monkeypatch.context() as patch:
        patch.setattr(arriving, "free_bytes", lambda _store: limits.KEPT_FREE - 1)
        with pytest.raises(Refused, match="เต็ม"):
            file.put()
    assert sealed.received(file_id=file.id, secret=file.secret) == []
    file.put()


def test_a_full_disk_is_said_and_nothing_is_acknowledged(
    case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    file = Sent(case, b"one")
    file.open()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(Refused, match="เต็ม"):
            file.put()
    assert sealed.received(file_id=file.id, secret=file.secret) == []
    file.put()
    assert sealed.received(file_id=file.id, secret=file.secret) == [0]


def test_what_nobody_claims_is_dropped_after_two_days_and_not_before(
    case: UUID, store: Folder
) -> None:
    kept, dropped = Sent(case, b"kept").send(), Sent(case, b"dropped").send()
    claim(case, kept)
    opened = NOW.replace(hour=16, minute=59)  # a minute before midnight in Thailand
    SealedFile.objects.filter(pk=dropped.id).update(opened_on=opened.date())
    assert sealed.drop_abandoned(opened + timedelta(hours=48)) == 0
    assert sealed.drop_abandoned(opened + timedelta(hours=73)) == 1
    assert list(store.all_hashes()) == [hashlib.sha256(kept.objects[0]).hexdigest()]
    with pytest.raises(NotFound):
        sealed.received(file_id=dropped.id, secret=dropped.secret)


@pytest.mark.django_db(transaction=True)
def test_bytes_that_a_crash_left_without_a_row_are_dropped(case: UUID, store: Folder) -> None:
    store.put(b"orphan", dated=NOW)
    half = store.root / "ab" / ".new-1"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")
    os.utime(half, (NOW.timestamp(), NOW.timestamp()))
    sealed.drop_abandoned(NOW + timedelta(hours=1))
    assert half.exists()
    sealed.drop_abandoned(NOW + timedelta(hours=73))
    assert [path for path in store.root.rglob("*") if path.is_file()] == []


@pytest.mark.django_db(transaction=True)
def test_erasing_a_case_destroys_its_bytes_and_keeps_its_custody_log(
    case: UUID, store: Folder
) -> None:
    file = Sent(case, b"one").send()
    claim(case, file)
    with transaction.atomic():
        assert sealed.erase(case=case, now=NOW) == 1
    assert list(store.all_hashes()) == []
    assert sealed.files_of(case) == []
    with pytest.raises(NotFound):
        sealed.iter_object(case=case, file_id=file.id, n=0)
    with pytest.raises(NotFound):
        file.put()
    acts = list(SealedCustody.objects.values_list("act", "by_name", "sha256"))
    digest = file.digest().hex()
    assert acts == [("STORED", "reporter", digest), ("ERASED", "system", digest)]
    with transaction.atomic():
        assert sealed.erase(case=case, now=NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_bytes_that_another_file_has_too_outlive_the_case(case: UUID, store: Folder) -> None:
    file = Sent(case, b"one").send()
    copy = Sent(uuid4(), b"one")
    copy.objects = file.objects
    copy.send()
    claim(case, file)
    claim(copy.case, copy)
    with transaction.atomic():
        sealed.erase(case=case, now=NOW)
    assert b"".join(sealed.iter_object(case=copy.case, file_id=copy.id, n=0)) == file.objects[0]
    with transaction.atomic():
        sealed.erase(case=copy.case, now=NOW)
    assert list(store.all_hashes()) == []


@pytest.mark.django_db(transaction=True)
def test_an_erasure_that_is_rolled_back_leaves_everything(case: UUID) -> None:
    file = Sent(case, b"one").send()
    claim(case, file)
    with transaction.atomic():
        sealed.erase(case=case, now=NOW)
        transaction.set_rollback(True)
    assert b"".join(sealed.iter_object(case=case, file_id=file.id, n=0)) == file.objects[0]


def test_who_opened_a_file_is_on_record_once_a_reading(case: UUID, cast: Cast) -> None:
    file = Sent(case, os.urandom(MIB + 1)).send()
    claim(case, file)
    read = {"by": cast("suda"), "case": case, "file_id": file.id}
    for n in (0, 1):
        assert b"".join(sealed.hand_out(now=NOW, n=n, **read)) == file.objects[n]
    b"".join(sealed.hand_out(now=NOW + timedelta(minutes=30), n=1, **read))
    b"".join(sealed.hand_out(now=NOW, n=1, is_download=True, **read))
    by = [(entry.by_name, str(entry.at.minute)) for entry in sealed.custody_of(file.id)]
    assert by == [
        ("reporter", "0"),
        (cast("suda").name, "41"),
        (cast("suda").name, "41"),
        (cast("suda").name, "11"),
    ]
    acts = list(Entry.objects.order_by("seq").values_list("action", flat=True))
    assert acts == ["sealed_file_viewed", "sealed_file_viewed", "sealed_file_downloaded"]


def test_the_reporter_is_on_record_by_day_and_without_a_name(case: UUID) -> None:
    file = Sent(case, b"one").send()
    claim(case, file)
    (entry,) = SealedCustody.objects.all()
    assert (entry.by, entry.by_name) == (None, "reporter")
    assert entry.at.isoformat() == "2026-11-22T17:00:00+00:00"  # midnight in Thailand
    with pytest.raises(Unalterable):
        entry.save()
    with pytest.raises(Unalterable):
        SealedCustody.objects.all().delete()


def test_a_sealed_object_lost_from_the_store_is_said_before_the_answer_begins(
    case: UUID, store: Folder
) -> None:
    file = Sent(case, b"one").send()
    claim(case, file)
    shutil.rmtree(store.root)
    with pytest.raises(NotFound, match="คลัง"):
        sealed.iter_object(case=case, file_id=file.id, n=0)
    assert sealed.object_path(case=case, file_id=file.id, n=0) is None


def test_verify_finds_changed_lost_and_unclaimed_objects(case: UUID, store: Folder) -> None:
    good, changed, lost = (Sent(case, bytes([n])).send() for n in range(3))
    claim(case, good, changed, lost)
    call_command("evidence", "verify")
    path = sealed.object_path(case=case, file_id=changed.id, n=0)
    assert path is not None
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    store.remove(hashlib.sha256(lost.objects[0]).hexdigest())
    orphan = store.put(b"orphan")
    with pytest.raises(CommandError, match="changed or lost"):
        call_command("evidence", "verify")
    last = Entry.objects.order_by("seq").last()
    assert last is not None
    assert last.details["sealed_changed"] == [f"{changed.id}/0"]
    assert last.details["sealed_missing"] == [f"{lost.id}/0"]
    acts = {file.id: sealed.custody_of(file.id)[-1].act for file in (good, changed, lost)}
    assert acts[good.id] != acts[changed.id] == acts[lost.id]
    assert orphan not in SealedObject.objects.values_list("sha256", flat=True)


def test_the_limits_are_those_of_the_format() -> None:
    assert limits.MAX_OBJECT_BYTES == MIB + 13 + 16
    assert (limits.MAX_FILES, limits.MAX_FILE_BYTES) == (10, 25 * MIB)
