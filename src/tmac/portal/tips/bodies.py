"""Reads what strangers send to the machine addresses: strictly, and never more than is needed."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tmac.core.errors import Fault, Invalid
from tmac.portal.tips.doors import TooLarge, WrongKind

JSON = "application/json"
OCTETS = "application/octet-stream"
_HEX = re.compile(r"[0-9a-f]*")
_HALF_A_LETTER = re.compile(r"[\ud800-\udfff]")  # JSON can write it, nothing can store it

T = TypeVar("T")


def octets(request: HttpRequest, most: int, kind: str = OCTETS) -> bytes:
    """The body, read once and not kept with the request."""
    if (request.content_type or "").lower() != kind:
        raise WrongKind(_("This address takes %(kind)s only.") % {"kind": kind})
    data = request.read(most + 1)
    if len(data) > most:
        raise TooLarge(_("This is too large: at most %(most)d bytes are taken.") % {"most": most})
    return data


def json_object(request: HttpRequest, most: int) -> Given:
    """A JSON object without repeated names, as `Given`."""
    try:
        found = json.loads(
            octets(request, most, JSON), object_pairs_hook=_once, parse_constant=_no_constant
        )
    except (ValueError, RecursionError) as fault:
        raise Invalid.of("", _("This cannot be read as JSON.")) from fault
    if not isinstance(found, dict):
        raise Invalid.of("", _("A JSON object is expected."))
    return Given(found)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


class Given:
    """A JSON object whose members are taken out one by one; what is left over is a fault."""

    def __init__(self, values: Mapping[str, Any], path: str = "") -> None:
        self._left = dict(values)
        self._path = path

    def text(self, name: str, most: int = 200, default: str | None = None) -> str:
        value = self._take(name, default)
        if not isinstance(value, str) or len(value) > most or _HALF_A_LETTER.search(value):
            raise self._wrong(name, _("A text of at most %(most)d characters is expected."), most)
        return value

    def number(self, name: str, most: int = 2**63 - 1) -> int:
        value = self._take(name, None)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise self._wrong(name, _("A whole number of at most %(most)d is expected."), most)
        return value

    def uuid(self, name: str) -> UUID:
        try:
            return UUID(self.text(name, 36))
        except ValueError as fault:
            raise self._wrong(name, _("A UUID is expected.")) from fault

    def octets(self, name: str, most: int) -> bytes:
        """Base64 with padding."""
        try:
            data = base64.b64decode(self.text(name, most * 4 // 3 + 4), validate=True)
        except (binascii.Error, ValueError) as fault:
            raise self._wrong(name, _("Base64 is expected.")) from fault
        if len(data) > most:
            raise self._wrong(name, _("At most %(most)d bytes are expected."), most)
        return data

    def hexes(self, name: str, size: int) -> bytes:
        """Exactly `size` bytes as lower-case hex."""
        text = self.text(name, size * 2)
        if len(text) != size * 2 or not _HEX.fullmatch(text):
            raise self._wrong(name, _("%(most)d bytes in hexadecimal are expected."), size)
        return bytes.fromhex(text)

    def thing(self, name: str) -> Given:
        value = self._take(name, None)
        if not isinstance(value, dict):
            raise self._wrong(name, _("An object is expected."))
        return Given(value, f"{self._path}{name}.")

    def raw(self, name: str) -> dict[str, Any]:
        """An object that a service judges itself."""
        value = self._take(name, None)
        if not isinstance(value, dict):
            raise self._wrong(name, _("An object is expected."))
        return value

    def many(self, name: str, most: int, read: Callable[[Given], T]) -> tuple[T, ...]:
        """A list of objects, each read by `read`; absent means empty."""
        value = self._take(name, [])
        if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > most:
            raise self._wrong(name, _("A list of at most %(most)d is expected."), most)
        found = []
        for i, member in enumerate(value):
            if not isinstance(member, dict):
                raise self._wrong(name, _("An object is expected."))
            inner = Given(member, f"{self._path}{name}.{i}.")
            found.append(read(inner))
            inner.end()
        return tuple(found)

    def maybe(self, name: str) -> Given | None:
        """An object, or None when it is absent or null."""
        if self.has(name):
            return self.thing(name)
        self._left.pop(name, None)
        return None

    def has(self, name: str) -> bool:
        return self._left.get(name) is not None

    def end(self) -> None:
        """Nothing may be left: an unknown member is never silently dropped."""
        if self._left:
            name = sorted(self._left)[0]
            raise self._wrong(name[:60], _("This member is not known here."))

    def _take(self, name: str, default: Any) -> Any:
        value = self._left.pop(name, default)
        if value is None:
            raise self._wrong(name, _("This is missing."))
        return value

    def _wrong(self, name: str, sentence: str, most: int | None = None) -> Invalid:
        told = sentence % {"most": most} if most is not None else sentence
        return Invalid([Fault(f"{self._path}{name}", told)])
