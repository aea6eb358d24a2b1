"""Which role holds which permission: the table written out, so that a change is seen."""

from __future__ import annotations

import pytest

from tests.cast import PEOPLE, Cast
from tmac.accounts.principals import Grant, Principal
from tmac.accounts.roles import HOLDERS, LABELS, Permission, Role

# One line a person of the cast; the columns are the permissions in the order of the enum.
TABLE = """
somsri   view_pins draft_pins move_pins import_pins record_workshop view_agencies view_network manage_network extend_categories view_evidence hold_keys view_tips handle_tips write_watch_notes
direk    view_pins move_pins view_agencies view_people manage_people view_network manage_network extend_categories view_evidence hold_keys view_tips handle_tips write_watch_notes
wirot    view_pins move_pins view_agencies view_network view_evidence lead_investigation hold_keys view_tips handle_tips request_identity write_watch_notes
naree    view_pins move_pins view_agencies view_network view_evidence hold_keys view_tips handle_tips request_identity write_watch_notes
suda     view_pins move_pins view_agencies view_network view_evidence hold_keys view_tips handle_tips write_watch_notes
kanya    view_pins draft_pins move_pins record_workshop view_agencies view_people manage_people view_network manage_network write_watch_notes
malee    view_pins move_pins view_agencies view_network write_watch_notes
preecha  view_pins draft_pins move_pins import_pins record_workshop view_agencies view_network manage_network extend_categories view_evidence hold_keys view_tips handle_tips write_watch_notes
decha    view_pins move_pins view_agencies view_people manage_people view_network manage_network extend_categories view_evidence hold_keys view_tips handle_tips write_watch_notes
rungroj  view_pins view_agencies view_people view_network view_tips
chalerm  view_pins move_pins view_agencies manage_agencies view_people manage_people view_network manage_network manage_reference view_tips
pim      view_pins view_agencies view_network
anong    view_pins move_pins view_people view_evidence
boonmi   view_pins view_people
apinya   view_pins view_agencies view_people view_audit view_identity_report
kittisak view_agencies view_people manage_people
thida    hold_keys decide_identity view_identity_report
sombat   hold_keys decide_identity view_identity_report
wilai    hold_keys decide_identity view_identity_report
orathai  view_pins move_pins view_agencies view_network view_evidence hold_keys view_tips handle_tips write_watch_notes
"""  # noqa: E501 - a table
HELD = {line.split()[0]: set(line.split()[1:]) for line in TABLE.strip().splitlines()}


def test_the_table_speaks_of_everybody() -> None:
    assert HELD.keys() == PEOPLE.keys()


@pytest.mark.parametrize("name", PEOPLE)
def test_a_person_may_what_the_table_says_and_nothing_else(cast: Cast, name: str) -> None:
    by = cast(name)
    assert {p.value for p in Permission if by.may(p)} == HELD[name]


def test_every_permission_has_holders_or_is_personal() -> None:
    empty = {permission for permission, roles in HOLDERS.items() if not roles}
    assert set(HOLDERS) == set(Permission)
    assert empty == {Permission.LEAD_INVESTIGATION}


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.ANON_REPORTER, Role.REGISTERED_CITIZEN])
def test_people_without_an_account_hold_nothing(role: Role) -> None:
    assert not any(role in roles for roles in HOLDERS.values())


def test_nobody_without_a_grant_may_anything() -> None:
    nobody = Principal(user_id=1, name="x")
    assert not any(nobody.may(permission) for permission in Permission)


def test_every_role_has_a_name() -> None:
    assert LABELS.keys() == set(Role)
    assert len({str(role.label) for role in Role}) == len(Role)


@pytest.mark.parametrize(
    ("provinces", "asked", "holds"),
    [
        (frozenset({"74"}), "74", True),
        (frozenset({"74"}), "45", False),
        (frozenset(), "74", False),
        (frozenset(), "", False),
        (None, "45", True),
    ],
)
def test_a_role_is_held_where_its_office_reaches(
    provinces: frozenset[str] | None, asked: str, holds: bool
) -> None:
    by = Principal(1, "x", (Grant(Role.INVESTIGATOR, 1, provinces=provinces),))
    assert by.holds_in([Role.INVESTIGATOR], asked) is holds
    assert by.holds_in([Role.EXECUTIVE], asked) is False
