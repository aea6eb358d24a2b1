"""The receipt log: every filing gets a position, a signature, and an hourly head above it.

Whoever keeps a receipt, or copies of the heads, can show later that the log was changed; see
`receipts_format` for what is written and `receipts_offline` for the check.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tmac.core.errors import NotFound
from tmac.core.thai import today_in_thailand
from tmac.vault import receipts_format as form
from tmac.vault import receipts_merkle as merkle
from tmac.vault.formats.signing import RECEIPT, RECEIPT_HEAD, sign
from tmac.vault.models.receipts import ReceiptEnd, ReceiptHead, ReceiptLeaf
from tmac.vault.receipts_key import public_key, signing_seed

__all__ = [
    "InclusionProof",
    "Receipt",
    "SignedHead",
    "append",
    "consistency",
    "forget_parts",
    "head_lines",
    "heads",
    "hourly",
    "inclusion",
    "latest_head",
    "log_lines",
    "public_key",
    "receipt_for",
    "sign_head",
    "size",
]
_HOURLY_FOR = timedelta(days=2)
_ABSENT = _("There is no receipt of this number.")


class OutsideTransaction(RuntimeError):
    """A receipt must stand or fall with what it vouches for."""


class EndLost(RuntimeError):
    """Leaves exist but the end of the log is gone: somebody tampered, and it must not go on."""


@dataclass(frozen=True)
class Receipt:
    """What a reporter keeps. `parts` is None once retention has taken them away."""

    position: int
    json: str
    signature: bytes
    key: bytes
    parts: dict[str, Any] | None

    @property
    def day(self) -> date:
        return date.fromisoformat(json.loads(self.json)["day"])

    def as_wire(self) -> dict[str, Any]:
        return {
            "receipt": self.json,
            "signature": form.b64(self.signature),
            "key": form.b64(self.key),
            "parts": self.parts,
        }


@dataclass(frozen=True)
class SignedHead:
    """The root (hex) of the first `size` leaves, signed at a whole hour."""

    size: int
    root: str
    at: datetime
    json: str
    signature: bytes
    key: bytes


@dataclass(frozen=True)
class InclusionProof:
    """That a leaf stands under a head; `path` as in RFC 9162, hex."""

    position: int
    leaf: str
    head: SignedHead
    path: list[str]


def append(
    *,
    now: datetime,
    case: UUID,
    content_sha256: bytes,
    identity_sha256: bytes,
    files: Sequence[tuple[UUID, bytes]],
) -> Receipt:
    """Add a filing to the log, inside its transaction, with the audit record after it.

    The end of the log stays locked until the commit, so that positions follow one another.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction("append needs the transaction of the filing")
    end = _locked_end()
    text = form.receipt_text(
        position=end.size + 1,
        previous=end.hash,
        day=today_in_thailand(now).isoformat(),
        commitment=form.commitment(case, content_sha256, identity_sha256, files),
    )
    parts = {
        "case": str(case),
        "content": content_sha256.hex(),
        "identity": identity_sha256.hex(),
        "files": [{"id": str(file_id), "sha256": digest.hex()} for file_id, digest in files],
    }
    leaf = ReceiptLeaf(
        position=end.size + 1,
        text=text,
        signature=form.b64(sign(signing_seed(), RECEIPT, text.encode())),
        key=form.b64(public_key()),
        hash=merkle.leaf_hash(text.encode()).hex(),
        parts=parts,
    )
    leaf.save(force_insert=True)
    ReceiptEnd.objects.filter(pk=end.pk).update(size=leaf.position, hash=leaf.hash)
    return _receipt(leaf)


def _locked_end() -> ReceiptEnd:
    end = ReceiptEnd.objects.select_for_update().first()
    if end is not None:
        return end
    # Asked in this order: the first leaf of another filing may be committed just now.
    if ReceiptLeaf.objects.exists() and not ReceiptEnd.objects.exists():
        raise EndLost("the end of the receipt log is missing; restore the database")
    ReceiptEnd.objects.get_or_create(pk=1, defaults={"size": 0, "hash": form.FIRST})
    return ReceiptEnd.objects.select_for_update().get()


def receipt_for(position: int) -> Receipt:
    """The receipt as it was given, byte for byte. Raises NotFound."""
    leaf = ReceiptLeaf.objects.filter(pk=position).first()
    if leaf is None:
        raise NotFound(_ABSENT)
    return _receipt(leaf)


def _receipt(leaf: ReceiptLeaf) -> Receipt:
    signed = form.read_receipt(_line(leaf))
    return Receipt(leaf.position, leaf.text, signed.signature, signed.key, leaf.parts)


def forget_parts(position: int) -> None:
    """Retention: what the receipt vouched for is forgotten, its line in the log stays."""
    ReceiptLeaf.objects.filter(pk=position).update(parts=None)


def size() -> int:
    """How many filings the log holds."""
    end = ReceiptEnd.objects.first()
    return end.size if end else 0


def hourly(now: datetime) -> None:
    """The duty: sign the head of this hour; of days gone by keep the last head only.

    The size of a head tells how many had filed by then. A reporter's act is known by day, so the
    hours are forgotten once there was time to copy them.
    """
    sign_head(now)
    today = timezone.localtime(now - _HOURLY_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    kept: dict[date, datetime] = {}
    moments = ReceiptHead.objects.filter(at__lt=today).order_by("at").values_list("at", flat=True)
    for at in moments:
        kept[today_in_thailand(at)] = at
    ReceiptHead.objects.filter(at__lt=today).exclude(at__in=kept.values()).delete()


def sign_head(now: datetime) -> SignedHead:
    """The head of the hour that `now` lies in; signed once, and the same when asked again."""
    at = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
    row = ReceiptHead.objects.filter(pk=at).first()
    if row is None:
        leaves = _leaves()
        root = merkle.root_of(leaves)
        text = form.head_text(at=at.isoformat(), root=root, size=len(leaves))
        row, _is_new = ReceiptHead.objects.get_or_create(
            at=at,
            defaults={
                "size": len(leaves),
                "root": root.hex(),
                "text": text,
                "signature": form.b64(sign(signing_seed(), RECEIPT_HEAD, text.encode())),
                "key": form.b64(public_key()),
            },
        )
    return _head(row)


def _leaves(until: int | None = None) -> list[bytes]:
    """The hashes of the first `until` leaves, of all when None."""
    rows = ReceiptLeaf.objects.order_by("position").values_list("hash", flat=True)
    return [bytes.fromhex(row) for row in rows[:until].iterator(10_000)]


def _head(row: ReceiptHead) -> SignedHead:
    signed = form.read_head({"head": row.text, "signature": row.signature, "key": row.key})
    at = datetime.fromisoformat(signed.said["at"])
    return SignedHead(row.size, row.root, at, row.text, signed.signature, signed.key)


def latest_head() -> SignedHead | None:
    row = ReceiptHead.objects.order_by("-at").first()
    return _head(row) if row else None


def heads(limit: int = 100) -> list[SignedHead]:
    """The newest heads, newest first."""
    return [_head(row) for row in ReceiptHead.objects.order_by("-at")[:limit]]


def inclusion(position: int) -> InclusionProof | None:
    """That a receipt stands under the latest head; None when that head is older than it."""
    head = latest_head()
    if head is None or not 1 <= position <= head.size:
        return None
    leaves = _leaves(head.size)
    path = merkle.inclusion_proof(position - 1, leaves)
    leaf = leaves[position - 1].hex()
    return InclusionProof(position, leaf, head, [node.hex() for node in path])


def consistency(old_size: int, new_size: int) -> list[bytes]:
    """That the log of `new_size` begins with that of `old_size`. Raises NotFound."""
    leaves = _leaves(new_size)
    if not 0 < old_size <= new_size == len(leaves):
        raise NotFound(_ABSENT)
    return merkle.consistency_proof(old_size, leaves)


def log_lines() -> Iterator[str]:
    """The public file receipt-log.jsonl, line by line: no line says what was filed."""
    return _lines(map(_line, ReceiptLeaf.objects.order_by("position").iterator(2_000)))


def head_lines() -> Iterator[str]:
    """The public file receipt-heads.jsonl, oldest first."""
    rows = ReceiptHead.objects.order_by("at").iterator(2_000)
    return _lines({"head": row.text, "signature": row.signature, "key": row.key} for row in rows)


def _line(leaf: ReceiptLeaf) -> dict[str, str]:
    return {"receipt": leaf.text, "signature": leaf.signature, "key": leaf.key}


def _lines(rows: Iterable[dict[str, str]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, sort_keys=True, ensure_ascii=False) + "\n"
