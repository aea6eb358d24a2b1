"""A report from a browser without script: read, sealed in memory, filed, given its code."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from tmac.core.errors import Fault, Invalid, Sentence, TmacError
from tmac.evidence.sealed import MAX_FILES
from tmac.portal.tips import parts, qr, tokens
from tmac.portal.tips.forms import TellForm
from tmac.portal.tips.keptfiles import Attached, from_token, to_token
from tmac.portal.tips.tokens import FormToken, new_token, read_token
from tmac.portal.tips.uploads import TellUpload
from tmac.tips import services
from tmac.tips.filings import FiledWithCode

CHANNEL = "WEB"


@dataclass
class Sent:
    """What became of the form: filed with a code, or shown again with everything in it."""

    form: TellForm
    token: FormToken
    files: list[Attached] = field(default_factory=list, repr=False)
    faults: list[Fault] = field(default_factory=list)
    notice: Sentence = ""
    filed: FiledWithCode | None = field(default=None, repr=False)

    def known(self) -> dict[str, Any]:
        """For the template of either page."""
        if self.filed is None:
            kept = [{**file.manifest(), "token": to_token(file)} for file in self.files]
            return {"notice": self.notice, "kept_files": kept, "file_faults": self.faults}
        code = self.filed.code
        return {
            "filed": self.filed,
            "file_faults": self.faults,
            "groups": [code[at : at + 5] for at in range(0, len(code), 5)],
            "square": qr.svg(code, _("The same code as a QR square")),
        }


def receive(request: HttpRequest) -> Sent:
    """Read and file the form. What cannot be filed comes back whole, its files kept sealed."""
    now = timezone.now()
    handler = TellUpload(request, now=now)
    request.upload_handlers = [handler]
    posted = request.POST  # parsing seals the files
    token = read_token(posted.get("form", ""))
    form = TellForm(posted)
    if token is None or handler.is_cut_short:
        handler.drop()
        return Sent(form, token or new_token(), faults=handler.faults, notice=_again(handler))
    kept = [from_token(values) for values in tokens.kept(posted.getlist("kept"))]
    files: list[Attached] = [*kept, *handler.files]
    sent = Sent(form, token, files[:MAX_FILES], list(handler.faults))
    if not form.is_valid():
        return sent
    if not token.is_fresh:
        sent.notice = _("This page was open for a long time. Look it over and send it once more.")
        return sent
    return _file(sent, handler, now)


def _file(sent: Sent, handler: TellUpload, now: datetime) -> Sent:
    given = sent.form.cleaned_data
    try:
        sent.filed = services.file_open(
            now=now,
            facts=parts.facts_of(given),
            content=parts.content_of(given),
            identity=parts.identity_of(given),
            files=sent.files,
            channel=CHANNEL,
            seed=sent.token.seed,
        )
    except Invalid as fault:
        for one in fault.faults:
            name = one.field.rpartition(".")[2]
            sent.form.add_error(name if name in sent.form.fields else None, str(one.message))
    except TmacError as fault:
        sent.notice = fault.message
    if sent.filed is not None and not sent.filed.is_new:
        handler.drop()  # the same form a second time: its files were taken with the first
    return sent


def _again(handler: TellUpload) -> str:
    if handler.is_cut_short:
        return _("The form did not arrive whole. Your words are here; choose the files again.")
    return _("This page was not known any more. Your words are here; choose the files again.")
