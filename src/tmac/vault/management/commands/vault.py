"""`tmac vault`: the root key, the keys that it enters, and bundles that leave the system."""

from __future__ import annotations

import base64
import binascii
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone

from tmac.accounts import queries as accounts
from tmac.core.errors import TmacError
from tmac.vault import bundle, ceremony, chain, console, inspection, root_file, rotation
from tmac.vault import verification as checks
from tmac.vault.ceremony_signing import Answer, Request, Wanted, answer
from tmac.vault.formats import signing
from tmac.vault.formats.faults import Tampered
from tmac.vault.formats.fingerprint import fingerprint
from tmac.vault.formats.secret import SigningSeed

_SERVED = "the file with the root's private key"


class Command(BaseCommand):
    help = "Keys of the vault: root, units, custodians; checks the directory, opens bundles."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        words = parser.add_subparsers(dest="word", required=True)
        self._root_words(words)
        self._entry_words(words)
        self._travel_words(words)
        verify = _word(words, "verify", self._verify, "read the whole directory and every wrap")
        verify.add_argument("--kept", default="", help="a head that `verify` printed earlier")
        opened = _word(words, "open", self._open, "decrypt and unpack a bundle, offline")
        opened.add_argument("bundle", type=Path)
        opened.add_argument("--identity", type=Path, required=True, help="what age-keygen wrote")
        opened.add_argument(
            "--out", type=Path, required=True, help="a folder that is not there yet"
        )
        opened.add_argument("--scan", action="store_true", help="look for viruses with ClamAV")
        opened.add_argument("--scrub", action="store_true", help="take metadata out with mat2")

    def _root_words(self, words: Any) -> None:
        root = words.add_parser("root", help="the key that signs the directory")
        tasks = root.add_subparsers(dest="task", required=True)
        create = _word(tasks, "create", self._create_root, "make it, on a machine without network")
        create.add_argument("--out", type=Path, required=True, help="where its file shall be")
        pin = _word(tasks, "pin", self._pin_root, "make this server trust a root")
        pin.add_argument("key", help="its public key, as `root create` printed it")

    def _entry_words(self, words: Any) -> None:
        unit = words.add_parser("unit", help="keys of offices")
        create = _word(unit.add_subparsers(dest="task", required=True), "create", self._add_unit,
                       "a key for an office, sealed to its officers")  # fmt: skip
        create.add_argument("office", help="its code, such as NACC-74")
        create.add_argument("--officer", action="append", required=True, metavar="NAME")
        custodian = words.add_parser("custodian", help="keys of identity custodians")
        add = _word(custodian.add_subparsers(dest="task", required=True), "add",
                    self._add_custodian, "the own key of a custodian")  # fmt: skip
        add.add_argument("name", help="the user name")
        receipts = _word(words, "receipt-key", self._add_receipt_key, "the key that signs receipts")
        revoke = _word(words, "revoke", self._revoke, "end a key")
        revoke.add_argument("key_id", type=UUID)
        for parser in (create, add, receipts, revoke):
            parser.add_argument("--root", type=Path, required=True, help=_SERVED)
        rotate = _word(words, "rotate", self._rotate, "change the key of an office, as a member")
        rotate.add_argument("office")
        rotate.add_argument("--officer", required=True, metavar="NAME", help="who holds its key")

    def _travel_words(self, words: Any) -> None:
        export = _word(words, "export", self._export, "a request for the machine of the root")
        export.add_argument("--out", type=Path, required=True)
        export.add_argument("--unit", action="append", default=[], metavar="OFFICE=NAME,NAME")
        export.add_argument("--custodian", action="append", default=[], metavar="NAME")
        export.add_argument("--receipt-key", action="store_true")
        export.add_argument("--revoke", action="append", default=[], type=UUID, metavar="KEY_ID")
        sign = _word(words, "sign", self._sign, "sign a request (needs no database)")
        sign.add_argument("file", type=Path)
        sign.add_argument("--root", type=Path, required=True, help=_SERVED)
        sign.add_argument("--out", type=Path, required=True)
        taken = _word(words, "import", self._import, "take what was signed")
        taken.add_argument("file", type=Path)

    def handle(self, *, act: Callable[..., None], **options: Any) -> None:
        try:
            act(options)
        except (TmacError, console.NotGiven) as fault:
            raise CommandError(str(fault)) from fault
        except OSError as fault:
            raise CommandError(f"{fault.filename}: {fault.strerror}") from fault
        except OperationalError as fault:
            raise CommandError("The database is not prepared: run ./tmac prepare.") from fault

    def _say(self, *lines: str) -> None:
        for line in lines:
            self.stdout.write(line)

    def _create_root(self, given: dict[str, Any]) -> None:
        if given["out"].exists():
            raise CommandError(f"{given['out']} is there already. A root is never written over.")
        seed = SigningSeed.new()
        phrase = console.new_passphrase("Passphrase of the root key")
        root_file.write(given["out"], seed, phrase)
        public_key = signing.public_half(seed)
        self._say(
            f"The private key is in {given['out']}. Copy it to a second place; keep both offline.",
            f"Public key:  {_b64(public_key)}",
            f"Fingerprint: {fingerprint(public_key)}",
            f"Pin it: ./tmac vault root pin {_b64(public_key)}, or TMAC_VAULT_ROOT_KEY.",
        )
        if chain.root_key() is None and console.agreed("Pin it on this machine now?"):
            self._pin(public_key)

    def _pin_root(self, given: dict[str, Any]) -> None:
        try:
            public_key = base64.b64decode(given["key"], validate=True)
        except binascii.Error:
            public_key = b""
        if len(public_key) != signing.PUBLIC_KEY_BYTES:
            raise CommandError("This is no public root key: it has 44 characters and ends in =.")
        if chain.root_key() not in (None, public_key):
            raise CommandError("Another root is pinned here. Nothing was changed.")
        self._pin(public_key)

    def _pin(self, public_key: bytes) -> None:
        if chain.root_key() is None:
            chain.pin_root(public_key)
        self._say(f"Pinned in {chain.root_path()}: {fingerprint(public_key)}")

    def _add_unit(self, given: dict[str, Any]) -> None:
        wanted = ceremony.want_unit(given["office"], given["officer"], timezone.now())
        self._enter([wanted], given["root"])

    def _add_custodian(self, given: dict[str, Any]) -> None:
        self._enter([ceremony.want_custodian(given["name"], timezone.now())], given["root"])

    def _add_receipt_key(self, given: dict[str, Any]) -> None:
        self._enter([ceremony.want_receipts()], given["root"])

    def _revoke(self, given: dict[str, Any]) -> None:
        self._enter([ceremony.want_revocation(given["key_id"])], given["root"])

    def _enter(self, wanted: Sequence[Wanted], root: Path) -> None:
        now = timezone.now()
        asked = ceremony.request(wanted, now)
        signed = self._signed(asked, root)
        self._taken(signed, now)

    def _signed(self, asked: Request, root: Path) -> Answer:
        self._say(*(line for wanted in asked.wanted for line in wanted.lines()))
        if not console.agreed("Sign this with the root key?"):
            raise console.NotGiven("Nothing was signed.")
        return answer(asked, _root_seed(root))

    def _taken(self, signed: Answer, now: datetime) -> None:
        for entry in ceremony.take(signed, now):
            self._say(f"Entry {entry.seq}: {entry.action} {entry.kind} {entry.owner}")
        self._say(f"Head of the directory: {chain.head()}")

    def _rotate(self, given: dict[str, Any]) -> None:
        now, name = timezone.now(), given["officer"]
        user_id = accounts.person_named(name)
        if user_id is None:
            raise CommandError(f"There is nobody called {name}.")
        phrase = console.passphrase(f"Passphrase of {name}'s key")
        by = accounts.principal(user_id, now)
        try:
            count = rotation.rotate(by=by, now=now, office=given["office"], phrase=phrase)
        except Tampered:
            raise CommandError("The passphrase is wrong. Nothing was changed.") from None
        self._say(f"{given['office']} has a new key; {count} officers hold it.")

    def _export(self, given: dict[str, Any]) -> None:
        now = timezone.now()
        wanted = [_unit_wish(one, now) for one in given["unit"]]
        wanted += [ceremony.want_custodian(name, now) for name in given["custodian"]]
        wanted += [ceremony.want_receipts()] if given["receipt_key"] else []
        wanted += [ceremony.want_revocation(key_id) for key_id in given["revoke"]]
        if not wanted:
            raise CommandError("Say what to ask for: --unit, --custodian, --receipt-key, --revoke.")
        with given["out"].open("x", encoding="utf-8") as out:
            out.write(ceremony.request(wanted, now).text())
        self._say(f"Carry {given['out']} to the machine of the root: ./tmac vault sign FILE")

    def _sign(self, given: dict[str, Any]) -> None:
        asked = Request.read(given["file"].read_text(encoding="utf-8"))
        signed = self._signed(asked, given["root"])
        with given["out"].open("x", encoding="utf-8") as out:
            out.write(signed.text())
        self._say(f"Carry {given['out']} back to the server: ./tmac vault import FILE")

    def _import(self, given: dict[str, Any]) -> None:
        self._taken(Answer.read(given["file"].read_text(encoding="utf-8")), timezone.now())

    def _verify(self, given: dict[str, Any]) -> None:
        checked = chain.chain()
        found = list(checks.faults(checked, given["kept"]))
        if found:
            raise CommandError("\n".join(found))
        self._say(
            f"The directory holds: {len(checked.entries)} entries lead back to the root "
            f"{fingerprint(checked.directory.root_key)}.",
            f"Head, to keep elsewhere: {checked.head}",
        )

    def _open(self, given: dict[str, Any]) -> None:
        keys = bundle.identities(given["identity"])
        paths = bundle.unpack(bundle.decrypted(given["bundle"], keys), given["out"])
        self._say(f"Opened into {given['out']}: {len(paths)} files.")
        if given["scan"]:
            self._say(*inspection.scan(given["out"]))
        if given["scrub"]:
            self._say(*inspection.scrub([path for path in paths if path.exists()]))


def _word(words: Any, name: str, act: Callable[..., None], help_text: str) -> ArgumentParser:
    parser: ArgumentParser = words.add_parser(name, help=help_text)
    parser.set_defaults(act=act)
    return parser


def _root_seed(path: Path) -> SigningSeed:
    phrase = console.passphrase("Passphrase of the root key")
    try:
        return root_file.read(path, phrase)
    except Tampered:
        raise console.NotGiven("The passphrase is wrong. Nothing was signed.") from None


def _unit_wish(given: str, now: datetime) -> Wanted:
    office, _is, names = given.partition("=")
    return ceremony.want_unit(office, [name for name in names.split(",") if name], now)


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
