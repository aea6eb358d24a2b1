"""`tmac vault`: from an empty installation to units with keys, with the root on another machine."""

from __future__ import annotations

import base64
import io
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.vault.keys import MADE, Keyring
from tmac.accounts.models import Posting
from tmac.vault import ceremony_signing, chain, console, demonstration, queries, root_file
from tmac.vault.formats import passphrase, signing
from tmac.vault.formats.faults import Tampered
from tmac.vault.formats.secret import SigningSeed
from tmac.vault.models import OfficerKey, UnitKeyWrap

PHRASE = "ตู้นิรภัย-ชั้นสาม-กุญแจ"
Say = Callable[..., str]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Say:
    """Runs the command; the person types PHRASE (or `types`) and agrees."""

    def run(*words: Any, types: str = PHRASE, agrees: bool = True) -> str:
        monkeypatch.setattr(console, "getpass", lambda _question: types)
        monkeypatch.setattr("builtins.input", lambda _question: "y" if agrees else "n")
        out = io.StringIO()
        call_command("vault", *map(str, words), stdout=out)
        return out.getvalue()

    return run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The demonstration's root key in a file, as its keeper would have it."""
    path = tmp_path / "root.key"
    root_file.write(path, demonstration.root_seed(), PHRASE, demonstration.CHEAP)
    return path


@pytest.fixture
def people(keyring: Keyring) -> Keyring:
    """Everybody has an own key and the root is pinned, but the directory is empty."""
    everybody = (*demonstration.UNITS["NACC-74"], *demonstration.CUSTODIANS)
    for name in (*everybody, "orathai"):
        keyring.cast.user(name)
        demonstration._give_key(name, keyring.cast.user(name).pk, MADE, demonstration.CHEAP)
    demonstration._pin_demonstration_root()
    return keyring


def test_a_root_is_made_sealed_and_pinned(said: Say, vault_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "my-root.key"
    told = said("root", "create", "--out", path)
    seed = root_file.read(path, PHRASE)
    assert chain.root_key() == signing.public_half(seed)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert bytes(seed).hex() not in told
    assert PHRASE not in told
    assert "Fingerprint: " in told


def test_a_root_can_be_made_without_pinning_it(
    said: Say, vault_folder: Path, tmp_path: Path
) -> None:
    said("root", "create", "--out", tmp_path / "one.key", agrees=False)
    assert chain.root_key() is None


def test_a_root_is_never_written_over(said: Say, vault_folder: Path, root: Path) -> None:
    before = root.read_bytes()
    with pytest.raises(CommandError, match=r"root\.key"):
        said("root", "create", "--out", root)
    assert root.read_bytes() == before


def test_a_short_passphrase_makes_no_root(said: Say, vault_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="12 characters"):
        said("root", "create", "--out", tmp_path / "one.key", types="short")
    assert not (tmp_path / "one.key").exists()


def test_another_root_is_not_pinned_in_the_place_of_the_first(said: Say, people: Keyring) -> None:
    other = signing.public_half(SigningSeed.new())
    with pytest.raises(CommandError, match="Another root"):
        said("root", "pin", base64.b64encode(other).decode())
    with pytest.raises(CommandError, match="no public root key"):
        said("root", "pin", "abc")


def test_an_installation_gets_its_keys_in_four_lines(
    said: Say, people: Keyring, root: Path
) -> None:
    said("receipt-key", "--root", root)
    told = said("unit", "create", "NACC-74", "--officer", "suda", "--officer", "somsri",
                "--root", root)  # fmt: skip
    said("unit", "create", "NACC-HQ", "--officer", "orathai", "--root", root)
    for name in demonstration.CUSTODIANS:
        said("custodian", "add", name, "--root", root)
    assert "for suda: " in told
    found = queries.recipients("74", MADE)
    assert found.unit.office == "NACC-74"
    assert len(found.custodians) == 3
    assert "lead back to the root" in said("verify")


def test_a_wrong_passphrase_signs_nothing(said: Say, people: Keyring, root: Path) -> None:
    with pytest.raises(CommandError, match="passphrase is wrong"):
        said("receipt-key", "--root", root, types="another passphrase")
    with pytest.raises(CommandError, match="Nothing was signed"):
        said("receipt-key", "--root", root, agrees=False)
    assert queries.directory_head() == "0" * 64


def test_the_root_can_stay_on_a_machine_of_its_own(
    said: Say, people: Keyring, root: Path, tmp_path: Path
) -> None:
    request, signed = tmp_path / "request.json", tmp_path / "signed.json"
    said("export", "--out", request, "--unit", "NACC-74=suda,somsri", "--unit", "NACC-HQ=orathai",
         "--custodian", "thida", "--custodian", "sombat", "--receipt-key")  # fmt: skip
    told = said("sign", request, "--root", root, "--out", signed)
    assert "for somsri: " in told
    assert queries.directory_head() == "0" * 64
    said("import", signed)
    assert queries.recipients("74", MADE).unit.office == "NACC-74"
    for name in ("suda", "somsri"):
        (unit,) = queries.my_keys(people.cast(name), MADE).units
        assert unit["office"] == "NACC-74"


def test_what_travels_holds_no_private_key(
    said: Say, people: Keyring, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The request has public keys, the answer has ciphertext: the unit's seed is in neither."""
    made = []

    def remembered(office: str) -> Any:
        made.append(ceremony_signing.fresh_unit(office))
        return made[-1]

    monkeypatch.setattr(
        ceremony_signing.answer, "__defaults__", (remembered,)
    )  # answer(request, root, make=…)
    request, signed = tmp_path / "request.json", tmp_path / "signed.json"
    said("export", "--out", request, "--unit", "NACC-74=suda")
    said("sign", request, "--root", root, "--out", signed)
    ((_key_id, seed),) = made
    text = request.read_text() + signed.read_text()
    for secret in (seed, demonstration.root_seed()):
        assert bytes(secret).hex() not in text
        assert base64.b64encode(secret).decode() not in text


def test_a_request_that_was_overtaken_is_refused(
    said: Say, people: Keyring, root: Path, tmp_path: Path
) -> None:
    request, signed = tmp_path / "request.json", tmp_path / "signed.json"
    said("export", "--out", request, "--custodian", "thida")
    said("sign", request, "--root", root, "--out", signed)
    said("receipt-key", "--root", root)
    before = queries.directory_head()
    with pytest.raises(CommandError):
        said("import", signed)
    assert queries.directory_head() == before


def test_an_answer_altered_on_its_way_is_refused(
    said: Say, people: Keyring, root: Path, tmp_path: Path
) -> None:
    request, signed = tmp_path / "request.json", tmp_path / "signed.json"
    said("export", "--out", request, "--unit", "NACC-74=suda")
    said("sign", request, "--root", root, "--out", signed)
    good = json.loads(signed.read_text())
    for wrong in (
        {**good, "wraps": []},
        {**good, "entries": [{**good["entries"][0], "signature": "AA=="}]},
        {**good, "wraps": [{**good["wraps"][0], "unit_key_id": good["wraps"][0]["key_id"]}]},
        {},
    ):
        signed.write_text(json.dumps(wrong))
        with pytest.raises(CommandError):
            said("import", signed)
    assert queries.directory_head() == "0" * 64


def test_the_command_says_who_is_in_the_way(said: Say, people: Keyring, root: Path) -> None:
    people.cast.user("naree")
    people.cast.user("direk")
    for words in (
        ("unit", "create", "NACC-99", "--officer", "suda"),
        ("unit", "create", "NACC-74", "--officer", "naree"),
        ("unit", "create", "NACC-74", "--officer", "nobody"),
        ("unit", "create", "NACC-HQ", "--officer", "suda"),
        ("custodian", "add", "suda"),
    ):
        with pytest.raises(CommandError, match=r"naree|nobody|NACC-99|suda"):
            said(*words, "--root", root)


def test_a_member_changes_the_key_of_the_unit_when_somebody_has_left(
    said: Say, keyring: Keyring
) -> None:
    keyring.ready()
    Posting.objects.filter(user=keyring.cast.user("direk")).update(ends_on="2026-11-02")
    before = keyring.unit_key_id("NACC-74")
    told = said("rotate", "NACC-74", "--officer", "suda", types=keyring.PASSPHRASE)
    assert "2 officers" in told
    assert keyring.unit_key_id("NACC-74") != before
    assert queries.my_keys(keyring.cast("direk"), MADE).units == ()
    (unit,) = queries.my_keys(keyring.cast("somsri"), MADE).units
    assert [one["key_id"] for one in unit["previous"]] == [str(before)]
    assert "lead back" in said("verify")


def test_a_wrong_passphrase_changes_no_key(said: Say, keyring: Keyring) -> None:
    keyring.ready()
    head = chain.head()
    with pytest.raises(CommandError, match="passphrase is wrong"):
        said("rotate", "NACC-74", "--officer", "suda", types="another passphrase")
    with pytest.raises(CommandError):
        said("rotate", "NACC-45", "--officer", "suda", types=keyring.PASSPHRASE)
    assert chain.head() == head


def test_a_revoked_custodian_receives_no_more_shares(
    said: Say, keyring: Keyring, root: Path
) -> None:
    keyring.ready()
    told = said("revoke", keyring.key_id("wilai"), "--root", root)
    assert "REVOKE custodian wilai" in told
    names = [key.key_id for key in queries.recipients("74", MADE).custodians]
    assert keyring.key_id("wilai") not in names
    assert len(names) == 2
    with pytest.raises(CommandError):
        said("revoke", keyring.key_id("wilai"), "--root", root)


def test_a_kept_head_finds_a_directory_that_was_cut(said: Say, keyring: Keyring) -> None:
    keyring.ready()
    kept = chain.head()
    assert kept in said("verify")
    assert kept in said("verify", "--kept", kept)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM vault_directoryentry WHERE seq ="
            " (SELECT MAX(seq) FROM vault_directoryentry)"
        )
    with pytest.raises(CommandError, match="entries are missing"):
        said("verify", "--kept", kept)


def test_verify_names_units_without_holders_and_wraps_of_retired_keys(
    said: Say, keyring: Keyring
) -> None:
    keyring.ready()
    UnitKeyWrap.objects.filter(unit_key_id=keyring.unit_key_id("NACC-45")).delete()
    OfficerKey.objects.filter(pk=keyring.key_id("suda")).update(retired_at=MADE)
    with pytest.raises(CommandError) as told:
        said("verify")
    assert "Nobody holds the key of NACC-45" in str(told.value)
    assert "retired key" in str(told.value)


def test_a_root_file_opens_with_its_passphrase_only(root: Path) -> None:
    with pytest.raises(Tampered):
        root_file.read(root, "another passphrase")
    assert root_file.read(root, PHRASE) == demonstration.root_seed()
    assert passphrase.BYTES < os.path.getsize(root) < 400
