"""A reporter's browser and an officer's, as far as tests need them: they seal and open for real."""

from __future__ import annotations

import json
import secrets
import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from tests.vault.keys import Keyring
from tmac.evidence import sealed as store
from tmac.tips.filings import EpochBox, FileSecret, KeyBox, SealedFiling, SealedMessage
from tmac.tips.models import Epoch, Share, Wrap
from tmac.tips.services.filing import file_sealed
from tmac.vault import queries as vault
from tmac.vault import services as keys
from tmac.vault.formats import box, code, padding, secretbox, shamir, work
from tmac.vault.formats.info import Purpose, info
from tmac.vault.formats.secret import CaseKey, IdentityKey

FACTS: dict[str, Any] = {
    "kind": "TIP",
    "province": "74",
    "district": "7401",
    "subdistrict": "740101",
    "category": "PRC-03",
    "agency_kind": "SAO",
    "agency_id": None,
    "amount_band": "LT_5M",
    "month": "2026-10",
    "ongoing": "YES",
    "stoppable": "UNKNOWN",
    "how_known": "SAW",
    "protection": [],
    "urgent": False,
    "route": "PROVINCE",
    "about_office": False,
}
TEXT = "เห็นแบ่งจ้างปรับปรุงถนนเลียบคลองเป็นสามสัญญาในเดือนเดียวกัน"
IDENTITY: dict[str, Any] = {
    "v": 1,
    "name": "ผู้แจ้ง ทดสอบ",
    "phone": "0812345678",
    "email": "",
    "line": "",
    "other": "",
}


class Reporter:
    """Somebody who reports; what is known here is known to nobody else."""

    def __init__(self, now: datetime, **facts: Any) -> None:
        self.now = now
        self.case = uuid.uuid4()
        self.code = code.new_code()
        self.key = CaseKey.new()
        self.facts = FACTS | facts

    @property
    def lookup(self) -> bytes:
        return self.code.lookup()

    @property
    def scope(self) -> str:
        kept = self.facts["route"] == "CENTRE" or self.facts["about_office"]
        return "centre" if kept else self.facts["province"]

    def work(self) -> tuple[str, int]:
        """A token solved for the own case."""
        token, bits = keys.issue_work("report", self.now)
        return token, work.solve(token, self.case, bits)

    def filing(self, text: str = TEXT, files: tuple[FileSecret, ...] = ()) -> SealedFiling:
        """The report, sealed to today's recipients."""
        to = vault.recipients(self.scope, self.now)
        token, counter = self.work()
        reporter_key = box.public_key_of(self.code.reporter_seed())
        identity, shares = self.identity(IDENTITY)
        bound = info(Purpose.CASE_KEY, self.case, to.unit.key_id, 1)
        wrap = KeyBox(to.unit.key_id, box.seal(to.unit.public_key, self.key, bound))
        return SealedFiling(
            case=self.case,
            facts=self.facts,
            content=sealed(self.key, Purpose.CONTENT, self.case, self.case, 1, {"text": text}),
            identity=identity,
            shares=shares,
            wraps=(wrap,),
            reporter_key=reporter_key,
            reporter_wrap=box.seal(
                reporter_key, self.key, info(Purpose.CASE_KEY_REPORTER, self.case, self.case, 1)
            ),
            lookup_hash=bytes.fromhex(code.lookup_hash(self.lookup)),
            files=files,
            stamp=to.stamp,
            token=token,
            counter=counter,
        )

    def identity(self, given: dict[str, Any]) -> tuple[bytes, tuple[KeyBox, ...]]:
        """A sealed identity with a share for each custodian."""
        to = vault.recipients(self.scope, self.now)
        key = IdentityKey.new()
        blob = sealed(key, Purpose.IDENTITY, self.case, self.case, 1, given)
        parts = shamir.split(key, len(to.custodians))
        shares = tuple(
            KeyBox(
                one.key_id,
                box.seal(
                    one.public_key, part, info(Purpose.IDENTITY_SHARE, self.case, one.key_id, 1)
                ),
            )
            for one, part in zip(to.custodians, parts, strict=True)
        )
        return blob, shares

    def filed(self, **given: Any) -> Any:
        """The report, filed."""
        return file_sealed(now=self.now, filing=self.filing(**given))

    def message(
        self, text: str = "ขอเพิ่มรายละเอียด", files: tuple[FileSecret, ...] = (), epoch: int = 1
    ) -> SealedMessage:
        id_ = uuid.uuid4()
        whole = {"v": 1, "text": text, "files": [], "by": ""}
        bound = (Purpose.MESSAGE_IN, self.case, id_, epoch)
        return SealedMessage(id_, epoch, sealed(self.key, *bound, whole), files)

    def upload(self, content: bytes = b"picture") -> FileSecret:
        """A small file in the sealed store, waiting for its report."""
        found = store.seal_bytes(now=self.now, case=self.case, name="note.txt", content=content)
        return FileSecret(found.id, bytes(found.secret))


def sealed(
    key: bytes, purpose: Purpose, case: UUID, place: UUID, epoch: int, given: dict[str, Any]
) -> bytes:
    """JSON under a key, padded as its purpose wants it."""
    ladders = {Purpose.CONTENT: padding.CONTENT, Purpose.IDENTITY: padding.IDENTITY}
    plain = json.dumps(given, ensure_ascii=False).encode()
    padded = padding.pad(plain, ladders.get(purpose, padding.MESSAGE))
    return secretbox.seal(key, padded, info(purpose, case, place, epoch))


def opened(
    key: bytes, sealed_box: bytes, purpose: Purpose, case: UUID, place: UUID, epoch: int
) -> dict[str, Any]:
    """What `sealed` sealed."""
    plain = secretbox.unseal(key, sealed_box, info(purpose, case, place, epoch))
    found: dict[str, Any] = json.loads(padding.unpad(plain))
    return found


class Unit:
    """What the browser of an officer who holds a unit's key can do."""

    def __init__(self, keyring: Keyring, office: str = "NACC-74") -> None:
        self.keyring, self.office = keyring, office

    def case_key(self, case: UUID, epoch: int = 1) -> bytes:
        """The case key out of the unit's wrap."""
        key_id = self.keyring.unit_key_id(self.office)
        wrap = Wrap.objects.get(tip_id=case, epoch=epoch, key_id=key_id)
        bound = info(Purpose.CASE_KEY, case, key_id, epoch)
        return box.unseal(self.keyring.unit_seed(self.office), bytes(wrap.box), bound)

    def message(self, case: UUID, text: str = "ขอทราบชื่อโครงการ", epoch: int = 1) -> SealedMessage:
        id_ = uuid.uuid4()
        whole = {"v": 1, "text": text, "files": [], "by": "สำนักงาน ป.ป.ช."}
        key = self.case_key(case, epoch)
        return SealedMessage(id_, epoch, sealed(key, Purpose.MESSAGE_OUT, case, id_, epoch, whole))

    def wraps_for(self, case: UUID, key_id: UUID, public_key: bytes) -> tuple[Any, ...]:
        """The case keys of all epochs, sealed to one more key."""
        numbers = Epoch.objects.filter(tip_id=case).values_list("number", flat=True)
        return tuple(
            EpochBox(
                number,
                key_id,
                box.seal(
                    public_key,
                    self.case_key(case, number),
                    info(Purpose.CASE_KEY, case, key_id, number),
                ),
            )
            for number in numbers
        )

    def new_epoch(self, case: UUID, to_office: str, reporter_key: bytes) -> dict[str, Any]:
        """A new case key for another unit: the arguments of `hand_over`."""
        to = next(key for key in vault.current_unit_keys() if key.office == to_office)
        old = Epoch.objects.filter(tip_id=case).latest("number").number
        key, epoch = CaseKey.new(), old + 1
        place = info(Purpose.CASE_KEY, case, to.key_id, epoch)
        reporter = info(Purpose.CASE_KEY_REPORTER, case, case, epoch)
        before = info(Purpose.CASE_PREVIOUS, case, case, epoch)
        return {
            "unit_key_id": to.key_id,
            "epoch": epoch,
            "wrap": box.seal(to.public_key, key, place),
            "reporter_wrap": box.seal(reporter_key, key, reporter),
            "previous": secretbox.seal(key, self.case_key(case, old), before),
        }


def reshared(keyring: Keyring, case: UUID, custodian: str, request: UUID, requester: str) -> bytes:
    """A custodian's share, opened and sealed again to the requester."""
    key_id = keyring.key_id(custodian)
    share = Share.objects.get(tip_id=case, key_id=key_id)
    part = box.unseal(
        keyring.seed(custodian), bytes(share.box), info(Purpose.IDENTITY_SHARE, case, key_id, 1)
    )
    to = vault.officer_key_named(keyring.key_id(requester))
    assert to is not None
    return box.seal(to.public_key, part, info(Purpose.IDENTITY_OPEN, case, request, 1))


def broken(filing: SealedFiling, **parts: Any) -> SealedFiling:
    """The filing with some parts replaced."""
    return replace(filing, **parts)


def random_box(size: int, suite: int) -> bytes:
    """Bytes of the right form that open with nothing."""
    return bytes([suite]) + secrets.token_bytes(size - 1)
