"""What is done in the mailbox without script: each form sends the code again, the server opens the
box in memory, does the one thing, and forgets the code with the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from tmac.core.errors import Conflict, TmacError
from tmac.core.text import cleaned
from tmac.portal.tips.parts import IDENTITY
from tmac.portal.tips.uploads import AnswerUpload
from tmac.tips import queries, services

TEXT_LIMIT = 6_000
_LIMITS = {"name": 120, "phone": 40, "email": 120, "line": 60, "other": 200}


@dataclass
class Posted:
    """A form of the mailbox, its files already sealed."""

    values: QueryDict
    upload: AnswerUpload
    now: datetime

    @classmethod
    def of(cls, request: HttpRequest, now: datetime) -> Posted:
        upload = AnswerUpload(request, now=now)
        request.upload_handlers = [upload]
        return cls(request.POST, upload, now)

    @property
    def code(self) -> str:
        return self.values.get("code", "")[:120]

    @property
    def act(self) -> str:
        return self.values.get("act", "open")

    @property
    def act_id(self) -> UUID:
        """The number that the page gave the form, so that two presses are one act."""
        try:
            return UUID(self.values.get("act_id", ""))
        except ValueError:
            return uuid4()

    @property
    def text(self) -> str:
        return cleaned(self.values.get("text", ""))[:TEXT_LIMIT]


@dataclass(frozen=True)
class Outcome:
    """What is told above the mailbox, and what was typed when it did not work."""

    notice: str = ""
    fault: str = ""
    typed: str = ""


def carry_out(posted: Posted) -> Outcome:
    """The act of the form; faults become sentences, and the words that were typed are kept."""
    todo = _TODO.get(posted.act)
    if todo is None:
        return Outcome()
    try:
        return Outcome(notice=todo(posted))
    except Conflict as fault:
        if posted.act == "answer" and _has_arrived(posted):
            posted.upload.drop()
            return Outcome(notice=_("Your message has arrived."))
        return _kept(posted, fault)
    except TmacError as fault:
        return _kept(posted, fault)


def _kept(posted: Posted, fault: TmacError) -> Outcome:
    posted.upload.drop()
    return Outcome(fault=str(fault), typed=posted.text)


def _has_arrived(posted: Posted) -> bool:
    """Whether the first press of the same button was quicker."""
    found = queries.mailbox_open(posted.code, posted.now)
    return found is not None and any(one.id == posted.act_id for one in found.messages)


def _answer(posted: Posted) -> str:
    services.answer_open(
        now=posted.now,
        code=posted.code,
        act_id=posted.act_id,
        text=posted.text,
        files=posted.upload.files,
    )
    faults = " ".join(str(fault.message) for fault in posted.upload.faults)
    return " ".join(filter(None, (_("Your message has arrived."), faults)))


def _act(posted: Posted) -> str:
    given = posted.values
    rating = given.get("rating", "")
    services.act_open(
        now=posted.now,
        code=posted.code,
        act=posted.act,
        act_id=posted.act_id,
        text=posted.text,
        rating=int(rating) if rating.isdecimal() and len(rating) == 1 else 0,
        felt_safe=given.get("felt_safe", ""),
        request=given.get("request", ""),
    )
    return _("Done. You find it below.")


def _contact(posted: Posted) -> str:
    identity = {name: cleaned(posted.values.get(name, ""))[: _LIMITS[name]] for name in IDENTITY}
    services.replace_contact_open(now=posted.now, code=posted.code, identity=identity)
    return _("Your contact was sealed and replaced.")


_TODO: dict[str, Callable[[Posted], str]] = {
    "answer": _answer,
    "contact": _contact,
    **dict.fromkeys(("withdraw", "object", "not_fixed", "rate", "data_request"), _act),
}
