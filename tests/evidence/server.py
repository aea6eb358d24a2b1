"""What granian serves in the tests: the small door, on the database and store of a test."""

from __future__ import annotations

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
settings.SEALED_ROOT = os.environ["TEST_SEALED_ROOT"]
settings.ROOT_URLCONF = "tests.evidence.door"
application = get_wsgi_application()
