"""visibility.csv: the same as the specification, wholly understood, and how far it reaches."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cast import Cast
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Role
from tmac.accounts.visibility import TABLE, DataGroup, Reach, Scope, reach, rule, table


def test_the_table_is_the_specification(shared: Path) -> None:
    assert TABLE.read_bytes() == (shared / "domain" / "visibility.csv").read_bytes()


def test_every_group_and_role_of_the_table_is_known() -> None:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["data_group"] for row in rows] == [group.value for group in DataGroup]
    assert list(rows[0])[1:] == [role.value for role in Role]
    assert len(table()) == len(DataGroup) * len(Role) == 18 * 17


def test_every_word_of_the_table_is_used() -> None:
    assert set(table().values()) == set(Scope)


@pytest.mark.parametrize(
    ("group", "role", "scope"),
    [
        ("audit log", Role.AUDITOR, "all"),
        ("suppression lane", Role.PROVINCE_PREVENTION, "yes/no only"),
        ("pin location exact", Role.STRONG_MEMBER, "own club open pins"),
        ("user administration", Role.SYSADMIN, "all but no case data"),
    ],
)
def test_a_rule_is_read_by_group_and_role(group: str, role: Role, scope: str) -> None:
    assert rule(group, role) == scope


PIN = DataGroup.PIN_EXACT_PLACE
USERS = DataGroup.USER_ADMINISTRATION


@pytest.mark.parametrize(
    ("name", "group", "country", "sees_74", "sees_45"),
    [
        ("somsri", PIN, False, True, False),
        ("preecha", PIN, False, False, True),
        ("rungroj", PIN, False, True, False),
        ("chalerm", PIN, True, True, True),
        ("pim", PIN, True, True, True),
        ("wirot", PIN, False, False, False),  # only when handed over
        ("wirot", DataGroup.PIN_CATEGORY_AND_LEVEL, True, True, True),
        ("malee", PIN, False, False, False),  # only her club's open pins
        ("malee", DataGroup.PIN_COARSE_PLACE, False, True, False),
        ("anong", PIN, False, False, False),  # only what was sent to her agency
        ("boonmi", DataGroup.PREVENTION_LANE, False, True, False),
        ("kittisak", PIN, False, False, False),
        ("kittisak", USERS, True, True, True),
        ("direk", USERS, False, True, False),
        ("somsri", USERS, False, False, False),
        ("kittisak", DataGroup.AUDIT_LOG, False, False, False),
    ],
)
def test_a_person_reaches_the_provinces_that_the_rule_gives(
    cast: Cast, name: str, group: DataGroup, country: bool, sees_74: bool, sees_45: bool
) -> None:
    found = reach(cast(name), group)
    assert found.whole_country is country
    assert (found.covers("74"), found.covers("45")) == (sees_74, sees_45)


def test_a_liaison_reaches_her_agency_and_a_member_her_club(cast: Cast) -> None:
    assert reach(cast("anong"), PIN).agency_ids == {cast.agency().pk}
    assert reach(cast("malee"), PIN).office_ids == {cast.office("STRONG-74").pk}


def test_rules_that_are_no_places_are_told_by_their_words(cast: Cast) -> None:
    assert reach(cast("wirot"), DataGroup.SUPPRESSION_LANE).scopes == {Scope.ASSIGNED}
    assert reach(cast("chalerm"), DataGroup.SUPPRESSION_LANE).scopes == {Scope.COUNT}


def test_nobody_reaches_nothing() -> None:
    nobody = Principal(1, "x")
    assert not any(reach(nobody, group) for group in DataGroup)
    assert reach(nobody, PIN) == Reach()


def test_none_is_nothing_even_when_it_is_written(cast: Cast) -> None:
    assert not reach(cast("thida"), PIN)
    assert reach(cast("thida"), DataGroup.AUDIT_LOG)
