"""Backups: what is kept long opens no report, and what was erased is gone from the files too."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import BinaryField

from tests.disk import bytes_of
from tests.tips.conftest import NOW, Stage
from tests.tips.reporter import TEXT, Reporter, Unit, opened
from tests.vault.keys import Keyring
from tmac.config import keeping
from tmac.core.privacy import Privacy
from tmac.taxonomy.services import load_reference as load_taxonomy
from tmac.tips.models import Sealed, Share, Tip, Wrap
from tmac.tips.services.keeping import load_reference, shred
from tmac.vault.formats.info import Purpose
from tmac.vault.models import OfficerKey, UnitKeyWrap

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(cast: Any) -> Stage:
    load_taxonomy()
    load_reference()
    return Stage(cast)


@pytest.fixture
def case(stage: Stage, keyring: Keyring) -> UUID:
    """A report that was sealed and filed as a browser does it."""
    keyring.ready()
    filed = Reporter(NOW).filed()
    assert isinstance(filed.case, UUID)
    return filed.case


def read(keyring: Keyring, case: UUID) -> str:
    """The text of the report, as the unit opens it."""
    key = Unit(keyring).case_key(case)
    content = bytes(Sealed.objects.get(tip_id=case).content)
    return str(opened(key, content, Purpose.CONTENT, case, case, 1)["text"])


def test_every_table_of_sealed_bytes_is_named_as_keys_or_as_content() -> None:
    sealed = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("tmac.")
        for field in model._meta.concrete_fields
        if isinstance(field, BinaryField) and model.privacy[field.name] == Privacy.SEALED  # type: ignore[attr-defined]
    }
    named = {*keeping.SEALED_KEYS, *keeping.SEALED_CONTENT}
    assert sealed <= named, "is it a key (backed up for a short time) or content?"
    assert not set(keeping.SEALED_KEYS) & set(keeping.SEALED_CONTENT)


def test_sealed_keys_leave_and_come_back_byte_for_byte(keyring: Keyring, case: UUID) -> None:
    lines = list(keeping.key_lines())
    boxes = sorted(bytes(wrap.box) for wrap in Wrap.objects.all())
    for model in reversed(keeping.key_models()):
        model._base_manager.all().delete()
    with pytest.raises(Wrap.DoesNotExist):
        read(keyring, case)
    kept, left_out = keeping.take_in(lines)
    assert (kept, left_out) == (len(lines), 0)
    assert sorted(bytes(wrap.box) for wrap in Wrap.objects.all()) == boxes
    assert read(keyring, case) == TEXT


def test_keys_that_are_there_stay_when_older_ones_come_back(keyring: Keyring, case: UUID) -> None:
    lines = list(keeping.key_lines())
    OfficerKey.objects.update(by_passphrase=b"changed since")
    keeping.take_in(lines)
    assert {bytes(key.by_passphrase) for key in OfficerKey.objects.all()} == {b"changed since"}
    assert Wrap.objects.count() == sum("tips.wrap" in line for line in lines)


def test_keys_of_a_report_that_the_restored_database_does_not_know_are_left_out(
    keyring: Keyring, case: UUID
) -> None:
    lines = list(keeping.key_lines())
    of_the_case = sum(str(case) in line for line in lines)
    Tip.objects.filter(pk=case).delete()
    assert keeping.take_in(lines) == (len(lines) - of_the_case, of_the_case)


def test_only_tables_of_sealed_keys_come_back_this_way(case: UUID) -> None:
    line = json.dumps({"model": "accounts.user", "pk": 999, "fields": {"username": "intruder"}})
    with pytest.raises(KeyError):
        keeping.take_in([line])


def test_an_export_locks_nobody_out(case: UUID) -> None:
    lines = keeping.key_lines()
    assert "vault.officerkey" in next(lines)
    with closing(connection.copy()) as other:
        other.cursor().execute("DELETE FROM django_session")
    assert sum("tips.wrap" in line for line in lines) == Wrap.objects.count()


def test_what_was_erased_is_gone_from_the_files_of_the_database(case: UUID) -> None:
    if connection.vendor != "sqlite":
        keeping.tidy(NOW)
        pytest.skip("the files of PostgreSQL belong to its server; its tables were vacuumed")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=ON")  # as the product's settings say
    boxes = [bytes(row.box) for model in (Wrap, Share) for row in model.objects.all()]
    assert _found(boxes) == len(boxes)
    shred(now=NOW, tip_id=case)
    keeping.tidy(NOW)
    assert _found(boxes) == 0


def _found(boxes: list[bytes]) -> int:
    """How many of these bytes lie somewhere in the files of the database.

    Long values are spread over pages; the first bytes of each lie together.
    """
    place = Path(str(connection.settings_dict["NAME"]))
    content = b"".join(bytes_of(path) for path in place.parent.glob(f"{place.name}*"))
    return sum(box[:60] in content for box in boxes)


def test_the_settings_have_sqlite_write_over_what_it_deletes() -> None:
    text = (ROOT / "src" / "tmac" / "config" / "settings.py").read_text(encoding="utf-8")
    assert "PRAGMA secure_delete=ON;" in text


# ── deploy/backup.sh ────────────────────────────────────────────────────────────────────────────


class Backup:
    """An installation on a copy of the test's database, backed up by the script."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.var = folder, folder / "var"
        (self.var / "evidence" / "ab").mkdir(parents=True)
        (self.var / "evidence" / "ab" / "abc").write_bytes(b"photo")
        (self.var / "secret_key").write_text("k" * 50)
        shutil.copytree(settings.VAULT_ROOT, self.var / "vault")
        (self.var / "sealed" / "cd").mkdir(parents=True)
        (self.var / "sealed" / "cd" / "cde").write_bytes(b"TMF1")
        self.url = ""
        if connection.vendor == "sqlite":
            copy_database(Path(str(connection.settings_dict["NAME"])), self.var / "tmac.sqlite3")
        else:
            self.url = _address(connection.settings_dict)

    def env(self, var: Path, **more: str) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("TMAC_")}
        settings_of = {"TMAC_VAR": str(var), "TMAC_DATABASE_URL": self.url, "TMAC_ENV_FILE": ""}
        return {**ours, **settings_of, "DJANGO_SETTINGS_MODULE": "tmac.config.settings", **more}

    def run(self, *targets: Path, **more: str) -> tuple[Path, Path]:
        """The folders in which the two archives were unpacked and checked."""
        done = subprocess.run(
            [ROOT / "deploy" / "backup.sh", *targets],
            env=self.env(self.var, **more), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        main, keys = (self._unpacked(Path(line)) for line in done.stdout.split())
        return main, keys

    def _unpacked(self, archive: Path) -> Path:
        assert archive.stat().st_mode & 0o077 == 0
        place = self.folder / archive.name.removesuffix(".tar.gz")
        with tarfile.open(archive) as packed:
            assert {member.mtime for member in packed.getmembers()} == {0}
            packed.extractall(place, filter="data")
        check = ["sha256sum", "--check", "--quiet", "SHA256SUMS"]
        subprocess.run(check, cwd=place, check=True)
        return place


def copy_database(original: Path, copy: Path) -> None:
    with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _address(given: Any) -> str:
    who = f"{given['USER']}:{quote(given['PASSWORD'])}@" if given["USER"] else ""
    return f"postgresql://{who}{given['HOST']}:{given['PORT'] or 5432}/{given['NAME']}"


@pytest.fixture
def backup(case: UUID, tmp_path: Path) -> Backup:
    if not (ROOT / ".venv" / "bin" / "python").exists():
        pytest.skip("needs the environment of ./tmac in .venv")
    if connection.vendor == "postgresql" and shutil.which("pg_dump") is None:
        pytest.skip("needs pg_dump")
    return Backup(tmp_path)


def all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.slow
def test_the_long_lived_archive_holds_everything_but_the_sealed_keys(
    backup: Backup, tmp_path: Path
) -> None:
    boxes = [bytes(row.box) for model in (Wrap, Share, UnitKeyWrap) for row in model.objects.all()]
    content = bytes(Sealed.objects.get().content)
    main, keys = backup.run(tmp_path / "kept")
    assert (main / "evidence" / "ab" / "abc").read_bytes() == b"photo"
    assert (main / "sealed" / "cd" / "cde").exists()
    assert {"root.pub", "receipt.key"} <= {path.name for path in (main / "vault").iterdir()}
    assert (main / "secret_key").exists()
    assert {path.name for path in keys.iterdir()} == {"sealed-keys.jsonl", "SHA256SUMS"}
    if connection.vendor == "sqlite":
        whole = all_bytes(main)
        assert content[1000:1030] in whole
        assert [box for box in boxes if box[:60] in whole] == []
    for table in keeping.key_tables():
        assert rows_of(main, table) == 0
    assert rows_of(main, "tips_sealed") == 1


def rows_of(main: Path, table: str) -> int:
    """How many rows of a table the archive holds."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(main / "tmac.sqlite3")) as database:
            return int(database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])
    restore = ["pg_restore", "--data-only", f"--table={table}", "--file=-", main / "tmac.dump"]
    text = subprocess.run(restore, capture_output=True, text=True, check=True).stdout
    _head, _copy, body = text.partition(" FROM stdin;\n")
    return body.partition("\\.\n")[0].count("\n")


@pytest.mark.slow
def test_with_the_keys_of_the_day_a_restored_installation_reads_again(
    backup: Backup, tmp_path: Path, keyring: Keyring, case: UUID
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("restoring needs a second database; the import is the same")
    main, keys = backup.run(tmp_path / "kept")
    restored = tmp_path / "restored"
    shutil.copytree(main, restored)
    place = str(connection.settings_dict["NAME"])
    connection.close()
    original = tmp_path / "original.sqlite3"
    copy_database(Path(place), original)
    try:
        copy_database(restored / "tmac.sqlite3", Path(place))
        with pytest.raises(Wrap.DoesNotExist):
            read(keyring, case)
        said = io.StringIO()
        call_command("sealed_keys", "import", str(keys / "sealed-keys.jsonl"), stdout=said)
        assert read(keyring, case) == TEXT
        assert "; 0 had no report" in said.getvalue()
    finally:
        connection.close()
        copy_database(original, Path(place))


@pytest.mark.slow
def test_after_an_erasure_no_archive_but_that_of_earlier_keys_opens_the_report(
    backup: Backup, tmp_path: Path, case: UUID
) -> None:
    _main, before = backup.run(tmp_path / "kept")
    shred(now=NOW, tip_id=case)
    after = "".join(keeping.key_lines())
    assert str(case) in (before / "sealed-keys.jsonl").read_text()
    assert str(case) not in after


@pytest.mark.slow
def test_archives_of_keys_are_deleted_when_their_days_are_over(
    backup: Backup, tmp_path: Path
) -> None:
    kept, keys = tmp_path / "kept", tmp_path / "elsewhere"
    keys.mkdir()
    ages = {"tmac-keys-20261001T000000Z.tar.gz": 31, "tmac-keys-20261101T000000Z.tar.gz": 29}
    for name, days in ages.items():
        (keys / name).write_bytes(b"")
        subprocess.run(["touch", "-d", f"{days} days ago", keys / name], check=True)
    old_main = kept / "tmac-20250101T000000Z.tar.gz"
    kept.mkdir()
    old_main.write_bytes(b"")
    subprocess.run(["touch", "-d", "600 days ago", old_main], check=True)
    backup.run(kept, keys)
    names = {path.name for path in keys.iterdir()}
    assert "tmac-keys-20261001T000000Z.tar.gz" not in names
    assert "tmac-keys-20261101T000000Z.tar.gz" in names
    assert len(names) == 2
    assert old_main.exists()
    backup.run(kept, keys, KEEP_KEYS_DAYS="7")
    assert "tmac-keys-20261101T000000Z.tar.gz" not in {path.name for path in keys.iterdir()}
