"""Somebody who has stolen the whole database and some keys, and who has read the format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any
from uuid import UUID

from tmac.tips.models import Epoch, IdentityBlob, Message, Sealed, Share, Wrap
from tmac.vault.formats import box, padding, secretbox, shamir
from tmac.vault.formats.faults import FormatFault
from tmac.vault.formats.info import Id, Purpose, info
from tmac.vault.models import DirectoryEntry, UnitKeyWrap, UnitPrevious


@dataclass
class Thief:
    """Opens all that opens: every key tried on every ciphertext in its right context, and every
    key that falls out tried again."""

    seeds: set[bytes]  # private keys
    keys: set[bytes] = field(default_factory=set)  # symmetric ones

    @classmethod
    def with_keys(cls, given: Iterable[bytes]) -> Thief:
        """Every 32 bytes are tried both as a private key and as a symmetric one."""
        raw = {bytes(one) for one in given}
        return cls(set(raw), set(raw))

    def reads(self) -> str:
        """All texts that open, joined."""
        while self._grow():
            continue
        return "".join(self._texts())

    def _grow(self) -> bool:
        before = len(self.seeds), len(self.keys)
        self.seeds |= set(self._unit_seeds())
        self.keys |= set(self._case_keys())
        self.keys |= set(self._identity_keys())
        return (len(self.seeds), len(self.keys)) != before

    def _unit_seeds(self) -> Iterator[bytes]:
        epochs = _epochs()
        for wrap in UnitKeyWrap.objects.all():
            epoch = epochs.get(wrap.unit_key_id, 1)
            place = info(Purpose.UNIT_KEY, wrap.unit_key_id, wrap.officer_key_id, epoch)
            yield from self._boxes(wrap.box, place)
        for row in UnitPrevious.objects.all():
            epoch = epochs.get(row.key_id, 1)
            place = info(Purpose.UNIT_PREVIOUS, row.key_id, row.previous_key_id, epoch)
            yield from self._boxes(row.box, place)

    def _case_keys(self) -> Iterator[bytes]:
        for wrap in Wrap.objects.all():
            place = info(Purpose.CASE_KEY, wrap.tip_id, wrap.key_id, wrap.epoch)
            yield from self._boxes(wrap.box, place)
        for epoch in Epoch.objects.all():
            case, number = epoch.tip_id, epoch.number
            own = info(Purpose.CASE_KEY_REPORTER, case, case, number)
            yield from self._boxes(epoch.reporter_wrap, own)
            before = info(Purpose.CASE_PREVIOUS, case, case, number)
            yield from self._secretboxes(epoch.previous, before)

    def _identity_keys(self) -> Iterator[bytes]:
        """Of any two shares of a tip; and, to leave nothing untried, of one share by itself."""
        for case in Share.objects.values_list("tip_id", flat=True).distinct():
            shares = [
                opened
                for row in Share.objects.filter(tip_id=case)
                for opened in self._boxes(
                    row.box, info(Purpose.IDENTITY_SHARE, case, row.key_id, 1)
                )
            ]
            yield from (share[1:] for share in shares)
            yield from (bytes(shamir.join(pair)) for pair in combinations(shares, 2))

    def _texts(self) -> Iterator[str]:
        for raw, place in _sealed_texts():
            for opened in self._secretboxes(raw, place):
                yield padding.unpad(opened).decode()

    def _boxes(self, raw: Any, place: bytes) -> Iterator[bytes]:
        yield from _opened(box.unseal, self.seeds, raw, place)

    def _secretboxes(self, raw: Any, place: bytes) -> Iterator[bytes]:
        yield from _opened(secretbox.unseal, self.keys, raw, place)


def _sealed_texts() -> Iterator[tuple[bytes, bytes]]:
    for row in Sealed.objects.all():
        yield row.content, info(Purpose.CONTENT, row.tip_id, row.tip_id, 1)
    for blob in IdentityBlob.objects.all():
        yield blob.box, info(Purpose.IDENTITY, blob.tip_id, blob.tip_id, 1)
    for one in Message.objects.all():
        for purpose in (Purpose.MESSAGE_IN, Purpose.MESSAGE_OUT):
            yield one.box, info(purpose, one.tip_id, one.pk, one.epoch)


def _opened(unseal: Any, keys: Iterable[bytes], raw: Any, place: bytes) -> Iterator[bytes]:
    for key in list(keys):
        try:
            yield unseal(key, bytes(raw), place)
        except FormatFault:
            continue


def _epochs() -> dict[Id, int]:
    return {
        UUID(str(key_id)): int(text.split('"epoch":')[1].split(",")[0])
        for key_id, text in DirectoryEntry.objects.values_list("key_id", "text")
    }
