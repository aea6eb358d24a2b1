"""Reading the whole chain and saying what does not fit, without trusting the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tmac.audit.chain import COVERED, GENESIS, hash_of
from tmac.audit.models import Entry, Head

_CHUNK = 5_000


@dataclass(frozen=True)
class Fault:
    """The first thing that is wrong: which entry, and a sentence about it."""

    kind: str  # CHANGED, REMOVED, FORKED, TRUNCATED, BEYOND_HEAD, REWRITTEN
    seq: int
    sentence: str


@dataclass(frozen=True)
class Report:
    """What was read, and the first fault found; none means that the chain holds."""

    entries: int
    head_seq: int
    head_hash: str
    fault: Fault | None = None


@dataclass(frozen=True)
class KnownHead:
    """A head that was printed earlier and kept elsewhere: no later chain may contradict it."""

    seq: int
    hash: str


def verify(known: KnownHead | None = None) -> Report:
    """Stream the chain in order, recomputing every hash; memory does not grow with its length."""
    head = Head.objects.first()
    walk = _Walk(known)
    fault = walk.over(Entry.objects.order_by("seq").values(*COVERED, "hash").iterator(_CHUNK))
    fault = fault or _end_fault(walk, head) or walk.unseen()
    return Report(walk.count, walk.seq, walk.hash, fault)


class _Walk:
    """Where the reader stands in the chain."""

    def __init__(self, known: KnownHead | None) -> None:
        self.known = known
        self.seq = 0
        self.hash = GENESIS
        self.count = 0

    def over(self, rows: Iterable[dict[str, Any]]) -> Fault | None:
        """Walk on until the first fault."""
        return next(self._faults(rows), None)

    def unseen(self) -> Fault | None:
        """A known head that lies beyond the end of what there is."""
        if self.known is None or self.known.seq <= self.seq:
            return None
        sentence = _("The chain once reached entry %(known)d, but now it ends at %(seq)d.")
        return Fault("TRUNCATED", self.known.seq, sentence % _at(self.seq, self.known.seq))

    def _faults(self, rows: Iterable[dict[str, Any]]) -> Iterator[Fault]:
        for row in rows:
            fault = self._fault_of(row)
            if fault is not None:
                yield fault
            self.seq, self.hash = row["seq"], row["hash"]
            self.count += 1

    def _fault_of(self, row: dict[str, Any]) -> Fault | None:
        seq = row["seq"]
        if seq != self.seq + 1:
            sentence = _("Entries are missing before %(seq)d: the one before it is %(known)d.")
            return Fault("REMOVED", seq, sentence % _at(seq, self.seq))
        if hash_of(row) != row["hash"]:
            sentence = _("Entry %(seq)d was changed: its content does not give its hash.")
            return Fault("CHANGED", seq, sentence % _at(seq))
        if row["previous_hash"] != self.hash:
            sentence = _("Entry %(seq)d does not follow %(known)d: the chain is forked there.")
            return Fault("FORKED", seq, sentence % _at(seq, self.seq))
        if self.known is not None and seq == self.known.seq and row["hash"] != self.known.hash:
            sentence = _("Entry %(seq)d is not the one whose hash was kept: it was rewritten.")
            return Fault("REWRITTEN", seq, sentence % _at(seq))
        return None


def _end_fault(walk: _Walk, head: Head | None) -> Fault | None:
    seq, kept_hash = (head.seq, head.hash) if head else (0, GENESIS)
    if walk.seq < seq:
        sentence = _("The chain ends at entry %(seq)d, but its head says %(known)d: cut off.")
        return Fault("TRUNCATED", walk.seq + 1, sentence % _at(walk.seq, seq))
    if walk.seq > seq:
        sentence = _("Entry %(seq)d lies beyond the head of the chain, which says %(known)d.")
        return Fault("BEYOND_HEAD", seq + 1, sentence % _at(walk.seq, seq))
    if walk.hash != kept_hash:
        sentence = _("Entry %(seq)d has not the hash that the head of the chain keeps.")
        return Fault("REWRITTEN", seq, sentence % _at(seq))
    return None


def _at(seq: int, known: int = 0) -> dict[str, int]:
    return {"seq": seq, "known": known}
