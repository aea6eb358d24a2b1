"""The doctor: one line for everything an operator must know, a remedy where it is not well."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.cast import Cast
from tests.evidence.sealing import Sent
from tmac.core import checkup, health, timing
from tmac.core.checkup import Finding, Level
from tmac.evidence import health as evidence_health
from tmac.evidence.sealed import clamav, metadata
from tmac.vault import demonstration, receipts, receipts_key
from tmac.vault import health as vault_health
from tmac.vault.formats.secret import SigningSeed
from tmac.vault.models import DirectoryEntry, OfficerKey, UnitKeyWrap

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> None:
    settings.VAULT_ROOT, settings.SEALED_ROOT = tmp_path / "vault", tmp_path / "sealed"


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def by_subject(findings: Any) -> dict[str, Finding]:
    """The worst finding of each subject."""
    worst: dict[str, Finding] = {}
    order = list(Level)
    for finding in findings:
        before = worst.get(finding.subject)
        if before is None or order.index(before.level) < order.index(finding.level):
            worst[finding.subject] = finding
    return worst


def levels(findings: Any) -> dict[str, str]:
    return {subject: str(finding.level) for subject, finding in by_subject(findings).items()}


def test_what_is_not_well_has_a_remedy_and_what_is_well_has_none(now: datetime) -> None:
    found = checkup.findings()
    assert len(found) > 8
    for finding in found:
        assert bool(finding.remedy) is (finding.level != Level.GOOD), finding


def test_the_page_names_remedies_and_the_exit_code_says_that_one_is_needed() -> None:
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=said)
    assert ended.value.code == 1
    assert "BAD     directory of keys: There is no root key" in said.getvalue()
    assert "        > Make one on a machine without network" in said.getvalue()
    assert max(len(line) for line in said.getvalue().splitlines()) <= 100


def test_programs_read_the_same_as_json() -> None:
    said = StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", "--json", stdout=said)
    rows = json.loads(said.getvalue())
    assert {row["level"] for row in rows} <= {"good", "warning", "bad"}
    assert set(rows[0]) == {"level", "subject", "sentence", "remedy"}


def test_an_installation_that_is_well_ends_with_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "_checks", [])
    assert call_command("doctor", stdout=StringIO()) is None


def test_a_check_that_fails_is_a_bad_finding_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checkup, "_checks", ["tmac.nowhere.findings", "tmac.core.health.findings"])
    first, *others = checkup.findings()
    assert (first.level, "tmac.nowhere" in first.sentence) == (Level.BAD, True)
    assert others


# ── the ground ──────────────────────────────────────────────────────────────────────────────────


def test_the_database_is_well_or_asks_for_its_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert levels(health._database())["database"] == "good"
    monkeypatch.setattr(
        health.MigrationExecutor, "migration_plan", lambda *_args: [("a", False), ("b", False)]
    )
    finding = by_subject(health._database())["database"]
    assert (finding.level, "2 changes" in finding.sentence) == (Level.BAD, True)


@pytest.mark.parametrize(("free", "level"), [(9e9, "good"), (3e9, "warning"), (5e8, "bad")])
def test_a_disk_that_fills_is_told_in_time(
    monkeypatch: pytest.MonkeyPatch, free: float, level: str
) -> None:
    class Usage:
        def __init__(self) -> None:
            self.free = free

    monkeypatch.setattr(health.shutil, "disk_usage", lambda _path: Usage())
    assert levels(health._disk()) == {"disk": level}


def test_a_folder_that_others_may_look_into_is_told(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    tmp_path.chmod(0o755)
    assert levels([health._folder()]) == {"folder": "warning"}
    tmp_path.chmod(0o700)
    assert levels([health._folder()]) == {"folder": "good"}


def test_a_secret_key_that_others_may_read_is_bad(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    assert levels(health._secret_key()) == {"secret key": "bad"}
    key = tmp_path / "secret_key"
    key.write_text("x" * 50)
    key.chmod(0o600)
    assert levels(health._secret_key()) == {"secret key": "good"}
    key.chmod(0o644)
    assert levels(health._secret_key()) == {"secret key": "bad"}


def test_an_address_without_tls_is_for_trials_and_debug_is_bad(settings: Any) -> None:
    assert levels(health._address()) == {"TLS": "warning"}
    settings.SECURE, settings.ORIGIN = True, "https://tmac.example.go.th"
    assert levels(health._address()) == {"TLS": "bad"}
    settings.SECURE_HSTS_SECONDS = 31_536_000
    assert levels(health._address()) == {"TLS": "good"}
    settings.DEBUG = True
    assert levels(health._address())["debug"] == "bad"


def test_the_demonstration_is_bad_at_a_public_address(settings: Any) -> None:
    assert levels(health._demonstration()) == {"demonstration": "good"}
    settings.DEMO = True
    assert levels(health._demonstration()) == {"demonstration": "warning"}
    settings.SECURE = True
    assert levels(health._demonstration()) == {"demonstration": "bad"}


def test_duties_that_are_late_are_told(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.core import sample_duties

    monkeypatch.setattr(sample_duties, "DONE", [])
    duty = timing.Duty("hourly", "tests.core.sample_duties.note")
    monkeypatch.setattr(timing, "_duties", {"hourly": duty})
    assert levels(health._duties(now)) == {"periodic duties": "warning"}
    timing.run_due()
    assert levels(health._duties(now)) == {"periodic duties": "good"}


# ── the vault ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def keys(cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Units, custodians and the receipt key, under a root that is not the demonstration's."""
    for name in ("suda", "somsri", "direk", "orathai", "thida", "sombat", "wilai"):
        cast.user(name)
    demonstration.prepare(now=now, cost=demonstration.CHEAP)
    other = SigningSeed(bytes(32))
    monkeypatch.setattr(vault_health.demonstration, "root_seed", lambda: other)


def test_a_vault_with_keys_heads_and_people_is_well(keys: None, now: datetime) -> None:
    receipts.sign_head(now)
    found = by_subject(vault_health.findings(now))
    well = {subject for subject, finding in found.items() if finding.level == Level.GOOD}
    assert well == {"directory of keys", "root key", "custodians", "receipt key", "receipt log"}
    assert "NACC-HQ" in found["units"].sentence  # one member only
    assert found["units"].level == Level.WARNING


def test_a_vault_without_a_root_takes_no_reports(now: datetime) -> None:
    assert levels(vault_health.findings(now)) == {
        "directory of keys": "bad",
        "receipt log": "warning",
    }


def test_a_directory_that_was_changed_is_bad(keys: None, now: datetime) -> None:
    from tmac.vault.chain import _checked

    _checked.cache_clear()
    row = DirectoryEntry.objects.order_by("seq")[1]
    super(type(DirectoryEntry.objects.all()), DirectoryEntry.objects.filter(pk=row.pk)).update(
        text=row.text.replace("NACC", "NACX")
    )
    finding = by_subject(vault_health.findings(now))["directory of keys"]
    assert (finding.level, "pinned root" in finding.sentence) == (Level.BAD, True)
    _checked.cache_clear()


def test_a_root_that_everybody_knows_is_bad_unless_it_is_a_trial(
    cast: Cast, now: datetime, settings: Any
) -> None:
    demonstration.prepare(now=now, cost=demonstration.CHEAP)
    assert levels(vault_health.findings(now))["root key"] == "bad"
    settings.DEMO = True
    assert levels(vault_health.findings(now))["root key"] == "warning"


def test_two_roots_that_differ_are_bad(
    keys: None, now: datetime, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    kept = settings.VAULT_ROOT / "root.pub"
    env = settings.ENV.model_copy(update={"vault_root_key": kept.read_text().strip()})
    settings.ENV = env
    assert "TMAC_VAULT_ROOT_KEY" in by_subject(vault_health.findings(now))["root key"].sentence
    kept.write_text("AAAA")
    assert levels(vault_health.findings(now))["root key"] == "bad"


def test_a_unit_that_nobody_can_read_for_is_bad(keys: None, now: datetime) -> None:
    UnitKeyWrap.objects.all().delete()
    found = [one for one in vault_health.findings(now) if one.subject == "units"]
    assert {one.level for one in found} == {Level.BAD}
    assert len(found) == len(demonstration.UNITS) - 1  # Roi Et's people are not there
    assert OfficerKey.objects.exists()


def test_a_centre_without_a_key_and_too_few_custodians_are_bad(
    cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("suda", "somsri", "thida"):
        cast.user(name)
    demonstration.prepare(now=now, cost=demonstration.CHEAP)
    found = by_subject(vault_health.findings(now))
    assert (found["units"].level, found["custodians"].level) == (Level.BAD, Level.BAD)
    assert "centre" in found["units"].sentence


def test_two_custodians_without_a_spare_one_are_a_warning(cast: Cast, now: datetime) -> None:
    for name in ("thida", "sombat"):
        cast.user(name)
    demonstration.prepare(now=now, cost=demonstration.CHEAP)
    assert levels(vault_health.findings(now))["custodians"] == "warning"


def test_a_receipt_key_that_was_replaced_is_bad(keys: None, now: datetime) -> None:
    receipts_key.path().unlink()
    receipts_key._read.cache_clear()
    assert levels(vault_health.findings(now))["receipt key"] == "warning"
    receipts.public_key()
    assert levels(vault_health.findings(now))["receipt key"] == "bad"


def test_a_head_that_is_old_is_a_warning(now: datetime) -> None:
    receipts.sign_head(now)
    assert levels(vault_health.findings(now))["receipt log"] == "good"
    assert levels(vault_health.findings(now + timedelta(hours=5)))["receipt log"] == "warning"


# ── evidence ────────────────────────────────────────────────────────────────────────────────────


def test_the_sealed_store_is_written_read_and_left_as_it_was(now: datetime, settings: Any) -> None:
    assert levels(evidence_health.findings(now))["sealed store"] == "good"
    assert [path for path in settings.SEALED_ROOT.rglob("*") if path.is_file()] == []


def test_a_sealed_store_that_cannot_be_written_is_bad(
    now: datetime, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    settings.SEALED_ROOT = tmp_path / "file"
    assert levels(evidence_health.findings(now))["sealed store"] == "bad"


def test_another_user_than_the_server_writes_nothing(
    now: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 12_345)
    assert levels(evidence_health.findings(now))["sealed store"] == "warning"
    assert not settings.SEALED_ROOT.exists()


def test_a_store_that_fills_with_waiting_files_is_told(now: datetime, settings: Any) -> None:
    from uuid import uuid4

    assert levels(evidence_health.findings(now))["waiting files"] == "good"
    Sent(uuid4(), b"").open(size=25 << 20, objects=25)
    settings.SEALED_WAITING_MB = 26
    assert levels(evidence_health.findings(now))["waiting files"] == "warning"


def test_helpers_are_told_whether_they_are_there(
    now: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metadata, "program", lambda: None)
    found = levels(evidence_health.findings(now))
    assert (found["ClamAV"], found["mat2"]) == ("warning", "warning")
    settings.CLAMD = "/nowhere/clamd"
    monkeypatch.setattr(metadata, "program", lambda: "/usr/bin/mat2")
    found = levels(evidence_health.findings(now))
    assert (found["ClamAV"], found["mat2"]) == ("bad", "good")
    monkeypatch.setattr(clamav, "is_answering", lambda: True)
    assert levels(evidence_health.findings(now))["ClamAV"] == "good"
