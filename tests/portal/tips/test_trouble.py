"""When something goes wrong: nothing is lost, nothing is doubled, nothing goes out unsealed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from tests.browser import accessible, fits, looks
from tests.portal.tips.telling import PHOTO, TEXT, act, code_of, place, send, short_way
from tmac.tips import queries
from tmac.tips.models import Tip, TipFile

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("door"),
]
Open = Callable[..., Page]
PHONE: dict[str, Any] = {"width": 360, "height": 740, "has_touch": True}
LOST = "ERR_FAILED"


def losing(page: Page, pattern: str, *, after_arrival: bool = False) -> list[str]:
    """The first request to an address is lost: before it arrives, or its answer on the way back."""
    lost: list[str] = []

    def handle(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request.url)
        if after_arrival:
            route.fetch()
        route.abort()

    page.route(pattern, handle)
    page.expected.append(LOST)  # type: ignore[attr-defined]
    return lost


@pytest.mark.parametrize("after_arrival", [False, True])
def test_a_lost_connection_is_told_and_gives_one_report(
    new_page: Open, after_arrival: bool
) -> None:
    page = new_page(**PHONE)
    lost = losing(page, "**/tell/reports/", after_arrival=after_arrival)
    short_way(page)
    act(page, "send")
    expect(page.locator(".sending__line")).to_contain_text("สัญญาณขาด")
    looks(page, "tell-offline")
    code = code_of(page)
    assert len(lost) == 1
    assert Tip.objects.count() == 1
    assert queries.mailbox_open(code, timezone.now()) is not None


@pytest.mark.parametrize("pattern", ["**/tell/files/", "**/tell/files/*/0/"])
@pytest.mark.parametrize("after_arrival", [False, True])
def test_a_file_is_resumed_after_a_lost_connection(
    new_page: Open, pattern: str, after_arrival: bool
) -> None:
    page = new_page(**PHONE)
    page.expected.append("403")  # type: ignore[attr-defined]
    losing(page, pattern, after_arrival=after_arrival)
    short_way(page, files=[PHOTO])
    send(page)
    assert TipFile.objects.count() == 1


def test_a_connection_that_stays_away_keeps_everything_and_offers_another_try(
    new_page: Open,
) -> None:
    page = new_page(**PHONE)
    page.expected.append(LOST)  # type: ignore[attr-defined]
    page.clock.install()
    short_way(page)
    page.route("**/tell/work/*", lambda route: route.abort())
    act(page, "send")
    told = page.locator(".sending .error-summary")
    for _pause in range(20):
        if told.is_visible():
            break
        page.clock.fast_forward(31_000)
        page.wait_for_timeout(100)
    expect(told).to_contain_text("ยังไม่มีอะไรหาย")
    fits(page)
    accessible(page)
    looks(page, "tell-gave-up")
    page.unroute("**/tell/work/*")
    act(page, "again")
    code = code_of(page)
    found = queries.mailbox_open(code, timezone.now())
    assert found is not None
    assert found.content["text"] == TEXT


def test_what_was_changed_after_a_lost_answer_does_not_become_a_second_report(
    new_page: Open,
) -> None:
    page = new_page(**PHONE)
    page.expected += ["409", "500"]  # type: ignore[attr-defined]
    arrived: list[int] = []

    def answer_lost(route: Route) -> None:
        if arrived:
            route.continue_()
            return
        arrived.append(route.fetch().status)
        route.fulfill(status=500, body="", content_type="text/plain")

    page.route("**/tell/reports/", answer_lost)
    short_way(page)
    act(page, "send")
    act(page, "change")
    page.locator(".review__answer", has_text="เล่าเหตุการณ์").get_by_role("button").click()
    page.fill("#id_text", "อีกแบบหนึ่ง")
    act(page, "next")
    act(page, "send")
    code = code_of(page)
    expect(page.get_by_text("เรื่องที่ส่งครั้งแรกมาถึงแล้ว")).to_be_visible()
    assert Tip.objects.count() == 1
    found = queries.mailbox_open(code, timezone.now())
    assert found is not None
    assert found.content["text"] == TEXT


def test_two_presses_make_one_report(new_page: Open) -> None:
    page = new_page(**PHONE)
    short_way(page)
    page.locator("[data-act=send]").dblclick()
    code_of(page)
    assert Tip.objects.count() == 1


def forged_keys(page: Page, change: Callable[[dict[str, Any]], None]) -> None:
    def handle(route: Route) -> None:
        answer = route.fetch()
        told = answer.json()
        change(told)
        route.fulfill(response=answer, body=json.dumps(told))

    page.route("**/tell/keys/*.json", handle)


def own_unit_key(told: dict[str, Any]) -> None:
    told["unit"]["public_key"] = told["custodians"][0]["public_key"]


def fewer_custodians(told: dict[str, Any]) -> None:
    told["custodians"].pop()


def own_root(told: dict[str, Any]) -> None:
    told["root"] = "A" * 43 + "="
    told["entries"] = told["entries"][1:]


@pytest.mark.parametrize("change", [own_unit_key, fewer_custodians, own_root])
def test_recipients_that_are_not_proven_get_nothing(
    new_page: Open, change: Callable[[dict[str, Any]], None]
) -> None:
    page = new_page(**PHONE)
    posted: list[str] = []
    page.on("request", lambda r: posted.append(r.url) if r.method != "GET" else None)
    forged_keys(page, change)
    short_way(page, files=[PHOTO])
    act(page, "send")
    expect(page.locator(".sending .error-summary")).to_contain_text("ไม่ได้ส่งอะไรออกไป")
    looks(page, "tell-unproven")
    assert posted == []
    assert Tip.objects.count() == 0


def test_a_browser_that_cannot_seal_sends_nothing_in_clear(new_page: Open) -> None:
    page = new_page(**PHONE)
    page.add_init_script("Object.defineProperty(crypto, 'subtle', {value: undefined})")
    posted: list[str] = []
    page.on("request", lambda r: posted.append(r.url) if r.method != "GET" else None)
    short_way(page)
    act(page, "send")
    expect(page.locator(".sending .error-summary")).to_contain_text("เบราว์เซอร์นี้ปิดผนึกไม่ได้")
    expect(page.locator(".sending .error-summary")).to_contain_text("1205")
    assert posted == []


def test_a_file_over_the_limit_is_named_and_all_else_stays(new_page: Open) -> None:
    page = new_page(**PHONE)
    short_way(page, files=[PHOTO])
    act(page, "back")
    page.evaluate(
        """() => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(25 * 1024 * 1024 + 1)], "ใหญ่.mp4"));
          const input = document.getElementById("pick-file");
          input.files = transfer.files;
          input.dispatchEvent(new Event("change", {bubbles: true}));
        }"""
    )
    expect(page.locator("[data-part=status]")).to_contain_text("25 MB")
    expect(page.locator(".evidence__file")).to_have_count(1)
    expect(page.locator("#id_text")).to_have_value(TEXT)
    small = [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": b"x"} for n in range(12)]
    page.set_input_files("#pick-file", files=small)  # type: ignore[arg-type]
    expect(page.locator("[data-part=status]")).to_contain_text("10 ไฟล์")
    expect(page.locator(".evidence__file")).to_have_count(10)
    page.get_by_role("button", name="เอาออก รถ.jpg").click()
    expect(page.locator(".evidence__file")).to_have_count(9)


def test_a_text_over_the_limit_says_how_much_is_too_much(new_page: Open) -> None:
    page = new_page(**PHONE)
    page.goto("/tell/")
    act(page, "short")
    place(page)
    act(page, "next")
    page.fill("#id_text", "ก" * 20_007)
    act(page, "next")
    expect(page.locator("#id_text_told")).to_contain_text("7 ตัวอักษร")
    expect(page.locator("#id_text")).to_be_focused()


def test_leaving_the_page_with_answers_asks_first(new_page: Open) -> None:
    page = new_page(**PHONE)
    page.goto("/tell/")
    act(page, "short")
    page.fill("#id_place", "ข้างวัด")
    asked: list[str] = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.locator(".safe-header .wordmark").click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    expect(page.locator("#id_place")).to_have_value("ข้างวัด")


def drafts_kept(page: Page) -> list[str]:
    """The names of the databases that the browser keeps for this site, and what is in them."""
    found: list[str] = page.evaluate(
        """async () => {
          const told = [];
          for (const {name} of await indexedDB.databases()) {
            const db = await new Promise(done => {
              const asked = indexedDB.open(name);
              asked.onsuccess = () => done(asked.result);
            });
            for (const store of db.objectStoreNames) {
              const rows = await new Promise(done => {
                const asked = db.transaction(store).objectStore(store).getAll();
                asked.onsuccess = () => done(asked.result);
              });
              for (const row of rows.flat()) {
                told.push(new TextDecoder().decode(row));
              }
            }
            db.close();
          }
          return told;
        }"""
    )
    return found


def drafts_once(page: Page, *, rows: int) -> list[str]:
    """What is kept, once so many rows are there and have come to rest."""
    for _wait in range(60):
        if len(drafts_kept(page)) >= rows:
            break
        page.wait_for_timeout(250)
    page.wait_for_timeout(2_000)
    kept = drafts_kept(page)
    assert len(kept) >= rows
    return kept


def test_nothing_is_kept_on_the_device_unless_it_is_wished_for(new_page: Open) -> None:
    page = new_page(**PHONE)
    short_way(page, files=[PHOTO])
    page.wait_for_timeout(2_000)
    assert drafts_kept(page) == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    send(page)
    assert drafts_kept(page) == []


def test_a_draft_is_encrypted_opens_by_its_code_and_goes_after_sending(new_page: Open) -> None:
    page = new_page(**PHONE)
    page.goto("/tell/")
    page.locator("#keep-draft").click()  # it gives way to the code at once
    code = page.locator(".draft .code__groups").inner_text().replace("\n", "").replace(" ", "")
    looks(page, "tell-draft-on")
    accessible(page)
    act(page, "short")
    place(page)
    act(page, "next")
    page.fill("#id_text", TEXT)
    page.set_input_files("#pick-photo", files=[PHOTO])
    expect(page.locator(".evidence__file")).to_have_count(1)
    kept = drafts_once(page, rows=2)  # the answers, and the photo
    assert not [row for row in kept if TEXT in row or "รถ.jpg" in row or code in row]
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/tell/")
    expect(page.locator("#draft-code")).to_be_visible()
    looks(page, "tell-draft-found")
    page.fill("#draft-code", code[:-1] + str((int(code[-1]) + 1) % 10))
    page.get_by_role("button", name="เปิดร่าง").click()
    expect(page.locator(".draft [role=alert]")).not_to_be_empty()
    page.fill("#draft-code", code)
    page.get_by_role("button", name="เปิดร่าง").click()
    expect(page.get_by_text("เปิดร่างแล้ว")).to_be_visible()
    act(page, "short")
    expect(page.locator("[data-part=match]")).to_contain_text("มหาชัย")
    act(page, "next")
    expect(page.locator("#id_text")).to_have_value(TEXT)
    expect(page.locator(".evidence__file")).to_have_count(1)
    act(page, "next")
    assert send(page) == code
    page.wait_for_timeout(500)
    assert drafts_kept(page) == []
    assert Tip.objects.get().file_count == 1


@pytest.mark.parametrize("way", ["button", "escape"])
def test_the_quick_exit_wipes_everything_and_leads_away(new_page: Open, way: str) -> None:
    page = new_page(**PHONE)
    page.goto("/help/")
    page.goto("/tell/")
    page.locator("#keep-draft").click()  # it gives way to the code at once
    page.locator(".draft .code__groups").wait_for()
    act(page, "short")
    page.fill("#id_place", "ข้างวัด")
    drafts_once(page, rows=1)
    if way == "button":
        page.locator(".exit").click()
    else:
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    page.wait_for_url("**/help/")
    assert page.evaluate("document.referrer") == ""
    assert drafts_kept(page) == []
    page.go_back()
    assert "/tell/" not in page.url


def test_one_escape_alone_leaves_the_page_in_peace(new_page: Open) -> None:
    page = new_page(**PHONE)
    page.goto("/tell/")
    page.keyboard.press("Escape")
    page.wait_for_timeout(1_800)
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert page.url.endswith("/tell/")


def test_the_address_and_the_history_tell_nothing(new_page: Open) -> None:
    page = new_page(**PHONE)
    before = page.evaluate("history.length")
    short_way(page)
    assert page.evaluate("history.length") == before + 1
    assert page.url.endswith("/tell/")
    assert page.evaluate("history.state") is None


def test_the_whole_page_weighs_at_most_150_kb_with_sealing_and_sending(new_page: Open) -> None:
    page = new_page(**PHONE)
    bodies: dict[str, bytes] = {}

    def keep(answer: Any) -> None:
        if answer.ok and answer.request.method == "GET":
            bodies.setdefault(answer.url, answer.body())

    page.on("response", keep)
    short_way(page)
    send(page)
    packed = {u: b if u.endswith(".woff2") else gzip.compress(b, 6) for u, b in bodies.items()}
    assert sum(map(len, packed.values())) <= 150_000


def test_keys_that_change_meanwhile_are_asked_anew_and_it_is_one_report(new_page: Open) -> None:
    page = new_page(**PHONE)
    page.expected.append("409")  # type: ignore[attr-defined]
    refused: list[str] = []

    def handle(route: Route) -> None:
        if refused:
            route.continue_()
            return
        refused.append(str(route.request.post_data))
        told = {"title": "keys", "status": 409, "detail": "keys", "code": "keys_changed"}
        route.fulfill(status=409, json=told, content_type="application/problem+json")

    page.route("**/tell/reports/", handle)
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "/tell/keys/" in r.url else None)
    short_way(page)
    before = len(asked)
    send(page)
    assert len(asked) >= before + 2
    assert str(Tip.objects.get().pk) in refused[0]


def test_the_longest_text_arrives_whole(new_page: Open) -> None:
    text = "กรณีที่ยาวมาก " * 1_428
    page = new_page(**PHONE)
    short_way(page, text=text)
    found = queries.mailbox_open(send(page), timezone.now())
    assert found is not None
    assert found.content["text"] == text.strip()
