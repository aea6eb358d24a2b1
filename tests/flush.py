"""Emptying the tables between browser tests, although the audit chain refuses to be emptied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tmac.audit.triggers import install_statements, remove_statements


@pytest.fixture(scope="session", autouse=True)
def _flush_lifts_the_triggers() -> Iterator[None]:
    """Take the triggers off before the statements of a flush and put them back after.

    On the class, because a browser test runs in a context with a connection of its own.
    """
    operations: Any = type(connection.ops)
    sql_flush = operations.sql_flush

    def lifted(self: Any, *args: Any, **kwargs: Any) -> list[str]:
        emptying = sql_flush(self, *args, **kwargs)
        if not emptying:
            return []
        vendor = connection.vendor
        return [*remove_statements(vendor), *emptying, *install_statements(vendor)]

    operations.sql_flush = lifted
    yield
    operations.sql_flush = sql_flush
