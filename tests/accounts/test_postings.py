"""Who may give which role to whom, and which roles one person may not hold together."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.cast import PEOPLE, SINCE, Cast
from tmac.accounts import services
from tmac.accounts.models import Posting
from tmac.accounts.policies import OFFICES_OF, may_hold_together
from tmac.accounts.roles import Permission, Role
from tmac.audit import queries as audit
from tmac.core.errors import Invalid, NotFound, Refused

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)

# Roles that each person may give in the offices of the columns; everybody else gives none.
OFFICES = ("NACC-74", "NACC-45", "STRONG-74", "STRONG-45", "AGENCY-74", "NACC-R7", "NACC-HQ")
OFFICER = "screening_officer province_prevention investigator"
CLUB = "strong_member strong_coach"
HEAD = "screening_officer investigator central_programme executive"
GIVES: dict[str, dict[str, str]] = {
    "direk": {"NACC-74": OFFICER, "STRONG-74": CLUB, "AGENCY-74": "agency_liaison"},
    "decha": {"NACC-45": OFFICER, "STRONG-45": CLUB},
    "somsri": {"STRONG-74": CLUB},
    "preecha": {"STRONG-45": CLUB},
    "kanya": {"STRONG-74": "strong_member"},
    "chalerm": {
        "NACC-74": f"{OFFICER} province_director",
        "NACC-45": f"{OFFICER} province_director",
        "STRONG-74": CLUB,
        "STRONG-45": CLUB,
        "AGENCY-74": "agency_liaison",
        "NACC-R7": "screening_officer investigator region_officer executive",
        "NACC-HQ": HEAD,
    },
}
GIVES["kittisak"] = GIVES["chalerm"] | {"NACC-HQ": f"{HEAD} identity_custodian auditor sysadmin"}


def post(cast: Cast, by: str, to: str, role: Role, office: str, **more: object) -> Posting:
    return services.post(
        by=cast(by, NOW),
        now=NOW,
        user_id=cast.user(to).pk,
        office_id=cast.office(office).pk,
        role=role,
        **{"starts_on": TODAY, **more},  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("office", OFFICES)
@pytest.mark.parametrize("name", PEOPLE)
def test_a_person_gives_only_the_roles_of_the_table(cast: Cast, name: str, office: str) -> None:
    from tmac.accounts.policies import may_post

    by, place = cast(name, NOW), cast.office(office)
    given = {role.value for role in Role if may_post(by, -1, role, place)}
    assert given == set(GIVES.get(name, {}).get(office, "").split())


@pytest.mark.parametrize("name", PEOPLE)
def test_nobody_gives_a_role_to_themselves(cast: Cast, name: str) -> None:
    with pytest.raises(Refused):
        post(cast, name, name, Role.INVESTIGATOR, "NACC-74")


def test_a_role_given_works_from_its_first_day_and_is_recorded(cast: Cast) -> None:
    preecha = cast.user("preecha")
    Posting.objects.filter(user=preecha).update(ends_on=TODAY - DAY)
    post(cast, "direk", "preecha", Role.PROVINCE_PREVENTION, "NACC-74")
    assert cast("preecha", NOW).grants[0].provinces == {"74"}
    entry = audit.entries_for("user", str(preecha.pk)).last()
    assert entry is not None
    assert (entry.action, entry.actor_id) == ("post", cast.user("direk").pk)
    assert (entry.province_code, entry.details["role"]) == ("74", "province_prevention")


def test_a_lead_is_an_investigator(cast: Cast) -> None:
    posting = cast.user("naree").postings.get()
    services.set_lead(by=cast("direk"), now=NOW, posting_id=posting.pk, is_lead=True)
    assert cast("naree").may(Permission.LEAD_INVESTIGATION)
    services.set_lead(by=cast("direk"), now=NOW, posting_id=posting.pk, is_lead=False)
    assert not cast("naree").may(Permission.LEAD_INVESTIGATION)
    with pytest.raises(Invalid):
        post(cast, "direk", "pim", Role.PROVINCE_PREVENTION, "NACC-74", is_lead=True)
    with pytest.raises(Invalid):
        services.set_lead(
            by=cast("direk"),
            now=NOW,
            posting_id=cast.user("somsri").postings.get().pk,
            is_lead=True,
        )


def test_the_last_day_may_not_lie_before_the_first(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        post(cast, "direk", "pim", Role.INVESTIGATOR, "NACC-74", ends_on=TODAY - DAY)
    assert refusal.value.faults[0].field == "ends_on"


@pytest.mark.parametrize(("days", "is_refused"), [(-1, True), (0, False), (30, False)])
def test_a_posting_ends_today_or_later(cast: Cast, days: int, is_refused: bool) -> None:
    posting = cast.user("somsri").postings.get()
    ends_on = TODAY + days * DAY
    if is_refused:
        with pytest.raises(Invalid):
            services.end_posting(by=cast("direk"), now=NOW, posting_id=posting.pk, ends_on=ends_on)
        return
    services.end_posting(by=cast("direk"), now=NOW, posting_id=posting.pk, ends_on=ends_on)
    assert cast("somsri", NOW + days * DAY).grants
    assert not cast("somsri", NOW + (days + 1) * DAY).grants


@pytest.mark.parametrize("name", ["decha", "somsri", "rungroj", "kanya", "apinya", "pim"])
def test_others_may_not_end_a_posting_of_province_74(cast: Cast, name: str) -> None:
    posting = cast.user("wirot").postings.get()
    with pytest.raises(Refused):
        services.end_posting(by=cast(name), now=NOW, posting_id=posting.pk, ends_on=TODAY)


def test_nobody_ends_their_own_posting(cast: Cast) -> None:
    posting = cast.user("kittisak").postings.get()
    with pytest.raises(Refused):
        services.end_posting(by=cast("kittisak"), now=NOW, posting_id=posting.pk, ends_on=TODAY)


# Role held now, role to add, whether one person may hold both in province 74.
TOGETHER = [
    ("sysadmin", "central_programme", False),
    ("sysadmin", "province_prevention", False),
    ("auditor", "executive", False),
    ("identity_custodian", "investigator", False),
    ("identity_custodian", "auditor", False),
    ("province_prevention", "screening_officer", True),
    ("province_prevention", "province_director", True),
    ("province_prevention", "investigator", True),
    ("province_director", "investigator", False),
    ("province_director", "screening_officer", True),
    ("strong_member", "strong_coach", True),
    ("strong_member", "province_prevention", False),
    ("strong_coach", "province_director", False),
    ("agency_liaison", "province_prevention", False),
    ("agency_liaison", "strong_member", False),
    ("region_officer", "executive", True),
]


@pytest.mark.parametrize(("held", "added", "may"), TOGETHER)
def test_duties_are_kept_apart_whichever_comes_first(
    cast: Cast, held: str, added: str, may: bool
) -> None:
    for first, second in ((held, added), (added, held)):
        office = office_for(cast, Role(first))
        posting = Posting(user_id=1, office=office, role=first, starts_on=SINCE)
        verdict = may_hold_together(Role(second), office_for(cast, Role(second)), [posting])
        assert bool(verdict) is may


def test_a_director_may_investigate_in_another_province(cast: Cast) -> None:
    posting = cast.user("decha").postings.select_related("office").get()
    assert may_hold_together(Role.INVESTIGATOR, cast.office("NACC-74"), [posting])
    assert not may_hold_together(Role.INVESTIGATOR, cast.office("NACC-R4"), [posting])


def test_the_same_role_twice_in_one_office_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"already|อยู่แล้ว"):
        post(cast, "direk", "somsri", Role.PROVINCE_PREVENTION, "NACC-74")


def test_separation_looks_at_the_days_only(cast: Cast) -> None:
    malee = cast.user("malee")
    Posting.objects.filter(user=malee).update(ends_on=TODAY + 5 * DAY)
    with pytest.raises(Refused):
        post(cast, "direk", "malee", Role.SCREENING_OFFICER, "NACC-74")
    later = TODAY + 6 * DAY
    post(cast, "direk", "malee", Role.SCREENING_OFFICER, "NACC-74", starts_on=later)
    assert Posting.objects.filter(user=malee).count() == 2


def test_a_system_administrator_cannot_be_given_a_case_role(cast: Cast) -> None:
    with pytest.raises(Refused):
        post(cast, "chalerm", "kittisak", Role.PROVINCE_DIRECTOR, "NACC-74")


def test_every_role_has_offices_where_it_exists() -> None:
    people = {Role.PUBLIC, Role.ANON_REPORTER, Role.REGISTERED_CITIZEN}
    assert OFFICES_OF.keys() == set(Role) - people


def test_a_closed_account_gets_no_role(cast: Cast) -> None:
    services.close_account(by=cast("direk"), now=NOW, user_id=cast.user("suda").pk)
    with pytest.raises(NotFound):
        post(cast, "direk", "suda", Role.SCREENING_OFFICER, "NACC-74", starts_on=TODAY + DAY)


def office_for(cast: Cast, role: Role):  # type: ignore[no-untyped-def]
    kinds = {cast.office(code).kind: cast.office(code) for code in OFFICES[::-1]}
    return next(kinds[kind] for kind in sorted(OFFICES_OF[role]) if kind in kinds)
