"""The public figures of all reports: never about fewer than five."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.tips.conftest import Stage
from tmac.portal.tips import indicators
from tmac.tips.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("door")]


def file_tips(cast: Cast, count: int) -> None:
    day = timezone.localdate() - timedelta(days=20)
    stage = Stage(cast)
    for number in range(count):
        stage.tip(State.SCREENING, received_on=day, first_action_on=day + timedelta(days=number))


def test_fewer_than_five_reports_are_not_told(client: Client, cast: Cast) -> None:
    file_tips(cast, 4)
    html = client.get("/success/").content.decode()
    assert indicators.figures(timezone.now()) == []
    assert "ยังมีไม่ถึง 5 เรื่อง" in html


def test_five_reports_are_counted_with_their_basis(client: Client, cast: Cast) -> None:
    file_tips(cast, 5)
    found = {figure.label: figure for figure in indicators.figures(timezone.now())}
    assert found["เรื่องที่รับแจ้ง"].value == "5"
    assert found["จากรับเรื่องถึงเริ่มทำ (ค่ากลาง)"].value == "2"
    assert all(figure.basis and figure.as_of and figure.source for figure in found.values())
    assert "เรื่องที่รับแจ้ง" in client.get("/success/").content.decode()
    assert "Reports received" in client.get("/en/success/").content.decode()
