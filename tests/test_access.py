"""Every address declares who may come in; nothing is public by accident."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tmac.core.access import Access

# Addresses outside the two doors that anyone may open: log-in, language, reading matter.
OPEN_PREFIXES = ("accounts/", "")


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for part in resolver.url_patterns:
        if isinstance(part, URLPattern):
            yield prefix + str(part.pattern), part
        else:
            yield from patterns(part, prefix + str(part.pattern))


ADDRESSES = list(patterns(get_resolver()))


def access_of(pattern: URLPattern) -> Access | None:
    return getattr(pattern.callback, "access", None)


def test_every_view_declares_its_access() -> None:
    undeclared = [address for address, pattern in ADDRESSES if access_of(pattern) is None]
    assert not undeclared


def test_nothing_of_the_officers_door_is_public() -> None:
    public = [
        address
        for address, pattern in ADDRESSES
        if address.startswith("workspace/") and getattr(access_of(pattern), "kind", "") == "public"
    ]
    assert not public


def test_everything_of_the_public_door_is_public() -> None:
    closed = [
        address
        for address, pattern in ADDRESSES
        if not address.startswith(("workspace/", "accounts/"))
        and getattr(access_of(pattern), "kind", "") != "public"
    ]
    assert not closed


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [address for address, _pattern in ADDRESSES if address.startswith("workspace/")],
)
def test_a_visitor_without_a_log_in_is_sent_to_log_in(address: str, client: Client) -> None:
    answer = client.get("/" + _concrete(address))
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def _concrete(address: str) -> str:
    """The address with something plausible for every part that varies."""
    samples = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}
    parts = []
    for part in address.split("<"):
        variable, closed, rest = part.partition(">")
        kind = variable.partition(":")[0]
        parts.append(samples.get(kind, "x") + rest if closed else part)
    return "".join(parts)
