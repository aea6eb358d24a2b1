"""A form that was sent is remembered in the database: by all processes, for a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import transaction

from tmac.core import once
from tmac.core.models import SentForm

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def claim(token: str = "a", user_id: int = 1, after: timedelta = timedelta()) -> str | None:
    return once.claim(user_id=user_id, token=token, now=NOW + after)


def test_the_first_press_makes_and_the_second_is_told_what_was_made() -> None:
    assert claim() is None
    once.note(user_id=1, token="a", made="2569-74-0001")
    cache.clear()
    assert claim() == "2569-74-0001"
    assert once.made_by(user_id=1, token="a") == "2569-74-0001"


def test_a_press_while_the_first_one_works_makes_nothing() -> None:
    assert claim() is None
    assert claim(after=timedelta(seconds=30)) == ""


@pytest.mark.parametrize(("token", "user_id"), [("b", 1), ("a", 2)])
def test_other_forms_and_other_officers_are_apart(token: str, user_id: int) -> None:
    assert claim() is None
    assert claim(token, user_id) is None


def test_a_refused_form_may_be_sent_again() -> None:
    assert claim() is None
    once.release(user_id=1, token="a")
    assert claim() is None


def test_a_form_that_has_made_something_is_never_given_back() -> None:
    assert claim() is None
    once.note(user_id=1, token="a", made="2569-74-0001")
    once.release(user_id=1, token="a")
    assert claim(after=timedelta(hours=1)) == "2569-74-0001"


def test_a_form_whose_process_died_may_be_sent_again_after_a_while() -> None:
    assert claim() is None
    assert claim(after=timedelta(minutes=3)) is None
    assert claim(after=timedelta(minutes=4)) == "", "it was taken over once"


def test_a_rolled_back_press_has_sent_nothing() -> None:
    with transaction.atomic():
        assert claim() is None
        transaction.set_rollback(True)
    assert claim() is None


def test_forms_of_other_days_are_forgotten() -> None:
    claim("old")
    claim("others", user_id=2)
    claim("new", after=timedelta(days=2))
    assert SentForm.objects.filter(user_id=1).count() == 1
    assert SentForm.objects.filter(user_id=2).count() == 1


def test_whatever_a_browser_sends_as_a_token_is_kept_short() -> None:
    assert claim("\x00" + "ก" * 10_000) is None
    assert len(SentForm.objects.get().token) == 64
