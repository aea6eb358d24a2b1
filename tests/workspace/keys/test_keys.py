"""An officer's own key and the unit's, made, given, changed and lost in real browsers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.browser import accessible, fits
from tests.workspace.tips.conftest import Desk, Sitting
from tmac.accounts.models import Posting
from tmac.core.thai import today_in_thailand
from tmac.tips import services as tips
from tmac.vault.chain import chain
from tmac.vault.models import OfficerKey, UnitKeyWrap

pytestmark = pytest.mark.django_db(transaction=True)
Sit = Callable[..., Sitting]
KEPT = "sessionStorage.getItem('tmac-officer-key')"
PHRASE = "กล้วยหอม บันได ทะเล ดาวเทียม"


def without_key(desk: Desk, name: str) -> None:
    """As on the first day: no key of one's own."""
    held = OfficerKey.objects.filter(user=desk.cast.user(name))
    UnitKeyWrap.objects.filter(officer_key__in=held).delete()
    held.delete()


def makes_key(officer: Sitting) -> None:
    page = officer.page
    page.fill("#setup-new", PHRASE)
    page.fill("#setup-again", PHRASE)
    page.click("[data-step=phrase] button[type=submit]")
    page.wait_for_selector("[data-step=code]:not([hidden])")
    group = page.locator("[data-part=code] li").last.inner_text().split()[-1]
    page.fill("#setup-group", group)
    page.click("[data-step=code] button[type=submit]")
    page.wait_for_selector("#own-key")


def test_an_officer_without_a_key_is_told_so_and_led_to_make_one(desk: Desk, sit: Sit) -> None:
    without_key(desk, "somsri")
    report = desk.taken()
    somsri = sit("somsri")
    for url in (reverse("workspace:today"), reverse("workspace:tips"), report.url):
        somsri.opens(url)
        assert "ท่านยังไม่มีกุญแจ" in somsri.page.inner_text("main"), url
    somsri.page.click("#key-missing a")
    assert "สร้างกุญแจของท่าน" in somsri.page.inner_text("h1")


def test_a_new_key_is_admitted_by_a_colleague_and_reads(desk: Desk, sit: Sit) -> None:
    without_key(desk, "somsri")
    report = desk.taken()
    somsri = sit("somsri")
    somsri.opens(reverse("workspace:keys"))
    makes_key(somsri)
    own = OfficerKey.objects.get(user=desk.cast.user("somsri"))
    assert PHRASE.encode() not in bytes(own.by_passphrase)
    assert "รอเพื่อนร่วมงานมอบกุญแจ" in somsri.page.inner_text("main")
    mine = somsri.page.locator("section:has(#own-key) .fingerprint").inner_text()

    suda = sit("suda")
    suda.opens(reverse("workspace:keys"))
    suda.unlocks()
    waiting = suda.page.locator("tmac-admit", has_text="สมศรี นาเกลือ")
    assert waiting.locator(".fingerprint").inner_text() == mine, "compared by telephone"
    waiting.locator("button").click()
    suda.page.wait_for_selector(".toast--success")
    assert suda.page.locator("tmac-admit").count() == 0
    somsri.opens(report.url)
    somsri.page.wait_for_selector("tmac-sealed[data-state=open]")
    assert "เรียกเงินผู้รับเหมา" in somsri.page.inner_text("main")


@pytest.mark.parametrize(
    ("new", "again", "told"),
    [
        ("สั้นไป", "สั้นไป", "ขาดอีก"),
        ("aaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaa", "ซ้ำกันมากเกินไป"),
        ("somsri-likes-the-sea-74", "somsri-likes-the-sea-74", "มีชื่อผู้ใช้"),
        (PHRASE, PHRASE + "x", "สองช่องไม่ตรงกัน"),
    ],
)
def test_a_phrase_that_will_not_do_is_told_why(
    desk: Desk, sit: Sit, new: str, again: str, told: str
) -> None:
    without_key(desk, "somsri")
    somsri = sit("somsri")
    somsri.opens(reverse("workspace:keys"))
    somsri.page.fill("#setup-new", new)
    somsri.page.fill("#setup-again", again)
    somsri.page.click("[data-step=phrase] button[type=submit]")
    somsri.page.wait_for_selector(f"[data-step=phrase] >> text={told}")
    assert somsri.page.locator("[data-step=code]").is_hidden()
    assert not OfficerKey.objects.filter(user=desk.cast.user("somsri")).exists()


def test_no_key_is_kept_before_the_code_is_on_paper(desk: Desk, sit: Sit) -> None:
    without_key(desk, "somsri")
    somsri = sit("somsri")
    somsri.opens(reverse("workspace:keys"))
    page = somsri.page
    page.fill("#setup-new", PHRASE)
    page.fill("#setup-again", PHRASE)
    page.click("[data-step=phrase] button[type=submit]")
    page.wait_for_selector("[data-step=code]:not([hidden])")
    page.fill("#setup-group", "00000")
    page.click("[data-step=code] button[type=submit]")
    page.wait_for_selector("[data-step=code] [data-fault]:not(:empty)")
    assert not OfficerKey.objects.filter(user=desk.cast.user("somsri")).exists()


def test_one_act_after_somebody_left_locks_them_out_and_keeps_every_tip(
    desk: Desk, sit: Sit
) -> None:
    old = desk.taken()
    yesterday = today_in_thailand(timezone.now()) - timedelta(days=1)
    Posting.objects.filter(user=desk.cast.user("somsri")).update(ends_on=yesterday)
    suda = sit("suda")
    suda.opens(reverse("workspace:keys"))
    assert "ย้ายออกแล้ว" in suda.page.inner_text("main")
    suda.unlocks()
    suda.page.locator("main a.button", has_text="เปลี่ยนกุญแจของหน่วย").click()
    assert "สมศรี นาเกลือ" in suda.page.locator("tmac-rotate p").first.inner_text()
    suda.presses("เปลี่ยนกุญแจ")
    suda.page.wait_for_url(f"**{reverse('workspace:keys')}")
    present = chain().directory.present("unit", "NACC-74")
    assert present is not None
    assert present.epoch == 2
    holders = UnitKeyWrap.objects.filter(unit_key_id=present.key_id)
    names = set(holders.values_list("officer_key__user__username", flat=True))
    assert names == {"suda", "direk"}
    assert "เรียกเงินผู้รับเหมา" in suda.reads(old)
    new = desk.report()
    tips.take_tip(by=desk.cast("suda"), now=desk.now, tip_id=new.tip.pk)
    assert "เรียกเงินผู้รับเหมา" in suda.reads(new)


def test_the_phrase_is_changed_and_the_old_one_opens_nothing(desk: Desk, sit: Sit) -> None:
    suda = sit("suda")
    suda.opens(reverse("workspace:key_phrase"))
    suda.unlocks()
    suda.page.fill("#change-new", PHRASE)
    suda.page.fill("#change-again", PHRASE)
    suda.presses("ใช้วลีใหม่")
    suda.page.wait_for_url(f"**{reverse('workspace:keys')}")
    suda.page.click("tmac-unlock [data-lock]")
    suda.page.wait_for_selector("tmac-unlock[data-state=locked]")
    suda.page.click("tmac-unlock [data-open]")
    suda.gives_phrase()
    suda.page.wait_for_selector("tmac-unlock .told.is-wrong")
    suda.gives_phrase(PHRASE)
    suda.page.wait_for_selector("tmac-unlock[data-state=open]")


def test_a_new_recovery_code_takes_the_place_of_the_old_one(desk: Desk, sit: Sit) -> None:
    before = bytes(OfficerKey.objects.get(user=desk.cast.user("suda")).by_recovery)
    suda = sit("suda")
    suda.opens(reverse("workspace:key_recovery"))
    suda.unlocks()
    suda.presses("ออกรหัสใหม่")
    suda.page.wait_for_selector("[data-part=code] li")
    group = suda.page.locator("[data-part=code] li").last.inner_text().split()[-1]
    suda.page.fill("#change-group", group)
    suda.presses("จดลงกระดาษแล้ว")
    suda.page.wait_for_url(f"**{reverse('workspace:keys')}")
    assert bytes(OfficerKey.objects.get(user=desk.cast.user("suda")).by_recovery) != before


def test_a_lost_key_is_replaced_and_a_peer_gives_the_units_key_again(desk: Desk, sit: Sit) -> None:
    report = desk.taken()
    suda, direk = sit("suda"), sit("direk")
    suda.opens(reverse("workspace:key_lost"))
    suda.page.locator("main a.button--danger").click()
    makes_key(suda)
    sealed = reverse("workspace:tip_sealed", args=[report.reference])
    wraps = suda.page.request.get(sealed).json()["epochs"][0]["wraps"]
    assert wraps == [], "the lost key opens nothing any more"
    direk.opens(reverse("workspace:keys"))
    direk.unlocks()
    direk.page.locator("tmac-admit", has_text="สุดา").locator("button").click()
    direk.page.wait_for_selector(".toast--success")
    suda.opens(report.url)
    suda.page.wait_for_selector("tmac-sealed[data-state=open]")


def test_what_a_browser_posts_about_keys_is_checked(desk: Desk) -> None:
    client = desk.cast.client("suda")
    for name in ("keys", "key_passphrase", "key_admit", "key_rotate"):
        for body in ("[]", "{", '{"key_id": 7}', '{"key_id": "x", "public_key": "%%"}'):
            url = reverse(f"workspace:{name}")
            answer = client.post(url, body, content_type="application/json")
            assert answer.status_code == 422, (name, body)
            assert json.loads(answer.content)["detail"]


def test_the_directory_can_be_proven_by_who_asks(desk: Desk) -> None:
    told = desk.cast.client("apinya").get(reverse("workspace:key_directory_json")).json()
    assert told["root"]
    assert len(told["entries"]) == len(chain().entries)
    page = desk.cast.client("apinya").get(reverse("workspace:key_directory")).content.decode()
    assert "สายโซ่ครบถ้วน" in page


def test_signing_out_takes_the_key_along_from_any_page(desk: Desk, sit: Sit) -> None:
    suda = sit("suda")
    suda.opens(reverse("workspace:keys"))
    suda.unlocks()
    assert suda.page.evaluate(KEPT)
    suda.opens(reverse("workspace:pins"))
    suda.page.click(".menu__button")
    suda.page.click(".menu form button")
    suda.page.wait_for_load_state()
    assert not suda.page.evaluate(KEPT)


def test_the_english_pages_open_the_same_things(desk: Desk, sit: Sit) -> None:
    report = desk.taken()
    suda = sit("suda")
    suda.opens(f"/en{report.url}")
    suda.page.click("[data-read]")
    suda.gives_phrase("this is not my phrase")
    suda.page.wait_for_selector("tmac-unlock .told.is-wrong >> text=not right")
    suda.gives_phrase()
    suda.page.wait_for_selector("tmac-sealed[data-state=open] >> text=Point on the map")


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_of_keys_are_accessible(desk: Desk, sit: Sit, width: int) -> None:
    without_key(desk, "somsri")
    for name, urls in {
        "somsri": ["keys"],
        "suda": ["keys", "key_phrase", "key_recovery", "key_lost", "key_directory"],
    }.items():
        officer = sit(name, width)
        for url in urls:
            officer.opens(reverse(f"workspace:{url}"))
            accessible(officer.page)
            fits(officer.page)
        if name == "suda":
            officer.opens(reverse("workspace:key_rotation", args=["NACC-74"]))
            accessible(officer.page)
            fits(officer.page)
