"""What the script of the mailbox asks. Whoever shows a lookup value may act in its mailbox; one
that opens nothing is told as unknown, after the same work."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from tmac.core.errors import NotFound
from tmac.evidence import sealed
from tmac.portal.tips.bodies import Given, json_object
from tmac.portal.tips.doors import machine
from tmac.portal.tips.wire import MAX_BOX_BYTES, file_secrets, key_box
from tmac.tips import queries, services
from tmac.tips.filings import SealedMessage

MAX_ASK_BYTES = 4 * 1024
MAX_MESSAGE_BYTES = 256 * 1024
LOOKUP_BYTES = 32


class NoSuchCode(NotFound):
    """Nothing opens with this code."""

    code = "no_such_code"

    def __init__(self) -> None:
        super().__init__(_("No report opens with this code."))


@machine("POST")
def opened(request: HttpRequest) -> JsonResponse:
    """Everything that the code opens, still sealed."""
    given = json_object(request, MAX_ASK_BYTES)
    lookup = _lookup(given)
    given.end()
    now = timezone.now()
    found = queries.mailbox(lookup, now)
    if found is None:
        raise NoSuchCode
    services.mark_read(now=now, lookup=lookup)
    return JsonResponse(found.as_wire())


@machine("POST")
def messages(request: HttpRequest) -> JsonResponse:
    """A sealed message of the reporter."""
    given = json_object(request, MAX_MESSAGE_BYTES)
    lookup, message = _lookup(given), message_of(given)
    given.end()
    sent = services.answer(now=timezone.now(), lookup=lookup, message=message)
    return JsonResponse({"id": str(sent.id), "day": sent.day.isoformat()}, status=_status(sent))


@machine("POST")
def acts(request: HttpRequest) -> JsonResponse:
    """Withdraw, object, not fixed, rate, ask about own data."""
    given = json_object(request, MAX_MESSAGE_BYTES)
    lookup, act, act_id = _lookup(given), given.text("act", 20), given.uuid("id")
    note = given.maybe("text_message")
    message = message_of(note) if note else None
    rating = given.number("rating", 5) if given.has("rating") else 0
    felt_safe, wanted = given.text("felt_safe", 10, ""), given.text("request", 10, "")
    for whole in filter(None, (given, note)):
        whole.end()
    done = services.act(
        now=timezone.now(),
        lookup=lookup,
        act=act,
        act_id=act_id,
        message=message,
        rating=rating,
        felt_safe=felt_safe,
        request=wanted,
    )
    return JsonResponse({"act": done.act, "day": done.day.isoformat()}, status=_status(done))


@machine("POST")
def contact(request: HttpRequest) -> JsonResponse:
    """A sealed identity in the place of the one before."""
    given = json_object(request, MAX_MESSAGE_BYTES)
    lookup = _lookup(given)
    identity = given.octets("identity", MAX_BOX_BYTES)
    shares = given.many("shares", 100, key_box)
    given.end()
    done = services.replace_contact(
        now=timezone.now(), lookup=lookup, identity=identity, shares=shares
    )
    return JsonResponse({"act": done.act, "day": done.day.isoformat()}, status=_status(done))


@machine("POST")
def objects(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """One sealed object of a file of the case."""
    given = json_object(request, MAX_ASK_BYTES)
    lookup, file_id, n = _lookup(given), given.uuid("file_id"), given.number("n", 10_000)
    given.end()
    octets = object_of(lookup, file_id, n)
    return StreamingHttpResponse(octets, content_type="application/octet-stream")


def object_of(lookup: bytes, file_id: UUID, n: int) -> Iterator[bytes]:
    """The octets of an object of the lookup's own case."""
    found = queries.mailbox_object(lookup, file_id, n)
    if found is None:
        raise NotFound(_("There is no such file here."))
    case, own_id, number = found
    return sealed.iter_object(case=case, file_id=own_id, n=number)


def message_of(given: Given) -> SealedMessage:
    return SealedMessage(
        id=given.uuid("id"),
        epoch=given.number("epoch", 10_000),
        box=given.octets("box", MAX_MESSAGE_BYTES),
        files=file_secrets(given),
    )


def _lookup(given: Given) -> bytes:
    return given.hexes("lookup", LOOKUP_BYTES)


def _status(done: object) -> int:
    return 201 if getattr(done, "is_new", True) else 200
