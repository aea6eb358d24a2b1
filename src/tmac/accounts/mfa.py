"""Second factors: secrets encrypted at rest, the last one cannot be removed, names in Thai."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tmac.accounts.models import User


class OfficerMfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "This code is not right. Take the newest one from your app."
        ),
        "cannot_delete_authenticator": gettext_lazy(
            "This is your last second step. Set up another one first, then remove this one."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(
            pk=authenticator.pk
        )
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Bound to the configured public address, whatever host name a request claims."""
        from allauth.core import context

        host = context.request.get_host().partition(":")[0]
        known = urlsplit(settings.ORIGIN).hostname or host
        return {"id": host if host in ("localhost", "127.0.0.1") else known, "name": "TMAC"}

    def _get_user_identifier(self, user: User) -> str:
        return user.username


def _box() -> MultiFernet:
    """Keys derived from the secret key; former ones (SECRET_KEY_FALLBACKS) still open."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(str(secret))) for secret in secrets])


def _derived(secret: str) -> bytes:
    digest = hashlib.blake2b(secret.encode(), digest_size=32, person=b"tmac.mfa.at.rest").digest()
    return base64.urlsafe_b64encode(digest)
