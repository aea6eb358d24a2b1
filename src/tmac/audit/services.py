"""Writing the record. Called inside the transaction of the act, as its last statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from tmac.audit import verification
from tmac.audit.chain import GENESIS, Detail, hash_of, stable
from tmac.audit.models import Entry, Head
from tmac.audit.verification import KnownHead, Report


class OutsideTransaction(RuntimeError):
    """The act and its record must stand or fall together."""


class HeadLost(RuntimeError):
    """Entries exist but the head is gone: somebody tampered, and the chain must not go on."""


@dataclass(frozen=True)
class Act:
    """What is recorded of one act; `details` hold codes, ids and field names, never free text."""

    action: str
    subject: str
    subject_id: str
    province_code: str = ""
    details: Mapping[str, Detail] = field(default_factory=dict)


def record(
    *,
    actor_id: int | None,
    actor: str,
    action: str,
    subject: str,
    subject_id: str,
    now: datetime,
    province_code: str = "",
    details: Mapping[str, Detail] | None = None,
    acting_for: str = "",
) -> None:
    """Add one entry. Hold no other lock afterwards: the head stays locked until the commit."""
    act = Act(action, subject, subject_id, province_code, details or {})
    record_all([act], actor_id=actor_id, actor=actor, now=now, acting_for=acting_for)


def record_all(
    acts: Iterable[Act],
    *,
    actor_id: int | None,
    actor: str,
    now: datetime,
    acting_for: str = "",
) -> None:
    """Add an entry for each of `acts`, in their order, under one lock (imports)."""
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction("audit.record needs the transaction of the act it records")
    head = _locked_head()
    entries = []
    for act in acts:
        entry = _entry(head, act, actor_id, actor, acting_for, now)
        head.seq, head.hash = entry.seq, entry.hash
        entries.append(entry)
    if entries:
        Entry.objects.append(entries)
        head.save(update_fields=["seq", "hash"])


def _locked_head() -> Head:
    head = Head.objects.select_for_update().first()
    if head is not None:
        return head
    # Asked in this order: the first entry of another act may be committed just now.
    if Entry.objects.exists() and not Head.objects.exists():
        raise HeadLost("the head of the audit chain is missing; run `tmac audit verify`")
    Head.objects.get_or_create(pk=1, defaults={"seq": 0, "hash": GENESIS})
    return Head.objects.select_for_update().get()


def _entry(
    head: Head, act: Act, actor_id: int | None, actor: str, acting_for: str, now: datetime
) -> Entry:
    entry = Entry(
        seq=head.seq + 1,
        at=now,
        actor_id=actor_id,
        actor=actor,
        acting_for=acting_for,
        action=str(act.action),
        subject=str(act.subject),
        subject_id=str(act.subject_id),
        province_code=act.province_code,
        details=stable(act.details),
        previous_hash=head.hash,
    )
    entry.hash = hash_of(vars(entry))
    return entry


def verify(known: KnownHead | None = None) -> Report:
    """Whether the chain holds, from its first entry to its head; see `verification`."""
    return verification.verify(known)
