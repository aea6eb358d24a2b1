"""Who may sign in at all."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser


class OfficerBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's, closed to the demonstration's people wherever there is no demonstration.

    Their password is printed and their codes follow from their names: a database that was once a
    demonstration's would stand open to everybody.
    """

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        """Asked at every request, so that sessions end with the demonstration."""
        return not _is_left_over(user) and bool(super().user_can_authenticate(user))

    def _check_password(
        self, user: AbstractBaseUser | None, password: str
    ) -> AbstractBaseUser | None:
        # allauth lets on whoever gives the right password and tells only the inactive apart:
        # these people are to it as if they did not exist.
        known = None if user is None or _is_left_over(user) else user
        found: AbstractBaseUser | None = super()._check_password(known, password)
        return found


def _is_left_over(user: AbstractBaseUser) -> bool:
    return bool(getattr(user, "is_demo", False)) and not settings.DEMO
