"""The score of a pin: likelihood x impact, every point with its reason. Pure: no Django.

Likelihood L = 1 + one point for each tick, at most 5. Impact I = the strongest of money, reach and
irreversibility, 1 to 5. Score = L x I, 1 to 25. The grade of the evidence stands beside the score
and is never multiplied into it. `reference/risk_score_cases.csv` is the truth table.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum

from tmac.core.money import thai_baht


class Level(StrEnum):
    """Risk level, from the score: 1-4, 5-9, 10-14, 15-25."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    VERY_HIGH = "VERY_HIGH"

    @property
    def rank(self) -> int:
        """1 (low) to 4 (very high)."""
        return LEVELS.index(self) + 1

    @property
    def weight(self) -> int:
        """What an open pin of this level weighs in area shading: 1, 2, 4, 8."""
        return 1 << (self.rank - 1)


LEVELS = (Level.LOW, Level.MEDIUM, Level.HIGH, Level.VERY_HIGH)
LEVEL_NAMES = {
    "th": {"LOW": "ต่ำ", "MEDIUM": "ปานกลาง", "HIGH": "สูง", "VERY_HIGH": "สูงมาก"},
    "en": {"LOW": "Low", "MEDIUM": "Medium", "HIGH": "High", "VERY_HIGH": "Very high"},
}


class Grade(StrEnum):
    """Weight of the evidence: A official record, B checked, C told by a known person, D remark."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Reach(StrEnum):
    """How far the damage would be felt."""

    PERSON = "PERSON"
    VILLAGE = "VILLAGE"
    TAMBON = "TAMBON"
    DISTRICT = "DISTRICT"
    PROVINCE = "PROVINCE"


class Irreversible(StrEnum):
    """How long the damage would last."""

    NO = "NO"
    YEAR = "YEAR"
    PERMANENT = "PERMANENT"


TICK_NAMES = ("has_two_sources", "is_repeat_here", "has_low_ita", "has_warning_sign", "is_seen")
MAX_LIKELIHOOD = 5
_MONEY_STEPS = ((100_000, 1), (500_000, 2), (5_000_000, 3), (50_000_000, 4))
_REACH_POINTS = {reach: points for points, reach in enumerate(Reach, start=1)}
_IRREVERSIBLE_POINTS = {Irreversible.NO: 1, Irreversible.YEAR: 3, Irreversible.PERMANENT: 5}


@dataclass(frozen=True)
class Ticks:
    """The five signs of likelihood, in the order of the specification."""

    has_two_sources: bool = False  # two or more independent sources
    is_repeat_here: bool = False  # the same kind here within 24 months
    has_low_ita: bool = False  # ITA total or an instrument below 85
    has_warning_sign: bool = False  # a red flag or a local risk issue
    is_seen: bool = False  # seen by the network, or physical evidence

    @classmethod
    def from_digits(cls, digits: str) -> Ticks:
        """'11010' -> the first, second and fourth tick."""
        return cls(*(digit == "1" for digit in digits))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the ticks that are set."""
        return tuple(name for name in TICK_NAMES if getattr(self, name))


@dataclass(frozen=True)
class Contribution:
    """One part of the score. `side` is L or I; `counts` is false for the weaker impacts."""

    code: str  # BASE, a tick's name, CAP, MONEY, REACH, IRREVERSIBLE
    side: str
    points: int
    value: str = ""  # what was given: an amount, a reach, a duration
    counts: bool = True

    def as_record(self) -> dict[str, str | int | bool]:
        """The form in which a contribution is stored with its pin."""
        return asdict(self)


@dataclass(frozen=True)
class Assessment:
    """What the rule computes from a score sheet. `verify_first`: orange or red on grade D alone."""

    likelihood: int
    impact: int
    score: int
    level: Level
    contributions: tuple[Contribution, ...]
    verify_first: bool


def money_points(amount_baht: int) -> int:
    """Under 100,000 baht 1, under 500,000 2, under 5 million 3, under 50 million 4, else 5."""
    return next((points for below, points in _MONEY_STEPS if amount_baht < below), 5)


def level_of(score: int) -> Level:
    """1-4 LOW, 5-9 MEDIUM, 10-14 HIGH, 15-25 VERY_HIGH."""
    return LEVELS[(score >= 5) + (score >= 10) + (score >= 15)]


def must_verify_first(level: str, grade: str) -> bool:
    """Whether a level is so high, on evidence so thin, that it must be verified before use."""
    return level in (Level.HIGH, Level.VERY_HIGH) and grade == Grade.D


def one_step_apart(computed: str, final: str) -> bool:
    """Whether an officer's final level is the computed one or next to it."""
    return abs(Level(computed).rank - Level(final).rank) <= 1


def assess(
    ticks: Ticks, money_baht: int, reach: Reach, irreversible: Irreversible, evidence: Grade
) -> Assessment:
    """The score of one sheet; `money_baht` is 0 or more, in whole baht."""
    if money_baht < 0:
        raise ValueError("money_baht is 0 or more")
    likelihood_parts = _likelihood_parts(ticks)
    impact_parts = _impact_parts(money_baht, Reach(reach), Irreversible(irreversible))
    likelihood = sum(part.points for part in likelihood_parts)
    impact = max(part.points for part in impact_parts)
    level = level_of(likelihood * impact)
    return Assessment(
        likelihood=likelihood,
        impact=impact,
        score=likelihood * impact,
        level=level,
        contributions=(*likelihood_parts, *impact_parts),
        verify_first=must_verify_first(level, Grade(evidence)),
    )


def _likelihood_parts(ticks: Ticks) -> list[Contribution]:
    parts = [Contribution("BASE", "L", 1)]
    parts += [Contribution(name, "L", 1) for name in ticks.names]
    excess = len(parts) - MAX_LIKELIHOOD
    if excess > 0:
        parts.append(Contribution("CAP", "L", -excess))
    return parts


def _impact_parts(money_baht: int, reach: Reach, lasting: Irreversible) -> list[Contribution]:
    given = (
        ("MONEY", money_points(money_baht), str(money_baht)),
        ("REACH", _REACH_POINTS[reach], reach.value),
        ("IRREVERSIBLE", _IRREVERSIBLE_POINTS[lasting], lasting.value),
    )
    strongest = max(points for _, points, _ in given)
    return [
        Contribution(code, "I", points, value, counts=points == strongest)
        for code, points, value in given
    ]


_REASONS = {
    "th": {
        "BASE": "เริ่มต้นที่ 1",
        "CAP": "โอกาสให้ได้ไม่เกิน 5",
        "has_two_sources": "มีแหล่งข้อมูลที่เป็นอิสระต่อกันตั้งแต่ 2 แหล่งขึ้นไป",
        "is_repeat_here": "เคยมีความเสี่ยงประเภทเดียวกันที่นี่ภายใน 24 เดือน",
        "has_low_ita": "คะแนน ITA รวมหรือรายเครื่องมือต่ำกว่า 85",
        "has_warning_sign": "พบสัญญาณเตือนหรือเป็นประเด็นเสี่ยงของพื้นที่",
        "is_seen": "เครือข่ายพบเห็นเองหรือมีหลักฐานทางกายภาพ",
        "PERSON": "กระทบเฉพาะบุคคล",
        "VILLAGE": "กระทบระดับหมู่บ้าน",
        "TAMBON": "กระทบระดับตำบล",
        "DISTRICT": "กระทบระดับอำเภอ",
        "PROVINCE": "กระทบระดับจังหวัด",
        "NO": "ความเสียหายแก้ไขคืนได้",
        "YEAR": "ความเสียหายต้องใช้เวลาราวหนึ่งปีจึงแก้ไขคืนได้",
        "PERMANENT": "ความเสียหายแก้ไขคืนไม่ได้",
    },
    "en": {
        "BASE": "everything starts at 1",
        "CAP": "likelihood stops at 5",
        "has_two_sources": "two or more independent sources say so",
        "is_repeat_here": "the same kind of risk was found here within 24 months",
        "has_low_ita": "the ITA total or one of its instruments is below 85",
        "has_warning_sign": "there is a warning sign or a known local risk issue",
        "is_seen": "the network saw it or there is physical evidence",
        "PERSON": "it touches one person",
        "VILLAGE": "it touches a village",
        "TAMBON": "it touches a subdistrict",
        "DISTRICT": "it touches a district",
        "PROVINCE": "it touches a province",
        "NO": "the damage can be undone",
        "YEAR": "the damage takes about a year to undo",
        "PERMANENT": "the damage cannot be undone",
    },
}


def reason(part: Contribution, language: str = "th") -> str:
    """Why one contribution has its points, in plain words."""
    words = _REASONS["en" if language == "en" else "th"]
    if part.code != "MONEY":
        return words[part.value or part.code]
    amount = int(part.value)
    if amount == 0:
        return "no amount is known" if language == "en" else "ยังไม่ทราบวงเงิน"
    if language == "en":
        return f"{amount:,} baht are at stake"
    return f"วงเงิน {thai_baht(amount)}"


def sentence(assessment: Assessment, language: str = "th") -> str:
    """'สูงมาก 15 = โอกาส 5 × ผลกระทบ 3 เพราะ ...', or the same in English."""
    said = [part for part in assessment.contributions if part.code not in ("BASE", "CAP")]
    why = [reason(part, language) for part in said if part.counts]
    name = LEVEL_NAMES["en" if language == "en" else "th"][assessment.level]
    figures = (assessment.score, assessment.likelihood, assessment.impact)
    if language == "en":
        head = "{} {} = likelihood {} × impact {} because ".format(name, *figures)
        return head + _joined(why, "; ", "; and ")
    head = "{} {} = โอกาส {} × ผลกระทบ {} เพราะ ".format(name, *figures)
    return head + _joined(why, " ", " และ")


def _joined(parts: list[str], comma: str, last: str) -> str:
    return comma.join(parts[:-1]) + (last if len(parts) > 1 else "") + parts[-1]


def from_records(
    records: list[dict[str, str | int | bool]], level: str, verify_first: bool
) -> Assessment:
    """The assessment that was stored with a pin, for showing it again word by word."""
    parts = tuple(
        Contribution(
            str(r["code"]), str(r["side"]), int(r["points"]), str(r["value"]), bool(r["counts"])
        )
        for r in records
    )
    likelihood = sum(part.points for part in parts if part.side == "L")
    impact = max(part.points for part in parts if part.side == "I")
    return Assessment(likelihood, impact, likelihood * impact, Level(level), parts, verify_first)
