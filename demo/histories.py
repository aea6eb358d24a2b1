"""What became of a demonstration pin: a path through the life-cycle, days between the steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from demo.wording import FINDINGS
from tmac.riskmap.grounds import FieldCheck, Grounds
from tmac.riskmap.services.archive import PastMove
from tmac.riskmap.states import Lane, Prevention, Suppression

P, S = Prevention, Suppression
PRE, SUP = Lane.PREVENTION, Lane.SUPPRESSION


@dataclass(frozen=True)
class Team:
    """Who acts in a province: user ids."""

    officer: int
    director: int
    liaison: int
    lead: int
    investigator: int


# How a pin goes on, by chance; an old pin has had time to reach the end of its path.
PATHS: dict[str, tuple[tuple[Prevention, int], ...]] = {
    "resolved": ((P.PROPOSED, 4), (P.WATCHING, 12), (P.REMEDY, 20), (P.FIX_REPORTED, 40),
                 (P.RESOLVED, 18)),
    "stopped": ((P.PROPOSED, 3), (P.WATCHING, 6), (P.STOPPED, 15)),
    "stopped_late": ((P.PROPOSED, 3), (P.WATCHING, 9), (P.REMEDY, 12), (P.STOPPED, 30)),
    "unfounded": ((P.PROPOSED, 5), (P.NOT_SUBSTANTIATED, 14)),
    "watching": ((P.PROPOSED, 5), (P.WATCHING, 14)),
    "remedy": ((P.PROPOSED, 5), (P.WATCHING, 12), (P.REMEDY, 25)),
    "fix_reported": ((P.PROPOSED, 5), (P.WATCHING, 12), (P.REMEDY, 25), (P.FIX_REPORTED, 45)),
    "reopened": ((P.PROPOSED, 4), (P.WATCHING, 10), (P.REMEDY, 20), (P.FIX_REPORTED, 35),
                 (P.RESOLVED, 15), (P.WATCHING, 40)),
    "returned": ((P.PROPOSED, 4), (P.RETURNED, 5)),
    "proposed": ((P.PROPOSED, 4),),
    "draft": (),
}  # fmt: skip
_OLD = {"resolved": 46, "stopped": 12, "stopped_late": 7, "unfounded": 13, "watching": 8,
        "remedy": 5, "fix_reported": 2, "reopened": 7}  # fmt: skip
_ANCIENT = {"resolved": 62, "stopped": 14, "stopped_late": 8, "unfounded": 13, "watching": 3}
_RECENT = {"resolved": 16, "stopped": 9, "stopped_late": 4, "unfounded": 7, "watching": 24,
           "remedy": 18, "fix_reported": 8, "reopened": 4, "returned": 2, "proposed": 5,
           "draft": 3}  # fmt: skip
_CASE = ((S.HANDOVER, 10), (S.INTEL, 12), (S.PRELIM, 40), (S.INQUIRY, 120), (S.FOUND, 300),
         (S.COURT, 90), (S.DONE, 400))  # fmt: skip
_RECENT_DAYS, _ANCIENT_DAYS = 400, 1000


def path_for(created_at: datetime, now: datetime, random: Random) -> str:
    """The name of the path that a pin of this age takes."""
    age_days = (now - created_at).days
    chances = _OLD if age_days < _ANCIENT_DAYS else _ANCIENT
    if age_days < _RECENT_DAYS:
        chances = _RECENT
    return random.choices(list(chances), list(chances.values()))[0]


def moves_of(
    path: str,
    created_at: datetime,
    now: datetime,
    team: Team,
    random: Random,
    budget_baht: int,
) -> tuple[PastMove, ...]:
    """The steps of the path that were taken until `now`."""
    at, moves = created_at, list[PastMove]()
    for target, days in PATHS[path]:
        at += timedelta(days=max(1, round(days * random.uniform(0.5, 2.2))), hours=random.random())
        if at > now:
            break
        moves.append(_move(target, at, team, budget_baht, random))
    return tuple(moves)


def _move(
    target: Prevention, at: datetime, team: Team, budget_baht: int, random: Random
) -> PastMove:
    by, confirmed = team.officer, None
    if target in (Prevention.WATCHING, Prevention.NOT_SUBSTANTIATED, Prevention.RETURNED):
        by = team.director
    if target == Prevention.FIX_REPORTED:
        by = team.liaison
    if target in (Prevention.RESOLVED, Prevention.STOPPED):
        confirmed = team.director
    grounds = _grounds(target, at.date(), budget_baht, random)
    return PastMove(PRE, target, at, by, grounds, confirmed)


def _grounds(target: Prevention, day: date, budget_baht: int, random: Random) -> Grounds:
    if target == Prevention.RETURNED:
        return Grounds(reason_code="FACT_UNCLEAR", text="ขอวันที่และเลขที่โครงการเพิ่มเติม")
    if target == Prevention.WATCHING:
        return Grounds(text=FINDINGS["verified"], field_check=_check(day, FINDINGS["verified"]))
    if target == Prevention.REMEDY:
        letter = f"ปช 00{random.randint(10, 99)}/{random.randint(100, 999)}"
        due = day + timedelta(days=random.choice((30, 45, 60)))
        return Grounds(letter_no=letter, due_on=due, text=FINDINGS["remedy"])
    if target == Prevention.RESOLVED:
        return Grounds(text=FINDINGS["fixed"], field_check=_check(day, FINDINGS["fixed"]))
    if target == Prevention.STOPPED:
        saved = int(round(budget_baht * random.choice((0.15, 0.3, 0.5, 1.0)), -3))
        basis = "ส่วนต่างของวงเงินโครงการเดิมกับวงเงินที่ปรับหรือยกเลิก"
        return Grounds(text=FINDINGS["stopped"], baht_protected=saved, protected_basis=basis)
    if target == Prevention.FIX_REPORTED:
        return Grounds(text=FINDINGS["reported"])
    return Grounds(text=FINDINGS["none"]) if target == Prevention.NOT_SUBSTANTIATED else Grounds()


def _check(day: date, finding: str) -> FieldCheck:
    return FieldCheck(
        day - timedelta(days=1), "ทีมลงพื้นที่ (สาธิต)", "สำนักงาน ป.ป.ช. ประจำจังหวัด", finding
    )


def case_of(
    moves: tuple[PastMove, ...], now: datetime, team: Team, random: Random
) -> tuple[PastMove, ...]:
    """The suppression lane of a verified pin, as far as time allows; empty when none began."""
    verified = next((m.at for m in moves if m.target == Prevention.WATCHING), None)
    if verified is None:
        return ()
    at, taken = verified, list[PastMove]()
    for target, days in _CASE[: random.randint(1, len(_CASE))]:
        at += timedelta(days=round(days * random.uniform(0.6, 1.4)))
        if at > now:
            break
        taken.append(_case_move(target, at, team, random))
    return tuple(taken)


def _case_move(target: Suppression, at: datetime, team: Team, random: Random) -> PastMove:
    reference = f"สาธิต {random.randint(1, 999)}/{at.year + 543}"
    if target == Suppression.HANDOVER:
        grounds = Grounds(text=FINDINGS["handover"], evidence_list=("สำเนาสัญญา", "ภาพถ่ายพื้นที่"))
        return PastMove(SUP, target, at, team.director, grounds)
    if target == Suppression.INTEL:
        return PastMove(SUP, target, at, team.lead)
    return PastMove(SUP, target, at, team.investigator, Grounds(reference_no=reference))
