"""Closed by default: every view states who may come in, and the middleware reads the statement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

V = TypeVar("V", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """Who may open a view: everybody, any signed-in officer, or holders of a permission.

    `mfa` says whether the session must have been opened with a second factor.
    """

    kind: str  # "public" | "signed_in" | "permission"
    permission: str = ""
    mfa: bool = True


def public(view: V) -> V:
    """Anyone may open this view, without a log-in."""
    from django.contrib.auth.decorators import login_not_required

    view = login_not_required(view)
    view.access = Access("public", mfa=False)  # type: ignore[attr-defined]
    return view


def signed_in(view: V) -> V:
    """Any officer with a complete log-in may open this view (own profile, sessions)."""
    view.access = Access("signed_in")  # type: ignore[attr-defined]
    return view
