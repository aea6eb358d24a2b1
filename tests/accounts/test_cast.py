"""The people whom every other test relies on."""

from __future__ import annotations

from tests.cast import PEOPLE, Cast


def test_everyone_holds_the_one_role_they_are_named_for(cast: Cast) -> None:
    held = {name: by.roles for name, by in cast.everyone().items()}
    assert held == {name: frozenset({person.role}) for name, person in PEOPLE.items()}


def test_the_region_officer_reaches_the_provinces_of_region_seven(cast: Cast) -> None:
    provinces = cast("rungroj").grants[0].provinces
    assert provinces is not None
    assert "74" in provinces
    assert "45" not in provinces


def test_the_liaison_answers_for_her_agency(cast: Cast) -> None:
    assert cast("anong").grants[0].agency_id == cast.agency().pk
