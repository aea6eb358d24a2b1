"""`python -m tests.core.worker`: the product's own worker, on the database of a test."""

from __future__ import annotations

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django
from django.conf import settings

settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
settings.Q_CLUSTER.update({"retry": 4, "timeout": 3, "poll": 0.1})
django.setup()

from django.core.management import call_command  # noqa: E402

if __name__ == "__main__":
    call_command("qcluster")
