"""What a rate is divided by, and what the map says of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils.translation import override

from tmac.agencies import queries as agencies
from tmac.riskmap import denominators as divisors
from tmac.riskmap.answers import day_text


@pytest.fixture
def forgotten() -> Iterator[None]:
    divisors._kept.clear()
    yield
    divisors._kept.clear()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("forgotten")
def test_the_source_is_named_in_the_language_of_each_reader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(agencies, "count_by_area", lambda level: {"74": 9})
    named = []
    for language in ("th", "en", "th"):
        with override(language):
            named.append(divisors.denominators(divisors.Per.AGENCIES, "PROVINCE").source)
    assert named == ["ทะเบียนหน่วยงาน", "Agency registry", "ทะเบียนหน่วยงาน"]


@pytest.mark.parametrize(("language", "said"), [("th", "23 พ.ย. 2569"), ("en", "23 Nov 2026")])
def test_a_day_is_written_as_on_every_other_page(language: str, said: str) -> None:
    with override(language):
        assert day_text(date(2026, 11, 23)) == said
