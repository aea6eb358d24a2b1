"""A few outcomes that the director of Samut Sakhon has approved for the public."""

from __future__ import annotations

from datetime import datetime

from tmac.accounts.principals import Principal
from tmac.riskmap import queries, services
from tmac.riskmap.drafts import PublicationDraft
from tmac.riskmap.states import Prevention

_TEXTS = {
    Prevention.RESOLVED: (
        "พบข้อสังเกต: {title} และยังไม่มีการเรียกให้แก้ไข",
        "หน่วยงานเรียกผู้รับจ้างแก้ไขครบถ้วน ตรวจพื้นที่ร่วมกับภาคประชาชนแล้ว",
        "The work did not follow its design and nobody had asked for a correction.",
        "The body had it corrected in full; officers and residents checked on the spot.",
    ),
    Prevention.STOPPED: (
        "กำลังจะลงนามสัญญาโดยมีข้อสังเกต: {title}",
        "หน่วยงานทบทวนและยกเลิกก่อนลงนาม งบประมาณไม่เสียหาย",
        "A contract with a doubtful price and conditions was about to be signed.",
        "The body reviewed and cancelled it before signing; no public money was lost.",
    ),
}


def publish_some(*, by: Principal, now: datetime, count: int) -> None:
    """Publish before and after of the newest resolved and stopped pins that `by` sees."""
    for state, (before, after, before_en, after_en) in _TEXTS.items():
        pins = queries.visible_pins(by).filter(prevention_state=state).order_by("-closed_at")
        for pin in pins[: count // 2]:
            told = before.format(title=pin.title)
            services.publish_outcome(
                by=by,
                now=now,
                pin_id=pin.pk,
                publication=PublicationDraft(told, after, before_en, after_en),
            )
