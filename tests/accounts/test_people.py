"""Accounts: opened and closed by who manages people; conflicts of interest; offices."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate

from tests.cast import PASSWORD, PEOPLE, Cast
from tmac.accounts import directory, queries, services
from tmac.accounts.models import Office, OfficeKind, Posting, User
from tmac.accounts.roles import Permission, Role
from tmac.accounts.services import Person
from tmac.audit import queries as audit
from tmac.audit.models import Entry
from tmac.core.errors import Invalid, NotFound, Refused
from tmac.geography.services import load_reference as load_regions

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SECRET = "JBSWY3DPEHPK3PXP"
MANAGERS = {"somsri", "preecha", "kanya", "direk", "decha", "chalerm", "kittisak"}


def employ(cast: Cast, by: str = "direk", **more: Any) -> services.NewOfficer:
    person = Person(**{"username": "nida.k", "name_th": "นิดา คลองขุด"} | more)
    return services.employ(
        by=cast(by),
        now=NOW,
        person=person,
        office_id=cast.office("NACC-74").pk,
        role=Role.PROVINCE_PREVENTION,
        starts_on=TODAY,
    )


def test_a_new_officer_has_a_role_and_a_password_to_change(cast: Cast) -> None:
    made = employ(cast)
    assert made.user.password_is_initial
    assert made.user.check_password(made.initial_password)
    assert queries.principal(made.user.pk, NOW).may(Permission.DRAFT_PINS)
    assert list(audit.entries_for("user", str(made.user.pk)).values_list("action", flat=True)) == [
        "create_officer",
        "post",
    ]


def test_no_password_reaches_the_audit_chain(cast: Cast) -> None:
    made = employ(cast)
    assert made.initial_password not in str(list(Entry.objects.values()))


@pytest.mark.parametrize("name", PEOPLE)
def test_accounts_are_opened_only_by_those_who_manage_people(cast: Cast, name: str) -> None:
    person = Person("nida.k", "นิดา คลองขุด")
    if name in MANAGERS:
        assert services.create_officer(by=cast(name), now=NOW, person=person).user.pk
        return
    with pytest.raises(Refused):
        services.create_officer(by=cast(name), now=NOW, person=person)


def test_no_account_is_left_when_its_role_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        employ(cast, by="decha")
    assert not User.objects.filter(username="nida.k").exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"username": "ab"}, "username"),
        ({"username": "สมศรี"}, "username"),
        ({"username": "1abc"}, "username"),
        ({"username": "a b c"}, "username"),
        ({"username": "a" * 65}, "username"),
        ({"username": "somsri"}, "username"),
        ({"username": "SOMSRI"}, "username"),
        ({"name_th": "  \u200b "}, "name_th"),
    ],
)
def test_a_wrong_name_is_refused_with_its_field(
    cast: Cast, given: dict[str, str], field: str
) -> None:
    cast.user("somsri")
    with pytest.raises(Invalid) as refusal:
        employ(cast, **given)
    assert [fault.field for fault in refusal.value.faults] == [field]


def test_every_fault_is_told_at_once(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        employ(cast, username="!", name_th="")
    assert {fault.field for fault in refusal.value.faults} == {"username", "name_th"}


def test_text_that_deceives_is_taken_out_of_a_name(cast: Cast) -> None:
    made = employ(cast, name_th="นิดา\u202e  คลองขุด")
    assert made.user.name_th == "นิดา คลองขุด"


def test_new_access_ends_the_old_password_and_second_step(cast: Cast) -> None:
    user = cast.user("somsri")
    services.enrol_totp(user, SECRET)
    password = services.renew_access(by=cast("direk"), now=NOW, user_id=user.pk)
    user.refresh_from_db()
    assert not user.check_password(PASSWORD)
    assert user.check_password(password)
    assert user.password_is_initial
    assert not Authenticator.objects.filter(user=user).exists()


@pytest.mark.parametrize("act", ["renew_access", "close_account", "open_account_again"])
@pytest.mark.parametrize(
    ("by", "of", "may"),
    [
        ("direk", "somsri", True),
        ("direk", "kanya", True),
        ("direk", "direk", False),
        ("direk", "decha", False),
        ("direk", "preecha", False),
        ("direk", "kittisak", False),
        ("kanya", "malee", True),
        ("kanya", "somsri", False),
        ("chalerm", "direk", True),
        ("chalerm", "kittisak", False),
        ("chalerm", "apinya", False),
        ("kittisak", "apinya", True),
        ("kittisak", "kittisak", False),
        ("rungroj", "somsri", False),
        ("apinya", "somsri", False),
        ("somsri", "suda", False),
    ],
)
def test_accounts_are_managed_by_who_gives_their_roles(
    cast: Cast, act: str, by: str, of: str, may: bool
) -> None:
    service = getattr(services, act)
    if may:
        service(by=cast(by), now=NOW, user_id=cast.user(of).pk)
        assert Entry.objects.filter(action=act, actor_id=cast.user(by).pk).exists()
        return
    with pytest.raises(Refused):
        service(by=cast(by), now=NOW, user_id=cast.user(of).pk)


def test_a_person_without_role_belongs_to_who_managed_the_last_one(cast: Cast) -> None:
    user_id = cast.user("somsri").pk
    cast.user("somsri").postings.update(ends_on=date(2025, 9, 30))
    with pytest.raises(Refused):
        services.renew_access(by=cast("decha"), now=NOW, user_id=user_id)
    assert services.renew_access(by=cast("direk"), now=NOW, user_id=user_id)


def test_a_person_never_posted_belongs_to_the_centre(cast: Cast) -> None:
    user_id = User.objects.create_user("nobody", None, name_th="ไม่มีหน้าที่").pk
    with pytest.raises(Refused):
        services.renew_access(by=cast("direk"), now=NOW, user_id=user_id)
    assert services.renew_access(by=cast("chalerm"), now=NOW, user_id=user_id)


def test_a_closed_account_logs_in_no_more_and_loses_its_roles(cast: Cast) -> None:
    user = cast.user("somsri")
    services.close_account(by=cast("direk"), now=NOW, user_id=user.pk)
    assert authenticate(None, username="somsri", password=PASSWORD) is None
    services.open_account_again(by=cast("chalerm"), now=NOW, user_id=user.pk)
    tomorrow = NOW + timedelta(days=1)
    assert not queries.principal(user.pk, tomorrow).grants


def test_who_manages_only_the_present_role_cannot_take_the_role_to_come(cast: Cast) -> None:
    malee = cast.user("malee")
    Posting.objects.filter(user=malee).update(ends_on=TODAY)
    Posting.objects.create(
        user=malee,
        office=cast.office("NACC-74"),
        role=Role.PROVINCE_DIRECTOR,
        starts_on=TODAY + timedelta(days=1),
    )
    with pytest.raises(Refused):
        services.renew_access(by=cast("kanya", NOW), now=NOW, user_id=malee.pk)
    assert services.renew_access(by=cast("chalerm"), now=NOW, user_id=malee.pk)


@pytest.mark.parametrize(
    ("reader", "reads"),
    [("somsri", True), ("direk", True), ("chalerm", True), ("rungroj", False), ("apinya", False)],
)
def test_why_there_is_a_conflict_is_read_by_oneself_and_by_who_manages(
    cast: Cast, reader: str, reads: bool
) -> None:
    declare(cast, "somsri", "somsri", reason="พี่สาวทำงานที่นั่น")
    shown = directory.person(cast(reader), cast.user("somsri").pk, NOW).conflicts[0]
    assert shown.agency
    assert shown.reason == ("พี่สาวทำงานที่นั่น" if reads else "")


def test_a_conflict_is_declared_by_oneself_and_ended_by_another(cast: Cast) -> None:
    somsri, agency = cast("somsri"), cast.agency()
    conflict = services.declare_conflict(
        by=somsri, now=NOW, user_id=somsri.user_id, agency_id=agency.pk, reason="พี่สาวทำงานที่นั่น"
    )
    assert cast("somsri").conflicted_agency_ids == {agency.pk}
    for name in ("somsri", "decha", "suda"):
        with pytest.raises(Refused):
            services.end_conflict(by=cast(name), now=NOW, conflict_id=conflict.pk)
    services.end_conflict(by=cast("direk"), now=NOW, conflict_id=conflict.pk)
    assert not cast("somsri").conflicted_agency_ids


def test_the_reason_of_a_conflict_stays_out_of_the_audit_chain(cast: Cast) -> None:
    declare(cast, "somsri", "somsri", reason="พี่สาวทำงานที่นั่น")
    assert "พี่สาว" not in str(list(Entry.objects.values()))


@pytest.mark.parametrize(
    ("by", "may"), [("direk", True), ("chalerm", True), ("suda", False), ("decha", False)]
)
def test_a_conflict_of_another_is_declared_by_who_manages(cast: Cast, by: str, may: bool) -> None:
    if may:
        declare(cast, by, "somsri")
        assert cast("somsri").conflicted_agency_ids
        return
    with pytest.raises(Refused):
        declare(cast, by, "somsri")


def test_declaring_twice_changes_nothing(cast: Cast) -> None:
    declare(cast, "somsri", "somsri")
    declare(cast, "somsri", "somsri", reason="อีกครั้ง")
    assert cast.user("somsri").conflicts.count() == 1
    assert Entry.objects.filter(action="declare_conflict").count() == 1


def test_a_conflict_needs_a_reason_and_an_agency(cast: Cast) -> None:
    with pytest.raises(Invalid):
        declare(cast, "somsri", "somsri", reason=" ")
    somsri = cast("somsri")
    with pytest.raises(NotFound):
        services.declare_conflict(
            by=somsri, now=NOW, user_id=somsri.user_id, agency_id=0, reason="x"
        )


def test_a_language_is_one_that_the_pages_have(cast: Cast) -> None:
    services.set_language(by=cast("somsri"), now=NOW, language="en")
    assert cast.user("somsri").language == "en"
    with pytest.raises(Invalid):
        services.set_language(by=cast("somsri"), now=NOW, language="fr")


def test_the_offices_of_the_country_are_made_once(db: None) -> None:
    load_regions()
    services.load_reference()
    services.load_reference()
    counts = {k: Office.objects.filter(kind=k).count() for k in OfficeKind.values}
    assert counts == {
        "CENTRAL": 1,
        "REGION": 9,
        "PROVINCE": 77,
        "PACC_AREA": 9,
        "STRONG": 77,
        "AGENCY": 0,
        "PARTNER": 0,
    }
    sakhon = Office.objects.get(code="NACC-74")
    assert sakhon.name_th == "สำนักงาน ป.ป.ช. ประจำจังหวัดสมุทรสาคร"
    assert sakhon.parent == Office.objects.get(code="NACC-R7")
    assert Office.objects.get(code="STRONG-74").parent == sakhon


def test_an_office_that_people_renamed_keeps_its_name(db: None) -> None:
    load_regions()
    services.load_reference()
    Office.objects.filter(code="NACC-74").update(name_th="ชื่อใหม่")
    services.load_reference()
    assert Office.objects.get(code="NACC-74").name_th == "ชื่อใหม่"


def test_the_centre_opens_offices_of_agencies(cast: Cast) -> None:
    given: dict[str, Any] = {
        "code": "AG-1",
        "kind": OfficeKind.AGENCY,
        "name_th": "เทศบาลทดสอบ",
        "province_code": "74",
    }
    with pytest.raises(Invalid):
        services.open_office(by=cast("chalerm"), now=NOW, **given)
    given["agency_id"] = cast.agency().pk
    assert services.open_office(by=cast("chalerm"), now=NOW, **given).agency_id
    with pytest.raises(Invalid):
        services.open_office(by=cast("chalerm"), now=NOW, **given)
    with pytest.raises(Refused):
        services.open_office(by=cast("direk"), now=NOW, **given | {"code": "AG-2"})


def declare(cast: Cast, by: str, of: str, reason: str = "ญาติ") -> None:
    services.declare_conflict(
        by=cast(by),
        now=NOW,
        user_id=cast.user(of).pk,
        agency_id=cast.agency().pk,
        reason=reason,
    )
