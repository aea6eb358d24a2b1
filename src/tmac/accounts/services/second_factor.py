"""Second factors given to a person by the office instead of being set up by the person."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator

from tmac.accounts.models import User


def enrol_totp(user: User, secret: str) -> None:
    """Give `user` one-time codes from a Base32 `secret`; a former secret is replaced.

    For demonstration users and tests, whose codes others must be able to compute.
    """
    data = {"secret": get_adapter().encrypt(secret)}
    Authenticator.objects.update_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": data}
    )
