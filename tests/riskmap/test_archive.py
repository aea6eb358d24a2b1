"""An earlier register is loaded with its past, and only with a past that the life-cycle allows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.riskmap.conftest import CHECK, DRAFT, NOW, SHEET
from tmac.audit.models import Entry
from tmac.core.errors import Invalid, Refused
from tmac.riskmap.grounds import Grounds
from tmac.riskmap.models import Move, Pin
from tmac.riskmap.services.archive import PastMove, PastPin, load_past
from tmac.riskmap.states import Lane, Prevention
from tmac.taxonomy.services import load_reference

P = Prevention
MADE = NOW - timedelta(days=100)


@pytest.fixture(autouse=True)
def _reference(db: None) -> None:
    load_reference()


def past(
    cast: Cast, *targets: Prevention, director: str = "direk", second: str = "direk"
) -> PastPin:
    """A pin of Somsri's that went through `targets`, ten days apart."""
    by = {P.WATCHING: director}
    moves = tuple(
        PastMove(
            Lane.PREVENTION,
            target,
            MADE + timedelta(days=10 * number),
            cast.user(by.get(target, "somsri")).pk,
            Grounds(text="ตรวจพื้นที่แล้วแก้ไขครบ", field_check=CHECK),
            cast.user(second).pk if target == P.RESOLVED else None,
        )
        for number, target in enumerate(targets, start=1)
    )
    return PastPin(DRAFT, MADE, cast.user("somsri").pk, SHEET, moves)


def test_a_past_is_kept_move_by_move_with_its_score_dates_and_audit(cast: Cast) -> None:
    told = past(cast, P.PROPOSED, P.WATCHING, P.RESOLVED)
    assert load_past(by=cast("chalerm"), now=NOW, pins=[told]) == 1
    pin = Pin.objects.get()
    assert (pin.prevention_state, pin.score, pin.final_level) == (P.RESOLVED, 15, "VERY_HIGH")
    assert pin.verified_at == MADE + timedelta(days=20)
    assert pin.closed_at == MADE + timedelta(days=30)
    states = Move.objects.order_by("at").values_list("source", "target")
    assert list(states) == [
        ("", P.DRAFT), (P.DRAFT, P.PROPOSED), (P.PROPOSED, P.WATCHING), (P.WATCHING, P.RESOLVED)
    ]  # fmt: skip
    assert Entry.objects.get(action="pin.loaded").subject_id == str(pin.pk)


@pytest.mark.parametrize("name", ["somsri", "direk", "rungroj", "pim", "apinya", "kittisak"])
def test_only_the_central_programme_loads_a_register(cast: Cast, name: str) -> None:
    with pytest.raises(Refused):
        load_past(by=cast(name), now=NOW, pins=[past(cast)])
    assert not Pin.objects.exists()


@pytest.mark.parametrize(
    ("targets", "people"),
    [
        ((P.WATCHING,), {}),  # no such step from a draft
        ((P.PROPOSED, P.WATCHING), {"director": "somsri"}),  # verified by its creator
        ((P.PROPOSED, P.WATCHING, P.RESOLVED), {"second": "somsri"}),  # closed by one person
    ],
)
def test_a_past_against_the_rules_loads_nothing_at_all(
    cast: Cast, targets: tuple[Prevention, ...], people: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refusal:
        load_past(by=cast("chalerm"), now=NOW, pins=[past(cast), past(cast, *targets, **people)])
    assert [fault.row for fault in refusal.value.faults] == [2]
    assert not Pin.objects.exists()


def test_moves_out_of_the_order_of_time_or_ahead_of_it_are_refused(cast: Cast) -> None:
    with pytest.raises(Invalid):
        load_past(by=cast("chalerm"), now=MADE + timedelta(days=5), pins=[past(cast, P.PROPOSED)])
    assert not Pin.objects.exists()
