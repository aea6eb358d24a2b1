"""Whose address is counted behind a proxy, and what a change of the secret key leaves readable."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as mfa_adapter
from cryptography.fernet import InvalidToken
from django.test import RequestFactory

OLD, NEW = "o" * 50, "n" * 50
PROXY, VISITOR, INVENTED = "10.0.0.1", "203.0.113.7", "198.51.100.9"


def address(claimed: str | None) -> str:
    headers = {} if claimed is None else {"x-forwarded-for": claimed}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=PROXY)
    return str(get_adapter(request).get_client_ip(request))


@pytest.mark.parametrize(
    ("proxies", "claimed", "counted"),
    [
        (0, None, PROXY),
        (0, INVENTED, PROXY),
        (0, f"{INVENTED}, {VISITOR}", PROXY),
        (1, VISITOR, VISITOR),
        (1, f"{INVENTED}, {VISITOR}", VISITOR),
        (2, f"{INVENTED}, {VISITOR}, 10.0.0.2", VISITOR),
        (1, None, PROXY),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(
    proxies: int, claimed: str | None, counted: str, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert address(claimed) == counted


def test_nobody_is_believed_in_an_installation_without_the_setting(settings: Any) -> None:
    assert settings.ALLAUTH_TRUSTED_PROXY_COUNT == settings.ENV.trusted_proxies == 0
    assert address(INVENTED) == PROXY


def test_the_secret_of_a_second_step_stays_readable_after_a_change_of_key(settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    kept = mfa_adapter().encrypt("JBSWY3DPEHPK3PXP")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert mfa_adapter().decrypt(kept) == "JBSWY3DPEHPK3PXP"


def test_without_its_key_the_secret_is_not_readable(settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    kept = mfa_adapter().encrypt("JBSWY3DPEHPK3PXP")
    settings.SECRET_KEY = NEW
    with pytest.raises(InvalidToken):
        mfa_adapter().decrypt(kept)


def test_what_is_written_after_the_change_needs_only_the_new_key(settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    kept = mfa_adapter().encrypt("JBSWY3DPEHPK3PXP")
    settings.SECRET_KEY_FALLBACKS = []
    assert mfa_adapter().decrypt(kept) == "JBSWY3DPEHPK3PXP"
