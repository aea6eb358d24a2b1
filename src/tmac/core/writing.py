"""One writer at a time on SQLite, in the order in which they come.

SQLite lets one connection write and has the others sleep and try again: with several threads of one
process some sleep far too long. Here they queue up instead. PostgreSQL needs none of it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_turn = threading.Lock()


@contextmanager
def write_turn() -> Iterator[None]:
    """A transaction that has waited for its turn; inside another one it is just a part of that."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    with _turn, transaction.atomic():
        yield
