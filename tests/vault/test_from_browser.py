"""What the browser's program sealed opens here: written by frontend/scripts/vault-vectors.mjs."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

import pyrage
import pytest

from tmac.vault.formats import (
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
from tmac.vault.formats.code import AccessCode
from tmac.vault.formats.info import Purpose, info
from tmac.vault.formats.secret import FileKey, Seed

VECTORS = json.loads(
    (Path(__file__).parent / "vectors" / "from-browser.json").read_text(encoding="utf-8")
)
REPORT = VECTORS["report"]
BODY = REPORT["body"]
CASE = UUID(BODY["case"])
FIRST_EPOCH = 1


def h(text: str) -> bytes:
    return bytes.fromhex(text)


def b64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def read(key: bytes, sealed: str, bound: bytes) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(padding.unpad(secretbox.unseal(key, b64(sealed), bound)))
    return said


def case_key() -> bytes:
    wrap = BODY["wraps"][0]
    unit = REPORT["unit"]
    bound = info(Purpose.CASE_KEY, CASE, UUID(unit["key_id"]), FIRST_EPOCH)
    return box.unseal(h(unit["seed"]), b64(wrap["box"]), bound)


def test_it_binds_seals_and_pads_alike() -> None:
    for row in VECTORS["info"]:
        case = UUID(row["case"]) if row["case"] else None
        bound = info(Purpose(row["purpose"]), case, UUID(row["key"]), row["epoch"])
        assert bound.hex() == row["info"]
    for row in VECTORS["box"]:
        assert box.public_key_of(h(row["seed"])).hex() == row["public_key"]
        assert box.unseal(h(row["seed"]), h(row["box"]), h(row["info"])).hex() == row["plaintext"]
    for row in VECTORS["secretbox"]:
        opened = secretbox.unseal(h(row["key"]), h(row["box"]), h(row["info"]))
        assert opened.hex() == row["plaintext"]


def test_its_codes_are_codes_with_the_same_keys() -> None:
    for row in VECTORS["code"]:
        parsed = code.parse(row["digits"])
        assert parsed.shown() == row["shown"]
        assert parsed.lookup().hex() == row["lookup"]
        assert code.lookup_hash(parsed.lookup()) == row["lookup_hash"]
        assert parsed.reporter_seed().hex() == row["reporter_seed"]
        assert parsed.draft_key().hex() == row["draft_key"]
        assert parsed.recovery_key().hex() == row["recovery_key"]


def test_its_shares_join_and_its_files_open() -> None:
    for row in VECTORS["shamir"]:
        assert shamir.join([h(share) for share in row["shares"]]).hex() == row["secret"]
    for row in VECTORS["stream"]:
        objects = [h(each) for each in row["objects"]]
        key = FileKey(h(row["key"]))
        plain = stream.unseal(key, UUID(row["case"]), UUID(row["file_id"]), objects, row["size"])
        assert digest(b"".join(plain)) == row["sha256"]
        assert [digest(each) for each in objects] == row["object_sha256"]


def test_its_private_keys_open_by_passphrase_and_by_code() -> None:
    for row in VECTORS["passphrase"]:
        seed = passphrase.unseal(row["passphrase"], h(row["sealed"]), UUID(row["key_id"]))
        assert seed.hex() == row["seed"]
    for row in VECTORS["recovery"]:
        own = AccessCode(row["digits"])
        seed = passphrase.unseal_with_code(own, h(row["sealed"]), UUID(row["key_id"]))
        assert seed.hex() == row["seed"]


def test_its_units_sign_with_the_same_key_and_its_work_counts() -> None:
    for row in VECTORS["unit"]:
        signer = signing.unit_signing_seed(h(row["seed"]))
        assert signing.public_half(signer).hex() == row["sign_key"]
        assert fingerprint.fingerprint(h(row["public_key"])) == row["fingerprint"]
    for row in VECTORS["work"]:
        assert work.is_solved(row["token"], UUID(row["case"]), row["counter"], row["bits"])


def test_the_unit_reads_its_report_and_the_file_in_it() -> None:
    content = read(case_key(), BODY["content"], info(Purpose.CONTENT, CASE, CASE, FIRST_EPOCH))
    assert content["text"] == REPORT["content"]["text"]
    assert content["contact_given"] is True
    assert content["reporter"] == digest(b64(BODY["reporter"]["public_key"]))
    manifest = content["files"][0]
    assert manifest["name"] == "ภาพ.jpg"
    objects = [h(each) for each in REPORT["objects"]]
    file_id, key = UUID(manifest["id"]), FileKey(b64(manifest["key"]))
    plain = b"".join(stream.unseal(key, CASE, file_id, objects, manifest["size"]))
    assert digest(plain) == manifest["sha256"] == REPORT["file_sha256"]
    assert (
        digest(b"".join(hashlib.sha256(each).digest() for each in objects)) == REPORT["file_hash"]
    )


def test_the_reporter_opens_it_with_the_code_alone() -> None:
    own = code.parse(REPORT["code"])
    assert BODY["lookup_hash"] == code.lookup_hash(own.lookup())
    assert b64(BODY["reporter"]["public_key"]) == box.public_key_of(own.reporter_seed())
    bound = info(Purpose.CASE_KEY_REPORTER, CASE, CASE, FIRST_EPOCH)
    assert box.unseal(own.reporter_seed(), b64(BODY["reporter"]["wrap"]), bound) == case_key()


@pytest.mark.parametrize("pair", [(0, 1), (1, 2), (2, 0)])
def test_any_two_custodians_open_the_identity(pair: tuple[int, int]) -> None:
    parts = []
    for at in pair:
        custodian, share = REPORT["custodians"][at], BODY["shares"][at]
        assert share["key_id"] == custodian["key_id"]
        bound = info(Purpose.IDENTITY_SHARE, CASE, UUID(share["key_id"]), 1)
        parts.append(box.unseal(h(custodian["seed"]), b64(share["box"]), bound))
    bound = info(Purpose.IDENTITY, CASE, CASE, 1)
    assert read(shamir.join(parts), BODY["identity"], bound) == REPORT["identity"]


def test_question_and_answer_open_in_their_direction() -> None:
    for name, purpose, text in (
        ("question", Purpose.MESSAGE_OUT, "วันไหน"),
        ("answer", Purpose.MESSAGE_IN, "วันจันทร์"),
    ):
        sent = REPORT[name]
        bound = info(purpose, CASE, UUID(sent["id"]), sent["epoch"])
        assert read(case_key(), sent["box"], bound)["text"] == text


def test_a_hand_over_leads_back_to_the_first_key() -> None:
    given, unit = REPORT["handover"], REPORT["next_unit"]
    bound = info(Purpose.CASE_KEY, CASE, UUID(unit["key_id"]), given["epoch"])
    key = box.unseal(h(unit["seed"]), b64(given["wrap"]), bound)
    before = info(Purpose.CASE_PREVIOUS, CASE, CASE, given["epoch"])
    assert secretbox.unseal(key, b64(given["previous"]), before) == case_key()
    own = code.parse(REPORT["code"]).reporter_seed()
    bound = info(Purpose.CASE_KEY_REPORTER, CASE, CASE, given["epoch"])
    assert box.unseal(own, b64(given["reporter_wrap"]), bound) == key


def test_a_rotated_unit_key_is_the_next_in_the_directory_and_opens_the_one_before() -> None:
    given, member, unit = REPORT["rotation"], REPORT["member"], REPORT["unit"]
    known = directory.check(
        [directory.Signed.from_wire(each) for each in REPORT["entries"]], b64(REPORT["root_key"])
    )
    entry = known.add(directory.Signed.from_wire(given))
    assert (entry.key_id, entry.public_key) == (given["key_id"], given["public_key"])
    wrap, key_id = given["wraps"][0], UUID(given["key_id"])
    bound = info(Purpose.UNIT_KEY, key_id, UUID(member["key_id"]), entry.epoch)
    seed = Seed(box.unseal(h(member["seed"]), b64(wrap["box"]), bound))
    assert box.public_key_of(seed) == entry.public_key_bytes
    bound = info(Purpose.UNIT_PREVIOUS, key_id, UUID(unit["key_id"]), entry.epoch)
    assert box.unseal(seed, b64(given["previous"]), bound).hex() == unit["seed"]


def test_a_bundle_for_outside_opens_with_its_age_identity() -> None:
    given = VECTORS["bundle"]
    raw = b64(given["age"])
    assert digest(raw) == given["sha256"]
    identity = pyrage.x25519.Identity.from_str(given["identity"])
    with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(raw, [identity]))) as package:
        assert package.testzip() is None
        assert package.namelist() == ["tip.json", "files/01-ภาพ.jpg"]
        assert digest(package.read("files/01-ภาพ.jpg")) == given["file_sha256"]
        assert json.loads(package.read("tip.json"))["summary"] == "สรุป"
