"""Imports --size pins (10,000) from an XLSX file in a process of its own; `pins` calls it."""

from __future__ import annotations

import io
import os
import statistics
import sys
import time
from datetime import UTC, datetime
from random import Random

from bench.measure import finish, peak_mb

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
PROVINCE = "74"
RUNS = 5
HEADS = (
    "เลขที่หนังสือ",
    "ลงวันที่",
    "ประเด็นความเสี่ยง",
    "ประเภทความเสี่ยง",
    "ประเภทหน่วยงาน",
    "ตำบล",
    "วงเงิน",
    "ปีงบประมาณ",
)


def run(size: int, *, peer: bool) -> None:
    """Import `RUNS` files of `size` rows; prints seconds (median) and megabytes (peak)."""
    import django

    django.setup()
    from django.core.management import call_command

    if not _officer_id():
        from bench.pins import _people

        call_command("migrate", verbosity=0)
        call_command("setup", stdout=io.StringIO())
        _people()
    seconds = [_one(size or 10_000, number) for number in range(RUNS)]
    print(f"runs: {', '.join(f'{s:.1f} s' for s in seconds)}")
    finish(
        {
            "import_10k_s": round(statistics.median(seconds), 1),
            "import_peak_mb": round(peak_mb()),
        }
    )


def _officer_id() -> int | None:
    from django.contrib.auth import get_user_model
    from django.db import OperationalError, ProgrammingError

    try:
        found = get_user_model().objects.filter(username="officer").first()
    except (OperationalError, ProgrammingError):
        return None  # an empty database
    return found.pk if found else None


def _one(size: int, number: int) -> float:
    """Read, check and take one file, as the page and its worker do."""
    from tmac.accounts import queries
    from tmac.core.sheets import read_sheet
    from tmac.riskmap.imports.columns import guess
    from tmac.riskmap.imports.services import import_pins

    content = _workbook(size, number)
    user_id = _officer_id()
    assert user_id is not None
    by = queries.principal(user_id, NOW)
    started = time.perf_counter()
    sheet = read_sheet(content, "records.xlsx")
    mapping = guess(sheet.columns, {})
    import_pins(by=by, now=NOW, sheet=sheet, mapping=mapping, province_code=PROVINCE, dry_run=True)
    report = import_pins(by=by, now=NOW, sheet=sheet, mapping=mapping, province_code=PROVINCE)
    if report.created != size:
        raise RuntimeError(f"{report.created} of {size} rows were taken")
    return time.perf_counter() - started


def _workbook(size: int, number: int) -> bytes:
    import xlsxwriter

    from tmac.geography import queries as geography

    random, out = Random(number), io.BytesIO()
    places = [area.name_th for area in geography.areas("SUBDISTRICT", PROVINCE)]
    unlike = sorted({name for name in places if places.count(name) == 1})
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADS)
        for row in range(1, size + 1):
            sheet.write_row(
                row,
                0,
                (
                    f"สค {number}/{row}",
                    "3 พ.ย. 2569",
                    f"ข้อสังเกตงานจ้างลำดับที่ {row}",
                    random.choice(("PRC", "EMB", "LND", "AST")),
                    "อบต.",
                    random.choice(unlike),
                    random.randint(10_000, 5_000_000),
                    2570,
                ),
            )
    return out.getvalue()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tmac.config.settings")
    run(int(sys.argv[1]), peer=False)
