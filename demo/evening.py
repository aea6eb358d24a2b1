"""A pinning workshop in Roi Et: two tables, twelve notes, still open for a training evening."""

from __future__ import annotations

from datetime import datetime

from demo.pins import World
from tmac.accounts.principals import Principal
from tmac.core.thai import today_in_thailand
from tmac.geography import queries as geography
from tmac.riskmap import services
from tmac.riskmap.drafts import PinDraft, WorkshopDraft

PROVINCE = "45"
NOTES = (
    ("PRC-03", "แบ่งจ้างทำป้ายโครงการหลายครั้งในเดือนเดียว"),
    ("PRC-06", "ถนนดินลูกรังลงหินคลุกไม่ครบความหนา"),
    ("WST-01", "ลานตากข้าวสร้างแล้วใช้ไม่ได้เพราะน้ำท่วมทุกปี"),
    ("EMB-03", "นมโรงเรียนมาไม่ครบวันช่วงเปิดเทอม"),
    ("NAT-02", "รถขนดินวิ่งกลางคืนจากบ่อใกล้หนองน้ำ"),
    ("LND-02", "ทางลงหนองสาธารณะถูกกั้นรั้ว"),
    ("HRM", "มีข้อสังเกตการรับคนงานดูแลสวนสาธารณะ"),
    ("AST", "รถกระเช้าถูกใช้งานนอกพื้นที่"),
    ("PRC-01", "สเปกเครื่องสูบน้ำระบุยี่ห้อเดียว"),
    ("EMB-01", "เบิกน้ำมันเครื่องตัดหญ้าในวันหยุดยาว"),
    ("DTY", "ร้องเรียนน้ำเสียจากโรงงานแล้วไม่มีผู้มาตรวจ"),
    ("LIC", "ใบอนุญาตก่อสร้างบางรายเร็วกว่ารายอื่นมาก"),
)


def hold_workshop(*, by: Principal, now: datetime, world: World) -> None:
    """Open the workshop and record its notes."""
    workshop = services.open_workshop(
        by=by,
        now=now,
        workshop=WorkshopDraft(
            name="เวทีปักหมุดจังหวัดร้อยเอ็ด (สาธิต)",
            province_code=PROVINCE,
            held_on=today_in_thailand(now),
            place="หอประชุมสาธิต อำเภอเมืองร้อยเอ็ด",
            group_count=8,
        ),
    )
    places = geography.areas("SUBDISTRICT", PROVINCE)
    bodies = world.agencies[PROVINCE]
    for number, (category, title) in enumerate(NOTES):
        body = bodies[number % len(bodies)]
        services.record_note(
            by=by,
            now=now,
            workshop_id=workshop.pk,
            group_no=number // 6 + 1,
            note_no=number % 6 + 1,
            draft=PinDraft(
                category=category,
                agency_kind=body.kind,
                agency_id=body.id,
                province_code=PROVINCE,
                title=title,
                subdistrict_code=places[number * 7 % len(places)].code,
            ),
        )
