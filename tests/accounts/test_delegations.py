"""Acting for somebody: by whom, for whom, how long, and what may never be lent."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.cast import Cast
from tmac.accounts import services
from tmac.accounts.models import Delegation, Posting
from tmac.accounts.roles import Role
from tmac.audit import queries as audit
from tmac.core.errors import Invalid, NotFound, Refused

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def lend(cast: Cast, by: str, holder: str, to: str, **more: Any) -> Delegation:
    given = {"order_no": "12/2569", "starts_on": TODAY, "ends_on": TODAY + 30 * DAY} | more
    return services.delegate(
        by=cast(by, NOW),
        now=NOW,
        posting_id=cast.user(holder).postings.first().pk,
        to_user_id=cast.user(to).pk,
        **given,
    )


def test_a_director_lets_an_officer_act_and_it_is_recorded(cast: Cast) -> None:
    lend(cast, "direk", "direk", "somsri")
    somsri = cast("somsri", NOW)
    assert somsri.holds_in([Role.PROVINCE_DIRECTOR], "74")
    assert not somsri.holds_in([Role.PROVINCE_DIRECTOR], "45")
    entry = audit.entries_for("user", str(somsri.user_id)).last()
    assert entry is not None
    assert (entry.action, entry.details["ends_on"]) == ("delegate", "2026-12-23")


# Who asks, whose role, for whom, whether it may be.
ORDERS = [
    ("direk", "direk", "somsri", True),
    ("direk", "direk", "suda", True),
    ("direk", "direk", "decha", True),
    ("direk", "direk", "direk", False),  # for oneself
    ("somsri", "direk", "somsri", False),  # takes it
    ("somsri", "direk", "suda", False),  # gives what is not hers
    ("chalerm", "direk", "somsri", True),  # the centre manages directors
    ("decha", "direk", "somsri", False),  # another province
    ("direk", "somsri", "suda", True),  # manages that role
    ("rungroj", "direk", "somsri", False),  # only looks
    ("direk", "direk", "wirot", False),  # hands over to himself
    ("direk", "wirot", "naree", False),  # the same role in the same office
    ("direk", "direk", "malee", False),  # the club looks from outside
    ("direk", "direk", "anong", False),
    ("direk", "direk", "kittisak", False),  # no case role for the administrator
    ("thida", "thida", "pim", False),  # keys are personal
    ("kittisak", "thida", "pim", False),
]


@pytest.mark.parametrize(("by", "holder", "to", "may"), ORDERS)
def test_an_order_to_act_is_given_by_the_table(
    cast: Cast, by: str, holder: str, to: str, may: bool
) -> None:
    if may:
        assert lend(cast, by, holder, to).pk
        return
    with pytest.raises(Refused):
        lend(cast, by, holder, to)
    assert not Delegation.objects.exists()


def test_a_borrowed_role_is_not_lent_further(cast: Cast) -> None:
    lend(cast, "direk", "direk", "somsri")
    with pytest.raises(Refused, match=r"delegat|รักษาการ"):
        lend(cast, "somsri", "direk", "suda")


def test_who_acts_may_not_manage_the_own_roles(cast: Cast) -> None:
    lend(cast, "direk", "direk", "somsri")
    with pytest.raises(Refused):
        services.post(
            by=cast("somsri", NOW),
            now=NOW,
            user_id=cast.user("somsri").pk,
            office_id=cast.office("NACC-74").pk,
            role=Role.INVESTIGATOR,
            starts_on=TODAY,
        )


def test_who_acts_as_director_cannot_become_investigator_meanwhile(cast: Cast) -> None:
    lend(cast, "direk", "direk", "somsri")
    with pytest.raises(Refused):
        services.post(
            by=cast("chalerm", NOW),
            now=NOW,
            user_id=cast.user("somsri").pk,
            office_id=cast.office("NACC-74").pk,
            role=Role.INVESTIGATOR,
            starts_on=TODAY + 30 * DAY,
        )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"order_no": "  "}, "order_no"),
        ({"ends_on": TODAY - DAY}, "ends_on"),
        ({"starts_on": TODAY - 9 * DAY, "ends_on": TODAY - DAY}, "ends_on"),
        ({"ends_on": TODAY + 367 * DAY}, "ends_on"),
        ({"starts_on": date(2019, 12, 31), "ends_on": date(2020, 12, 30)}, "ends_on"),
    ],
)
def test_an_order_needs_a_number_and_days_that_make_sense(
    cast: Cast, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        lend(cast, "direk", "direk", "somsri", **given)
    assert field in {fault.field for fault in refusal.value.faults}


def test_an_order_does_not_outlast_the_posting(cast: Cast) -> None:
    Posting.objects.filter(user=cast.user("direk")).update(ends_on=TODAY + 5 * DAY)
    with pytest.raises(Invalid):
        lend(cast, "direk", "direk", "somsri")
    assert lend(cast, "direk", "direk", "somsri", ends_on=TODAY + 5 * DAY).pk


def test_a_year_is_the_longest(cast: Cast) -> None:
    assert lend(cast, "direk", "direk", "somsri", ends_on=TODAY + 366 * DAY).pk


@pytest.mark.parametrize(
    ("name", "may"),
    [("direk", True), ("somsri", True), ("chalerm", True), ("decha", False), ("suda", False)],
)
def test_an_order_is_ended_by_its_two_sides_and_by_who_manages(
    cast: Cast, name: str, may: bool
) -> None:
    delegation = lend(cast, "direk", "direk", "somsri")
    if not may:
        with pytest.raises(Refused):
            services.revoke(by=cast(name, NOW), now=NOW, delegation_id=delegation.pk)
        return
    services.revoke(by=cast(name, NOW), now=NOW, delegation_id=delegation.pk)
    assert cast("somsri", NOW).roles == {Role.PROVINCE_PREVENTION}


def test_ending_twice_is_recorded_once(cast: Cast) -> None:
    delegation = lend(cast, "direk", "direk", "somsri")
    for _time in range(2):
        services.revoke(by=cast("direk", NOW), now=NOW, delegation_id=delegation.pk)
    acts = audit.entries_for("user", str(cast.user("somsri").pk)).filter(action="revoke_delegation")
    assert acts.count() == 1


def test_what_does_not_exist_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        services.revoke(by=cast("direk"), now=NOW, delegation_id=0)
