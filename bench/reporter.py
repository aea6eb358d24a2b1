"""A reporter's client in Python, made from docs/reference/vault-format.md: it speaks to a server
over HTTP only, and seals and opens by itself. The benchmark and the attack tests use it.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tmac.vault.formats import box, code, padding, secretbox, shamir, signing, stream, work
from tmac.vault.formats.directory import Signed, check, parse
from tmac.vault.formats.info import Purpose, info
from tmac.vault.formats.secret import CaseKey, FileKey, IdentityKey

JSON = {"Content-Type": "application/json"}
NO_IDENTITY = {"v": 1, "name": "", "phone": "", "email": "", "line": "", "other": ""}
FACTS: dict[str, Any] = {
    "kind": "TIP",
    "province": "74",
    "district": "7401",
    "subdistrict": "740101",
    "category": "PRC-06",
    "agency_kind": "",
    "agency_id": None,
    "amount_band": "LT_500K",
    "month": "2026-10",
    "ongoing": "YES",
    "stoppable": "NO",
    "how_known": "SAW",
    "protection": [],
    "urgent": False,
    "route": "PROVINCE",
    "about_office": False,
}


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def unb64(text: str) -> bytes:
    return base64.b64decode(text)


@dataclass(frozen=True)
class Answer:
    """What the server said: its status and its JSON (or octets)."""

    status: int
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        return dict(json.loads(self.body))


class Line:
    """One kept-alive connection to the server."""

    def __init__(self, origin: str) -> None:
        parts = urlsplit(origin)
        self._line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        self._line.request(method, path, body, headers or {})
        answer = self._line.getresponse()
        return Answer(answer.status, answer.read())

    def post(self, path: str, given: dict[str, Any]) -> Answer:
        return self.ask("POST", path, json.dumps(given).encode(), JSON)

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def __del__(self) -> None:
        """A line that nobody holds any more is hung up."""
        self._line.close()


@dataclass
class Attachment:
    """A file on its way: its manifest, its upload secret and its sealed objects."""

    manifest: dict[str, Any]
    secret: bytes
    objects: list[bytes]

    @property
    def id(self) -> str:
        return str(self.manifest["id"])


@dataclass
class Report:
    """What the person tells, and the secrets that only the person's side knows."""

    text: str
    facts: dict[str, Any] = field(default_factory=lambda: dict(FACTS))
    identity: dict[str, Any] = field(default_factory=lambda: dict(NO_IDENTITY))
    files: list[Attachment] = field(default_factory=list)
    case: uuid.UUID = field(default_factory=uuid.uuid4)
    code: code.AccessCode = field(default_factory=code.new_code)
    key: CaseKey = field(default_factory=CaseKey.new)

    def content(self) -> dict[str, Any]:
        """The content of version 1 (docs/reference/vault-format.md)."""
        empty = dict.fromkeys(
            ("when", "ongoing_text", "stop_text", "who", "how_known_text", "project_no",
             "told_elsewhere"), "",
        )  # fmt: skip
        where = {"text": "", "lat": None, "lon": None, "accuracy_m": None, "source": "none"}
        return {
            "v": 1,
            "kind": self.facts["kind"],
            "text": self.text,
            "where": where,
            **empty,
            "protection": {"text": ""},
            "contact_given": self.identity != NO_IDENTITY,
            "files": [one.manifest for one in self.files],
            "language": "th",
        }


class Reporter:
    """Speaks the whole protocol for reports; one instance a thread."""

    def __init__(self, origin: str) -> None:
        self.line = Line(origin)
        self._recipients: dict[str, dict[str, Any]] = {}

    def recipients(self, scope: str) -> dict[str, Any]:
        """The keys to seal to, with every signature checked; asked once a scope."""
        if scope not in self._recipients:
            told = self.line.get(f"/tell/keys/{scope}.json").json
            _verify(told)
            self._recipients[scope] = told
        return self._recipients[scope]

    def attach(self, report: Report, name: str, mime: str, content: bytes) -> Attachment:
        """Seal a file and upload its objects, each acknowledged by itself."""
        attached = _attachment(report.case, name, mime, content)
        token = self.line.get("/tell/work/file.json").json
        opened = {
            "case": str(report.case),
            "file_id": attached.id,
            "secret_hash": hashlib.sha256(attached.secret).hexdigest(),
            "objects": len(attached.objects),
            "size": stream.padme(len(content)),
            "work": _solved(token, report.case),
        }
        _expect(self.line.post("/tell/files/", opened), 201)
        for number in range(len(attached.objects)):
            _expect(self.put(attached, number), 204)
        report.files.append(attached)
        return attached

    def put(self, attached: Attachment, number: int) -> Answer:
        """One object of a file."""
        headers = {
            "Content-Type": "application/octet-stream",
            "X-Upload-Secret": b64(attached.secret),
        }
        path = f"/tell/files/{attached.id}/{number}/"
        return self.line.ask("PUT", path, attached.objects[number], headers)

    def seal(self, report: Report) -> dict[str, Any]:
        """The body of POST /tell/reports/, all but the proof of work."""
        is_central = report.facts["route"] == "CENTRE" or report.facts["about_office"]
        keys = self.recipients("centre" if is_central else report.facts["province"])
        unit = keys["unit"]
        reporter_key = box.public_key_of(report.code.reporter_seed())
        return {
            "v": 1,
            "case": str(report.case),
            "facts": report.facts,
            "content": b64(_sealed_content(report)),
            **_sealed_identity(report, keys["custodians"]),
            "wraps": [
                {
                    "key_id": unit["key_id"],
                    "epoch": 1,
                    "box": _wrap(report, unit["public_key"], unit["key_id"], Purpose.CASE_KEY),
                }
            ],
            "reporter": {
                "public_key": b64(reporter_key),
                "wrap": _wrap(
                    report, b64(reporter_key), str(report.case), Purpose.CASE_KEY_REPORTER
                ),
            },
            "lookup_hash": code.lookup_hash(report.code.lookup()),
            "files": [{"id": one.id, "secret": b64(one.secret)} for one in report.files],
            "stamp": keys["stamp"],
        }

    def work(self, case: uuid.UUID) -> dict[str, Any]:
        """A solved token for a report."""
        return _solved(self.line.get("/tell/work/report.json").json, case)

    def file(self, report: Report) -> Answer:
        """Seal and send."""
        return self.send({**self.seal(report), "work": self.work(report.case)})

    def send(self, body: dict[str, Any]) -> Answer:
        return self.line.post("/tell/reports/", body)

    def open(self, access: code.AccessCode) -> Answer:
        """The mailbox of a code."""
        return self.line.post("/mailbox/open/", {"lookup": bytes(access.lookup()).hex()})


def read_content(access: code.AccessCode, mailbox: dict[str, Any]) -> dict[str, Any]:
    """The content of a mailbox, as the holder of the code reads it."""
    case = uuid.UUID(mailbox["case"])
    wrap = next(one["wrap"] for one in mailbox["epochs"] if one["epoch"] == 1)
    purpose = info(Purpose.CASE_KEY_REPORTER, case, case, 1)
    key = box.unseal(access.reporter_seed(), unb64(wrap), purpose)
    return opened_content(key, case, unb64(mailbox["content"]["box"]))


def opened_content(key: bytes, case: uuid.UUID, sealed: bytes) -> dict[str, Any]:
    """The content under its case key."""
    padded = secretbox.unseal(key, sealed, info(Purpose.CONTENT, case, case, 1))
    return dict(json.loads(padding.unpad(padded)))


def _verify(keys: dict[str, Any]) -> None:
    """Every key that is sealed to stands in a good entry; raises when one does not."""
    root, good = unb64(keys["root"]), {}
    for signed in sorted(map(Signed.from_wire, keys["entries"]), key=lambda s: parse(s.text).seq):
        entry = parse(signed.text)
        before = good.get(entry.signed_by)
        key = root if before is None else unb64(before.sign_key)
        if not signing.holds(key, signing.DIRECTORY, signed.text.encode(), signed.signature):
            raise ValueError("an entry of the directory is not signed as it says")
        if entry.action == "add":
            good[entry.key_id] = entry
        else:
            good.pop(entry.key_id, None)
    for named in (keys["unit"], *keys["custodians"]):
        found = good.get(named["key_id"])
        if found is None or found.public_key != named["public_key"]:
            raise ValueError("a key stands in no good entry of the directory")


def verify_directory(entries: list[dict[str, str]], root: str) -> None:
    """The whole chain from its first entry; raises when a link or a signature does not hold."""
    check([Signed.from_wire(one) for one in entries], unb64(root))


def _attachment(case: uuid.UUID, name: str, mime: str, content: bytes) -> Attachment:
    file_id, key = uuid.uuid4(), FileKey.new()
    manifest = {
        "id": str(file_id),
        "key": b64(key),
        "name": name,
        "mime": mime,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "kind": "document",
        "kept_original": True,
    }
    return Attachment(manifest, bytes(FileKey.new()), stream.seal(key, case, file_id, content))


def _sealed_content(report: Report) -> bytes:
    text = json.dumps(report.content(), ensure_ascii=False).encode()
    padded = padding.pad(text, padding.CONTENT)
    return secretbox.seal(report.key, padded, info(Purpose.CONTENT, report.case, report.case, 1))


def _sealed_identity(report: Report, custodians: list[dict[str, Any]]) -> dict[str, Any]:
    key = IdentityKey.new()
    text = json.dumps(report.identity, ensure_ascii=False).encode()
    padded = padding.pad(text, padding.IDENTITY)
    shares = shamir.split(key, len(custodians))
    boxes = []
    for custodian, share in zip(custodians, shares, strict=True):
        key_id = uuid.UUID(custodian["key_id"])
        purpose = info(Purpose.IDENTITY_SHARE, report.case, key_id, 1)
        sealed = box.seal(unb64(custodian["public_key"]), share, purpose)
        boxes.append({"key_id": str(key_id), "box": b64(sealed)})
    blob = secretbox.seal(key, padded, info(Purpose.IDENTITY, report.case, report.case, 1))
    return {"identity": b64(blob), "shares": boxes}


def _wrap(report: Report, public_key: str, key_id: str, purpose: Purpose) -> str:
    bound = info(purpose, report.case, uuid.UUID(key_id), 1)
    return b64(box.seal(unb64(public_key), report.key, bound))


def _solved(told: dict[str, Any], case: uuid.UUID) -> dict[str, Any]:
    token = str(told["token"])
    return {"token": token, "counter": work.solve(token, case, int(told["bits"]))}


def _expect(answer: Answer, status: int) -> None:
    if answer.status != status:
        raise RuntimeError(f"the server answered {answer.status}: {answer.body[:300]!r}")
