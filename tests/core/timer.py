"""`python -m tests.core.timer`: the product's own timer, impatient, on the database of a test."""

from __future__ import annotations

import os
from datetime import timedelta

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django
from django.conf import settings

settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
django.setup()

from django.core.management import call_command  # noqa: E402

from tmac.core import timing  # noqa: E402
from tmac.core.management.commands import timer  # noqa: E402

if __name__ == "__main__":
    timing.LEASE, timer.LOOKS_EVERY = timedelta(seconds=3), 0.2
    timing._duties.clear()
    timing.register([timing.Duty("slow", "tests.core.sample_duties.hang_the_first_time")])
    call_command("timer")
