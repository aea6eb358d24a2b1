"""Facts: what happened, told downstream after the transaction that made it true.

Upstream packages publish; `tmac.config.wiring` holds the only subscriptions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction


@dataclass(frozen=True)
class Fact:
    """Base of all facts. A fact carries ids and codes only, never content."""


F = TypeVar("F", bound=Fact)
_listeners: dict[type[Fact], list[Callable[[Any], None]]] = {}


def subscribe(kind: type[F], listener: Callable[[F], None]) -> None:
    """Call `listener` for every fact of `kind`; asking twice for the same pair changes nothing."""
    heard = _listeners.setdefault(kind, [])
    if listener not in heard:
        heard.append(listener)


def unsubscribe(kind: type[F], listener: Callable[[F], None]) -> None:
    _listeners.get(kind, []).remove(listener)


def publish(fact: Fact) -> None:
    """Tell the listeners once the present transaction has committed; never if it rolls back."""
    transaction.on_commit(lambda: _tell(fact))


def _tell(fact: Fact) -> None:
    for listener in _listeners.get(type(fact), []):
        listener(fact)
