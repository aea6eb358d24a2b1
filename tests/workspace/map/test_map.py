"""The officers' map: what its page, its areas, its pins, its cards and its search answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.riskmap.scatter import scatter
from tmac.riskmap.models import Pin

pytestmark = pytest.mark.django_db
FRAME = {"frame": "97,5,106,21", "zoom": "6"}
JSON_NAMES = ("map_areas", "map_pins", "map_search", "map_places", "locate", "agencies_nearest")


def ask(cast: Cast, who: str, name: str, **params: Any) -> Any:
    return cast.client(who).get(reverse(f"workspace:{name}"), params)


def test_a_provincial_officer_opens_on_the_province_and_the_centre_on_the_country(
    cast: Cast,
) -> None:
    for who, home in {"somsri": {"province": "74"}, "chalerm": {}}.items():
        page = cast.client(who).get(reverse("workspace:map"))
        assert page.status_code == 200
        assert page.context["config"]["home"] == home
        urls = json.loads(json.dumps(page.context["config"]))["urls"]
        assert urls["shapes"].endswith("NAME.json")


@pytest.mark.parametrize("name", JSON_NAMES)
def test_nobody_without_a_log_in_is_answered(client: Any, name: str) -> None:
    assert client.get(reverse(f"workspace:{name}")).status_code == 302


@pytest.mark.parametrize("name", JSON_NAMES)
def test_roles_without_pins_are_refused(cast: Cast, name: str) -> None:
    assert ask(cast, "kittisak", name).status_code == 403


def test_areas_come_with_their_figures_classes_and_legend(cast: Cast) -> None:
    scatter(cast, 80, prevention_state="WATCHING")
    answer = ask(cast, "chalerm", "map_areas", per="count").json()
    assert answer["level"] == "province"
    assert len(answer["areas"]) == 77
    assert answer["total"]["count"] == 80
    assert answer["legend"]["breaks"] == sorted(answer["legend"]["breaks"])
    assert answer["legend"]["as_of"]
    assert sum(area["count"] for area in answer["areas"]) == 80


def test_an_officer_of_another_province_counts_none_of_it(cast: Cast) -> None:
    scatter(cast, 30, prevention_state="WATCHING", province_code="74")
    answer = ask(cast, "preecha", "map_areas").json()
    assert answer["total"]["count"] == 0
    states = {area["code"]: area["state"] for area in answer["areas"]}
    assert (states["74"], states["45"]) == ("outside", "none")
    assert ask(cast, "preecha", "map_pins", **FRAME).json()["count"] == 0
    pin = Pin.objects.all()[0]
    card = ask(cast, "preecha", "map_card", id=pin.pk).content.decode()
    assert pin.code not in card
    assert ask(cast, "preecha", "map_search", q=pin.code).json()["hits"] == []


def test_map_and_list_read_the_same_filter(cast: Cast) -> None:
    scatter(cast, 120, province_code="74")
    answer = ask(cast, "somsri", "map_pins", **FRAME, level=["HIGH", "LOW"], lane="RESOLVED").json()
    rows = Pin.objects.filter(final_level__in=["HIGH", "LOW"], prevention_state="RESOLVED")
    assert answer["count"] == rows.count() > 0


@pytest.mark.parametrize(
    "frame",
    [{}, {"frame": "1,2,3", "zoom": "5"}, {"frame": "106,5,97,21", "zoom": "5"},
     {"frame": "nan,5,106,21", "zoom": "5"}, {"frame": "97,5,106,21", "zoom": "x"},
     {"frame": "97,5,106,inf", "zoom": "1e9"}],
)  # fmt: skip
def test_a_frame_that_is_none_is_refused_with_a_sentence(cast: Cast, frame: dict[str, str]) -> None:
    answer = ask(cast, "somsri", "map_pins", **frame)
    assert answer.status_code == 422
    assert answer.json()["message"]


def test_a_card_names_the_pin_and_leads_to_its_page(cast: Cast) -> None:
    pin = scatter(cast, 1, prevention_state="WATCHING", province_code="74", title="<b>ถนน</b>")[0]
    card = ask(cast, "somsri", "map_card", id=pin.pk).content.decode()
    assert pin.code in card
    assert "&lt;b&gt;" in card
    assert reverse("workspace:pin", args=[pin.code]) in card
    assert ask(cast, "somsri", "map_card", id=["x", "-1"]).status_code == 200


def test_the_search_finds_places_and_pin_codes(cast: Cast) -> None:
    pin = scatter(cast, 1, prevention_state="WATCHING", province_code="74")[0]
    [found] = ask(cast, "somsri", "map_search", q=pin.code[:9]).json()["hits"]
    assert (found["kind"], found["id"]) == ("pin", pin.pk)
    places = ask(cast, "somsri", "map_search", q="กระทุ่มแบน").json()["hits"]
    assert places[0]["kind"] == "place"
    assert places[0]["params"]
    assert ask(cast, "somsri", "map_search", q="ก").json()["hits"] == []


def test_a_point_is_named_and_one_at_sea_is_refused_with_a_sentence(cast: Cast) -> None:
    here = ask(cast, "somsri", "locate", lon="100.27", lat="13.55").json()
    assert here["province"] == "74"
    assert here["name"]
    sea = ask(cast, "somsri", "locate", lon="100.9", lat="9.9")
    assert sea.status_code == 422
    assert sea.json()["message"]
    swapped = ask(cast, "somsri", "locate", lon="13.55", lat="100.27")
    assert swapped.json()["offer"] == "13.55,100.27"
    assert ask(cast, "somsri", "locate", lon="x", lat="").status_code == 422


def test_the_map_needs_few_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    scatter(cast, 60)
    clients = {name: cast.client(name) for name in ("somsri", "chalerm", "naree")}
    for client in clients.values():
        for name, params in (("map", {}), ("map_areas", {}), ("map_pins", FRAME)):
            with django_assert_max_num_queries(12):
                assert client.get(reverse(f"workspace:{name}"), params).status_code == 200


@pytest.mark.django_db
def test_a_common_name_is_first_looked_for_at_home(cast: Cast) -> None:
    for who, home in (("somsri", "จ.สมุทรสาคร"), ("preecha", "จ.ร้อยเอ็ด")):
        hits = cast.client(who).get("/workspace/map/places.json?q=ในเมือง").json()["hits"]
        here = [hit["label"].endswith(home) for hit in hits]
        assert here == sorted(here, reverse=True)
    hits = cast.client("somsri").get("/workspace/map/places.json?q=มหาชัย").json()["hits"]
    assert hits[0]["label"].endswith("จ.สมุทรสาคร")
    assert len(hits) > 1
