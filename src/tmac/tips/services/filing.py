"""Filing a report that was sealed before it came here: checked, stored and receipted at once."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from tmac.accounts import queries as accounts
from tmac.accounts.principals import Principal
from tmac.audit import services as audit
from tmac.core import facts as news
from tmac.core.errors import Conflict, Invalid
from tmac.core.thai import fiscal_year_be, today_in_thailand
from tmac.core.writing import write_turn
from tmac.evidence import sealed as store
from tmac.taxonomy import queries as taxonomy
from tmac.tips.checking import Facts, facts_from
from tmac.tips.facts import TipFiled
from tmac.tips.filings import Filed, KeysChanged, SealedFiling
from tmac.tips.forms import filing_faults
from tmac.tips.models import (
    Epoch,
    IdentityBlob,
    Promise,
    Sealed,
    Share,
    Tip,
    TipFile,
    Wrap,
)
from tmac.tips.promises import at_filing, urgency_of
from tmac.tips.services.ground import REPORTER, add_event, midnight
from tmac.tips.states import State
from tmac.vault import queries as vault
from tmac.vault import receipts
from tmac.vault import services as keys

_TRIES = 3  # a number drawn twice at once, or the same filing twice at once
WORK_PURPOSE = "report"


def file_sealed(*, now: datetime, filing: SealedFiling) -> Filed:
    """Store a report that a browser has sealed; the same filing again is answered the same.

    Raises Invalid with every fault, KeysChanged when the recipients are no longer these, Conflict
    when another filing has this case, Refused when the proof of work does not hold.
    """
    return _file(now, filing, sealed_by="REPORTER", by=None)


def file_for(*, now: datetime, filing: SealedFiling, by: Principal | None, mark: str) -> Filed:
    """Store a report that this server has sealed. `mark` knows the same filing again."""
    return _file(now, filing, sealed_by="SERVER", by=by, mark=mark)


def _file(
    now: datetime, filing: SealedFiling, *, sealed_by: str, by: Principal | None, mark: str = ""
) -> Filed:
    mark = mark or mark_of(filing)
    for _attempt in range(_TRIES):
        known = filed_before(filing, mark)
        if known is not None:
            return known
        ready = _Filing(now, filing, mark, sealed_by, by)
        tip, promised = ready.prepared()  # all that can be asked before it is this one's turn
        try:
            with write_turn():
                return ready.keep(tip, promised)
        except IntegrityError:
            continue
    raise Conflict(_("This could not be stored beside another report. Send it once more."))


def filed_before(filing: SealedFiling, mark: str) -> Filed | None:
    """The answer that the same filing was given; Conflict when the case holds another one."""
    held = Sealed.objects.filter(pk=filing.case).values_list("body_hash", flat=True)
    known = next(iter(held), None)
    if known is None:
        return None
    if not secrets.compare_digest(known, mark):
        raise Conflict(_("Another report has this number. Load the page again and send once more."))
    sealed = Sealed.objects.select_related("tip").get(pk=filing.case)
    tip = sealed.tip
    position = sealed.receipt_position
    receipt = receipts.receipt_for(position).as_wire() if position else {}
    return Filed(tip.pk, tip.reference, tip.received_on, receipt, is_new=False)


def mark_of(filing: SealedFiling) -> str:
    """The digest of all that makes two filings the same; proof of work and stamp may differ."""
    mark = hashlib.sha256()
    parts = [
        filing.case.bytes,
        repr(sorted(filing.facts.items(), key=lambda pair: str(pair[0]))).encode(),
        filing.content,
        filing.identity,
        filing.reporter_key,
        filing.reporter_wrap,
        filing.lookup_hash,
        *(part for box in (*filing.wraps, *filing.shares) for part in (box.key_id.bytes, box.box)),
        *(part for file in filing.files for part in (file.id.bytes, file.secret)),
    ]
    for part in parts:
        mark.update(len(part).to_bytes(8) + part)
    return mark.hexdigest()


@dataclass(frozen=True)
class _Filing:
    """One filing on its way into the database; inside its transaction."""

    now: datetime
    filing: SealedFiling
    mark: str
    sealed_by: str
    by: Principal | None

    @property
    def today(self) -> date:
        return today_in_thailand(self.now)

    def prepared(self) -> tuple[Tip, list[Promise]]:
        """The checked tip and what is promised with it; nothing is stored yet."""
        facts = self._checked()
        tip = self._tip(facts, self._recipient_office(facts))
        return tip, at_filing(tip, self.today)

    def keep(self, tip: Tip, promised: list[Promise]) -> Filed:
        """Everything in one transaction, the audit line last. Of two that file the same case, the
        second one fails at the first row."""
        tip.save(force_insert=True)
        claimed = self._claimed(tip)
        receipt = receipts.append(
            now=self.now,
            case=tip.pk,
            content_sha256=hashlib.sha256(self.filing.content).digest(),
            identity_sha256=hashlib.sha256(self.filing.identity).digest(),
            files=[(file.id, file.digest) for file in claimed],
        )
        self._sealed_parts(tip, receipt.position)
        Promise.objects.bulk_create(promised)
        add_event(tip, "tip.filed", self.now, None, is_public=True, target=State.RECEIVED)
        news.publish(
            TipFiled(tip.pk, tip.province_code, tip.office_id, tip.channel_id, tip.is_urgent)
        )
        self._record(tip)
        return Filed(tip.pk, tip.reference, tip.received_on, receipt.as_wire(), is_new=True)

    def _checked(self) -> Facts:
        facts, faults = facts_from(self.filing.facts, self.today)
        faults = [*faults, *filing_faults(self.filing)]
        if faults or facts is None:
            raise Invalid(faults)
        return facts

    def _recipient_office(self, facts: Facts) -> int:
        """The office whose unit key it is sealed to: decided here, not by the sender."""
        wanted = vault.recipients(facts.scope, self.now)
        sealed_to = [wrap.key_id for wrap in self.filing.wraps]
        shared_to = [share.key_id for share in self.filing.shares]
        custodians = [key.key_id for key in wanted.custodians]
        if sealed_to != [wanted.unit.key_id] or shared_to != custodians:
            message = _("The keys of the recipients have changed. Your report is sealed anew.")
            raise KeysChanged(message)
        office = accounts.office_of(wanted.unit.office)
        if office is None:
            raise Conflict(_("The office that this is sent to was closed. Send it again."))
        return office.pk

    def _tip(self, facts: Facts, office_id: int) -> Tip:
        tip = Tip(
            id=self.filing.case,
            reference=new_reference(facts.province, self.today),
            kind=facts.kind,
            channel_id=self.filing.channel,
            sealed_by=self.sealed_by,
            received_on=self.today,
            office_id=office_id,
            route=facts.route,
            about_office=facts.about_office,
            is_kept_from_province=facts.is_kept_from_province,
            province_code=facts.province,
            district_code=facts.district,
            subdistrict_code=facts.subdistrict,
            category_id=facts.category or None,
            category_top=taxonomy.level_one(facts.category) if facts.category else "",
            agency_kind=facts.agency_kind,
            agency_id=facts.agency_id,
            amount_band=facts.amount_band,
            month=facts.month,
            ongoing=facts.ongoing,
            stoppable=facts.stoppable,
            how_known=facts.how_known,
            threats=list(facts.protection),
            is_urgent=facts.urgent,
            file_count=len(self.filing.files),
            state=State.RECEIVED,
            state_since=self.today,
        )
        tip.urgency = urgency_of(tip)
        return tip

    def _claimed(self, tip: Tip) -> Sequence[store.ClaimedFile]:
        """The proof of work is spent and the files become part of the case; both only once, and
        only after the row above has shown that this is no second press of the same button."""
        if self.sealed_by == "REPORTER":
            keys.spend_work(
                token=self.filing.token,
                counter=self.filing.counter,
                case=tip.pk,
                purpose=WORK_PURPOSE,
                now=self.now,
            )
        if not self.filing.files:
            return ()
        wanted = [(file.id, file.secret) for file in self.filing.files]
        claimed = store.claim(now=self.now, case=tip.pk, files=wanted)
        TipFile.objects.bulk_create(
            TipFile(id=file.id, tip=tip, objects_count=file.objects, size=file.size)
            for file in claimed
        )
        return claimed

    def _sealed_parts(self, tip: Tip, position: int) -> None:
        filing = self.filing
        Sealed.objects.create(
            tip=tip,
            lookup_hash=filing.lookup_hash.hex(),
            body_hash=self.mark,
            reporter_key=filing.reporter_key,
            content=filing.content,
            receipt_position=position,
        )
        IdentityBlob.objects.create(tip=tip, box=filing.identity)
        Epoch.objects.create(tip=tip, number=1, reporter_wrap=filing.reporter_wrap)
        Wrap.objects.bulk_create(
            Wrap(tip=tip, epoch=1, key_id=wrap.key_id, box=wrap.box) for wrap in filing.wraps
        )
        Share.objects.bulk_create(
            Share(tip=tip, key_id=share.key_id, box=share.box) for share in filing.shares
        )

    def _record(self, tip: Tip) -> None:
        """The reporter is nobody here, by day; an officer who files for somebody is named."""
        details: dict[str, Any] = {"reference": tip.reference, "sealed_by": self.sealed_by}
        audit.record(
            actor_id=self.by.user_id if self.by else None,
            actor=self.by.name if self.by else REPORTER,
            acting_for=self.by.acting_for if self.by else "",
            action="tip.filed",
            subject="tip",
            subject_id=str(tip.pk),
            province_code=tip.province_code,
            details=details,
            now=self.now if self.by else midnight(self.today),
        )


def new_reference(province_code: str, today: date) -> str:
    """T2570-74-482913: the number is drawn by lot, so that it tells no order."""
    year = fiscal_year_be(today)
    while True:
        reference = f"T{year}-{province_code}-{secrets.randbelow(1_000_000):06d}"
        if not Tip.objects.filter(reference=reference).exists():
            return reference
