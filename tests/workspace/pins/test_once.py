"""Two presses of one button at the same moment, on two connections, make one pin."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.riskmap.conftest import Stage
from tests.riskmap.test_concurrency import at_once, stage
from tests.workspace.pins.test_form import send
from tmac.riskmap.models import Pin

__all__ = ["stage"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_two_presses_at_once_make_one_pin_and_lead_to_it(stage: Stage) -> None:
    clients = [stage.cast.client("somsri") for _window in range(2)]

    def press(client: Client) -> Any:
        return send(client, once="one-token")

    first, second = at_once(lambda: press(clients[0]), lambda: press(clients[1]))
    pin = Pin.objects.get()
    assert first["Location"] == second["Location"]
    assert pin.code in first["Location"]


def test_a_press_that_reaches_another_process_makes_no_second_pin(stage: Stage) -> None:
    first = send(stage.cast.client("somsri"), once="one-token")
    cache.clear()  # each process has its own
    second = send(stage.cast.client("somsri"), once="one-token")
    assert Pin.objects.count() == 1
    assert second["Location"] == first["Location"]


def test_a_refused_form_may_be_corrected_and_sent_again(stage: Stage) -> None:
    client = stage.cast.client("somsri")
    refused = send(client, once="one-token", subdistrict_code="", lat="16.05", lon="103.65")
    assert refused.status_code == 422
    assert send(client, once="one-token").status_code == 302
    assert Pin.objects.count() == 1


def test_the_same_token_of_another_officer_is_another_form(stage: Stage) -> None:
    send(stage.cast.client("somsri"), once="one-token")
    send(stage.cast.client("kanya"), once="one-token")
    assert Pin.objects.count() == 2
