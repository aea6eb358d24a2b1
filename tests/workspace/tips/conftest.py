"""A desk with real keys: reports sealed as the form without script seals them, and their codes."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from tests.cast import Cast
from tests.vault.keys import Keyring
from tmac.evidence import sealed as evidence
from tmac.geography.services import load_reference as load_geography
from tmac.taxonomy.services import load_reference as load_taxonomy
from tmac.tips import services
from tmac.tips.models import Tip
from tmac.vault.formats.code import parse

MARKUP = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
CONTENT: dict[str, Any] = {
    "v": 1,
    "kind": "TIP",
    "text": "นายสมชาย ใจดี โทร 081-234-5678 เรียกเงินผู้รับเหมาทำถนนเลียบคลอง",
    "where": {
        "text": "หน้าวัดใหญ่ ริมคลอง",
        "lat": 13.5475,
        "lon": 100.2744,
        "accuracy_m": 20,
        "source": "gps",
    },
    "when": "เมื่อวานราวบ่ายสาม",
    "who": "นายสมชาย ใจดี",
}
IDENTITY = {
    "v": 1,
    "name": "มานะ ใจกล้า",
    "phone": "0899998888",
    "email": "",
    "line": "",
    "other": "",
}
FACTS: dict[str, Any] = {
    "kind": "TIP",
    "province": "74",
    "district": "7401",
    "subdistrict": "740101",
    "category": "PRC-03",
    "agency_kind": "",
    "amount_band": "LT_5M",
    "month": "",
    "ongoing": "YES",
    "stoppable": "YES",
    "how_known": "SAW",
    "protection": [],
    "urgent": False,
    "route": "PROVINCE",
    "about_office": False,
}


@dataclass(frozen=True)
class Report:
    """A filed report, with the code that its reporter alone has."""

    reference: str
    code: str
    tip: Tip

    @property
    def url(self) -> str:
        return reverse("workspace:tip", args=[self.reference])

    @property
    def lookup(self) -> bytes:
        return bytes(parse(self.code).lookup())


class Desk:
    """The cast with keys, and reports on the desk of NACC-74."""

    def __init__(self, cast: Cast, keyring: Keyring) -> None:
        self.cast = cast
        self.keyring = keyring
        self.now: datetime = timezone.now()

    def report(
        self,
        files: dict[str, bytes] | None = None,
        content: dict[str, Any] | None = None,
        identity: dict[str, Any] | None = None,
        **facts: Any,
    ) -> Report:
        """A report with everything a reporter may leave, but for what is given otherwise."""
        seed = secrets.token_bytes(32)
        case = services.case_of_seed(seed)
        kept = [
            evidence.seal_bytes(now=self.now, case=case, name=name, content=data)
            for name, data in (files or {}).items()
        ]
        filed = services.file_open(
            now=self.now,
            facts=FACTS | facts,
            content=CONTENT | (content or {}),
            identity=IDENTITY | (identity or {}),
            files=kept,
            channel="WEB",
            seed=seed,
        )
        return Report(filed.reference, filed.code, Tip.objects.get(pk=filed.case))

    def taken(self, name: str = "suda", **given: Any) -> Report:
        """A report that an officer has taken, and which is in screening by that."""
        report = self.report(**given)
        services.take_tip(by=self.cast(name), now=self.now, tip_id=report.tip.pk)
        report.tip.refresh_from_db()
        return report


@pytest.fixture
def desk(cast: Cast, keyring: Keyring, settings: Any, tmp_path: Path) -> Desk:
    settings.SEALED_ROOT = tmp_path / "sealed"
    load_geography()
    load_taxonomy()
    services.load_reference()
    cast.everyone()
    keyring.ready()
    return Desk(cast, keyring)


class Sitting:
    """One of the cast at a browser, whose own key opens with the phrase of the tests."""

    def __init__(self, name: str, desk: Desk, new_page: Callable[..., Page], width: int = 1280):
        self.name = name
        self.page = new_page(width=width, client=desk.cast.client(name))

    def opens(self, path: str) -> None:
        self.page.goto(path)

    def unlocks(self) -> None:
        """By the bar of the page; nothing when the key is open already."""
        self.page.wait_for_selector("tmac-unlock[data-state]")
        if self.page.locator("tmac-unlock[data-state=open]").count():
            return
        self.page.click("tmac-unlock [data-open]")
        self.gives_phrase()
        self.page.wait_for_selector("tmac-unlock[data-state=open]")

    def gives_phrase(self, phrase: str = Keyring.PASSPHRASE) -> None:
        self.page.fill("#unlock-phrase", phrase)
        self.page.click("tmac-unlock form button[type=submit]")

    def reads(self, report: Report) -> str:
        """What stands on the page of the tip once it is open."""
        self.opens(report.url)
        self.unlocks()
        self.page.wait_for_selector("tmac-sealed[data-state=open]")
        return self.page.inner_text("main")

    def presses(self, words: str) -> None:
        self.page.locator("main button, main a.button", has_text=words).first.click()


@pytest.fixture
def sit(desk: Desk, new_page: Callable[..., Page]) -> Callable[..., Sitting]:
    return lambda name, width=1280: Sitting(name, desk, new_page, width)
