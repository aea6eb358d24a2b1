"""What officers see of each other: lists within their reach, and one person's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from tmac.accounts import policies
from tmac.accounts.models import (
    ConflictOfInterest,
    Delegation,
    Office,
    Posting,
    User,
    in_language,
)
from tmac.accounts.principals import Principal
from tmac.accounts.queries import in_force
from tmac.accounts.roles import Role
from tmac.accounts.visibility import DataGroup, reach
from tmac.agencies import queries as agencies
from tmac.core.errors import NotFound
from tmac.core.text import one_line
from tmac.core.thai import today_in_thailand
from tmac.core.verdict import Verdict


@dataclass(frozen=True)
class PeopleFilter:
    """What a list of people is narrowed to; empty parts narrow nothing."""

    text: str = ""
    role: str = ""
    office_id: int | None = None
    is_closed: bool = False


@dataclass(frozen=True)
class OfficeInfo:
    """An office as lists offer it."""

    id: int
    code: str
    kind: str
    name_th: str
    name_en: str

    @property
    def name(self) -> str:
        return in_language(self.name_th, self.name_en)


@dataclass(frozen=True)
class DelegationView:
    """Somebody acts for somebody: seen from either side."""

    id: int
    role: Role
    office: str
    holder: str
    to: str
    order_no: str
    starts_on: date
    ends_on: date
    is_in_force: bool
    is_over: bool
    may_revoke: Verdict


@dataclass(frozen=True)
class PostingView:
    """A role in an office, what the reader may do with it, and who acts in it."""

    id: int
    role: Role
    office_id: int
    office: str
    is_lead: bool
    starts_on: date
    ends_on: date | None
    is_in_force: bool
    may_end: Verdict
    may_delegate: bool
    delegations: tuple[DelegationView, ...]


@dataclass(frozen=True)
class ConflictView:
    id: int
    agency: str
    reason: str
    declared_at: datetime
    ended_at: datetime | None
    may_end: Verdict


@dataclass(frozen=True)
class PersonView:
    """One officer as `by` may see them."""

    id: int
    username: str
    name_th: str
    name_en: str
    email: str
    phone: str
    language: str
    is_active: bool
    last_login: datetime | None
    postings: tuple[PostingView, ...]
    acting: tuple[DelegationView, ...]
    conflicts: tuple[ConflictView, ...]
    may_manage: Verdict

    @property
    def name(self) -> str:
        return in_language(self.name_th, self.name_en)


def visible_people(by: Principal) -> QuerySet[User]:
    """Everybody whom `by` sees by the row "user administration" of visibility.csv, and oneself."""
    seen = reach(by, DataGroup.USER_ADMINISTRATION)
    if seen.whole_country:
        return User.objects.all()
    own_offices = [grant.office_id for grant in by.grants if seen.provinces]
    posted = Posting.objects.filter(
        Q(office__province_code__in=seen.provinces)
        | Q(office_id__in=[*own_offices, *seen.office_ids])
        | Q(office__agency_id__in=seen.agency_ids)
    )
    return User.objects.filter(Q(pk=by.user_id) | Q(pk__in=posted.values("user_id")))


def people(by: Principal, wanted: PeopleFilter, now: datetime) -> QuerySet[User]:
    """The people in reach, by Thai name, with today's postings loaded as `present`."""
    today = today_in_thailand(now)
    found = visible_people(by).filter(is_active=not wanted.is_closed)
    for word in one_line(wanted.text).split():
        found = found.filter(
            Q(name_th__icontains=word) | Q(name_en__icontains=word) | Q(username__icontains=word)
        )
    held = Posting.objects.all() if wanted.is_closed else Posting.objects.filter(in_force(today))
    if wanted.role:
        found = found.filter(pk__in=held.filter(role=wanted.role).values("user_id"))
    if wanted.office_id:
        found = found.filter(pk__in=held.filter(office_id=wanted.office_id).values("user_id"))
    present = Prefetch("postings", held.select_related("office").order_by("id"), to_attr="present")
    return found.prefetch_related(present).order_by("sort_key", "id")


def person(by: Principal, user_id: int, now: datetime) -> PersonView:
    """One officer; NotFound for whoever is out of reach."""
    user = visible_people(by).filter(pk=user_id).first()
    if user is None:
        raise NotFound(_("There is no such person, or you may not see this page."))
    today = today_in_thailand(now)
    postings = list(
        Posting.objects.filter(user=user)
        .select_related("office", "user")
        .prefetch_related("delegations__to_user")
        .order_by("-starts_on", "-id")
    )
    return PersonView(
        id=user.pk,
        username=user.username,
        name_th=user.name_th,
        name_en=user.name_en,
        email=user.email,
        phone=user.phone,
        language=user.language,
        is_active=user.is_active,
        last_login=user.last_login,
        postings=tuple(_posting(by, posting, today) for posting in postings),
        acting=tuple(_acting(by, user, today)),
        conflicts=tuple(_conflicts(by, user, postings, today)),
        may_manage=policies.may_manage_person(by, user, postings, today),
    )


def _posting(by: Principal, posting: Posting, today: date) -> PostingView:
    lent = [_delegation(by, posting, d, today) for d in posting.delegations.all()]
    is_present = posting.ends_on is None or posting.ends_on >= today
    return PostingView(
        id=posting.pk,
        role=Role(posting.role),
        office_id=posting.office_id,
        office=posting.office.name,
        is_lead=posting.is_lead,
        starts_on=posting.starts_on,
        ends_on=posting.ends_on,
        is_in_force=posting.is_in_force(today),
        may_end=policies.may_end_posting(by, posting),
        may_delegate=is_present and bool(policies.may_delegate(by, posting, 0)),
        delegations=tuple(d for d in lent if not d.is_over),
    )


def _delegation(by: Principal, posting: Posting, row: Delegation, today: date) -> DelegationView:
    return DelegationView(
        id=row.pk,
        role=Role(posting.role),
        office=posting.office.name,
        holder=posting.user.name_th,
        to=row.to_user.name_th,
        order_no=row.order_no,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        is_in_force=row.is_in_force(today),
        is_over=row.revoked_at is not None or row.ends_on < today,
        may_revoke=policies.may_revoke(by, posting, row.to_user_id),
    )


def _acting(by: Principal, user: User, today: date) -> list[DelegationView]:
    rows = Delegation.objects.filter(to_user=user, revoked_at__isnull=True, ends_on__gte=today)
    rows = rows.select_related("posting__office", "posting__user", "to_user").order_by("starts_on")
    return [_delegation(by, row.posting, row, today) for row in rows]


def _conflicts(by: Principal, user: User, held: list[Posting], today: date) -> list[ConflictView]:
    """With their reasons only for oneself and who manages the person: families are named there."""
    may_end = policies.may_end_conflict(by, user, held, today)
    reads_why = by.user_id == user.pk or policies.may_manage_person(by, user, held, today)
    rows = list(ConflictOfInterest.objects.filter(user=user).order_by("-declared_at"))
    bodies = agencies.by_ids(row.agency_id for row in rows)
    return [
        ConflictView(
            row.pk,
            bodies[row.agency_id].name if row.agency_id in bodies else "",
            row.reason if reads_why else "",
            row.declared_at,
            row.ended_at,
            may_end,
        )
        for row in rows
    ]


def offices_managed(by: Principal) -> list[OfficeInfo]:
    """The offices in which `by` may give at least one role, by kind and Thai name."""
    rows = Office.objects.filter(is_active=True).order_by("kind", "sort_key", "id")
    return [_office(row) for row in rows if _manages(by, row)]


def offices_of_people(by: Principal) -> list[OfficeInfo]:
    """The offices of the people in reach, for the filter of the list."""
    held = Posting.objects.filter(user__in=visible_people(by))
    rows = Office.objects.filter(pk__in=held.values("office_id")).order_by("sort_key", "id")
    return [_office(row) for row in rows]


def roles_given(by: Principal) -> list[Role]:
    """The roles that `by` may give somewhere, in the order of the table of roles."""
    given = frozenset().union(*(policies.APPOINTS.get(g.role, frozenset()) for g in by.grants))
    return [role for role in Role if role in given]


def colleagues(posting_id: int, now: datetime) -> list[tuple[int, str]]:
    """Who could act in a posting: active people of the same office or province, by name."""
    posting = Posting.objects.select_related("office").filter(pk=posting_id).first()
    if posting is None:
        return []
    near = Q(office_id=posting.office_id)
    if posting.office.province_code:
        near |= Q(office__province_code=posting.office.province_code)
    held = Posting.objects.filter(near, in_force(today_in_thailand(now)))
    found = User.objects.filter(is_active=True, pk__in=held.values("user_id"))
    return list(found.exclude(pk=posting.user_id).values_list("pk", "name_th"))


def _manages(by: Principal, office: Office) -> bool:
    return any(
        office.kind in kinds and policies.appoints(by.grants, role, office)
        for role, kinds in policies.OFFICES_OF.items()
    )


def _office(row: Office) -> OfficeInfo:
    return OfficeInfo(row.pk, row.code, row.kind, row.name_th, row.name_en)
