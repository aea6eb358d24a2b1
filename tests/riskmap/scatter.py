"""Many varied pins at once, for tests of counting: past all rules, which are tested elsewhere."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from tests.cast import Cast
from tests.riskmap.conftest import NOW, TODAY
from tmac.core.thai import fiscal_year_be, today_in_thailand
from tmac.geography import queries as geography
from tmac.riskmap.models import Counter, Pin
from tmac.riskmap.states import CLOSED, SENT_TO_AGENCY, Prevention, Suppression
from tmac.taxonomy.services import load_reference

PROVINCES = ("74", "45", "10", "70")
LEVELS = ("", "LOW", "MEDIUM", "HIGH", "VERY_HIGH")
CATEGORIES = ("PRC", "PRC-03", "BRB", "EMB", "LND-02")


def scatter(cast: Cast, count: int = 120, seed: int = 1, **fixed: Any) -> list[Pin]:
    """`count` pins over four provinces, five years and every state; the same for a seed."""
    load_reference()
    random = Random(seed)
    first = Pin.objects.count()
    makers = [cast.user(name).pk for name in ("somsri", "preecha", "kanya")]
    pins = [
        Pin(**_columns(random, first + i + 1, makers, cast.agency().pk, fixed) | fixed)
        for i in range(count)
    ]
    made = Pin.objects.bulk_create(pins)
    Counter.objects.update_or_create(name="changed_seq", defaults={"value": first + count})
    return made


def _columns(
    random: Random, number: int, makers: list[int], agency: int, fixed: dict[str, Any]
) -> dict[str, Any]:
    province = fixed.get("province_code", random.choice(PROVINCES))
    district = fixed.get("district_code", province + random.choice(("01", "02")))
    area = random.choice(geography.areas("SUBDISTRICT", district)[:6])
    state = random.choice(list(Prevention))
    made_at = NOW - timedelta(days=random.randint(0, 1500))
    category = random.choice(CATEGORIES)
    year = fiscal_year_be(today_in_thailand(made_at))
    suppression = random.choice([*Suppression, *[Suppression.NONE] * 10])
    level = random.choice(LEVELS)
    return {
        "code": f"{year}-{province}-{number:04d}",
        "fiscal_year_be": year,
        "category_id": category,
        "category_top": category.split("-")[0],
        "agency_id": agency if province == "74" and random.random() < 0.4 else None,
        "agency_kind": random.choice(["SAO", "PAO", "SCHOOL"]),
        "lat": area.lat + random.uniform(-0.02, 0.02),
        "lon": area.lon + random.uniform(-0.02, 0.02),
        "accuracy_m": 50,
        "province_code": province,
        "district_code": area.code[:4],
        "subdistrict_code": area.code if random.random() < 0.9 else "",
        "title": random.choice(["ถนนคอนกรีตแตกร้าว", "อาหารกลางวันเด็กเล็ก"]),
        "final_level": level,
        "computed_level": level,
        "evidence_grade": random.choice("ABCD") if level else "",
        "owner_id": random.choice([None, *makers]),
        "created_by_id": random.choice(makers),
        "created_at": made_at,
        "prevention_state": state,
        "prevention_since": made_at,
        "suppression_state": suppression,
        "last_followed_at": made_at,
        "closed_at": made_at + timedelta(days=30) if state in CLOSED else None,
        "sent_to_agency_at": made_at if state in SENT_TO_AGENCY else None,
        "due_on": _day(random, 0.5),
        "stoppable_until": _day(random, 0.3),
        "baht_protected": random.choice([None, 100_000, 2_500_000]),
        "changed_seq": number,
    }


def _day(random: Random, share: float) -> date | None:
    return TODAY + timedelta(days=random.randint(-40, 40)) if random.random() < share else None
