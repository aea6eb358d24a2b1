"""Settings of the tests: the product's own, in a folder of their own, with quick passwords."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="tmac-tests-")
_owner = os.getpid()


@atexit.register
def _remove() -> None:
    if os.getpid() == _owner:
        shutil.rmtree(_folder, ignore_errors=True)


os.environ["TMAC_VAR"] = _folder
os.environ["TMAC_ENV_FILE"] = ""  # an operator's .env has no say here
os.environ.pop("TMAC_DEMO", None)
# Playwright keeps an event loop in the thread of the test, which Django takes for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from tmac.config.settings import *  # noqa: E402, F403
from tmac.config.settings import DATABASES, VAR  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEMONSTRATION_KEYS = True  # the keyring of the tests is made of keys that everybody knows
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
if "sqlite3" in str(DATABASES["default"]["ENGINE"]):
    # A file, as in production, so that the worker of a test can be a process of its own.
    DATABASES["default"]["TEST"] = {"NAME": VAR / "test.sqlite3"}
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # tests make and end many threads
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;"
    )
# WhiteNoise looks for the collected files; the tests' server finds them where they are made.
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir()
