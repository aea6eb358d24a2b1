"""The columns answer as the database does: for every officer, every filter, after every change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import PEOPLE, Cast
from tests.riskmap.conftest import NOW, TODAY, Stage
from tests.riskmap.scatter import scatter
from tmac.accounts.models import ConflictOfInterest
from tmac.agencies.models import Agency
from tmac.network.models import Club
from tmac.riskmap import columns, queries
from tmac.riskmap.filters import PinFilter
from tmac.riskmap.masks import mask
from tmac.riskmap.models import Assignment, Counter, Pin
from tmac.riskmap.sight import EXACT, Sight

FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "fy": st.sampled_from(["2566", "2568", "2569", "2570", "2444"]),
        "q": st.sampled_from(["1", "2", "3", "4"]),
        "category": st.sampled_from(["PRC", "PRC-03", "LND-02", "NAT"]),
        "level": st.lists(st.sampled_from(["LOW", "HIGH", "VERY_HIGH"]), max_size=2),
        "lane": st.lists(
            st.sampled_from(["WATCHING", "RESOLVED", "ARCHIVED", "DRAFT"]), max_size=2
        ),
        "suppression": st.just("yes"),
        "agency_kind": st.sampled_from(["SAO", "SCHOOL"]),
        "stoppable": st.just("1"),
        "overdue": st.just("1"),
        "province": st.sampled_from(["74", "45", "99"]),
        "district": st.sampled_from(["7401", "4501"]),
        "region": st.sampled_from(["NACC:7", "NACC:4", "NACC:none"]),
        "text": st.sampled_from(["ถนน", "กลางวัน", "2569-74", "คลองทดสอบ"]),
        "owner": st.sampled_from(["me", "1", "x"]),
    },
)


def ids_of(pins: columns.Snapshot, chosen: object) -> set[int]:
    return set(pins["id"][chosen].tolist())  # type: ignore[index]


def as_filter(given_: dict[str, object]) -> PinFilter:
    params = QueryDict(mutable=True)
    for name, value in given_.items():
        params.setlist(name, value if isinstance(value, list) else [value])
    return PinFilter.from_params(params)


@pytest.mark.django_db
def test_every_officer_finds_the_same_pins_in_the_columns_and_in_the_database(cast: Cast) -> None:
    pins = scatter(cast, 200)
    cast.everyone()
    club = Club.objects.create(
        province_code="74", office=cast.office("STRONG-74"), name_th="ชมรมทดสอบ"
    )
    Pin.objects.filter(pk__in=[pin.pk for pin in pins[::7]]).update(club=club)
    for pin in pins[:5]:
        Assignment.objects.create(
            pin=pin, user=cast.user("naree"), assigned_by=cast.user("wirot"), assigned_at=NOW
        )
    ConflictOfInterest.objects.create(
        user=cast.user("somsri"), agency=cast.agency(), reason="ญาติ", declared_at=NOW
    )
    held = columns.snapshot()
    for name in PEOPLE:
        by = cast(name)
        wanted = set(queries.visible_pins(by).values_list("pk", flat=True))
        assert ids_of(held, mask(held, Sight(by).visible())) == wanted, name
        exact = set(Pin.objects.filter(Sight(by).rows(EXACT)).values_list("pk", flat=True))
        assert ids_of(held, mask(held, Sight(by).rows(EXACT))) == exact, name


@pytest.mark.django_db
def test_any_filter_means_the_same_in_the_columns_and_in_the_database(cast: Cast) -> None:
    scatter(cast, 150)
    somsri, chalerm = cast("somsri"), cast("chalerm")
    held = columns.snapshot()

    @given(FILTERS)
    def holds(parts: dict[str, object]) -> None:
        wanted = as_filter(parts)
        for by in (somsri, chalerm):
            rows = wanted.apply(queries.visible_pins(by), by, TODAY)
            seen = mask(held, Sight(by).visible() & wanted.condition(by, TODAY))
            assert ids_of(held, seen) == set(rows.values_list("pk", flat=True))

    holds()


@pytest.fixture
def kept() -> None:
    columns.forget()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("kept")
def test_a_change_is_seen_by_the_next_answer_with_one_query(
    stage: Stage, django_assert_num_queries: object
) -> None:
    pin = stage.pin(prevention_state="WATCHING")
    before = columns.snapshot()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert columns.snapshot() is before
    stage.pin("preecha", province_code="45")
    after = columns.snapshot()
    assert len(after) == len(before) + 1
    assert after.version > before.version
    assert after.row_of(pin.pk) == 0
    assert after.row_of(10**9) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("kept")
def test_what_is_rolled_back_was_never_counted(stage: Stage) -> None:
    stage.pin()
    before = columns.snapshot()
    with transaction.atomic():
        stage.pin()
        assert len(columns.snapshot()) == len(before) + 1
        transaction.set_rollback(True)
    assert columns.snapshot() is before
    stage.pin()
    assert len(columns.snapshot()) == len(before) + 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("kept")
def test_another_database_in_the_place_of_the_one_that_was_read_is_read_anew(cast: Cast) -> None:
    scatter(cast, 12, seed=1)
    assert len(columns.snapshot()) == 12
    Pin.objects.all().delete()
    Counter.objects.all().delete()
    scatter(cast, 12, seed=2)
    held = columns.snapshot()
    assert held.version == 12
    assert ids_of(held, mask(held, Sight(cast("chalerm")).visible())) == set(
        Pin.objects.values_list("pk", flat=True)
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("kept")
def test_a_pin_that_moved_is_changed_in_its_place(cast: Cast) -> None:
    pins = scatter(cast, 10, prevention_state="WATCHING")
    columns.snapshot()
    Pin.objects.filter(pk=pins[3].pk).update(prevention_state="REMEDY", changed_seq=11)
    held = columns.snapshot()
    assert len(held) == 10
    row = held.row_of(pins[3].pk)
    assert held.texts("prevention_state")[held["prevention_state"][row]] == "REMEDY"


@pytest.mark.django_db
def test_a_null_answers_no_and_not_a_null_answers_yes(cast: Cast) -> None:
    from django.db.models import Q

    scatter(cast, 60)
    held = columns.snapshot()
    agency = Agency.objects.get()
    for condition in (
        Q(agency=agency),
        ~Q(agency=agency),
        Q(agency__isnull=True),
        ~Q(agency_id__in=[agency.pk]),
        Q(stoppable_until__lt=TODAY),
        ~Q(stoppable_until__lt=TODAY),
        Q(due_on__range=(TODAY, TODAY + timedelta(days=10))),
        Q(created_at__gte=NOW - timedelta(days=400, seconds=5)),
        Q(subdistrict_code__startswith="7401") | Q(owner=None),
        Q(owner_id=None) ^ Q(province_code="74"),
    ):
        rows = set(Pin.objects.filter(condition).values_list("pk", flat=True))
        assert ids_of(held, mask(held, condition)) == rows, condition


@pytest.mark.django_db
def test_the_columns_of_no_pins_are_empty() -> None:
    held = columns.snapshot()
    assert len(held) == 0
    assert held.version == 0
    assert connection.in_atomic_block
