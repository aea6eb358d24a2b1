"""What the script of the report asks: recipients, work, and where it puts the envelope."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from tmac.core.errors import Invalid, NotFound
from tmac.geography import queries as geography
from tmac.portal.tips.bodies import Given, json_object
from tmac.portal.tips.doors import machine
from tmac.tips import services
from tmac.tips.filings import FileSecret, KeyBox, SealedFiling
from tmac.vault import queries as vault
from tmac.vault import services as keys

MAX_REPORT_BYTES = 512 * 1024  # content, identity, 2 kB a share; base64 and room to spare
MAX_BOX_BYTES = 8 * 1024
_KEPT_SECONDS = 60


@machine("GET")
def recipients(request: HttpRequest, scope: str) -> HttpResponse:
    """Whom a report of this place is sealed to, with the proof of their keys."""
    if scope != "centre" and scope not in geography.province_codes():
        raise NotFound(_("There is no such place to send to."))
    body = vault.recipients(scope, timezone.now()).as_json()
    answer = HttpResponse(body, content_type="application/json")
    answer["Cache-Control"] = f"public, max-age={_KEPT_SECONDS}"
    return answer


@machine("GET")
def work(request: HttpRequest, purpose: str) -> JsonResponse:
    """A riddle that is solved before sending; harder while many send."""
    token, bits = keys.issue_work(purpose, timezone.now())
    return JsonResponse({"token": token, "bits": bits})


@machine("POST")
def reports(request: HttpRequest) -> JsonResponse:
    """A sealed report. 201 means that it is on disk; the same again is answered with 200."""
    filing = filing_of(json_object(request, MAX_REPORT_BYTES))
    filed = services.file_sealed(now=timezone.now(), filing=filing)
    told = {"reference": filed.reference, "day": filed.day.isoformat(), "receipt": filed.receipt}
    return JsonResponse(told, status=201 if filed.is_new else 200)


def filing_of(given: Given) -> SealedFiling:
    """The filing of a posted object; every member must be known and of its kind."""
    if given.number("v", 9) != 1:
        raise Invalid.of("v", _("This page is out of date. Load it again."))
    reporter, work_done = given.thing("reporter"), given.thing("work")
    filing = SealedFiling(
        case=given.uuid("case"),
        facts=given.raw("facts"),
        content=given.octets("content", MAX_REPORT_BYTES),
        identity=given.octets("identity", MAX_BOX_BYTES),
        shares=given.many("shares", 100, key_box),
        wraps=given.many("wraps", 4, _first_wrap),
        reporter_key=reporter.octets("public_key", MAX_BOX_BYTES),
        reporter_wrap=reporter.octets("wrap", MAX_BOX_BYTES),
        lookup_hash=given.hexes("lookup_hash", 32),
        files=file_secrets(given),
        stamp=given.text("stamp", 128),
        token=work_done.text("token", 1000),
        counter=work_done.number("counter"),
    )
    for whole in (given, reporter, work_done):
        whole.end()
    return filing


def key_box(given: Given) -> KeyBox:
    return KeyBox(given.uuid("key_id"), given.octets("box", MAX_BOX_BYTES))


def _first_wrap(given: Given) -> KeyBox:
    given.number("epoch", 1)
    return key_box(given)


def file_secrets(given: Given) -> tuple[FileSecret, ...]:
    """Files that were uploaded before; the service says when they are too many."""
    return given.many("files", 50, lambda one: FileSecret(one.uuid("id"), one.octets("secret", 32)))
