"""The register under load: list and map of one province with --size pins (100,000), XLSX import.

Keys: list_p95_ms, list_queries, map_p95_ms, map_queries, import_10k_s, import_peak_mb.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bench.measure import HEADS, finish, table, timed

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
PROVINCE = "74"
REQUESTS = 40
IMPORT_ROWS = 10_000
PASSWORD = "measured-not-written-down"
LIST_PAGES = ("", "?level=VERY_HIGH", "?category=PRC&sort=due", "?lane=WATCHING&page=40", "?q=1")
MAP_PARTS = (
    "map/",
    "map/areas.json?by=subdistrict&province=74",
    "map/areas.json?by=province",
    "map/pins.json?frame=100.0,13.3,100.5,13.7&zoom=11",
    "map/pins.json?frame=97,5,106,21&zoom=6&level=HIGH",
)


def run(size: int, *, peer: bool) -> None:
    """Prepare a database, fill it, ask it, import into it."""
    import django

    django.setup()
    from django.core.management import call_command

    size = size or 100_000
    print(f"preparing a database with {size:,} pins in one province ...")
    call_command("migrate", verbosity=0)
    call_command("setup", stdout=io.StringIO())
    ids = _people()
    started = time.perf_counter()
    _fill(ids, size)
    print(f"filled in {time.perf_counter() - started:.0f} s")
    figures, rows = _ask(ids["officer"])
    imported = _import_apart()
    table(HEADS, rows)
    seconds, megabytes = imported["import_10k_s"], imported["import_peak_mb"]
    print(f"import of {IMPORT_ROWS:,} rows: {seconds:.1f} s, peak {megabytes:.0f} MB")
    finish(figures | imported)


def _people() -> dict[str, int]:
    from demo.people import founder
    from tmac.accounts import queries, services
    from tmac.accounts.roles import Role

    centre = queries.office_of("NACC-HQ")
    office = queries.office_of(f"NACC-{PROVINCE}")
    assert centre is not None
    assert office is not None
    by = founder(centre.pk)
    ids = {}
    for name, role in (
        ("officer", Role.PROVINCE_PREVENTION),
        ("director", Role.PROVINCE_DIRECTOR),
    ):
        made = services.create_officer(by=by, now=NOW, person=services.Person(name, name))
        user = made.user
        user.password_is_initial = False
        user.save()
        services.post(
            by=by,
            now=NOW,
            user_id=user.pk,
            office_id=office.pk,
            role=role,
            starts_on=NOW.date() - timedelta(days=2000),
        )
        ids[name] = user.pk
    return ids


def _fill(ids: dict[str, int], size: int) -> None:
    from demo.people import founder
    from tmac.accounts import queries
    from tmac.riskmap.services.archive import load_past

    centre = queries.office_of("NACC-HQ")
    assert centre is not None
    by, random = founder(centre.pk), Random(1)
    for start in range(0, size, 5000):
        count = min(5000, size - start)
        load_past(by=by, now=NOW, pins=list(_records(ids, random, count)))


def _records(ids: dict[str, int], random: Random, count: int) -> Iterator[Any]:
    from demo.histories import Team, moves_of, path_for
    from demo.wording import STORIES
    from tmac.geography import queries as geography
    from tmac.riskmap.drafts import PinDraft, ScoreSheet
    from tmac.riskmap.scoring import Grade, Irreversible, Reach, Ticks
    from tmac.riskmap.services.archive import PastPin

    team = Team(ids["officer"], ids["director"], *[ids["officer"]] * 3)
    places = geography.areas("SUBDISTRICT", PROVINCE)
    categories = sorted(STORIES)
    for number in range(count):
        made = NOW - timedelta(days=random.randint(1, 1800), minutes=number % 600)
        yield PastPin(
            draft=PinDraft(
                category=random.choice(categories),
                agency_kind=random.choice(("SAO", "MUN_SUB", "SCHOOL")),
                province_code=PROVINCE,
                title=f"ข้อสังเกตงานจ้างลำดับที่ {number}",
                subdistrict_code=random.choice(places).code,
            ),
            created_at=made,
            created_by_id=team.officer,
            sheet=ScoreSheet(
                Ticks(*(random.random() < 0.4 for _tick in range(5))),
                random.randint(10_000, 9_000_000),
                random.choice(list(Reach)),
                Irreversible.NO,
                random.choice(list(Grade)),
            ),
            moves=moves_of(path_for(made, NOW, random), made, NOW, team, random, 500_000),
        )


def _ask(user_id: int) -> tuple[dict[str, float], list[tuple[str, ...]]]:
    client = logged_in(user_id)
    rows, figures = [], {}
    for name, base, asked in (
        ("list", "/workspace/pins/", LIST_PAGES),
        ("map", "/workspace/", MAP_PARTS),
    ):
        slowest, most = 0.0, 0
        for part in asked:
            url = base + part
            most = max(most, _queries(client, url))
            timing = timed(lambda url=url: _get(client, url), REQUESTS, 2)
            rows.append(timing.row(url))
            slowest = max(slowest, timing.percentile(95))
        figures |= {f"{name}_p95_ms": round(slowest, 1), f"{name}_queries": float(most)}
    return figures, rows


def logged_in(user_id: int) -> Any:
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    user = get_user_model().objects.get(pk=user_id)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    at = time.time()
    session["account_authentication_methods"] = [
        {"method": "password", "at": at, "username": user.get_username()},
        {"method": "mfa", "at": at, "type": "totp", "id": 0},
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def _get(client: Any, url: str) -> None:
    answer = client.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answered {answer.status_code}")


def _queries(client: Any, url: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    _get(client, url)
    with CaptureQueriesContext(connection) as caught:
        _get(client, url)
    return len(caught)


def _import_apart() -> dict[str, float]:
    """The import in a process of its own, so that its peak memory is its own."""
    words = [sys.executable, "-m", "bench.pin_import", str(IMPORT_ROWS)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=_root())
    if done.returncode:
        raise RuntimeError(done.stderr)
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _root() -> Path:
    return Path(__file__).resolve().parents[1]
