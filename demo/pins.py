"""Makes the demonstration pins: the same ones for the same seed, moment and boundaries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from demo import wording
from demo.histories import Team, case_of, moves_of, path_for
from demo.places import RICH, Spot, shares, spots
from tmac.agencies.queries import AgencyInfo
from tmac.core.thai import BANGKOK, fiscal_year_be, fiscal_year_bounds, today_in_thailand
from tmac.riskmap.drafts import ActionDraft, PinDraft, ScoreSheet, SourceDraft
from tmac.riskmap.scoring import Grade, Irreversible, Reach, Ticks
from tmac.riskmap.services.archive import PastAction, PastMove, PastPin
from tmac.riskmap.states import Lane, Prevention

FIRST_YEAR_BE = 2563
PIN_COUNT = 3600
_CASE_SHARE = 0.09
_YEAR_WEIGHTS = (7, 8, 9, 11, 13, 16, 20)  # more every year, as the practice spread
_HOUR = time(10, 30)


@dataclass(frozen=True)
class World:
    """What the pins are drawn from."""

    now: datetime
    agencies: Mapping[str, Sequence[AgencyInfo]]  # province -> bodies
    teams: Mapping[str, Team]  # province -> people; "" for every other province
    liaison_agency_id: int


def demonstration_pins(world: World, random: Random, count: int = PIN_COUNT) -> Iterator[PastPin]:
    """All pins, province by province; the training provinces get the most."""
    owed: dict[int, float] = defaultdict(float)
    for province, number in sorted(shares(count).items()):
        yield from _of_province(world, random, province, number, owed)


def _of_province(
    world: World, random: Random, province: str, number: int, owed: dict[int, float]
) -> Iterator[PastPin]:
    days = sorted(_day(world.now, random) for _number in range(number))
    kinds = _categories(days, random, owed)
    places = spots(province, random, number)
    for day, kind, spot in zip(days, kinds, places, strict=True):
        yield _pin(world, random, province, day, kind, spot)


def _day(now: datetime, random: Random) -> date:
    """A working day of one of the fiscal years; the running year has only begun."""
    today = today_in_thailand(now)
    years = list(range(FIRST_YEAR_BE, fiscal_year_be(today) + 1))
    elapsed = (today - fiscal_year_bounds(years[-1])[0]).days + 1
    weights = [*_YEAR_WEIGHTS, *[20.0] * len(years)][: len(years) - 1]
    weights.append(24 * max(elapsed, 20) / 365)
    first, last = fiscal_year_bounds(random.choices(years, weights)[0])
    last = min(last, today - timedelta(days=1))
    day = first + timedelta(days=random.randint(0, max((last - first).days, 0)))
    return day - timedelta(days=max(day.weekday() - 4, 0)) if day.weekday() > 4 else day


def _categories(days: Sequence[date], random: Random, owed: dict[int, float]) -> list[str]:
    """One category a day. `owed` carries what rounding leaves from one province to the next, so
    that procurement has its share of each year in the whole country."""
    by_year: dict[int, list[int]] = defaultdict(list)
    for place, day in enumerate(days):
        by_year[fiscal_year_be(day)].append(place)
    chosen = [""] * len(days)
    for year, members in by_year.items():
        percent = wording.PROCUREMENT_PERCENT.get(year, wording.PROCUREMENT_PERCENT_LATER)
        exact = len(members) * percent / 100 + owed[year]
        procured = min(max(round(exact), 0), len(members))
        owed[year] = exact - procured
        picked = set(random.sample(members, procured))
        for place in members:
            chances = wording.PROCUREMENT_WEIGHTS if place in picked else wording.OTHER_WEIGHTS
            chosen[place] = random.choices(list(chances), list(chances.values()))[0]
    return chosen


def _pin(
    world: World, random: Random, province: str, day: date, category: str, spot: Spot
) -> PastPin:
    created_at = datetime.combine(day, _HOUR, BANGKOK) + timedelta(minutes=random.randint(0, 300))
    team = world.teams.get(province, world.teams[""])
    budget = _budget(random)
    path = path_for(created_at, world.now, random)
    moves = moves_of(path, created_at, world.now, team, random, budget)
    is_open = not moves or moves[-1].target in (
        Prevention.PROPOSED, Prevention.WATCHING, Prevention.REMEDY
    )  # fmt: skip
    case = case_of(moves, world.now, team, random) if random.random() < _CASE_SHARE else ()
    draft = _draft(world, random, province, day, category, spot, budget, is_open)
    return PastPin(
        draft=draft,
        created_at=created_at,
        created_by_id=team.officer,
        sheet=_sheet(random, budget) if path != "draft" else None,
        moves=moves + case,
        actions=_actions(moves, team, random),
        investigator_ids=(team.investigator,) if len(case) > 1 and province in RICH else (),
    )


def _draft(
    world: World,
    random: Random,
    province: str,
    day: date,
    category: str,
    spot: Spot,
    budget: int,
    is_open: bool,
) -> PinDraft:
    story = random.choice(wording.STORIES[category])
    things = wording.THINGS.get(category[:3], ("งานของหน่วยงาน",))
    words = {"thing": random.choice(things), "where": random.choice(wording.WHERE)}
    agency = _agency(world, random, province)
    kind, source_note, grade = random.choice(wording.SOURCES)
    today = today_in_thailand(world.now)
    stoppable = None
    if is_open and (today - day).days < 120 and random.random() < 0.35:
        stoppable = today + timedelta(days=random.randint(3, 75))
    return PinDraft(
        category=category,
        agency_kind=agency.kind,
        agency_id=agency.id,
        province_code=province,
        title=story.title.format(**words),
        what_may_happen=story.what_may_happen.format(**words),
        lat=spot.lat,
        lon=spot.lon,
        accuracy_m=spot.accuracy_m,
        subdistrict_code=spot.subdistrict_code,
        place_note=words["where"],
        period_from=day - timedelta(days=random.randint(5, 90)),
        budget_baht=budget,
        stoppable_until=stoppable,
        fiscal_year_be=fiscal_year_be(day),
        sources=(SourceDraft(_SOURCE_KINDS[kind], grade, day, note=source_note),),
    )


_SOURCE_KINDS = {
    "OFFICIAL_LETTER": "OFFICIAL_RECORD",
    "WORKSHOP": "WORKSHOP",
    "STRONG": "NETWORK",
    "NEWS": "NEWS",
    "WALKIN": "COMPLAINT",
    "SELF": "ANALYSIS",
}


def _agency(world: World, random: Random, province: str) -> AgencyInfo:
    bodies = world.agencies[province]
    mine = [body for body in bodies if body.id == world.liaison_agency_id]
    return mine[0] if mine and random.random() < 0.12 else random.choice(bodies)


def _budget(random: Random) -> int:
    """Most projects are small; a few are very large (a log-normal around 700,000 baht)."""
    amount = random.lognormvariate(13.4, 1.25)
    return int(round(min(amount, 3e8), -3))


def _sheet(random: Random, budget: int) -> ScoreSheet:
    chances = (0.42, 0.33, 0.3, 0.45, 0.4)
    ticks = Ticks(*(random.random() < chance for chance in chances))
    return ScoreSheet(
        ticks=ticks,
        money_baht=round(budget * random.choice((0.2, 0.4, 0.7, 1.0))),
        reach=random.choices(list(Reach), (12, 40, 34, 10, 4))[0],
        irreversible=random.choices(list(Irreversible), (80, 15, 5))[0],
        evidence=random.choices(list(Grade), (14, 40, 30, 16))[0],
    )


_COOPERATION = (
    "ประชุมร่วมกับหน่วยงานและผู้นำชุมชนเพื่อชี้แจงข้อสังเกต",
    "ลงพื้นที่ร่วมกับชมรม STRONG และหน่วยงานเจ้าของโครงการ",
    "ทำบันทึกข้อตกลงให้หน่วยงานเผยแพร่เอกสารโครงการ",
)


def _actions(moves: Sequence[PastMove], team: Team, random: Random) -> tuple[PastAction, ...]:
    """A cooperation or a measure beside each letter to the agency."""
    found = []
    for move in moves:
        if move.lane != Lane.PREVENTION or move.target != Prevention.REMEDY:
            continue
        mechanism = random.choice(("COOP", "COOP", "MEASURE"))
        what = random.choice(_COOPERATION)
        if mechanism == "MEASURE":
            what = f"มีหนังสือ {move.grounds.letter_no} แจ้งมาตรการป้องกันให้หน่วยงาน"
        draft = ActionDraft(
            mechanism, what, move.at.date(), "เจ้าหน้าที่และผู้แทนหน่วยงาน (สาธิต)", "หน่วยงานรับไปดำเนินการ"
        )
        found.append(PastAction(draft, move.at, team.officer, move.at))
    return tuple(found)
