"""A sealed file whose form comes back for correction: the page keeps what opens and claims it."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from tmac.portal.tips import tokens


class Attached(Protocol):
    """A file of a form, just sealed or kept by the page."""

    @property
    def id(self) -> UUID: ...
    @property
    def secret(self) -> bytes: ...
    @property
    def quarantine(self) -> bool: ...
    def manifest(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class KeptFile:
    """As tmac.evidence.sealed.SealedUpload, read back from the page."""

    id: UUID
    secret: bytes = field(repr=False)
    quarantine: bool
    told: dict[str, Any] = field(repr=False)

    def manifest(self) -> dict[str, Any]:
        return self.told


def to_token(file: Attached) -> str:
    """Signed, for a hidden field; the key in it is as safe as the words of the form around it."""
    secret = base64.b64encode(bytes(file.secret)).decode()
    return tokens.keep(
        {"manifest": file.manifest(), "secret": secret, "quarantine": file.quarantine}
    )


def from_token(values: dict[str, Any]) -> KeptFile:
    told = values["manifest"]
    secret = base64.b64decode(values["secret"])
    return KeptFile(UUID(told["id"]), secret, bool(values["quarantine"]), told)
