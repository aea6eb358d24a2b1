from __future__ import annotations

import gzip
import json

import pytest
from django.test import Client
from django.urls import reverse

from tmac.geography import shapes

pytestmark = pytest.mark.django_db


@pytest.fixture
def address() -> str:
    return reverse("portal:shape", args=[shapes.shape_version(), "country-province"])


def test_a_drawing_file_is_gzipped_for_those_who_accept_it(client: Client, address: str) -> None:
    packed = client.get(address, headers={"accept-encoding": "br, gzip;q=0.8"})
    plain = client.get(address)
    assert packed["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < 60_000
    assert len(json.loads(plain.content)["objects"]["areas"]["geometries"]) == 77


def test_browsers_keep_it_for_ever_and_get_no_cookie(client: Client, address: str) -> None:
    answer = client.get(address)
    assert "immutable" in answer["Cache-Control"]
    assert "public" in answer["Cache-Control"]
    assert "Accept-Encoding" in answer["Vary"]
    assert not answer.cookies
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    assert not again.content


def test_a_refused_gzip_is_not_sent(client: Client, address: str) -> None:
    answer = client.get(address, headers={"accept-encoding": "gzip;q=0, identity"})
    assert "Content-Encoding" not in answer


def test_a_missing_level_is_told_as_json_that_nobody_keeps(client: Client) -> None:
    address = reverse("portal:shape", args=[shapes.shape_version(), "province-74-subdistrict"])
    answer = client.get("/en" + address)
    assert answer.status_code == 404
    assert "provinces only" in answer.json()["reason"]
    assert "immutable" not in answer.get("Cache-Control", "")


@pytest.mark.parametrize("name", ["places", "..%2f..%2fsecret_key", "country-province%00"])
def test_other_names_are_not_found(name: str, client: Client) -> None:
    assert client.get(f"/shapes/{shapes.shape_version()}/{name}.json").status_code == 404


def test_it_is_read_only(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
