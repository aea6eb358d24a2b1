"""Two people at once, on two connections: one wins, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from tests.cast import Cast
from tests.riskmap.conftest import DRAFT, NOW, SHEET, Stage
from tmac.core.errors import Conflict, TmacError
from tmac.geography.services import load_reference as load_regions
from tmac.riskmap import services
from tmac.riskmap.grounds import Grounds
from tmac.riskmap.models import Move, Pin
from tmac.taxonomy.services import load_reference

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    load_reference()
    load_regions()
    return Stage(Cast())


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts at the same moment, each on a connection of its own; results or errors."""
    barrier = Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=10)
            results[number] = act()
        except TmacError as error:
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def test_of_two_steps_at_once_one_wins_and_the_other_is_told(stage: Stage) -> None:
    pin = stage.at("prevention", "PROPOSED")
    by = stage.cast("direk")

    def verify() -> Any:
        return services.take_step(
            by=by,
            now=NOW,
            pin_id=pin.pk,
            version=pin.version,
            lane="prevention",
            target="WATCHING",
        )

    results = at_once(verify, verify)
    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert Move.objects.filter(pin=pin, target="WATCHING").count() == 1


def test_verifying_and_returning_at_once_leaves_one_state(stage: Stage) -> None:
    pin = stage.at("prevention", "PROPOSED")
    by = stage.cast("direk")

    def step(target: str, reason: str = "") -> Any:
        return services.take_step(
            by=by,
            now=NOW,
            pin_id=pin.pk,
            version=pin.version,
            lane="prevention",
            target=target,
            grounds=Grounds(reason_code=reason),
        )

    results = at_once(lambda: step("WATCHING"), lambda: step("RETURNED", "DOC_INCOMPLETE"))
    assert sum(isinstance(result, Conflict) for result in results) == 1
    pin.refresh_from_db()
    assert pin.prevention_state in ("WATCHING", "RETURNED")
    assert Move.objects.filter(pin=pin).exclude(source="").count() == 1


def test_two_edits_at_once_lose_nothing_silently(stage: Stage) -> None:
    pin = stage.pin(unscored=True)
    by = stage.cast("somsri")

    def edit(title: str) -> Any:
        draft = replace(DRAFT, agency_id=pin.agency_id, title=title)
        return services.edit_pin(by=by, now=NOW, pin_id=pin.pk, version=pin.version, draft=draft)

    results = at_once(lambda: edit("ชื่อเรื่องของคนแรก"), lambda: edit("ชื่อเรื่องของคนที่สอง"))
    told = [result for result in results if isinstance(result, Conflict)]
    assert len(told) == 1
    pin.refresh_from_db()
    assert [change.now for change in told[0].changes] == [pin.title]


def test_numbers_are_given_once_and_without_gaps(stage: Stage) -> None:
    by = stage.cast("somsri")

    def draft() -> Any:
        return [services.draft_pin(by=by, now=NOW, draft=DRAFT).code for _ in range(4)]

    results = at_once(draft, draft, draft)
    codes = sorted(code for result in results for code in result)
    assert codes == [f"2570-74-{number:04d}" for number in range(1, 13)]
    seqs = list(Pin.objects.order_by("changed_seq").values_list("changed_seq", flat=True))
    assert len(set(seqs)) == 12


def test_the_same_document_imported_twice_at_once_makes_one_pin(stage: Stage) -> None:
    by = stage.cast("somsri")

    def draft() -> Any:
        return services.draft_pin(by=by, now=NOW, draft=replace(DRAFT, source_document="ปช 7"))

    results = at_once(draft, draft)
    assert sum(isinstance(result, TmacError) for result in results) == 1
    assert Pin.objects.count() == 1


def test_scoring_against_a_step_is_no_lost_update(stage: Stage) -> None:
    pin = stage.pin()
    by = stage.cast("somsri")

    def propose() -> Any:
        return services.take_step(
            by=by,
            now=NOW,
            pin_id=pin.pk,
            version=pin.version,
            lane="prevention",
            target="PROPOSED",
        )

    def score() -> Any:
        sheet = replace(SHEET, money_baht=99)
        return services.score_pin(by=by, now=NOW, pin_id=pin.pk, version=pin.version, sheet=sheet)

    results = at_once(propose, score)
    assert sum(isinstance(result, TmacError) for result in results) == 1
    after = Pin.objects.get(pk=pin.pk)
    was_scored = after.amount_baht == 99
    assert was_scored != (after.prevention_state == "PROPOSED")
