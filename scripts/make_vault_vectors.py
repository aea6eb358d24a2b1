"""Writes tests/vault/vectors/tmac-v1.json: what all implementations of the vault must agree on.

    python scripts/make_vault_vectors.py

Everything but the boxes follows from fixed seeds. The randomness of an HPKE sender cannot be fixed,
so a box that still opens stays as it stands in the file, and only a new case gets a new one. Byte
strings are lower-case hex; in directory entries they are Base64, as the format has it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from tmac.vault.formats import (  # noqa: E402
    box,
    code,
    directory,
    fingerprint,
    padding,
    passphrase,
    secretbox,
    shamir,
    signing,
    stream,
    work,
)
from tmac.vault.formats.faults import FormatFault, NotACode  # noqa: E402
from tmac.vault.formats.info import Purpose, info  # noqa: E402
from tmac.vault.formats.secret import FileKey, Seed, SigningSeed  # noqa: E402

TARGET = ROOT / "tests" / "vault" / "vectors" / "tmac-v1.json"
CASE = UUID("0d9d0f9c-7b57-4d0e-9c4a-5a1c8f0b7e74")
Vector = dict[str, Any]


def fixed(label: str, length: int = 32) -> bytes:
    """Bytes that look random and are the same in every run."""
    return hashlib.shake_256(b"TMAC-v1 test vectors\x00" + label.encode()).digest(length)


def uuid(label: str) -> UUID:
    return UUID(bytes=fixed(label, 16), version=4)


def drawing(raw: bytes) -> Any:
    """A source of "random" bytes that gives those of `raw` in turn."""
    at = iter(range(len(raw)))
    return lambda length: bytes(raw[next(at)] for _each in range(length))


def pattern(size: int) -> bytes:
    """Byte i is (7 i + 3) mod 256."""
    return bytes((7 * i + 3) & 0xFF for i in range(256)) * (size // 256 + 1)


def infos() -> list[Vector]:
    key = uuid("key")
    cases = [(purpose, CASE, key, 1) for purpose in Purpose]
    cases += [(Purpose.OFFICER_KEY, None, key, 1), (Purpose.FILE, CASE, key, 0)]
    cases += [(Purpose.CASE_KEY, CASE, key, 4294967295)]
    return [
        {
            "purpose": purpose.value,
            "case": str(case) if case else "",
            "key": str(of),
            "epoch": epoch,
            "info": info(purpose, case, of, epoch).hex(),
        }
        for purpose, case, of, epoch in cases
    ]


def boxes(kept: dict[str, str]) -> list[Vector]:
    rows = []
    key = uuid("key")
    for name, suite, plaintext, bound in (
        ("case-key", box.XWING, fixed("case key"), info(Purpose.CASE_KEY, CASE, key, 1)),
        ("share", box.XWING, b"\x01" + fixed("sh"), info(Purpose.IDENTITY_SHARE, CASE, key, 1)),
        ("empty", box.XWING, b"", b""),
        ("long", box.XWING, pattern(5000)[:5000], info(Purpose.CONTENT, CASE, CASE, 1)),
        ("x25519", box.X25519, fixed("case key"), info(Purpose.CASE_KEY, CASE, key, 1)),
    ):
        seed = fixed(f"box {name}")
        public_key = box.public_key_of(seed, suite)
        sealed = bytes.fromhex(kept.get(name, ""))
        if not _still_opens(seed, sealed, bound, suite, plaintext):
            sealed = box.seal(public_key, plaintext, bound, suite)
        rows.append(
            {
                "name": name,
                "suite": suite,
                "seed": seed.hex(),
                "public_key": public_key.hex(),
                "info": bound.hex(),
                "plaintext": plaintext.hex(),
                "box": sealed.hex(),
            }
        )
    return rows


def _still_opens(seed: bytes, sealed: bytes, bound: bytes, suite: int, plaintext: bytes) -> bool:
    try:
        return box.unseal(seed, sealed, bound, suite) == plaintext
    except FormatFault:
        return False


def secretboxes() -> list[Vector]:
    rows = []
    for name, length in (("key", 32), ("empty", 0), ("thai", 300)):
        key, nonce, plaintext = fixed(f"sb {name}"), fixed(f"n {name}", 12), pattern(300)[:length]
        bound = info(Purpose.MESSAGE_IN, CASE, uuid(name), 2)
        sealed = secretbox.seal(key, plaintext, bound, drawing(nonce))
        rows.append(
            {
                "key": key.hex(),
                "nonce": nonce.hex(),
                "info": bound.hex(),
                "plaintext": plaintext.hex(),
                "box": sealed.hex(),
            }
        )
    return rows


def paddings() -> list[Vector]:
    ladders = {
        "content": padding.CONTENT,
        "message": padding.MESSAGE,
        "identity": padding.IDENTITY,
    }
    rows = []
    for name, ladder in ladders.items():
        for size in sorted({0, 10, 300, ladder.first - 1, ladder.first, ladder.limit_bytes}):
            if size > ladder.limit_bytes:
                continue
            padded = padding.pad(pattern(size)[:size], ladder)
            rows.append(
                {
                    "ladder": name,
                    "size": size,
                    "padded_size": len(padded),
                    "sha256": hashlib.sha256(padded).hexdigest(),
                }
            )
    return rows


def codes() -> list[Vector]:
    rows = []
    for number in (0, 1, int.from_bytes(fixed("code")) % 10**28, 10**28 - 1):
        made = code.code_from_number(number)
        rows.append(
            {
                "digits": made.shown().replace(" ", ""),
                "shown": made.shown(),
                "lookup": made.lookup().hex(),
                "lookup_hash": code.lookup_hash(made.lookup()),
                "reporter_seed": made.reporter_seed().hex(),
                "draft_key": made.draft_key().hex(),
                "recovery_key": made.recovery_key().hex(),
            }
        )
    return rows


def typed_codes() -> list[Vector]:
    shown = codes()[2]["shown"]
    thai = shown.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    swapped = shown[1] + shown[0] + shown[2:]
    other = str((int(shown[0]) + 1) % 10) + shown[1:]
    given = [
        shown,
        thai,
        f"  {shown.replace(' ', '-')}. ",
        shown.replace(" ", "\u2013"),
        shown.replace(" ", ""),
        swapped,
        other,
        shown[:-1],
        shown + "1",
        "",
        shown.replace(shown[0], "O"),
    ]
    return [{"typed": typed, "digits": _parsed(typed)} for typed in given]


def _parsed(typed: str) -> str | None:
    try:
        return code.parse(typed).shown().replace(" ", "")
    except NotACode:
        return None


def shares() -> list[Vector]:
    rows = []
    for count in (2, 3, 5):
        secret, slopes = fixed(f"secret {count}"), fixed(f"slopes {count}")
        split = shamir.split(secret, count, drawing(slopes))
        rows.append(
            {
                "secret": secret.hex(),
                "slopes": slopes.hex(),
                "shares": [bytes(share).hex() for share in split],
            }
        )
    return rows


def files() -> list[Vector]:
    rows = []
    for size in (0, 1, 5000, stream.CHUNK_BYTES, stream.CHUNK_BYTES + 1):
        key, prefix, file_id = fixed(f"file {size}"), fixed(f"p {size}", 7), uuid(f"file {size}")
        plaintext = pattern(size)[:size]
        objects = stream.seal(FileKey(key), CASE, file_id, plaintext, drawing(prefix))
        row = {
            "key": key.hex(),
            "prefix": prefix.hex(),
            "case": str(CASE),
            "file_id": str(file_id),
            "size": size,
            "padded": stream.padme(size),
            "sha256": hashlib.sha256(plaintext).hexdigest(),
            "object_sha256": [hashlib.sha256(sealed).hexdigest() for sealed in objects],
        }
        if size <= 5000:
            row["objects"] = [sealed.hex() for sealed in objects]
        rows.append(row)
    return rows


def padmes() -> list[list[int]]:
    sizes = [0, 1, 2, 3, 7, 8, 9, 100, 1000, 1025, 65537, 999999, 1048577, 5000001, 26214400]
    return [[size, stream.padme(size)] for size in sizes]


def passphrases() -> list[Vector]:
    rows = []
    decomposed = "เรือใบ-สีฟ้า ① é"  # NFKC makes the figure and the letter plain
    for phrase, cost in (
        ("เรือใบ-สีฟ้า-กลางทะเล-74", passphrase.DEFAULT),
        (decomposed, passphrase.Cost(64, 1, 1)),
    ):
        key_id, seed = uuid(phrase), fixed(phrase)
        salt, nonce = fixed(f"salt {phrase}", 16), fixed(f"nonce {phrase}", 12)
        sealed = passphrase.seal(phrase, seed, key_id, cost, drawing(salt + nonce))
        rows.append(
            {
                "passphrase": phrase,
                "key_id": str(key_id),
                "salt": salt.hex(),
                "nonce": nonce.hex(),
                "memory_kib": cost.memory_kib,
                "rounds": cost.rounds,
                "lanes": cost.lanes,
                "seed": seed.hex(),
                "sealed": sealed.hex(),
            }
        )
    return rows


def recoveries() -> list[Vector]:
    made, key_id = code.code_from_number(74), uuid("officer")
    seed, nonce = Seed(fixed("officer")), fixed("officer nonce", 12)
    sealed = passphrase.seal_for_recovery(made, seed, key_id, drawing(nonce))
    return [
        {
            "digits": made.shown().replace(" ", ""),
            "key_id": str(key_id),
            "nonce": nonce.hex(),
            "seed": bytes(seed).hex(),
            "sealed": sealed.hex(),
        }
    ]


def units() -> list[Vector]:
    rows = []
    for name in ("NACC-74", "NACC-HQ"):
        seed = fixed(f"unit {name}")
        signer = signing.unit_signing_seed(seed)
        public_key = box.public_key_of(seed)
        rows.append(
            {
                "seed": seed.hex(),
                "public_key": public_key.hex(),
                "sign_seed": bytes(signer).hex(),
                "sign_key": signing.public_half(signer).hex(),
                "fingerprint": fingerprint.fingerprint(public_key),
            }
        )
    return rows


class Chain:
    """A directory in the making."""

    def __init__(self) -> None:
        self.root = SigningSeed(fixed("root"))
        self.entries: list[directory.Signed] = []

    def entry(self, **said: Any) -> directory.Entry:
        defaults = {
            "action": "add",
            "at": "2026-11-25",
            "epoch": 1,
            "owner_name": "",
            "previous": self.entries[-1].hash if self.entries else directory.GENESIS,
            "seq": len(self.entries) + 1,
            "sign_key": "",
            "signed_by": directory.ROOT,
            "suite": 2,
        }
        return directory.Entry(**{**defaults, **said})

    def unit(self, office: str, epoch: int, **said: Any) -> directory.Entry:
        seed = fixed(f"unit {office} {epoch}")
        signer = signing.unit_signing_seed(seed)
        return self.entry(
            **{
                "kind": "unit",
                "owner": office,
                "owner_name": "สำนักงาน ป.ป.ช. ประจำจังหวัด",
                "epoch": epoch,
                "key_id": str(uuid(f"unit {office} {epoch}")),
                "public_key": b64(box.public_key_of(seed)),
                "sign_key": b64(signing.public_half(signer)),
                **said,
            }
        )

    def person(self, name: str, **said: Any) -> directory.Entry:
        public_key = b64(box.public_key_of(fixed(f"custodian {name}")))
        key_id = str(uuid(f"custodian {name}"))
        return self.entry(
            kind="custodian", owner=name, key_id=key_id, public_key=public_key, **said
        )

    def receipt(self) -> directory.Entry:
        public_key = b64(signing.public_half(SigningSeed(fixed("receipt"))))
        return self.entry(
            kind="receipt",
            owner=directory.RECEIPT_OWNER,
            key_id=str(uuid("receipt")),
            public_key=public_key,
            suite=0,
        )

    def signed(self, entry: directory.Entry, seed: SigningSeed | None = None) -> directory.Signed:
        return directory.sign(entry, seed or self.root)

    def add(self, entry: directory.Entry, seed: SigningSeed | None = None) -> None:
        self.entries.append(self.signed(entry, seed))


def signer_of(office: str, epoch: int) -> SigningSeed:
    return signing.unit_signing_seed(fixed(f"unit {office} {epoch}"))


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def chain() -> Chain:
    """Two units, one of which changes its key twice; three custodians, one revoked; receipts."""
    made = Chain()
    made.add(made.unit("NACC-74", 1))
    made.add(made.unit("NACC-HQ", 1))
    for name in ("thida", "sombat", "wilai"):
        made.add(made.person(name))
    made.add(made.receipt())
    for epoch in (2, 3):
        before = made.unit("NACC-74", epoch - 1).key_id
        entry = made.unit("NACC-74", epoch, signed_by=before)
        made.add(entry, signer_of("NACC-74", epoch - 1))
    made.add(made.person("wilai", action="revoke"))
    return made


def directories() -> Vector:
    made = chain()
    root_key = signing.public_half(made.root)
    checked = directory.check(made.entries, root_key)
    return {
        "root_seed": bytes(made.root).hex(),
        "root_key": root_key.hex(),
        "entries": [signed.as_wire() for signed in made.entries],
        "head": checked.head,
        "units": {key.owner: key.key_id for key in checked.all_present("unit")},
        "custodians": {key.owner: key.key_id for key in checked.all_present("custodian")},
        "receipt": str(uuid("receipt")),
    }


def refused_directories() -> list[Vector]:
    """Directories that every reader must refuse whole, each for one reason."""
    good = chain()
    first, second = made_key(1), made_key(2)
    third = made_key(3)
    wrong = {
        "signed by a key that was followed": (4, first, signer_of("NACC-74", 1)),
        "signed by the unit but said to be the root's": (
            4,
            directory.ROOT,
            signer_of("NACC-74", 3),
        ),
        "signed by another unit": (4, good.unit("NACC-HQ", 1).key_id, signer_of("NACC-HQ", 1)),
        "epoch left out": (5, third, signer_of("NACC-74", 3)),
        "epoch repeated": (3, third, signer_of("NACC-74", 3)),
        "epoch of the root not higher": (2, directory.ROOT, None),
        "signed with another key": (4, third, signer_of("NACC-74", 2)),
        "unknown signer": (4, str(uuid("nobody")), signer_of("NACC-74", 3)),
        "revoked by itself": (3, third, signer_of("NACC-74", 3)),
    }
    rows = []
    for reason, (epoch, signed_by, seed) in wrong.items():
        action = "revoke" if reason.startswith("revoked") else "add"
        said = {"signed_by": signed_by, "action": action}
        if action == "add":
            said["key_id"] = str(uuid(reason))
        entry = good.unit("NACC-74", epoch, **said)
        rows.append(_refused(reason, [*good.entries, good.signed(entry, seed)]))
    del second
    entries = good.entries
    rows.append(_refused("an entry left out", [*entries[:3], *entries[4:]]))
    rows.append(_refused("two entries swapped", [entries[1], entries[0], *entries[2:]]))
    rows.append(_refused("without its beginning", entries[1:]))
    spaced = directory.Signed(entries[0].text.replace('":', '": ', 1), entries[0].signature)
    rows.append(_refused("not canonical", [spaced]))
    return rows


def made_key(epoch: int) -> str:
    return str(uuid(f"unit NACC-74 {epoch}"))


def _refused(reason: str, entries: list[directory.Signed]) -> Vector:
    root_key = signing.public_half(SigningSeed(fixed("root")))
    try:
        directory.check(entries, root_key)
    except FormatFault:
        return {"reason": reason, "entries": [signed.as_wire() for signed in entries]}
    raise AssertionError(f"not refused: {reason}")


def works() -> list[Vector]:
    key = fixed("work")
    rows = []
    for purpose, bits in (("report", 10), ("file", 4)):
        token = work.mint(key, purpose, bits, 1795000000, drawing(fixed(purpose, 16)))
        rows.append(
            {
                "server_key": key.hex(),
                "token": token,
                "purpose": purpose,
                "bits": bits,
                "made": 1795000000,
                "case": str(CASE),
                "counter": work.solve(token, CASE, bits),
            }
        )
    return rows


def build(kept: dict[str, str]) -> Vector:
    """All vectors; `kept` holds the boxes by name that were made in an earlier run."""
    return {
        "version": 1,
        "case": str(CASE),
        "info": infos(),
        "box": boxes(kept),
        "secretbox": secretboxes(),
        "padding": paddings(),
        "code": codes(),
        "code_typed": typed_codes(),
        "shamir": shares(),
        "stream": files(),
        "padme": padmes(),
        "passphrase": passphrases(),
        "recovery": recoveries(),
        "unit": units(),
        "directory": directories(),
        "directory_refused": refused_directories(),
        "work": works(),
    }


def kept_boxes() -> dict[str, str]:
    if not TARGET.exists():
        return {}
    return {row["name"]: row["box"] for row in json.loads(TARGET.read_text("utf-8"))["box"]}


def main() -> None:
    text = json.dumps(build(kept_boxes()), ensure_ascii=False, indent=1)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
