"""The sealed store in S3-compatible storage behaves as the one on disk does."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from tests.evidence.sealing import NOW, Sent
from tests.evidence.storage import MADE, Storage
from tmac.core.errors import NotFound
from tmac.evidence import health, sealed
from tmac.evidence.sealed import verification
from tmac.evidence.sealed.bucket import Bucket
from tmac.vault.formats import stream

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def storage(settings: Any) -> Iterator[Storage]:
    running = Storage()
    settings.SEALED_STORE = running.url
    Bucket.at.cache_clear()
    yield running
    bucket = Bucket.at(running.url)
    bucket._client._http.clear()  # its connections
    running.stop()


@pytest.fixture
def case() -> UUID:
    return uuid4()


def claim(file: Sent) -> None:
    with transaction.atomic():
        sealed.claim(now=NOW, case=file.case, files=[file.claim])


def test_objects_are_kept_read_and_erased_in_the_bucket(storage: Storage, case: UUID) -> None:
    file = Sent(case, os.urandom((1 << 20) + 5)).send()
    claim(file)
    keys = [hashlib.sha256(one).hexdigest() for one in file.objects]
    assert set(storage.objects) == {f"{key[:2]}/{key[2:4]}/{key}" for key in keys}
    kept = [b"".join(sealed.iter_object(case=case, file_id=file.id, n=n)) for n in (0, 1)]
    opened = b"".join(stream.unseal(file.key, case, file.id, kept, len(file.content)))
    assert opened == file.content
    assert sealed.object_path(case=case, file_id=file.id, n=0) is None
    with transaction.atomic():
        sealed.erase(case=case, now=NOW)
    assert storage.objects == {}


def test_what_the_storage_refuses_is_not_acknowledged(storage: Storage, case: UUID) -> None:
    file = Sent(case, b"one")
    file.open()
    storage.faults = [403]
    with pytest.raises(Exception, match="AccessDenied"):
        file.put()
    assert sealed.received(file_id=file.id, secret=file.secret) == []
    file.put()
    assert sealed.received(file_id=file.id, secret=file.secret) == [0]


def test_a_lost_object_is_told_and_found_by_the_check(storage: Storage, case: UUID) -> None:
    file, changed = Sent(case, b"one").send(), Sent(case, b"two").send()
    claim(file)
    claim(changed)
    keys = list(storage.objects)
    lost = next(key for key in keys if key.endswith(hashlib.sha256(file.objects[0]).hexdigest()))
    del storage.objects[lost]
    other = next(iter(storage.objects))
    storage.objects[other] = b"other bytes"
    with pytest.raises(NotFound):
        sealed.iter_object(case=case, file_id=file.id, n=0)
    found = verification.verify(NOW, "system", None)
    assert (found.missing, found.changed) == ([f"{file.id}/0"], [f"{changed.id}/0"])


def test_abandoned_files_go_and_unknown_objects_too_when_they_are_old(
    storage: Storage, case: UUID
) -> None:
    Sent(case, b"one").send()
    storage.objects["ab/cd/" + "abcd" * 16] = b"left by a crash"
    assert sealed.drop_abandoned(MADE + timedelta(hours=40)) == 0
    assert len(storage.objects) == 2
    assert sealed.drop_abandoned(MADE + timedelta(hours=80)) == 1
    assert storage.objects == {}


def test_the_doctor_tries_the_storage_without_telling_its_secret(storage: Storage) -> None:
    store = health._store()
    assert store.level == "good"
    assert "cret" not in store.sentence
    storage.faults = [403]
    assert health._store().level == "bad"
    assert storage.objects == {}


def test_an_installation_on_disk_never_loads_the_client_of_the_storage() -> None:
    program = (
        "import django, sys; django.setup(); import tmac.evidence.services; "
        "from tmac.evidence.sealed.places import place; place(); sys.exit('minio' in sys.modules)"
    )
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    assert subprocess.run([sys.executable, "-c", program], env=env, check=False).returncode == 0
