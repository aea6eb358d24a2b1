"""visibility.csv for every role and every data group of pins, as rows, as answers and as pages."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cast import PEOPLE, Cast
from tests.riskmap.conftest import NOW, Stage
from tmac.accounts import visibility
from tmac.accounts.models import ConflictOfInterest
from tmac.accounts.principals import Principal
from tmac.core.errors import NotFound
from tmac.riskmap import policies, queries, sight
from tmac.riskmap.models import Pin
from tmac.riskmap.sight import PIN_GROUPS, SUPPRESSION, Sight

EVERY = {"open_of_club", "draft", "elsewhere", "in_region", "handed", "assigned", "sent", "watched"}
HERE = EVERY - {"elsewhere", "in_region"}

# What each word of the table means for the pins below; words that are not here reach no pin.
MEANS: dict[str, set[str]] = {
    "all": EVERY,
    "own province": HERE,
    "own area": HERE,
    "own region": HERE | {"in_region"},
    "own club open pins": {"open_of_club"},
    "when handed over": {"handed", "assigned"},
    "assigned": {"assigned"},
    "sent to own agency": {"sent"},
    "own answers": {"sent"},
}
NO_OFFICER = {"public", "anon_reporter", "registered_citizen"}


@pytest.fixture
def pins(stage: Stage) -> dict[str, Pin]:
    """One pin for each word; all of Samut Sakhon but two."""
    club = stage.club()
    made = {
        "open_of_club": stage.at("prevention", "WATCHING", club_id=club.pk),
        "draft": stage.at("prevention", "DRAFT", club_id=club.pk),
        "elsewhere": stage.at("prevention", "WATCHING", "preecha", province_code="45"),
        "in_region": stage.at("prevention", "WATCHING", "preecha", province_code="45"),
        "handed": stage.at("suppression", "INTEL"),
        "assigned": stage.at("suppression", "HANDOVER"),
        "sent": stage.at("prevention", "REMEDY"),
        "watched": stage.at("prevention", "WATCHING"),
    }
    stage.put(made["in_region"], province_code="76")
    stage.assign(made["assigned"], "naree")
    return {name: Pin.objects.select_related("club").get(pk=pin.pk) for name, pin in made.items()}


def words_of(name: str) -> dict[str, str]:
    """Data group -> the word that the table has for the role of one person."""
    with visibility.TABLE.open(encoding="utf-8", newline="") as lines:
        table = {row["data_group"]: row for row in csv.DictReader(lines)}
    return {group: table[group][PEOPLE[name].role] for group in PIN_GROUPS}


def meant(word: str, name: str) -> set[str]:
    """The lead has what was handed over in the province; others what is assigned to them."""
    if word == "assigned":
        return {"wirot": {"handed", "assigned"}, "naree": {"assigned"}}.get(name, set())
    if word == "own province" and PEOPLE[name].office == "NACC-45":
        return {"elsewhere"}
    if word == "own province" and PEOPLE[name].office == "NACC-HQ":
        return EVERY  # the centre screens for the whole country
    return MEANS.get(word, set())


def yes_or_no(name: str) -> set[str]:
    own = "own region" if PEOPLE[name].office == "NACC-R7" else "own province"
    return meant(own, name)


@pytest.mark.parametrize("name", PEOPLE)
def test_each_cell_of_the_table(pins: dict[str, Pin], cast: Cast, name: str) -> None:
    """Every data group of pins, for the role of one person."""
    eyes, words = Sight(cast(name)), words_of(name)
    held = {
        group: {label for label, pin in pins.items() if eyes.holds(group, pin)}
        for group in PIN_GROUPS
        if group != SUPPRESSION
    }
    assert held == {group: meant(words[group], name) for group in held}


@pytest.mark.parametrize("name", PEOPLE)
def test_the_suppression_lane_is_whole_or_yes_or_no_or_hidden(
    pins: dict[str, Pin], cast: Cast, name: str
) -> None:
    word = words_of(name)[SUPPRESSION]
    answer, wanted = "full", meant(word, name)
    if word == "yes/no only":
        answer, wanted = "yes_no", yes_or_no(name)
    seen = {label: policies.may_see_suppression(cast(name), pin) for label, pin in pins.items()}
    assert seen == {label: answer if label in wanted else "none" for label in pins}


@pytest.mark.parametrize("name", PEOPLE)
def test_the_database_and_the_single_answer_agree(
    pins: dict[str, Pin], cast: Cast, name: str
) -> None:
    eyes = Sight(cast(name))
    for group in PIN_GROUPS:
        rows = set(Pin.objects.filter(eyes.rows(group)).values_list("pk", flat=True))
        assert rows == {pin.pk for pin in pins.values() if eyes.holds(group, pin)}, group
    for full in (True, False):
        wanted = {"full"} if full else {"full", "yes_no"}
        rows = set(
            Pin.objects.filter(eyes.suppression_rows(full=full)).values_list("pk", flat=True)
        )
        assert rows == {pin.pk for pin in pins.values() if eyes.suppression(pin) in wanted}
    rows = set(Pin.objects.filter(eyes.working_rows()).values_list("pk", flat=True))
    assert rows == {pin.pk for pin in pins.values() if eyes.works_on(pin)}
    rows = set(queries.visible_pins(cast(name)).values_list("pk", flat=True))
    assert rows == {pin.pk for pin in pins.values() if eyes.sees(pin)}


@pytest.mark.parametrize("name", PEOPLE)
def test_a_page_shows_nothing_that_the_table_hides(
    pins: dict[str, Pin], cast: Cast, name: str
) -> None:
    by, eyes = cast(name), Sight(cast(name))
    for pin in pins.values():
        if not eyes.sees(pin):
            with pytest.raises(NotFound):
                queries.pin(by, pin.code, NOW)
            continue
        view = queries.pin(by, pin.code, NOW)
        exact = eyes.holds(sight.EXACT, pin)
        assert (view.lon is not None, view.title is not None) == (exact, exact)
        assert (view.what_may_happen is not None) == exact
        assert (view.agency_name is not None) == (
            eyes.holds(sight.AGENCY, pin) and pin.agency_id is not None
        )
        assert view.suppression_sight == eyes.suppression(pin)
        shown = {"full": pin.suppression_state, "none": None}.get(view.suppression_sight)
        if view.suppression_sight != "yes_no":
            assert view.suppression == shown
        else:
            assert view.suppression in ("YES", "NO")
        assert (view.score_sentence is not None) == eyes.works_on(pin)
        if not exact:
            assert view.masked[sight.EXACT]


def test_strong_members_and_agencies_read_no_notes(pins: dict[str, Pin], cast: Cast) -> None:
    for name, label in (("malee", "open_of_club"), ("anong", "sent")):
        view = queries.pin(cast(name), pins[label].code, NOW)
        assert view.lon is not None
        assert (view.sources, view.contributions, view.created_by_name) == ((), (), None)


def test_nobody_without_a_grant_sees_a_pin(pins: dict[str, Pin]) -> None:
    """The public, anonymous reporters and registered citizens are not officers."""
    nobody = Principal(0, "")
    assert not queries.visible_pins(nobody).exists()
    assert not any(Sight(nobody).sees(pin) for pin in pins.values())


def test_the_cast_plays_every_role_of_officers() -> None:
    roles = {role.value for _group, role in visibility.table()}
    assert {person.role.value for person in PEOPLE.values()} == roles - NO_OFFICER


def test_an_agency_never_sees_a_draft_a_proposal_or_a_watched_pin(stage: Stage, cast: Cast) -> None:
    """Not even one that was sent to it earlier."""
    anong = cast("anong")
    for state in ("DRAFT", "PROPOSED", "RETURNED", "WATCHING", "NOT_SUBSTANTIATED", "ARCHIVED"):
        pin = stage.at("prevention", state, sent_to_agency_at=NOW)
        assert not policies.may_see(anong, pin)
    direct = stage.put(stage.at("prevention", "RESOLVED"), sent_to_agency_at=None)
    assert not policies.may_see(anong, direct), "closed by field proof: nothing was sent"


def test_a_conflict_of_interest_hides_the_pin_wholly(stage: Stage, cast: Cast) -> None:
    pin = stage.at("suppression", "INTEL")
    stage.assign(pin, "naree")
    for name in ("somsri", "direk", "chalerm", "apinya", "naree", "wirot", "rungroj"):
        assert policies.may_see(cast(name), pin)
        ConflictOfInterest.objects.create(
            user=cast.user(name), agency=cast.agency(), reason="ญาติทำงานอยู่", declared_at=NOW
        )
        by = cast(name)
        assert not policies.may_see(by, pin)
        assert not queries.visible_pins(by).exists()
        eyes = Sight(by)
        assert not any(eyes.holds(group, pin) for group in PIN_GROUPS)
        assert (eyes.suppression(pin), eyes.works_on(pin)) == ("none", False)
        with pytest.raises(NotFound):
            queries.pin(by, pin.code, NOW)


def test_a_pin_without_an_agency_stays_visible_to_officers_with_conflicts(
    stage: Stage, cast: Cast
) -> None:
    pin = stage.put(stage.at("prevention", "WATCHING"), agency_id=None)
    by = replace(cast("somsri"), conflicted_agency_ids=frozenset({cast.agency().pk}))
    assert list(queries.visible_pins(by)) == [pin]


def test_search_does_not_find_words_that_may_not_be_read(stage: Stage, cast: Cast) -> None:
    """An investigator of another place sees the pin coarsely; its words are not searched."""
    pin = stage.at("prevention", "WATCHING")
    found = queries.PinFilter(text="เลียบคลอง")
    today = NOW.date()
    assert list(found.apply(queries.visible_pins(cast("somsri")), cast("somsri"), today)) == [pin]
    assert not found.apply(queries.visible_pins(cast("naree")), cast("naree"), today).exists()
    by_agency = queries.PinFilter(text="คลองทดสอบ")
    assert by_agency.apply(queries.visible_pins(cast("naree")), cast("naree"), today).exists()


def test_the_suppression_filter_reveals_nothing(stage: Stage, cast: Cast) -> None:
    stage.at("suppression", "INTEL")
    wanted = queries.PinFilter(suppression=True)
    for name, count in (("somsri", 1), ("direk", 1), ("chalerm", 0), ("pim", 0), ("kanya", 0)):
        pins = wanted.apply(queries.visible_pins(cast(name)), cast(name), NOW.date())
        assert pins.count() == count, name


def test_the_copy_of_the_table_is_the_specification(shared: Path) -> None:
    assert visibility.TABLE.read_bytes() == (shared / "domain" / "visibility.csv").read_bytes()
