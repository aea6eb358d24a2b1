"""Fills an empty database with the demonstration, in the order in which an office would."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import TypeVar

from django.contrib.auth import get_user_model

from demo import bodies, people
from demo.evening import hold_workshop
from demo.histories import Team
from demo.pins import PIN_COUNT, World, demonstration_pins
from demo.published import publish_some
from demo.tips import tell
from tmac.accounts import queries as accounts
from tmac.accounts import services as officers
from tmac.accounts.principals import Principal
from tmac.accounts.queries import OfficeKind
from tmac.riskmap.services.archive import load_past
from tmac.vault import demonstration

SEED = 2570
_BATCH = 600
T = TypeVar("T")


def seed(now: datetime, say: Callable[[str], None], count: int = PIN_COUNT) -> bool:
    """Everything, once; False when the cast is here already."""
    if get_user_model().objects.filter(username="somsri").exists():
        return False
    headquarters = accounts.office_of("NACC-HQ")
    if headquarters is None:
        raise LookupError("load the reference data first: ./tmac setup")
    random = Random(SEED)
    founder = people.founder(headquarters.pk)
    say("registering invented public bodies")
    found = bodies.register(now, random)
    liaison_body = found["74"][0]
    _open_offices(founder, now, liaison_body.id)
    say("opening the accounts of the cast")
    ids = people.employ(founder, now)
    say("making keys that everybody may know")
    demonstration.prepare(now=now - timedelta(days=90))
    world = World(now, found, _teams(ids), liaison_body.id)
    _load(world, random, founder, now, count, say)
    say("holding a pinning workshop in Roi Et")
    hold_workshop(by=accounts.principal(ids["preecha"], now), now=now, world=world)
    say("telling tips")
    tell(now, ids, say)
    publish_some(by=accounts.principal(ids["direk"], now), now=now + timedelta(seconds=1), count=6)
    return True


def _open_offices(founder: Principal, now: datetime, liaison_agency_id: int) -> None:
    officers.open_office(
        by=founder,
        now=now,
        code="DEMO-AGENCY-74",
        kind=OfficeKind.AGENCY,
        name_th="งานประสานงาน องค์การบริหารส่วนตำบล (สาธิต)",
        name_en="Liaison desk of a demonstration body",
        province_code="74",
        agency_id=liaison_agency_id,
    )
    officers.open_office(
        by=founder,
        now=now,
        code="DEMO-PARTNER",
        kind=OfficeKind.PARTNER,
        name_th="เครือข่ายองค์กรชุมชน (สาธิต)",
        name_en="Community network (demonstration)",
        province_code="74",
    )


def _teams(ids: dict[str, int]) -> dict[str, Team]:
    lead, investigator = ids["wirot"], ids["naree"]
    past = Team(ids["register.officer"], ids["register.director"], ids["register.officer"],
                lead, investigator)  # fmt: skip
    return {
        "": past,
        "74": Team(ids["somsri"], ids["direk"], ids["anong"], lead, investigator),
        "45": Team(ids["preecha"], ids["decha"], past.liaison, lead, investigator),
    }


def _load(
    world: World,
    random: Random,
    founder: Principal,
    now: datetime,
    count: int,
    say: Callable[[str], None],
) -> None:
    done = 0
    for batch in _batches(demonstration_pins(world, random, count), _BATCH):
        done += load_past(by=founder, now=now, pins=batch)
        say(f"pins placed: {done:,}")


def _batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    left = iter(rows)
    while batch := list(islice(left, size)):
        yield batch
