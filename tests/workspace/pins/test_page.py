from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.browser import accessible, fits
from tests.cast import Cast
from tests.evidence import samples
from tests.riskmap.conftest import REASON, Stage
from tmac.evidence.models import File
from tmac.riskmap.models import Action, Pin, PinLink, Proposal
from tmac.riskmap.states import Prevention, Suppression

ACCUSES_NOBODY = "เป็นเพียงการระบุความเสี่ยง"


def page_of(cast: Cast, name: str, pin: Pin) -> str:
    answer = cast.client(name).get(reverse("workspace:pin", args=[pin.code]))
    assert answer.status_code == 200, name
    return answer.content.decode()


def can_open(cast: Cast, name: str, url: str) -> bool:
    answer = cast.client(name).get(url)
    answer.getvalue()  # read to its end, else the file stays open
    return bool(answer.status_code == 200)


def step_url(pin: Pin, target: str, lane: str = "prevention") -> str:
    return reverse("workspace:pin_step", args=[pin.code, lane, target])


def take(cast: Cast, name: str, pin: Pin, target: str, **typed: Any) -> Any:
    pin.refresh_from_db()
    typed = {"version": pin.version, "once": uuid4().hex, **typed}
    lane = "prevention" if target in list(Prevention) else "suppression"
    return cast.client(name).post(step_url(pin, target, lane), typed)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("somsri", 200),
        ("direk", 200),
        ("suda", 200),
        ("kanya", 200),
        ("malee", 200),
        ("rungroj", 200),
        ("chalerm", 200),
        ("pim", 200),
        ("apinya", 200),
        ("anong", 404),
        ("preecha", 404),
        ("decha", 404),
        ("kittisak", 403),
        ("thida", 403),
    ],
)
def test_a_watched_pin_is_open_to_whom_the_table_names(
    cast: Cast, stage: Stage, name: str, status: int
) -> None:
    pin = stage.at("prevention", Prevention.WATCHING)
    answer = cast.client(name).get(reverse("workspace:pin", args=[pin.code]))
    assert answer.status_code == status
    if status == 200:
        assert ACCUSES_NOBODY in answer.content.decode()


def test_the_page_shows_the_score_both_lanes_and_the_story(cast: Cast, stage: Stage) -> None:
    pin = stage.at("prevention", Prevention.WATCHING)
    page = page_of(cast, "direk", pin)
    assert "สูงมาก 15 = โอกาส 5 × ผลกระทบ 3 เพราะ" in page
    assert "งานป้องกัน" in page
    assert "งานปราบปราม" in page
    assert "ลำดับเหตุการณ์" in page


def test_a_step_of_somebody_else_is_greyed_with_its_reason(cast: Cast, stage: Stage) -> None:
    pin = stage.at("prevention", Prevention.PROPOSED)
    assert step_url(pin, "WATCHING") in page_of(cast, "direk", pin)
    page = page_of(cast, "somsri", pin)
    assert step_url(pin, "WATCHING") not in page
    assert 'aria-disabled="true"' in page
    assert "ผู้ดำเนินการขั้นตอนนี้คือ" in page


def test_the_suppression_lane_is_a_yes_or_no_to_the_prevention_officer(
    cast: Cast, stage: Stage
) -> None:
    pin = stage.at("suppression", Suppression.INTEL)
    Action.objects.create(
        pin=pin,
        mechanism="INTEL",
        what="ข่าวที่ต้องปกปิด",
        done_on=pin.created_at.date(),
        by=cast.user("wirot"),
        at=pin.created_at,
    )
    page = page_of(cast, "somsri", pin)
    assert "ข่าวที่ต้องปกปิด" not in page
    assert "สืบสวนการข่าว" not in page
    assert "ข่าวที่ต้องปกปิด" in page_of(cast, "wirot", pin)


def test_a_step_opens_a_form_with_just_the_fields_that_it_needs(cast: Cast, stage: Stage) -> None:
    pin = stage.at("prevention", Prevention.WATCHING)
    page = cast.client("somsri").get(step_url(pin, "REMEDY")).content.decode()
    for asked in ("letter_no", "due_on", "text"):
        assert f'name="{asked}"' in page
    for other in ("baht_protected", "reason_code", "check_done_on"):
        assert f'name="{other}"' not in page


def test_what_a_step_lacks_is_said_at_its_question_and_nothing_typed_is_lost(
    cast: Cast, stage: Stage
) -> None:
    pin = stage.at("prevention", Prevention.WATCHING)
    answer = take(cast, "somsri", pin, "REMEDY", letter_no="ปช 0074/12", due_on="1 ม.ค. 2560")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ปช 0074/12" in page
    assert 'href="#id_due_on"' in page
    pin.refresh_from_db()
    assert pin.prevention_state == Prevention.WATCHING


def test_a_step_posted_twice_is_taken_once_and_the_second_is_told_so(
    cast: Cast, stage: Stage
) -> None:
    pin = stage.at("prevention", Prevention.WATCHING)
    client = cast.client("somsri")
    typed = {
        "version": pin.version,
        "once": "a-token",
        "letter_no": "ปช 0074/12",
        "due_on": "30 ธ.ค. 2599",
    }
    for _press in range(2):
        answer = client.post(step_url(pin, "REMEDY"), typed)
        assert answer["Location"].startswith(reverse("workspace:pin", args=[pin.code]))
    assert pin.moves.filter(target=Prevention.REMEDY).count() == 1


def test_of_two_directors_the_slower_one_sees_what_changed(cast: Cast, stage: Stage) -> None:
    pin = stage.at("prevention", Prevention.PROPOSED)
    seen = pin.version
    take(cast, "direk", pin, "WATCHING")
    answer = cast.client("direk").post(
        step_url(pin, "RETURNED"), {"version": seen, "reason_code": "DOC_INCOMPLETE"}
    )
    assert answer.status_code == 409
    assert "หมุดเปลี่ยนสถานะไปแล้ว" in answer.content.decode()
    pin.refresh_from_db()
    assert pin.prevention_state == Prevention.WATCHING


def test_a_joint_step_waits_and_the_director_confirms_or_declines_on_the_page(
    cast: Cast, stage: Stage
) -> None:
    pin = stage.at("prevention", Prevention.WATCHING)
    stopped = {"text": REASON, "baht_protected": "1.2 ล้าน", "protected_basis": REASON}
    take(cast, "somsri", pin, "STOPPED", **stopped)
    proposal = Proposal.objects.get()
    url = reverse("workspace:pin_answer", args=[pin.code, proposal.pk])
    assert url in page_of(cast, "direk", pin)
    pin.refresh_from_db()
    said = {"version": pin.version, "answer": "decline", "text": "สั้นไป"}
    cast.client("direk").post(url, said)
    assert Proposal.objects.get().answer == "", "a decline needs a reason of some length"
    cast.client("direk").post(url, {"version": pin.version, "answer": "confirm"})
    pin.refresh_from_db()
    assert (pin.prevention_state, pin.baht_protected) == (Prevention.STOPPED, 1_200_000)


def test_the_agency_reports_a_fix_with_a_file_and_can_never_close(cast: Cast, stage: Stage) -> None:
    pin = stage.at("prevention", Prevention.REMEDY)
    photo = SimpleUploadedFile("รายงาน.txt", "แก้ไขแล้ว".encode(), "text/plain")
    take(cast, "anong", pin, "FIX_REPORTED", file_ids=photo, text="ซ่อมถนนเรียบร้อยแล้ว")
    pin.refresh_from_db()
    assert pin.prevention_state == Prevention.FIX_REPORTED
    page = page_of(cast, "anong", pin)
    assert step_url(pin, "RESOLVED") not in page
    assert "รายงาน" in page, "the agency sees its own answer"


def test_the_score_sheet_is_filled_and_its_sentence_lives(cast: Cast, stage: Stage) -> None:
    pin = stage.pin(unscored=True)
    client = cast.client("somsri")
    sheet = {
        "version": pin.version,
        "has_two_sources": "on",
        "has_warning_sign": "on",
        "money_baht": "480,000",
        "reach": "TAMBON",
        "irreversible": "NO",
        "evidence": "D",
    }
    preview = reverse("workspace:pin_score_preview", args=[pin.code])
    assert "ปานกลาง 9" in client.post(preview, sheet).content.decode()
    url = reverse("workspace:pin_score", args=[pin.code])
    refused = client.post(url, {**sheet, "final_level": "VERY_HIGH"})
    assert refused.status_code == 422
    refused = client.post(url, {**sheet, "final_level": "HIGH", "level_reason": "เพราะ"})
    assert refused.status_code == 422
    client.post(url, {**sheet, "final_level": "HIGH", "level_reason": REASON})
    pin.refresh_from_db()
    assert (pin.computed_level, pin.final_level, pin.level_reason) == ("MEDIUM", "HIGH", REASON)


def test_an_action_is_recorded_and_followed_up(cast: Cast, stage: Stage) -> None:
    pin = stage.at("prevention", Prevention.WATCHING)
    client = cast.client("somsri")
    url = reverse("workspace:pin_action", args=[pin.code])
    form = client.get(url).content.decode()
    assert 'value="INTEL"' not in form, "the suppression side's mechanisms are not offered"
    typed = {"mechanism": "COOP", "what": "ประชุมร่วมกับหน่วยงาน", "done_on": "1 พ.ย. 2569"}
    client.post(url, {**typed, "due_on": "30 พ.ย. 2599"})
    action = Action.objects.get()
    done = reverse("workspace:pin_action_complete", args=[pin.code, action.pk])
    client.post(done, {"result": "หน่วยงานแก้ไขแบบแล้ว"})
    action.refresh_from_db()
    assert action.done_at is not None
    assert "หน่วยงานแก้ไขแบบแล้ว" in page_of(cast, "somsri", pin)


@pytest.mark.parametrize(
    ("mechanism", "readers"),
    [
        ("COOP", {"naree", "wirot", "direk", "somsri"}),
        ("INVEST", {"naree", "wirot", "direk"}),
        ("INTEL", {"naree", "wirot"}),
    ],
)
def test_a_file_is_as_closed_as_the_action_that_it_came_with(
    cast: Cast, stage: Stage, mechanism: str, readers: set[str]
) -> None:
    pin = stage.at("suppression", Suppression.INTEL)
    stage.assign(pin, "naree")
    by = "somsri" if mechanism == "COOP" else "naree"
    typed = {"mechanism": mechanism, "what": "พบแหล่งข่าว", "done_on": "1 พ.ย. 2569"}
    photo = SimpleUploadedFile("แหล่งข่าว.png", samples.png())
    url = reverse("workspace:pin_action", args=[pin.code])
    assert cast.client(by).post(url, {**typed, "uploads": photo}).status_code == 302
    file = File.objects.get()
    seen = {n for n in ("naree", "wirot", "direk", "somsri") if file.name in page_of(cast, n, pin)}
    assert seen == readers
    download = reverse("workspace:file_download", args=[file.pk])
    names = ("naree", "wirot", "direk", "somsri", "suda", "chalerm", "apinya")
    assert {name for name in names if can_open(cast, name, download)} == readers


def test_pins_are_linked_by_code_and_a_wrong_code_is_told(cast: Cast, stage: Stage) -> None:
    first, second = stage.pin(), stage.pin()
    far = stage.pin("preecha", province_code="45")
    url = reverse("workspace:pin_link", args=[first.code])
    client = cast.client("somsri")
    assert client.post(url, {"code": far.code, "kind": "RELATED"}).status_code == 422
    client.post(url, {"code": second.code, "kind": "SAME_PROJECT"})
    assert PinLink.objects.count() == 1
    assert second.code in page_of(cast, "somsri", first)


def test_the_person_in_charge_and_the_due_date_are_set(cast: Cast, stage: Stage) -> None:
    pin = stage.at("prevention", Prevention.WATCHING)
    typed = {"version": pin.version, "owner_id": cast.user("somsri").pk, "due_on": "30 ธ.ค. 2599"}
    cast.client("direk").post(reverse("workspace:pin_follow", args=[pin.code]), typed)
    pin.refresh_from_db()
    assert pin.owner_id == cast.user("somsri").pk


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_are_accessible(cast: Cast, stage: Stage, new_page: Any, width: int) -> None:
    watched = stage.at("prevention", Prevention.WATCHING)
    draft = stage.pin()
    stage.file(watched, cast("somsri"))
    page = new_page(width=width, client=cast.client("somsri"))
    for url in (
        reverse("workspace:pins") + "?level=VERY_HIGH&lane=WATCHING&lane=DRAFT",
        reverse("workspace:pin_views") + "?level=HIGH",
        reverse("workspace:pin", args=[watched.code]),
        reverse("workspace:pin_score", args=[draft.code]),
        reverse("workspace:pin_edit", args=[draft.code]),
        reverse("workspace:pin_action", args=[watched.code]),
        step_url(watched, "STOPPED"),
        step_url(watched, "RESOLVED"),
    ):
        page.goto(url)
        accessible(page)
        fits(page)


def test_the_live_sentence_follows_the_ticks(cast: Cast, stage: Stage, new_page: Any) -> None:
    pin = stage.pin(unscored=True)
    page = new_page(client=cast.client("somsri"))
    page.goto(reverse("workspace:pin_score", args=[pin.code]))
    for choice in ("#id_reach_2", "#id_irreversible_0", "#id_evidence_0"):
        page.check(choice)
    page.wait_for_selector("#verdict >> text=โอกาส 1 × ผลกระทบ 3")
    page.check("#id_is_seen")
    page.wait_for_selector("#verdict >> text=โอกาส 2 × ผลกระทบ 3")


def test_the_form_works_without_script(cast: Cast, stage: Stage, new_page: Any) -> None:
    page = new_page(width=390, client=cast.client("somsri"), java_script_enabled=False)
    page.goto(reverse("workspace:pin_new"))
    page.select_option("#id_subdistrict_code", "740101")
    page.fill("#id_title", "แบ่งจ้างปรับปรุงถนนเลียบคลอง")
    page.click("summary:has-text('การจัดซื้อจัดจ้าง')")
    page.check("#category-PRC-03")
    page.select_option("#id_agency_kind", "SAO")
    page.click("button[value=page]")
    assert Pin.objects.get().category_id == "PRC-03"
