"""`@needs(Permission.X)`: what a view of the officers' door demands."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from tmac.accounts.principals import Principal
from tmac.accounts.roles import Permission
from tmac.core.access import Access
from tmac.core.errors import Refused

View = Callable[..., HttpResponse]


class OfficerRequest(HttpRequest):
    """A request that passed the officers' middleware; for annotations only."""

    officer: Principal


def completing(view: View) -> View:
    """For officers whose log-in may still lack the second factor: the pages that complete it."""
    view.access = Access("signed_in", mfa=False)  # type: ignore[attr-defined]
    return view


def needs(permission: Permission) -> Callable[[View], View]:
    """Refuse everyone whose grants in force do not hold `permission`."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.officer.may(permission):
                raise Refused(
                    _("Your role does not open this page. Ask your director if it should.")
                )
            return view(request, *args, **kwargs)

        guarded.access = Access("permission", permission)  # type: ignore[attr-defined]
        return guarded

    return declare
