"""What others have published: RFC 9180, the post-quantum HPKE drafts, ML-KEM, HKDF, Argon2id."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import cryptography_vectors
import pytest
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from tmac.vault.formats import box, passphrase, secretbox
from tmac.vault.formats.hkdf import hkdf
from tmac.vault.formats.info import Purpose, info
from tmac.vault.formats.secret import Draw

FOLDER = Path(cryptography_vectors.__file__).parent
KEY = UUID("5f0e6a1e-58a7-4f0e-9c3e-6f2b8a4d1c70")
HKDF_SHA256, CHACHA20_POLY1305, BASE = 0x0001, 0x0003, 0


def h(text: str) -> bytes:
    return bytes.fromhex(text)


def hpke(name: str, kem: int) -> list[dict[str, Any]]:
    """The published cases of our suite with this KEM, in base mode."""
    cases = json.loads((FOLDER / "HPKE" / name).read_text(encoding="ascii"))
    suite = (BASE, kem, HKDF_SHA256, CHACHA20_POLY1305)
    ids = ("mode", "kem_id", "kdf_id", "aead_id")
    return [case for case in cases if tuple(case[one] for one in ids) == suite]


RFC_9180 = hpke("test-vectors.json", 0x0020)
XWING = hpke("hpke-pq-test-vectors.json", 0x647A)


def records(name: str) -> list[dict[str, str]]:
    """The records of a file of `key = value` lines."""
    found: list[dict[str, str]] = []
    for line in (FOLDER / name).read_text(encoding="ascii").splitlines():
        key, _is, value = (part.strip() for part in line.partition("="))
        if key.lower() == "count":
            found.append({})
        elif found and value and not line.startswith("#"):
            found[-1][key] = value
    return found


def test_the_published_cases_of_our_suites_are_there() -> None:
    assert len(RFC_9180) == 1
    assert len(XWING) == 1


@pytest.mark.parametrize("case", RFC_9180 + XWING, ids=lambda case: hex(case["kem_id"]))
def test_a_published_private_key_has_the_published_public_key(case: dict[str, Any]) -> None:
    suite = box.XWING if case["kem_id"] == 0x647A else box.X25519
    assert box.public_key_of(h(case["skRm"]), suite) == h(case["pkRm"])


@pytest.mark.parametrize("case", RFC_9180 + XWING, ids=lambda case: hex(case["kem_id"]))
def test_the_key_schedule_of_a_published_case_gives_its_ciphertext(case: dict[str, Any]) -> None:
    """Messages are published with associated data, ours have none; so the schedule is followed to
    the published key with the steps of RFC 9180, and our own box with the steps to its plaintext.
    """
    kem, suite = case["kem_id"], box.XWING if case["kem_id"] == 0x647A else box.X25519
    enc, secret, bound = h(case["enc"]), h(case["shared_secret"]), h(case["info"])
    key, nonce = schedule(kem, secret, bound)
    assert (key, nonce) == (h(case["key"]), h(case["base_nonce"]))
    first = case["encryptions"][0]
    sealed = chacha(key, nonce, h(first["pt"]), h(first["aad"]))
    assert sealed == h(first["ct"])
    ours = bytes([suite]) + enc + chacha(key, nonce, h(first["pt"]), b"")
    assert box.unseal(h(case["skRm"]), ours, bound, suite) == h(first["pt"])


def schedule(kem: int, secret: bytes, bound: bytes) -> tuple[bytes, bytes]:
    """RFC 9180 section 5.1 in base mode: key and base nonce, written out here independently."""
    suite_id = b"HPKE" + b"".join(
        one.to_bytes(2, "big") for one in (kem, HKDF_SHA256, CHACHA20_POLY1305)
    )
    context = b"\x00" + labelled_extract(suite_id, b"", b"psk_id_hash", b"")
    context += labelled_extract(suite_id, b"", b"info_hash", bound)
    prk = labelled_extract(suite_id, secret, b"secret", b"")
    return (
        labelled_expand(suite_id, prk, b"key", context, 32),
        labelled_expand(suite_id, prk, b"base_nonce", context, 12),
    )


def labelled_extract(suite_id: bytes, salt: bytes, label: bytes, ikm: bytes) -> bytes:
    return mac(salt or bytes(32), b"HPKE-v1" + suite_id + label + ikm)


def labelled_expand(suite_id: bytes, prk: bytes, label: bytes, context: bytes, n: int) -> bytes:
    return mac(prk, n.to_bytes(2, "big") + b"HPKE-v1" + suite_id + label + context + b"\x01")[:n]


def mac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


def chacha(key: bytes, nonce: bytes, plaintext: bytes, aad: bytes) -> bytes:
    return ChaCha20Poly1305(key).encrypt(nonce, plaintext, aad)


def test_the_lattice_half_of_our_keys_agrees_with_the_published_answers_of_ml_kem() -> None:
    """d | z is the order in which our seeds expand."""
    for record in records("asymmetric/MLKEM/kat_MLKEM_768.rsp")[:25]:
        key = MLKEM768PrivateKey.from_seed_bytes(h(record["d"]) + h(record["z"]))
        assert key.public_key().public_bytes_raw() == h(record["pk"])
        assert key.decapsulate(h(record["ct"])) == h(record["ss"])


def test_keys_are_derived_as_rfc_5869_has_it() -> None:
    for record in records("KDF/rfc-5869-HKDF-SHA256.txt"):
        if "OKM" in record:
            derived = hkdf(h(record["IKM"]), h(record.get("salt", "")), h(record.get("info", "")))
            assert derived == h(record["OKM"])[:32]


def test_a_passphrase_is_stretched_as_rfc_9106_has_it() -> None:
    record = next(
        one
        for one in records("KDF/argon2id.txt")
        if one.get("pass") and "secret" not in one and one["length"] == "32"
    )
    phrase, salt = h(record["pass"]).decode(), h(record["salt"])
    cost = passphrase.Cost(int(record["memcost"]), int(record["iter"]), int(record["lanes"]))
    sealed = passphrase.seal(phrase, bytes(32), KEY, cost, iter_bytes(salt + bytes(12)))
    bound = info(Purpose.OFFICER_KEY, None, KEY, 1)
    inner = sealed[passphrase.BYTES - secretbox.OVERHEAD_BYTES - 32 :]
    assert secretbox.unseal(h(record["output"]), inner, bound) == bytes(32)


def iter_bytes(raw: bytes) -> Draw:
    """A source of these bytes, in turn."""
    rest = iter(raw)
    return lambda length: bytes(next(rest) for _each in range(length))
