"""Tips of the demonstration: invented, sealed as a server seals them, and moved a little."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from demo.telling import STORIES, Story
from tmac.accounts import queries as accounts
from tmac.accounts.principals import Principal
from tmac.geography import queries as geography
from tmac.tips.filings import FiledWithCode, NoteDraft, SummaryDraft
from tmac.tips.grounds import Grounds
from tmac.tips.services import filing_open, handling, stepping
from tmac.tips.services.noting import write_note

TIP_COUNT = 60
_CHECKLIST = ("MANDATE", "FACTS", "CORROBORATION", "DUPLICATE", "MALICE", "REPORTER_RISK")
_CHANNELS = ("WEB", "WEB", "WEB", "LINE", "PHONE", "WALKIN", "LETTER")
_NO_IDENTITY = {"v": 1, "name": "", "phone": "", "email": "", "line": "", "other": ""}


@dataclass(frozen=True)
class Desk:
    """Who handles the tips of one province."""

    province: str
    screener: int
    prevention: int
    director: int


def tell(now: datetime, ids: dict[str, int], say: Callable[[str], None]) -> None:
    """File the tips over the last sixty days, and let the officers work on two thirds of them."""
    random = Random(2570)
    desks = (
        Desk("74", ids["suda"], ids["somsri"], ids["direk"]),
        Desk("45", ids["phanom"], ids["preecha"], ids["decha"]),
    )
    for number, (moment, desk, story) in enumerate(_plan(now, desks, random)):
        filed = _file(moment, desk.province, story, random)
        _work_on(filed, desk, story, moment, stage=number % 6)
    _notes(now, ids)
    say(f"tips told: {TIP_COUNT}")


def _plan(
    now: datetime, desks: tuple[Desk, ...], random: Random
) -> Iterator[tuple[datetime, Desk, Story]]:
    days = sorted((random.randint(0, 60) for _number in range(TIP_COUNT)), reverse=True)
    for number, day in enumerate(days):
        moment = now - timedelta(days=day, minutes=random.randint(30, 400))
        yield moment, desks[number % 3 == 2], STORIES[number % len(STORIES)]


def _file(moment: datetime, province: str, story: Story, random: Random) -> FiledWithCode:
    district = random.choice(geography.children(province))
    place = random.choice(geography.children(district.code))
    facts = {
        "kind": story.kind,
        "province": province,
        "district": district.code,
        "subdistrict": place.code,
        "category": story.category,
        "agency_kind": story.agency_kind,
        "agency_id": None,
        "amount_band": story.amount_band,
        "month": f"{moment - timedelta(days=40):%Y-%m}",
        "ongoing": random.choice(("YES", "NO", "UNKNOWN")),
        "stoppable": "YES" if story.is_stoppable else "NO",
        "how_known": random.choice(("SAW", "TOLD", "DOCUMENT", "VICTIM", "WORKS_THERE")),
        "protection": ["FEAR"] if story.is_afraid else [],
        "urgent": story.is_afraid,
        "route": "PROVINCE",
        "about_office": False,
    }
    content = {"v": 1, "kind": story.kind, "text": f"{story.text} ({place.name_th})"}
    identity = _NO_IDENTITY if random.random() < 0.7 else {**_NO_IDENTITY, "name": "ผู้แจ้ง สาธิต"}
    channel = random.choice(_CHANNELS)
    return filing_open.file_open(
        now=moment, facts=facts, content=content, identity=identity, channel=channel
    )


def _work_on(
    filed: FiledWithCode, desk: Desk, story: Story, moment: datetime, *, stage: int
) -> None:
    """How far the officers have come: 0 and 1 untouched, then screened, summed up, accepted."""
    if stage < 2:
        return
    later = moment + timedelta(hours=3)
    screener = accounts.principal(desk.screener, later)
    version = handling.take_tip(by=screener, now=later, tip_id=filed.case)
    if stage < 4:
        return
    summary = SummaryDraft(story.title, story.summary, category=story.category or "PRC-06",
                           is_anonymous=True, has_evidence=True)  # fmt: skip
    version = handling.write_summary(
        by=screener, now=later, tip_id=filed.case, version=version, summary=summary
    )
    grounds = Grounds(checklist=(*_CHECKLIST, "STOPPABLE"), is_anonymous=True, has_evidence=True)
    if stage == 4 and story.is_city_problem:
        return
    _step(screener, later, filed, version, "ACCEPTED", grounds)


def _step(
    by: Principal,
    now: datetime,
    filed: FiledWithCode,
    version: int,
    target: str,
    grounds: Grounds | None = None,
) -> int:
    return stepping.take_step(
        by=by, now=now, tip_id=filed.case, version=version, target=target, grounds=grounds
    ).version


def _notes(now: datetime, ids: dict[str, int]) -> None:
    for name, title, text in (
        ("malee", "ลานกีฬาที่เพิ่งตรวจรับ", "พื้นแตกหลายแห่งทั้งที่ตรวจรับไปสองเดือนก่อน จะไปดูอีกครั้งหลังฝนตก"),
        ("kanya", "นมโรงเรียนช่วงปิดเทอม", "ผู้ปกครองสามคนเล่าว่าได้นมไม่ครบจำนวนวัน ยังไม่เห็นเอกสาร"),
        ("somsri", "งานจ้างเดิมทุกปี", "ผู้รับจ้างรายเดิมได้งานซ่อมถนนสี่ปีติดกัน ควรดูประกาศรอบหน้า"),
    ):
        by = accounts.principal(ids[name], now)
        write_note(by=by, now=now, note=NoteDraft(title=title, text=text, province="74"))
