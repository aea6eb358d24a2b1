"""`tmac audit verify` and `tmac audit head`."""

from __future__ import annotations

import sys
from typing import Any

from django.core import signing
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tmac.audit import queries, services
from tmac.audit.chain import stamp
from tmac.audit.verification import KnownHead

SALT = "tmac.audit.head"


class Command(BaseCommand):
    help = "The audit chain: `verify` reads all of it, `head` prints its end to keep elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True)
        verify = words.add_parser("verify", help="find a changed, removed or forked entry")
        verify.add_argument("--kept", help="a line that `audit head` printed earlier")
        words.add_parser("head", help="print the signed head, to copy to another place")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["word"] == "head":
            self._head()
        else:
            self._verify(options.get("kept"))

    def _head(self) -> None:
        seq, hash_ = queries.head()
        value = {"seq": seq, "hash": hash_, "at": stamp(timezone.now())}
        self.stdout.write(signing.dumps(value, salt=SALT))
        self.stderr.write(f"Entry {seq}, hash {hash_}. Keep the line above outside this machine.")

    def _verify(self, kept: str | None) -> None:
        report = services.verify(_known(kept) if kept else None)
        if report.fault is None:
            self.stdout.write(f"The chain holds: {report.entries} entries, head {report.head_hash}")
            return
        self.stderr.write(f"{report.fault.kind} at entry {report.fault.seq}")
        self.stderr.write(report.fault.sentence)
        sys.exit(1)


def _known(line: str) -> KnownHead:
    try:
        value = signing.loads(line.strip(), salt=SALT)
    except signing.BadSignature as fault:
        raise CommandError("This line was not printed by `audit head` of this system.") from fault
    return KnownHead(value["seq"], value["hash"])
