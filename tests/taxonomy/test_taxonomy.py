from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tmac.audit.models import Entry
from tmac.core.errors import Invalid, NotFound, Refused
from tmac.taxonomy import queries, services, working_days
from tmac.taxonomy.models import Category, Clock, ClockKind, ReasonCode
from tmac.taxonomy.services import NewCategory

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
REFERENCE = Path(services.__file__).parent / "reference"
COPIES = ["taxonomy.csv", "context_tags.csv", "channels.csv", "reason_codes.csv", "clocks.csv"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded(db: None) -> None:
    services.load_reference()


@pytest.fixture
def extend() -> Callable[..., Category]:
    def act(
        parent: str = "PRC", province: str = "74", name: str = "ซื้อเรือเก่า", **rest: str
    ) -> Category:
        new = NewCategory(parent=parent, province_code=province, name_th=name, **rest)
        return services.extend_category(actor_id=None, actor="test", now=NOW, new=new)

    return act


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("name", COPIES)
def test_the_tables_are_the_specification(name: str, shared: Path) -> None:
    assert (REFERENCE / name).read_bytes() == (shared / "domain" / name).read_bytes()


def test_every_category_of_the_table_is_offered_with_a_question() -> None:
    offered = [c for top in queries.categories() for c in (top, *top.children)]
    assert {c.code for c in offered} == {row["code"] for row in rows("taxonomy.csv")}
    for category in offered:
        assert category.question_th.endswith("หรือไม่")
        assert category.question_en.endswith("?")
        assert category.level == (2 if category.parent else 1)


def test_every_question_and_english_reason_belongs_to_a_row() -> None:
    assert [r["code"] for r in rows("questions.csv")] == [r["code"] for r in rows("taxonomy.csv")]
    english = [(r["kind"], r["code"]) for r in rows("reason_codes_en.csv")]
    assert english == [(r["kind"], r["code"]) for r in rows("reason_codes.csv")]
    assert ReasonCode.objects.count() == len(english)


def test_the_catch_all_and_the_exits_are_asked_last() -> None:
    codes = [category.code for category in queries.categories()]
    assert codes[0] == "PRC"
    assert codes[-4:] == ["DTY", "OTH", "X-SVC", "X-OUT"]


def test_names_and_questions_speak_the_language_of_the_reader() -> None:
    found = queries.category("PRC-01")
    assert found is not None
    with translation.override("th"):
        assert found.name == "กำหนด TOR/คุณลักษณะเอื้อประโยชน์"
        assert found.question == "มีการกำหนดสเปกหรือเงื่อนไขให้ใครคนหนึ่งได้งานหรือไม่"
    with translation.override("en"):
        assert found.name == "Specification tailored to one bidder"


@pytest.mark.parametrize(
    ("code", "top"),
    [
        ("PRC", "PRC"),
        ("PRC-01", "PRC"),
        ("PRC-74-01", "PRC"),
        ("X-SVC", "X-SVC"),
        ("X-OUT", "X-OUT"),
    ],
)
def test_the_first_level_is_read_from_the_code(code: str, top: str) -> None:
    assert queries.level_one(code) == top


def test_all_categories_cost_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        queries.categories("74")


def test_a_province_adds_below_a_fixed_first_level(extend: Callable[..., Category]) -> None:
    assert [extend().code, extend(name="ซื้อรถเก่า").code] == ["PRC-74-01", "PRC-74-02"]
    assert extend(province="45").code == "PRC-45-01"

    def children(province: str) -> set[str]:
        tops = {top.code: top for top in queries.categories(province)}
        return {c.code for c in tops["PRC"].children if c.province_code}

    assert children("74") == {"PRC-74-01", "PRC-74-02"}
    assert children("45") == {"PRC-45-01"}
    assert children("") == set()
    assert Entry.objects.filter(action="taxonomy.category_added").count() == 3


@pytest.mark.parametrize(
    ("parent", "name"),
    [
        ("PRC-01", "ใต้ชั้นสอง"),
        ("X-SVC", "ถนนพัง"),
        ("NONE", "ไม่มีหมวดนี้"),
        ("PRC", "   "),
        ("PRC", "แบ่งซื้อแบ่งจ้าง"),  # exists nationally
        ("PRC", "ก" * 201),
    ],
)
def test_what_a_province_may_not_add(
    parent: str, name: str, extend: Callable[..., Category]
) -> None:
    before = Category.objects.count()
    with pytest.raises(Invalid):
        extend(parent=parent, name=name)
    assert Category.objects.count() == before


def test_a_retired_category_is_no_choice_but_keeps_its_name(
    extend: Callable[..., Category],
) -> None:
    code = extend().code
    services.retire_category(actor_id=None, actor="test", now=NOW, code=code)
    offered = [c.code for top in queries.categories("74") for c in top.children]
    assert code not in offered
    assert queries.category(code) is not None
    kept = [c.code for top in queries.categories("74", with_retired=True) for c in top.children]
    assert code in kept
    services.load_reference()
    assert not Category.objects.get(pk=code).is_active


def test_the_first_level_cannot_be_retired() -> None:
    with pytest.raises(Refused):
        services.retire_category(actor_id=None, actor="test", now=NOW, code="PRC")
    with pytest.raises(NotFound):
        services.retire_category(actor_id=None, actor="test", now=NOW, code="ZZZ")


@pytest.mark.parametrize("clock", rows("clocks.csv"), ids=lambda row: row["code"])
def test_clocks_can_be_set_unless_the_law_sets_them(clock: dict[str, str]) -> None:
    values: dict[str, Any] = {"actor_id": None, "actor": "test", "now": NOW, "code": clock["code"]}
    assert queries.clock(clock["code"]).days == int(clock["days"])
    if clock["kind"].startswith("legal"):
        with pytest.raises(Refused):
            services.set_clock(**values, days=1)
        assert queries.clock(clock["code"]).is_legal
        return
    services.set_clock(**values, days=17)
    services.load_reference()
    assert queries.clock(clock["code"]).days == 17


@pytest.mark.parametrize("days", [-1, 3651])
def test_a_clock_has_sensible_days(days: int) -> None:
    with pytest.raises(Invalid):
        services.set_clock(actor_id=None, actor="test", now=NOW, code="FIRST_LOOK", days=days)


def test_a_failing_record_undoes_the_change(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**values: Any) -> None:
        raise RuntimeError("audit")

    monkeypatch.setattr("tmac.audit.services.record", broken)
    with pytest.raises(RuntimeError):
        services.set_clock(actor_id=None, actor="test", now=NOW, code="FIRST_LOOK", days=9)
    assert queries.clock("FIRST_LOOK").days == 3


DUE = [
    ("RECEIPT_SHOWN", date(2026, 4, 10), date(2026, 4, 10)),
    ("FIELD_CHECK", date(2026, 4, 10), date(2026, 5, 10)),
    # Friday before Songkran: Monday to Wednesday are holidays, so Thursday, Friday, Monday.
    ("FIRST_LOOK", date(2026, 4, 10), date(2026, 4, 20)),
    # Over the new year: 31 December, 1 and 2 January are off; Monday to Wednesday count.
    ("FIRST_LOOK", date(2026, 12, 30), date(2027, 1, 6)),
]


@pytest.mark.parametrize(("code", "start", "due"), DUE)
def test_promises_are_kept_by_their_day(code: str, start: date, due: date) -> None:
    assert queries.due(code, start) == due


def test_days_entered_by_hand_win_over_the_calendar() -> None:
    monday, songkran = date(2026, 11, 23), date(2026, 4, 13)
    values: dict[str, Any] = {"actor_id": None, "actor": "test", "now": NOW}
    services.add_holiday(**values, day=monday, name="มติ ครม.", is_holiday=True)
    services.add_holiday(**values, day=songkran, name="มติ ครม.", is_holiday=False)
    extra = queries.extra_holidays()
    assert not working_days.is_working_day(monday, extra)
    assert working_days.is_working_day(songkran, extra)
    with pytest.raises(Invalid):
        services.add_holiday(**values, day=monday, name="ซ้ำ", is_holiday=False)
    with pytest.raises(Invalid):
        services.add_holiday(**values, day=date(2026, 11, 24), name=" ", is_holiday=True)


def test_a_day_can_be_taken_out_again() -> None:
    values: dict[str, Any] = {"actor_id": None, "actor": "test", "now": NOW}
    made = services.add_holiday(**values, day=date(2026, 11, 23), name="x", is_holiday=True)
    services.remove_holiday(**values, holiday_id=made.pk)
    assert queries.extra_holidays() == {}
    with pytest.raises(NotFound):
        services.remove_holiday(**values, holiday_id=made.pk)


def test_many_due_dates_cost_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        ahead = queries.deadlines()
        for i in range(50):
            ahead.due("FIRST_LOOK", date(2026, 1, 1) + timedelta(days=i))


def test_an_unknown_clock_is_not_found() -> None:
    with pytest.raises(NotFound):
        queries.due("NO_SUCH_CLOCK", date(2026, 1, 1))
    assert Clock.objects.filter(kind=ClockKind.LEGAL).count() == 7


@given(
    start=st.dates(date(2015, 1, 1), date(2035, 1, 1)),
    days=st.integers(0, 60),
)
def test_working_days_are_counted_one_by_one(start: date, days: int) -> None:
    end = working_days.add_working_days(start, days, {})
    between = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    assert sum(working_days.is_working_day(day, {}) for day in between) == days
    assert not days or working_days.is_working_day(end, {})
