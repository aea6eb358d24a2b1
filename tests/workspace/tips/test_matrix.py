"""Every address of tips, keys, identities and notes, with every person of the cast."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import PEOPLE
from tests.workspace.tips.conftest import Desk, Report
from tmac.tips import services
from tmac.tips.grounds import Grounds

pytestmark = pytest.mark.django_db
UNIT = {"suda", "somsri", "direk"}
SEE = {*UNIT, "wirot", "naree", "rungroj", "chalerm"}  # know that there is such a tip
CUSTODIANS = {"thida", "sombat", "wilai"}
HOLDERS = {*UNIT, *CUSTODIANS, "wirot", "naree", "preecha", "decha", "orathai"}
NOTERS = {"suda", "somsri", "direk", "wirot", "naree", "kanya", "malee", "preecha", "decha"}
CLOSED = {302, 403, 404}
# Pages of one tip, taken by Suda: who may open them.
OF_A_TIP: dict[str, set[str]] = {
    "tip": SEE,
    "tip_summary": UNIT,
    "tip_assign": UNIT,
    "tip_colleagues": UNIT,
    "tip_consult": UNIT,
    "tip_handover": UNIT,
    "tip_refer": {"suda"},
    "tip_hold": {"direk"},
    "tip_identity": {"naree"},
    "tip_sealed": {*UNIT, "naree"},
}
OTHERS: dict[str, set[str]] = {
    "tips": {*SEE, "preecha", "decha", "orathai"},
    "tip_subjects": {"somsri", "direk", "preecha", "decha"},
    "keys": HOLDERS,
    "keys_mine": HOLDERS,
    "key_phrase": HOLDERS,
    "key_recovery": HOLDERS,
    "key_lost": HOLDERS,
    "key_directory": set(PEOPLE),
    "key_directory_json": set(PEOPLE),
    "identity": {*CUSTODIANS, "wirot", "naree"},
    "identity_report": {*CUSTODIANS, "apinya"},
    "identity_report_csv": {*CUSTODIANS, "apinya"},
    "notes": {*NOTERS, "orathai"},
    "note_new": {*NOTERS, "orathai"},
}


@pytest.fixture
def report(desk: Desk) -> Report:
    """Taken by Suda; Naree is added to it."""
    report = desk.taken()
    add(desk, report, "naree")
    return report


def add(desk: Desk, report: Report, name: str) -> None:
    from tmac.tips.models import TipMember

    TipMember.objects.create(
        tip=report.tip,
        user=desk.cast.user(name),
        key_id=desk.keyring.key_id(name),
        added_by=desk.cast.user("suda"),
        added_at=desk.now,
    )


def opened_by(desk: Desk, url: str, names: Iterable[str] = PEOPLE) -> set[str]:
    """Who of the cast gets the page; everybody else is refused in one of three ways."""
    found = set()
    for name in names:
        answer = desk.cast.client(name).get(url)
        assert answer.status_code == 200 or answer.status_code in CLOSED, (name, answer.status_code)
        if answer.status_code == 200:
            found.add(name)
    return found


@pytest.mark.parametrize("name", sorted(OF_A_TIP))
def test_a_page_of_a_tip_opens_to_whom_the_rules_name(
    desk: Desk, report: Report, name: str
) -> None:
    url = reverse(f"workspace:{name}", args=[report.reference])
    assert opened_by(desk, url) == OF_A_TIP[name]


@pytest.mark.parametrize("name", sorted(OTHERS))
def test_a_page_opens_to_whom_its_permission_names(desk: Desk, name: str) -> None:
    assert opened_by(desk, reverse(f"workspace:{name}")) == OTHERS[name]


def test_a_tip_that_does_not_exist_is_told_like_one_out_of_reach(
    desk: Desk, report: Report
) -> None:
    client = desk.cast.client("preecha")
    theirs = client.get(report.url)
    nowhere = client.get(reverse("workspace:tip", args=["T2570-74-000000"]))
    assert theirs.status_code == nowhere.status_code == 404
    told = theirs.content.decode().replace(report.reference, "T2570-74-000000")
    assert _without_token(told) == _without_token(nowhere.content.decode())


def _without_token(page: str) -> str:
    import re

    return re.sub(r'(csrfmiddlewaretoken" value=|x-csrftoken": )"[^"]+"', "", page)


ACTS: dict[str, dict[str, Any]] = {
    "tip_messages": {"id": str(uuid4()), "epoch": 1, "box": "AAAA", "asks": False, "files": []},
    "tip_read": {},
    "tip_colleagues": {"officer_key_id": str(uuid4()), "wraps": []},
    "tip_consult": {"unit_key_id": str(uuid4()), "wraps": [], "text": ""},
    "tip_handover": {
        "version": 1,
        "unit_key_id": str(uuid4()),
        "epoch": 2,
        "wrap": "AAAA",
        "reporter_wrap": "AAAA",
        "previous": "AAAA",
        "reason": "เพราะเหตุผลบางอย่าง",
    },
    "tip_refer": {"to": "ป.ป.ท.", "reason_code": "OUT_OF_MANDATE", "sha256": "0" * 64},
}
MAY_ACT = {**dict.fromkeys(ACTS, UNIT), "tip_messages": {*UNIT, "naree"}}
MAY_ACT["tip_read"] = {*UNIT, "naree"}
MAY_ACT["tip_refer"] = {"suda"}


@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_act_on_a_tip_of_somebody_without_the_right_changes_nothing(
    desk: Desk, report: Report, name: str
) -> None:
    url = reverse(f"workspace:{name}", args=[report.reference])
    before = report.tip.events.count()
    for person in set(PEOPLE) - MAY_ACT[name]:
        answer = post(desk.cast.client(person), url, ACTS[name])
        assert answer.status_code in (403, 404), person
        assert "traceback" not in answer.content.decode().lower()
    assert report.tip.events.count() == before


def post(client: Client, url: str, body: Any) -> Any:
    return client.post(url, json.dumps(body), content_type="application/json")


@pytest.mark.parametrize("name", sorted(set(ACTS) - {"tip_read"}))
@pytest.mark.parametrize(
    "body", ["[]", "7", '"x"', "{}", "{", '{"id": {}}', '{"wraps": [7], "version": -1}', ""]
)
def test_what_is_not_what_the_page_sends_is_refused_as_a_problem(
    desk: Desk, report: Report, name: str, body: str
) -> None:
    url = reverse(f"workspace:{name}", args=[report.reference])
    answer = desk.cast.client("suda").post(url, body, content_type="application/json")
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_json_addresses_take_no_form(desk: Desk, report: Report) -> None:
    url = reverse("workspace:tip_messages", args=[report.reference])
    assert desk.cast.client("suda").post(url, {"box": "AAAA"}).status_code == 422


@pytest.mark.parametrize(
    "name", ["tip_messages", "tip_take", "tip_handover", "tip_colleagues", "tip_refer", "tip_read"]
)
def test_a_post_without_the_pages_token_is_refused(desk: Desk, report: Report, name: str) -> None:
    kept = desk.cast.client("suda")
    client = Client(enforce_csrf_checks=True)
    client.cookies = kept.cookies
    url = reverse(f"workspace:{name}", args=[report.reference])
    answer = client.post(url, json.dumps(ACTS.get(name, {})), content_type="application/json")
    assert answer.status_code == 403


def test_the_keys_cannot_be_changed_without_the_pages_token(desk: Desk) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = desk.cast.client("suda").cookies
    for name in ("keys", "key_passphrase", "key_admit", "key_rotate"):
        answer = client.post(reverse(f"workspace:{name}"), "{}", content_type="application/json")
        assert answer.status_code == 403, name


def test_an_identity_request_is_seen_by_custodians_and_who_asked(
    desk: Desk, report: Report
) -> None:
    request_id = services.request_identity(
        by=desk.cast("naree"),
        now=desk.now,
        tip_id=report.tip.pk,
        reason="ต้องสอบปากคำในฐานะพยาน",
        legal_basis="พ.ร.ป. ป.ป.ช. มาตรา 36",
    )
    view = reverse("workspace:identity_view", args=[request_id])
    share = reverse("workspace:identity_share", args=[request_id])
    deny = reverse("workspace:identity_deny", args=[request_id])
    assert opened_by(desk, view) == {"naree"}
    assert opened_by(desk, share) == CUSTODIANS
    assert opened_by(desk, deny) == CUSTODIANS
    for name in set(PEOPLE) - {"naree"}:
        answer = post(
            desk.cast.client(name), reverse("workspace:identity_open", args=[request_id]), {}
        )
        assert answer.status_code in (403, 404), name
    asked = desk.cast.client("naree")
    too_early = post(asked, reverse("workspace:identity_open", args=[request_id]), {})
    assert too_early.status_code == 403


FORMS = (
    *("tip_take", "tip_assign", "tip_hold", "tip_erase", "tip_summary", "tip_identity"),
    *("tip_colleagues", "tip_consult", "tip_handover", "tip_refer", "tip_messages", "tip_read"),
)
OUTSIDERS = ("kittisak", "pim", "anong", "boonmi", "malee", "kanya", "thida", "apinya", "decha")


@pytest.mark.parametrize("name", FORMS)
def test_a_form_of_a_tip_sent_by_an_outsider_changes_nothing(
    desk: Desk, report: Report, name: str
) -> None:
    before = report.tip.events.count()
    url = reverse(f"workspace:{name}", args=[report.reference])
    for person in OUTSIDERS:
        typed = {"version": report.tip.version, "reason": "เหตุผลยาวพอสมควร", "is_sure": "on"}
        answer = desk.cast.client(person).post(url, typed)
        assert answer.status_code in (403, 404), person
    assert report.tip.events.count() == before


@pytest.mark.parametrize("event", ["tip.accepted", "tip.not_accepted", "tip.merged", "x"])
def test_a_step_sent_by_an_outsider_changes_nothing(desk: Desk, report: Report, event: str) -> None:
    url = reverse("workspace:tip_step", args=[report.reference, event])
    for person in OUTSIDERS:
        answer = desk.cast.client(person).post(url, {"version": report.tip.version})
        assert answer.status_code in (403, 404), person
    report.tip.refresh_from_db()
    assert report.tip.state == "SCREENING"


def test_what_hangs_on_another_tip_is_not_reached_through_this_one(
    desk: Desk, report: Report
) -> None:
    other = desk.taken()
    services.take_step(
        by=desk.cast("suda"),
        now=desk.now,
        tip_id=other.tip.pk,
        version=other.tip.version,
        target="NOT_ACCEPTED",
        grounds=Grounds(
            reason_code="OUT_OF_MANDATE",
            text="ไม่อยู่ในอำนาจหน้าที่",
            is_anonymous=False,
            has_evidence=True,
        ),
    )
    proposal = other.tip.proposals.get()
    url = reverse("workspace:tip_answer", args=[report.reference, proposal.pk])
    answer = desk.cast.client("direk").post(url, {"answer": "confirm", "version": 1})
    assert answer.status_code == 404
    for name, args in (
        ("tip_referral_mark", [report.reference, 9999]),
        ("tip_colleague_end", [report.reference, 9999]),
        ("tip_consult_end", [report.reference, 9999]),
    ):
        answer = desk.cast.client("suda").post(reverse(f"workspace:{name}", args=args))
        assert answer.status_code == 404, name


def test_a_piece_of_a_file_of_another_tip_is_not_handed_out(desk: Desk) -> None:
    mine, other = desk.taken(), desk.report(files={"a.txt": b"hidden"})
    file_id = other.tip.files.get().pk
    client = desk.cast.client("suda")
    for reference in (mine.reference, other.reference):
        url = reverse("workspace:tip_file", args=[reference, file_id, 0])
        assert client.get(url).status_code in (403, 404), reference
    services.take_tip(by=desk.cast("suda"), now=desk.now, tip_id=other.tip.pk)
    url = reverse("workspace:tip_file", args=[other.reference, file_id, 0])
    answer = client.get(url)
    assert answer.status_code == 200
    assert b"hidden" not in answer.content
    assert client.get(url.replace("/0/", "/1/")).status_code == 404
