"""Reading officers, their offices and what they may reach."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import FilteredRelation, Q, QuerySet

from tmac.accounts.models import ConflictOfInterest, Office, Posting, User
from tmac.accounts.models import OfficeKind as OfficeKind
from tmac.accounts.principals import Grant, Principal
from tmac.accounts.roles import Permission, Role
from tmac.core.errors import NotFound
from tmac.core.thai import today_in_thailand
from tmac.geography import queries as geography

WHOLE_COUNTRY = None
_REGIONAL = (OfficeKind.REGION, OfficeKind.PACC_AREA, OfficeKind.PARTNER)


def in_force(on: date, prefix: str = "") -> Q:
    """Rows whose `starts_on` and `ends_on` hold the day `on`."""
    begun = Q(**{f"{prefix}starts_on__lte": on})
    open_ended = Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": on})
    return begun & open_ended


def principal(user_id: int, now: datetime) -> Principal:
    """The officer with the grants of every posting and delegation in force; at most 4 queries.

    Raises NotFound when there is no such active user.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NotFound(f"no active officer {user_id}")
    return principal_of(user, now)


def principal_of(user: User, now: datetime) -> Principal:
    """As `principal`, for a user already loaded; at most 3 queries."""
    today = today_in_thailand(now)
    grants = [_grant(posting, user, today) for posting in _held(user, today)]
    conflicts = ConflictOfInterest.objects.filter(user=user, ended_at__isnull=True)
    return Principal(
        user_id=user.pk,
        name=user.name_th,
        grants=tuple(grants),
        conflicted_agency_ids=frozenset(conflicts.values_list("agency_id", flat=True)),
    )


def _held(user: User, today: date) -> list[Posting]:
    """Own postings and those lent by a delegation, in one query, each once."""
    lent = Q(lent__isnull=False)
    postings = (
        Posting.objects.annotate(
            lent=FilteredRelation(
                "delegations",
                condition=Q(delegations__to_user=user)
                & Q(delegations__revoked_at__isnull=True)
                & Q(delegations__starts_on__lte=today)
                & Q(delegations__ends_on__gte=today),
            )
        )
        .filter(Q(user=user) | lent, in_force(today))
        .select_related("office", "user")
        .order_by("id")
    )
    return list({posting.pk: posting for posting in postings}.values())


def _grant(posting: Posting, user: User, today: date) -> Grant:
    office = posting.office
    lead = frozenset({Permission.LEAD_INVESTIGATION}) if posting.is_lead else frozenset()
    return Grant(
        role=Role(posting.role),
        office_id=office.pk,
        office_name=office.name,
        provinces=provinces_of(office, today),
        agency_id=office.agency_id,
        permissions=lead,
        acting_for="" if posting.user_id == user.pk else posting.user.name_th,
    )


def provinces_of(office: Office, on: date) -> frozenset[str] | None:
    """The 2-digit codes that an office reaches; None means the whole country."""
    if office.kind == OfficeKind.CENTRAL:
        return WHOLE_COUNTRY
    if office.kind in _REGIONAL and office.region_code:
        held = geography.memberships(office.region_scheme, on)
        held = held.filter(region__code=office.region_code)
        return frozenset(held.values_list("province_code", flat=True))
    return frozenset({office.province_code} - {""})


def office_of(code: str) -> Office | None:
    return Office.objects.filter(code=code).first()


def office_code(office_id: int) -> str:
    """The code of an office; "" when there is none of this id."""
    return Office.objects.filter(pk=office_id).values_list("code", flat=True).first() or ""


def display_name(user_id: int) -> str:
    """The officer's Thai name, also of one who has left; "" when there never was such a user."""
    return User.objects.filter(pk=user_id).values_list("name_th", flat=True).first() or ""


def person_named(username: str) -> int | None:
    """The id of the active person who logs in by this name."""
    people = User.objects.filter(username=username.strip().lower(), is_active=True)
    return people.values_list("pk", flat=True).first()


def display_names(user_ids: Iterable[int]) -> dict[int, str]:
    return dict(User.objects.filter(pk__in=set(user_ids)).values_list("pk", "name_th"))


def officers_in(province_code: str, now: datetime, roles: Iterable[Role] = ()) -> QuerySet[User]:
    """Active people posted to an office of the province today, by Thai name."""
    today = today_in_thailand(now)
    postings = Posting.objects.filter(in_force(today), office__province_code=province_code)
    wanted = [role.value for role in roles]
    if wanted:
        postings = postings.filter(role__in=wanted)
    return User.objects.filter(is_active=True, pk__in=postings.values("user_id"))


def posted_to(office_id: int, now: datetime, roles: Iterable[Role]) -> QuerySet[User]:
    """Active people who hold one of the roles in the office today, by Thai name."""
    postings = Posting.objects.filter(
        in_force(today_in_thailand(now)),
        office_id=office_id,
        role__in=[role.value for role in roles],
    )
    return User.objects.filter(is_active=True, pk__in=postings.values("user_id"))


def liaisons_of(agency_id: int, now: datetime) -> QuerySet[User]:
    """Active people who answer for the agency today."""
    postings = Posting.objects.filter(
        in_force(today_in_thailand(now)),
        office__agency_id=agency_id,
        role=Role.AGENCY_LIAISON,
    )
    return User.objects.filter(is_active=True, pk__in=postings.values("user_id"))
