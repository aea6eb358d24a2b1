"""The machine addresses: strict, without cookies, and alike to whoever guesses."""

from __future__ import annotations

import base64
import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.tips.reporter import Reporter
from tests.vault.keys import Keyring
from tmac.tips.filings import SealedFiling, SealedMessage
from tmac.tips.models import Message, Tip
from tmac.vault import services as keys
from tmac.vault.formats import stream, work
from tmac.vault.formats.code import new_code
from tmac.vault.formats.secret import FileKey

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("door")]
JSON = "application/json"


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def body_of(filing: SealedFiling) -> dict[str, Any]:
    """The filing as a browser posts it."""
    facts = {name: value for name, value in filing.facts.items() if value is not None}
    return {
        "v": 1,
        "case": str(filing.case),
        "facts": facts,
        "content": b64(filing.content),
        "identity": b64(filing.identity),
        "shares": [{"key_id": str(one.key_id), "box": b64(one.box)} for one in filing.shares],
        "wraps": [
            {"key_id": str(one.key_id), "epoch": 1, "box": b64(one.box)} for one in filing.wraps
        ],
        "reporter": {
            "public_key": b64(filing.reporter_key),
            "wrap": b64(filing.reporter_wrap),
        },
        "lookup_hash": filing.lookup_hash.hex(),
        "files": [{"id": str(one.id), "secret": b64(one.secret)} for one in filing.files],
        "stamp": filing.stamp,
        "work": {"token": filing.token, "counter": filing.counter},
    }


def message_of(message: SealedMessage) -> dict[str, Any]:
    files = [{"id": str(one.id), "secret": b64(one.secret)} for one in message.files]
    return {
        "id": str(message.id),
        "epoch": message.epoch,
        "box": b64(message.box),
        "files": files,
    }


def post(client: Client, path: str, value: Any) -> Any:
    return client.post(path, value if isinstance(value, str) else json.dumps(value), JSON)


@pytest.fixture
def reporter() -> Reporter:
    return Reporter(timezone.now())


@pytest.fixture
def body(reporter: Reporter) -> dict[str, Any]:
    return body_of(reporter.filing())


def test_a_report_is_taken_once_and_answered_alike_ever_after(
    client: Client, body: dict[str, Any]
) -> None:
    first = post(client, "/tell/reports/", body)
    again = post(client, "/tell/reports/", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert set(first.json()) == {"reference", "day", "receipt"}
    assert Tip.objects.count() == 1
    assert not first.cookies


def test_another_report_under_the_same_case_is_a_conflict(
    client: Client, reporter: Reporter, body: dict[str, Any]
) -> None:
    post(client, "/tell/reports/", body)
    other = post(client, "/tell/reports/", body_of(reporter.filing("อีกเรื่อง")))
    assert other.status_code == 409
    assert other["Content-Type"] == "application/problem+json"
    assert "code" not in other.json()
    assert Tip.objects.count() == 1


def test_recipients_that_are_no_longer_right_are_named(
    client: Client, body: dict[str, Any]
) -> None:
    body["wraps"][0]["key_id"] = str(uuid.uuid4())
    answer = post(client, "/tell/reports/", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "keys_changed")


def damaged(body: dict[str, Any], *path: Any, value: Any) -> dict[str, Any]:
    whole = json.loads(json.dumps(body))
    inner = whole
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    return whole


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("v",), 2),
        (("v",), True),
        (("case",), "../../etc"),
        (("case",), None),
        (("content",), "not base64!"),
        (("content",), ["a"]),
        (("identity",), {"deep": [[[]]]}),
        (("lookup_hash",), "AB" * 32),
        (("lookup_hash",), "ab" * 31),
        (("shares",), "all"),
        (("shares",), [1]),
        (("shares", 0, "extra"), 1),
        (("wraps", 0, "epoch"), 7),
        (("reporter", "admin"), True),
        (("files",), [{"id": "x", "secret": ""}]),
        (("work", "counter"), -1),
        (("work", "counter"), 1.5),
        (("work", "token"), "\ud800"),
        (("state",), "CLOSED"),
        (("score",), 25),
        (("facts",), []),
        (("facts", "state"), "CLOSED"),
        (("facts", "score"), 25),
        (("facts", "province"), {"$ne": ""}),
        (("facts", "protection"), ["<script>"]),
        (("facts", "urgent"), "yes"),
    ],
)
def test_forged_parts_are_refused_by_name(
    client: Client, body: dict[str, Any], path: tuple[Any, ...], value: Any
) -> None:
    answer = post(client, "/tell/reports/", damaged(body, *path, value=value))
    assert answer.status_code == 422
    told = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert told["status"] == 422
    assert told["faults"][0]["field"].split(".")[0] in {*body, "state", "score"}
    assert Tip.objects.count() == 0


@pytest.mark.parametrize(
    "text",
    [" ", "[]", "null", "1", "{", '{"v":1,"v":1}', '{"v":NaN}', "[" * 3_000, "\xff\xfe"],
)  # fmt: skip
def test_what_is_no_plain_json_object_is_refused(client: Client, text: str) -> None:
    for path in ("/tell/reports/", "/tell/files/", "/mailbox/open/", "/mailbox/acts/"):
        assert post(client, path, text).status_code == 422


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_no_form_of_another_site_can_post_here(
    client: Client, body: dict[str, Any], kind: str
) -> None:
    for path in ("/tell/reports/", "/tell/files/", "/mailbox/open/", "/mailbox/messages/"):
        answer = client.generic("POST", path, json.dumps(body), content_type=kind)
        assert answer.status_code == 415
    assert Tip.objects.count() == 0


def test_a_body_beyond_the_limit_is_refused_and_the_limit_is_told(client: Client) -> None:
    answer = post(client, "/tell/reports/", '{"v":"' + "x" * 600_000 + '"}')
    assert answer.status_code == 413
    assert "524288" in answer.json()["detail"]


def test_no_address_answers_to_the_wrong_method(client: Client) -> None:
    for path in ("/tell/reports/", "/tell/files/", "/mailbox/open/", "/mailbox/objects/"):
        assert client.get(path).status_code == 405
    assert client.post("/tell/keys/74.json").status_code == 405
    assert client.post("/tell/work/report.json").status_code == 405


def test_no_other_site_may_read_an_answer(client: Client) -> None:
    for path in ("/tell/keys/74.json", "/tell/work/report.json", "/tell/"):
        answer = client.get(path, headers={"origin": "https://evil.example"})
        assert "Access-Control-Allow-Origin" not in answer
    answer = client.options("/tell/reports/", headers={"origin": "https://evil.example"})
    assert answer.status_code == 405
    assert "Access-Control-Allow-Origin" not in answer


def test_the_session_of_an_officer_gives_nothing_here(cast: Cast, body: dict[str, Any]) -> None:
    client = cast.client("apinya")
    first = post(client, "/tell/reports/", body)
    assert first.status_code == 201
    tip = Tip.objects.get()
    assert not tip.events.filter(by_id=cast.user("apinya").pk).exists()


@pytest.mark.parametrize("scope", ["74", "45", "centre"])
def test_the_recipients_of_a_place_are_told_with_their_proof(client: Client, scope: str) -> None:
    answer = client.get(f"/tell/keys/{scope}.json")
    told = answer.json()
    office = "NACC-HQ" if scope == "centre" else f"NACC-{scope}"
    assert told["unit"]["office"] == office
    assert told["threshold"] == 2
    assert len(told["custodians"]) == 3
    assert "max-age=60" in answer["Cache-Control"]
    assert not answer.cookies


def test_a_province_without_a_key_is_received_by_the_centre(client: Client) -> None:
    told = client.get("/tell/keys/10.json").json()
    assert (told["unit"]["office"], told["why_code"]) == ("NACC-HQ", "CENTRE_NO_KEY")


@pytest.mark.parametrize("scope", ["99", "NACC-74", "..", "7401"])
def test_there_are_no_recipients_for_a_place_that_is_none(client: Client, scope: str) -> None:
    assert client.get(f"/tell/keys/{scope}.json").status_code == 404


def announced(client: Client, reporter: Reporter, size: int = 1) -> tuple[Any, bytes, uuid.UUID]:
    secret, file_id = b"s" * 32, uuid.uuid4()
    token, bits = keys.issue_work("file", timezone.now())
    counter = work.solve(token, reporter.case, bits)
    import hashlib

    answer = post(
        client,
        "/tell/files/",
        {
            "case": str(reporter.case),
            "file_id": str(file_id),
            "secret_hash": hashlib.sha256(secret).hexdigest(),
            "objects": 1,
            "size": size,
            "work": {"token": token, "counter": counter},
        },
    )
    return answer, secret, file_id


def test_a_file_is_sent_object_by_object_and_resumed(client: Client, reporter: Reporter) -> None:
    answer, secret, file_id = announced(client, reporter)
    assert (answer.status_code, answer.json()) == (201, {"received": []})
    objects = stream.seal(FileKey.new(), reporter.case, file_id, b"x")
    octets = "application/octet-stream"
    headers = {"x-upload-secret": b64(secret)}
    path = f"/tell/files/{file_id}/"
    assert client.get(path, headers=headers).json() == {"received": [], "objects": 1}
    for _time in range(2):  # the second is the repetition after a lost answer
        put = client.put(f"{path}0/", objects[0], content_type=octets, headers=headers)
        assert put.status_code == 204
    assert client.get(path, headers=headers).json()["received"] == [0]
    other = client.put(f"{path}0/", objects[0][:-1] + b"!", content_type=octets, headers=headers)
    assert other.status_code == 409
    wrong = client.get(path, headers={"x-upload-secret": b64(b"t" * 32)})
    unknown = client.get(f"/tell/files/{uuid.uuid4()}/", headers=headers)
    assert wrong.status_code == unknown.status_code == 404
    assert wrong.json() == unknown.json()


@pytest.mark.parametrize("secret", ["", "!!!", "é"])
def test_a_secret_that_cannot_be_read_opens_nothing(client: Client, secret: str) -> None:
    answer = client.get(f"/tell/files/{uuid.uuid4()}/", headers={"x-upload-secret": secret})
    assert answer.status_code in (404, 422)


def test_a_file_beyond_the_limit_is_refused_before_it_is_sent(
    client: Client, reporter: Reporter
) -> None:
    answer, _secret, _id = announced(client, reporter, size=26 * 1024 * 1024)
    assert answer.status_code == 422
    assert "25 MB" in answer.json()["detail"]


def test_a_wrong_code_is_told_like_an_unknown_one(client: Client, reporter: Reporter) -> None:
    reporter.filed()
    wrong = post(client, "/mailbox/open/", {"lookup": "00" * 32})
    unknown = post(client, "/mailbox/open/", {"lookup": new_code().lookup().hex()})
    assert wrong.status_code == unknown.status_code == 404
    assert wrong.content == unknown.content
    assert wrong.json()["code"] == "no_such_code"
    acts = [
        post(client, f"/mailbox/{name}/", {"lookup": "00" * 32, **more})
        for name, more in (
            ("messages", message_of(reporter.message())),
            ("acts", {"act": "withdraw", "id": str(uuid.uuid4())}),
            ("objects", {"file_id": str(uuid.uuid4()), "n": 0}),
        )
    ]
    assert [answer.status_code for answer in acts] == [404, 404, 404]


def test_the_code_opens_the_mailbox_still_sealed(client: Client, reporter: Reporter) -> None:
    filed = reporter.filed()
    answer = post(client, "/mailbox/open/", {"lookup": reporter.lookup.hex()})
    told = answer.json()
    assert told["reference"] == filed.reference
    assert told["may"]["withdraw"] == {"ok": True, "why": ""}
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_a_message_is_kept_once(client: Client, reporter: Reporter) -> None:
    reporter.filed()
    body = {"lookup": reporter.lookup.hex(), **message_of(reporter.message())}
    assert post(client, "/mailbox/messages/", body).status_code == 201
    assert post(client, "/mailbox/messages/", body).status_code == 200
    assert Message.objects.count() == 1


def test_what_is_not_open_now_is_refused_with_its_reason(
    client: Client, reporter: Reporter
) -> None:
    reporter.filed()
    body = {"lookup": reporter.lookup.hex(), "act": "object", "id": str(uuid.uuid4())}
    answer = post(client, "/mailbox/acts/", body)
    assert answer.status_code == 403
    assert answer.json()["detail"]
    made_up = post(client, "/mailbox/acts/", {**body, "act": "close"})
    assert made_up.status_code == 422


def test_a_file_of_another_report_is_not_there(client: Client, reporter: Reporter) -> None:
    mine = Reporter(timezone.now())
    file = reporter.upload()
    reporter.filed(files=(file,))
    mine.filed()
    asked = {"lookup": mine.lookup.hex(), "file_id": str(file.id), "n": 0}
    assert post(client, "/mailbox/objects/", asked).status_code == 404
    own = {**asked, "lookup": reporter.lookup.hex()}
    answer = post(client, "/mailbox/objects/", own)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/octet-stream")
    assert b"".join(answer.streaming_content).startswith(b"TMF1")


def test_receipts_can_be_copied_and_proven(
    client: Client, reporter: Reporter, door: Keyring
) -> None:
    from tmac.vault import receipts

    filed = reporter.filed()
    position = json.loads(filed.receipt["receipt"])["position"]
    assert client.get(f"/receipts/proof/{position}.json").status_code == 404
    receipts.sign_head(timezone.now())
    proof = client.get(f"/receipts/proof/{position}.json").json()
    assert json.loads(proof["head"]["head"])["size"] == 1
    line = b"".join(client.get("/receipts/log.jsonl").streaming_content).decode()
    assert json.loads(line)["receipt"] == filed.receipt["receipt"]
    heads = b"".join(client.get("/receipts/heads.jsonl").streaming_content).decode()
    assert json.loads(heads)["head"] == proof["head"]["head"]
    assert str(filed.case) not in line
    assert filed.reference not in line
