"""Without script: the server seals in memory at once, and one form is one report with one code."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.disk import bytes_of
from tests.evidence.samples import SECRET, jpeg
from tests.vault.keys import Keyring
from tmac.evidence.models import SealedFile
from tmac.portal.tips import tokens
from tmac.tips import queries
from tmac.tips.models import Message, Tip, TipFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("door")]
XSS = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def token(client: Client) -> str:
    html = client.get("/tell/").content.decode()
    found = re.search(r'name="form" value="([^"]+)"', html)
    assert found
    return found.group(1)


def form(client: Client, **given: Any) -> dict[str, Any]:
    return {
        "form": token(client),
        "kind": "TIP",
        "province": "74",
        "area": "มหาชัย",
        "text": "เห็นแบ่งซื้อแบ่งจ้าง",
        "route": "PROVINCE",
        **given,
    }


def code_in(html: str) -> str:
    groups = re.findall(r"<li>(\d{5})</li>", html)
    assert len(groups) == 6
    return "".join(groups)


def told(client: Client, **given: Any) -> str:
    """Sends a form and gives the code."""
    answer = client.post("/tell/", form(client, **given))
    assert answer.status_code == 200, answer.content.decode()[:2000]
    assert not answer.cookies
    return code_in(answer.content.decode())


def test_a_form_becomes_a_report_that_its_code_opens(client: Client) -> None:
    code = told(client, name="ผู้แจ้ง", year="2026", month="10", protection=["FEAR"])
    tip = Tip.objects.get()
    assert (tip.sealed_by, tip.channel_id, tip.office.code) == ("SERVER", "WEB", "NACC-74")
    assert (tip.province_code, tip.subdistrict_code, tip.month) == ("74", "740101", "2026-10")
    assert tip.threats == ["FEAR"]
    found = queries.mailbox_open(code, timezone.now())
    assert found is not None
    assert found.content["text"] == "เห็นแบ่งซื้อแบ่งจ้าง"
    assert found.content["contact_given"] is True
    assert "ผู้แจ้ง" not in str(found.content)


def test_the_same_form_twice_is_one_report_with_one_code(client: Client) -> None:
    sent = form(client)
    photo = jpeg()
    first, second = (
        client.post("/tell/", {**sent, "files": SimpleUploadedFile("a.jpg", photo, "image/jpeg")})
        for _time in range(2)
    )
    assert code_in(first.content.decode()) == code_in(second.content.decode())
    assert Tip.objects.count() == 1
    assert TipFile.objects.count() == 1


def test_the_page_says_before_and_after_that_the_server_sealed_it(client: Client) -> None:
    assert "เซิร์ฟเวอร์จะปิดผนึกทันที" in client.get("/tell/").content.decode()
    answer = client.post("/tell/", form(client)).content.decode()
    assert "เซิร์ฟเวอร์จึงปิดผนึกเรื่องให้ทันทีที่รับ" in answer


def test_what_is_missing_is_told_and_everything_typed_stays(client: Client) -> None:
    sent = form(client, province="", text="เรื่องยาวที่พิมพ์ไว้แล้ว", who="นายหนึ่ง")
    answer = client.post("/tell/", sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "กรุณาเลือกจังหวัด" in html
    assert "เรื่องยาวที่พิมพ์ไว้แล้ว" in html
    assert "นายหนึ่ง" in html
    assert Tip.objects.count() == 0


def kept_in(html: str) -> list[str]:
    return re.findall(r'name="kept" value="([^"]+)"', html)


def test_files_stay_sealed_while_the_form_is_corrected(client: Client) -> None:
    sent = form(client, province="")
    file = SimpleUploadedFile("หลักฐาน.txt", b"proof", "text/plain")
    html = client.post("/tell/", {**sent, "files": file}).content.decode()
    again = {**sent, "province": "74", "form": sent["form"], "kept": kept_in(html)}
    code = code_in(client.post("/tell/", again).content.decode())
    found = queries.mailbox_open(code, timezone.now())
    assert found is not None
    assert [one["name"] for one in found.content["files"]] == ["หลักฐาน.txt"]
    told = {"code": code, "act": "file", "file": found.content["files"][0]["id"]}
    answer = client.post("/mailbox/", told)
    assert b"".join(answer.streaming_content) == b"proof"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"


def test_forged_files_and_tokens_are_left_out(client: Client) -> None:
    assert tokens.kept(["", "x", "a:b:c"]) == []
    answer = client.post("/tell/", form(client, form="forged:token:here"))
    assert answer.status_code == 422
    assert "เห็นแบ่งซื้อแบ่งจ้าง" in answer.content.decode()
    assert Tip.objects.count() == 0


def test_a_page_that_was_open_for_a_day_is_sent_by_one_more_press(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = form(client)
    monkeypatch.setattr(tokens, "MAX_AGE_S", -1)
    stale = client.post("/tell/", sent)
    assert stale.status_code == 422
    assert "หน้านี้เปิดไว้นาน" in stale.content.decode()
    monkeypatch.undo()
    fresh = re.search(r'name="form" value="([^"]+)"', stale.content.decode())
    assert fresh
    assert client.post("/tell/", {**sent, "form": fresh.group(1)}).status_code == 200


def test_a_file_over_the_limit_is_named_and_all_else_is_filed(client: Client) -> None:
    files = [
        SimpleUploadedFile("เล็ก.txt", b"small", "text/plain"),
        SimpleUploadedFile("ใหญ่.bin", b"\0" * (25 * 1024 * 1024 + 1), "application/octet-stream"),
    ]
    answer = client.post("/tell/", {**form(client), "files": files})
    html = answer.content.decode()
    assert "25 MB" in html
    found = queries.mailbox_open(code_in(html), timezone.now())
    assert found is not None
    assert [one["name"] for one in found.content["files"]] == ["เล็ก.txt"]


def test_a_text_over_the_limit_says_the_limit_and_keeps_the_words(client: Client) -> None:
    answer = client.post("/tell/", form(client, text="ก" * 20_001))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "20000" in html
    assert "ก" * 20_001 in html


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "ADMIN"},
        {"category": "ZZZ"},
        {"province": "99"},
        {"district": "4501", "subdistrict": "450101"},
        {"year": "2026", "month": "13"},
        {"amount_band": "ALL"},
        {"protection": ["ROOT"]},
        {"agency_id": "999999"},
        {"lat": "x", "lon": "1e999"},
    ],
)
def test_forged_answers_break_nothing(client: Client, given: dict[str, Any]) -> None:
    answer = client.post("/tell/", form(client, **given))
    assert answer.status_code in (200, 422)
    assert not Tip.objects.filter(province_code="99").exists()
    assert not Tip.objects.filter(district_code="4501").exists()


def test_markup_in_any_field_stays_text(client: Client) -> None:
    fields = ("text", "area", "place", "when", "stop_text", "how_known_text", "agency", "who",
              "project_no", "told_elsewhere", "name", "other", "protection_text")  # fmt: skip
    wrong = client.post("/tell/", {**form(client), **dict.fromkeys(fields, XSS), "province": ""})
    assert "<script>alert" not in wrong.content.decode()
    assert "&lt;script&gt;" in wrong.content.decode()
    code = told(client, text=XSS, who=XSS)
    answer = client.post("/mailbox/", {"code": code, "act": "answer", "text": XSS})
    assert "<script>alert" not in answer.content.decode()
    assert answer.content.decode().count("&lt;script&gt;") >= 2


def test_the_mailbox_opens_for_thai_digits_and_spaces(client: Client) -> None:
    code = told(client)
    thai = " ".join(code[at : at + 5] for at in range(0, 30, 5)).translate(
        str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    )
    html = client.post("/mailbox/", {"code": thai, "act": "open"}).content.decode()
    assert "เห็นแบ่งซื้อแบ่งจ้าง" in html
    assert "รับเรื่องแล้ว" in html


def test_a_slip_of_the_pen_is_told_and_an_unknown_code_opens_nothing(client: Client) -> None:
    code = told(client)
    slip = code[:5] + str((int(code[5]) + 1) % 10) + code[6:]
    answer = client.post("/mailbox/", {"code": slip, "act": "open"})
    assert answer.status_code == 422
    assert "เห็นแบ่งซื้อแบ่งจ้าง" not in answer.content.decode()
    from tmac.vault.formats.code import new_code

    unknown = client.post("/mailbox/", {"code": new_code().shown(), "act": "open"})
    assert unknown.status_code == 404
    assert "ไม่มีเรื่องที่เปิดด้วยรหัสนี้" in unknown.content.decode()


def test_an_answer_with_a_file_arrives_once_for_two_presses(client: Client) -> None:
    code = told(client)
    html = client.post("/mailbox/", {"code": code, "act": "open"}).content.decode()
    found = re.search(r'name="act_id" value="([^"]+)"', html)
    assert found
    sent = {"code": code, "act": "answer", "act_id": found.group(1), "text": "เพิ่มเติม"}
    for _press in range(2):
        file = SimpleUploadedFile("b.txt", b"more", "text/plain")
        html = client.post("/mailbox/", {**sent, "files": file}).content.decode()
        assert "ได้รับข้อความของท่านแล้ว" in html
        assert "เพิ่มเติม" in html
    assert Message.objects.count() == 1
    assert TipFile.objects.count() == 1


@pytest.mark.parametrize("act", ["open", "receipt", "rate", "answer"])
def test_files_that_became_part_of_nothing_wait_for_nothing(client: Client, act: str) -> None:
    codes = [told(client), "12345", "0" * 30]
    for code in codes[act == "answer" :]:
        file = SimpleUploadedFile("b.txt", b"more", "text/plain")
        client.post("/mailbox/", {"code": code, "act": act, "files": file})
    assert not SealedFile.objects.exists()


def test_an_answer_that_is_refused_keeps_its_words(client: Client) -> None:
    code = told(client)
    answer = client.post("/mailbox/", {"code": code, "act": "object", "text": "ไม่เห็นด้วยเลย"})
    assert "ไม่เห็นด้วยเลย" in answer.content.decode()
    empty = client.post("/mailbox/", {"code": code, "act": "answer", "text": " "})
    assert 'class="error-summary"' in empty.content.decode()


def test_withdrawal_contact_and_rights_work_without_script(client: Client) -> None:
    code = told(client)
    client.post("/mailbox/", {"code": code, "act": "contact", "phone": "0812345678"})
    client.post("/mailbox/", {"code": code, "act": "data_request", "request": "COPY"})
    html = client.post("/mailbox/", {"code": code, "act": "withdraw"}).content.decode()
    tip = Tip.objects.get()
    assert tip.withdrawn_on is not None
    assert tip.subject_requests.get().request == "COPY"
    assert 'class="error-summary"' not in html


def test_the_receipt_can_be_kept(client: Client) -> None:
    code = told(client)
    answer = client.post("/mailbox/", {"code": code, "act": "receipt"})
    assert set(answer.json()) == {"receipt", "signature", "key", "parts"}
    assert "attachment" in answer["Content-Disposition"]


def test_the_hidden_details_of_a_photo_are_taken_out_on_arrival(client: Client) -> None:
    photo = SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")
    answer = client.post("/tell/", {**form(client), "files": photo})
    code = code_in(answer.content.decode())
    found = queries.mailbox_open(code, timezone.now())
    assert found is not None
    asked = {"code": code, "act": "file", "file": found.content["files"][0]["id"]}
    octets = b"".join(client.post("/mailbox/", asked).streaming_content)
    assert octets.startswith(b"\xff\xd8")
    assert SECRET not in octets


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the files of SQLite")
def test_a_marker_in_any_part_is_found_in_no_file(
    client: Client, caplog: pytest.LogCaptureFixture, door: Keyring
) -> None:
    marker = f"MARKER{secrets.token_hex(12)}"
    file = SimpleUploadedFile(f"{marker}.txt", f"in the file {marker}".encode(), "text/plain")
    sent = form(client, text=marker, who=marker, name=marker, place=marker, agency=marker,
                stop_text=marker, project_no=marker, protection_text=marker)  # fmt: skip
    code = code_in(client.post("/tell/", {**sent, "files": file}).content.decode())
    client.post("/mailbox/", {"code": code, "act": "answer", "text": f"again {marker}"})
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    folders = [Path(settings.VAR), Path(settings.SEALED_ROOT), Path(settings.VAULT_ROOT)]
    paths = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    assert Path(str(connection.settings_dict["NAME"])) in paths
    found = [path for path in paths if marker.encode() in bytes_of(path)]
    assert found == []
    assert code.encode() not in b"".join(bytes_of(path) for path in paths)
    assert marker not in caplog.text
    assert not mail.outbox
