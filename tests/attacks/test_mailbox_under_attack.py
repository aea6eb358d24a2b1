"""A real server, real reporters, and somebody who means harm: what is on disk, in memory, twice."""

from __future__ import annotations

import base64
import json
import os
import secrets
import signal
import time
import urllib.parse
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.reporter import Report, Reporter, opened_content, read_content
from bench.serving import Server
from tests.attacks.installation import Installation, database, memory_of
from tmac.vault.formats import box, passphrase
from tmac.vault.formats.info import Purpose, info

pytestmark = pytest.mark.slow

READERS = 30
# The unit's wraps of a case and the unit key of one officer, as her browser would be given them.
_SEALED = """
import json, sys, django
django.setup()
from django.contrib.auth import get_user_model
from django.utils import timezone
from tmac.accounts import queries as accounts
from tmac.tips import queries
from tmac.vault import queries as vault
now = timezone.now()
user = get_user_model().objects.get(username="somsri")
by = accounts.principal_of(user, now)
found = {
    **vault.my_keys(by, now).as_wire(),
    "tips": [queries.sealed_of(by, one, now).as_wire() for one in json.load(sys.stdin)],
}
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("attacked")
    with database(os.environ.get("TMAC_DATABASE_URL", "")) as url:
        installation = Installation(folder, url)
        installation.prepare()
        yield installation


@pytest.fixture
def server(installed: Installation) -> Iterator[Server]:
    with installed.served() as running:
        yield running


def marker() -> str:
    """Letters that stand nowhere else in the world."""
    return "zq" + secrets.token_hex(12)


def read_by_the_unit(installed: Installation, references: list[str]) -> list[dict[str, Any]]:
    """What a prevention officer reads with the demonstration's passphrase, by the format alone."""
    from tmac.vault.demonstration import PASSPHRASE

    held = installed.do(_SEALED, json.dumps(references))
    key_id = uuid.UUID(held["key"]["key_id"])
    seed = passphrase.unseal(PASSPHRASE, base64.b64decode(held["key"]["by_passphrase"]), key_id)
    unit = held["units"][0]
    unit_id = uuid.UUID(unit["key_id"])
    bound = info(Purpose.UNIT_KEY, unit_id, key_id, unit["epoch"])
    unit_seed = box.unseal(seed, base64.b64decode(unit["box"]), bound)
    return [_content(tip, unit_id, unit_seed) for tip in held["tips"]]


def _content(tip: dict[str, Any], unit_id: uuid.UUID, unit_seed: bytes) -> dict[str, Any]:
    case = uuid.UUID(tip["case"])
    (epoch,) = tip["epochs"]
    wrap = next(one["box"] for one in epoch["wraps"] if one["key_id"] == str(unit_id))
    bound = info(Purpose.CASE_KEY, case, unit_id, epoch["epoch"])
    key = box.unseal(unit_seed, base64.b64decode(wrap), bound)
    return opened_content(key, case, base64.b64decode(tip["content"]["box"]))


def test_thirty_reporters_behind_one_address_are_all_kept_and_all_read(
    installed: Installation, server: Server
) -> None:
    reports = [Report(f"เรื่องที่ {number} {marker()}") for number in range(READERS)]
    with ThreadPoolExecutor(READERS) as crowd:
        answers = list(crowd.map(lambda one: Reporter(server.origin).file(one), reports))
    assert [answer.status for answer in answers] == [201] * READERS
    references = [answer.json["reference"] for answer in answers]
    assert len(set(references)) == READERS
    read = read_by_the_unit(installed, references)
    assert [content["text"] for content in read] == [report.text for report in reports]


def test_what_was_answered_is_there_after_kill_9(installed: Installation) -> None:
    body = (marker() * 60_000).encode()  # two objects
    with installed.served() as server:
        reporter, report = Reporter(server.origin), Report(marker())
        attached = reporter.attach(report, "ใบตรวจรับ.txt", "text/plain", body)
        answer = reporter.file(report)
        server.kill()
    assert answer.status == 201
    with installed.served() as server:
        reporter = Reporter(server.origin)
        mailbox = reporter.open(report.code).json
        assert read_content(report.code, mailbox)["text"] == report.text
        kept = [_object(reporter, report, attached.id, n) for n in range(len(attached.objects))]
    assert kept == attached.objects
    assert mailbox["receipt"] == answer.json["receipt"]


def _object(reporter: Reporter, report: Report, file_id: str, number: int) -> bytes:
    asked = {"lookup": bytes(report.code.lookup()).hex(), "file_id": file_id, "n": number}
    answer = reporter.line.post("/mailbox/objects/", asked)
    assert answer.status == 200
    return answer.body


def test_a_double_click_and_a_retry_make_one_report(server: Server) -> None:
    reporter, report = Reporter(server.origin), Report(marker())
    body = {**reporter.seal(report), "work": reporter.work(report.case)}
    with ThreadPoolExecutor(6) as crowd:
        pressed = list(crowd.map(lambda _n: Reporter(server.origin).send(body), range(6)))
    later = Reporter(server.origin).send(body)
    assert sorted(answer.status for answer in pressed) == [200] * 5 + [201]
    assert {answer.json["reference"] for answer in [*pressed, later]} == {later.json["reference"]}


def test_the_same_case_with_another_body_is_refused(server: Server) -> None:
    reporter, report = Reporter(server.origin), Report("หนึ่ง")
    assert reporter.file(report).status == 201
    assert reporter.file(replace(report, text="สอง")).status == 409


def test_a_proof_of_work_is_spent_once_and_for_its_own_case_only(server: Server) -> None:
    reporter, first, second = Reporter(server.origin), Report("หนึ่ง"), Report("สอง")
    spent = reporter.work(first.case)
    assert reporter.send({**reporter.seal(first), "work": spent}).status == 201
    assert reporter.send({**reporter.seal(second), "work": spent}).status in {403, 409, 422}
    for_another = reporter.work(uuid.uuid4())
    answer = reporter.send({**reporter.seal(second), "work": {**for_another, "counter": 0}})
    assert answer.status in {403, 409, 422}


def test_forged_recipients_are_refused(server: Server) -> None:
    """A page that was tampered with cannot have a tip sealed to a stranger as well."""
    reporter, report = Reporter(server.origin), Report(marker())
    body = reporter.seal(report)
    stranger = {**body["wraps"][0], "key_id": str(uuid.uuid4())}
    for wraps in ([stranger], [*body["wraps"], stranger], []):
        sent = {**body, "wraps": wraps, "work": reporter.work(report.case)}
        assert reporter.send(sent).status in {409, 422}
    few = {**body, "shares": body["shares"][:1], "work": reporter.work(report.case)}
    assert reporter.send(few).status in {409, 422}


@pytest.mark.parametrize("extra", [{"score": 25}, {"state": "CLOSED"}, {"severity": "HIGH"}])
def test_forged_answers_hidden_in_the_facts_are_refused(
    server: Server, extra: dict[str, Any]
) -> None:
    report = Report(marker())
    report.facts |= extra
    assert Reporter(server.origin).file(report).status == 422


def test_short_and_long_texts_and_identities_have_one_size(server: Server) -> None:
    reporter = Reporter(server.origin)
    someone = {
        "v": 1,
        "name": "สมมุติ ทดสอบ",
        "phone": "0812345678",
        "email": "",
        "line": "",
        "other": "",
    }
    bodies = [
        reporter.seal(report)
        for report in (Report("ก" * 10), Report("ก" * 300), Report("ก" * 10, identity=someone))
    ]
    sizes = [
        (len(body["content"]), len(body["identity"]), [len(one["box"]) for one in body["shares"]])
        for body in bodies
    ]
    assert sizes[0] == sizes[1] == sizes[2]


def test_wrong_and_unknown_codes_are_told_alike(server: Server) -> None:
    reporter = Reporter(server.origin)
    unknown = Report("").code
    answers = [
        reporter.open(unknown),
        reporter.line.post("/mailbox/open/", {"lookup": secrets.token_hex(32)}),
    ]
    assert [answer.status for answer in answers] == [404, 404]
    assert answers[0].body == answers[1].body


def test_a_marker_is_found_nowhere_after_a_report_by_script(
    installed: Installation, server: Server
) -> None:
    marks = {part: marker() for part in ("text", "identity", "file name", "file body")}
    report = Report(
        marks["text"],
        identity={
            "v": 1,
            "name": marks["identity"],
            "phone": "",
            "email": "",
            "line": "",
            "other": "",
        },
    )
    reporter = Reporter(server.origin)
    reporter.attach(report, f"{marks['file name']}.txt", "text/plain", marks["file body"].encode())
    assert reporter.file(report).status == 201
    assert reporter.open(report.code).status == 200
    assert found_on_disk(installed, marks) == []
    held = [
        (process, part)
        for process in server.processes()
        for region in memory_of(process)
        for part, word in marks.items()
        if any(form in region for form in forms_of(word))
    ]
    assert held == []


def test_a_marker_is_found_nowhere_after_a_report_without_script(
    installed: Installation, server: Server
) -> None:
    marks = {part: marker() for part in ("text", "identity", "file name", "file body")}
    status, page = send_without_script(server.origin, marks)
    assert status == 200, page[:2000]
    time.sleep(0.2)
    assert found_on_disk(installed, marks) == []


def test_the_search_for_markers_does_find_what_is_there(
    installed: Installation, server: Server
) -> None:
    """Otherwise the two tests before would prove nothing."""
    word = marker()
    (installed.temporary / "note").write_text(word)
    assert found_on_disk(installed, {"note": word}) == [("note", "tmp/note")]
    (installed.temporary / "note").unlink()
    own = word.encode()
    assert any(own in region for region in memory_of(os.getpid()))


def found_on_disk(installed: Installation, marks: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (part, name)
        for name, content in installed.everything_on_disk()
        for part, word in marks.items()
        if any(form in content for form in forms_of(word))
    ]


def forms_of(word: str) -> list[bytes]:
    """A word as it may lie in a file: plain, wide, Base64 at each of three places, escaped."""
    raw = word.encode()
    shifted = [base64.b64encode(b"x" * n + raw)[4 : -8 if n else -4] for n in range(3)]
    return [raw, word.encode("utf-16-le"), raw.hex().encode(), *shifted]


def send_without_script(origin: str, marks: dict[str, str]) -> tuple[int, str]:
    """The form of /tell/ as a browser without JavaScript posts it."""
    from tests.attacks.form import filled, post

    values = filled(
        origin,
        {
            "kind": "TIP",
            "province": "74",
            "text": f"ถนนพังทั้งที่เพิ่งตรวจรับ {marks['text']}",
            "contact_name": marks["identity"],
        },
    )
    return post(origin, "/tell/", values, [(f"{marks['file name']}.txt", marks["file body"])])


def test_a_killed_upload_leaves_nothing_that_is_taken_for_whole(installed: Installation) -> None:
    """kill -9 between two objects of a file: the report is refused until the rest has come."""
    content = (marker() * 60_000).encode()
    with installed.served() as server:
        reporter, report = Reporter(server.origin), Report(marker())
        real_put = reporter.put
        reporter.put = lambda attached, n: real_put(attached, 0)  # type: ignore[method-assign]
        attached = reporter.attach(report, "ยาว.txt", "text/plain", content)
        for process in reversed(server.processes()):
            os.kill(process, signal.SIGKILL)
    with installed.served() as server:
        reporter = Reporter(server.origin)
        assert reporter.file(report).status in {409, 422}
        assert reporter.put(attached, 1).status == 204
        assert reporter.file(report).status == 201


def test_the_log_of_the_server_names_no_case_and_no_lookup(
    installed: Installation, server: Server
) -> None:
    reporter, report = Reporter(server.origin), Report(marker())
    assert reporter.file(report).status == 201
    reporter.open(report.code)
    reporter.line.post("/mailbox/open/", {"lookup": "not hexadecimal"})
    said = installed.log.read_text(errors="replace")
    assert bytes(report.code.lookup()).hex() not in said
    assert str(report.case) not in said
    assert report.code.shown() not in said


def test_bodies_that_are_no_report_get_a_sentence_and_not_a_crash(server: Server) -> None:
    reporter = Reporter(server.origin)
    deep = "[" * 5000 + "]" * 5000
    for body in (b"", b"{", b"[]", b"null", deep.encode(), b'{"v":1}', b"\xff\xfe", b'{"v":NaN}'):
        answer = reporter.line.ask(
            "POST", "/tell/reports/", body, {"Content-Type": "application/json"}
        )
        assert answer.status in {400, 413, 415, 422}
        assert json.loads(answer.body)["title"]
    form = urllib.parse.urlencode({"v": 1}).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert reporter.line.ask("POST", "/tell/reports/", form, kind).status == 415


def test_nothing_of_the_installation_is_readable_by_others(installed: Installation) -> None:
    keys = list((installed.var / "vault").rglob("*.key"))
    assert keys
    assert all(Path(path).stat().st_mode & 0o077 == 0 for path in keys)
