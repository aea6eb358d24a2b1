"""The single-use token of a form that runs without script, and the files that it has kept.

A token holds 32 random bytes from which the case and its code are made, so that the same form sent
twice is one report with one code. Nothing is stored: the signature says that the page was ours.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core import signing

MAX_AGE_S = 12 * 3600
_SALT = "tmac.tell.form"
_KEPT_SALT = "tmac.tell.kept"


@dataclass(frozen=True, repr=False)
class FormToken:
    """`is_fresh` is False when the page was open for too long: the same seed is signed anew."""

    seed: bytes
    is_fresh: bool = True

    def signed(self) -> str:
        return signing.TimestampSigner(salt=_SALT).sign(
            base64.urlsafe_b64encode(self.seed).decode()
        )


def new_token() -> FormToken:
    return FormToken(secrets.token_bytes(32))


def read_token(text: str) -> FormToken | None:
    """The token of a form, None when it is not one of ours."""
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        return FormToken(_seed(signer.unsign(text, max_age=MAX_AGE_S)))
    except signing.SignatureExpired:
        return FormToken(_seed(signer.unsign(text)), is_fresh=False)
    except signing.BadSignature:
        return None


def _seed(text: str) -> bytes:
    return base64.urlsafe_b64decode(text)


def keep(values: dict[str, Any]) -> str:
    """What a page must know of a file that is sealed already, so that it is not sent again."""
    return signing.dumps(values, salt=_KEPT_SALT, compress=True)


def kept(tokens: Iterable[str]) -> list[dict[str, Any]]:
    """The files that a page has kept; forged ones are left out."""
    found = []
    for token in tokens:
        try:
            found.append(signing.loads(token, salt=_KEPT_SALT, max_age=2 * MAX_AGE_S))
        except signing.BadSignature:
            continue
    return found
