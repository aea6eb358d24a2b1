"""Accounts of people: opened by those who manage them, closed, given new access, set up."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts.models import Posting, User
from tmac.accounts.policies import may_manage_people, may_manage_person
from tmac.accounts.principals import Principal
from tmac.accounts.queries import in_force
from tmac.accounts.roles import Role
from tmac.accounts.services.postings import post
from tmac.accounts.services.recording import recorded
from tmac.core.errors import Fault, Invalid, NotFound
from tmac.core.text import one_line
from tmac.core.thai import sort_key, today_in_thailand

USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,63}")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike on a printed slip


@dataclass(frozen=True)
class NewOfficer:
    """A fresh account and the password to hand over once; it must be changed at first log-in."""

    user: User
    initial_password: str


@dataclass(frozen=True)
class Person:
    """What is known of somebody when the account is opened."""

    username: str
    name_th: str
    name_en: str = ""
    email: str = ""
    phone: str = ""


def create_officer(*, by: Principal, now: datetime, person: Person) -> NewOfficer:
    """Open an account without any role; `post` gives it one.

    Raises Refused, or Invalid when the user name is taken or malformed or the name is missing.
    """
    made = _prepared(by, person)
    with transaction.atomic():
        _save_new(by, made.user, now)
    return made


def employ(
    *,
    by: Principal,
    now: datetime,
    person: Person,
    office_id: int,
    role: Role,
    starts_on: date,
) -> NewOfficer:
    """An account and its first role at once: neither is made when the other is refused."""
    made = _prepared(by, person)
    with transaction.atomic():
        _save_new(by, made.user, now)
        post(
            by=by,
            now=now,
            user_id=made.user.pk,
            office_id=office_id,
            role=role,
            starts_on=starts_on,
        )
    return made


def _prepared(by: Principal, person: Person) -> NewOfficer:
    """Checked, with the password hashed: slow on purpose, so before any transaction."""
    may_manage_people(by).or_refuse()
    username, name_th = person.username.strip().lower(), one_line(person.name_th)
    _check_new(username, name_th)
    password = _initial_password()
    user = User(
        username=username,
        password=make_password(password),
        name_th=name_th,
        name_en=one_line(person.name_en),
        sort_key=sort_key(name_th),
        email=person.email.strip(),
        phone=one_line(person.phone),
        password_is_initial=True,
    )
    return NewOfficer(user, password)


def _save_new(by: Principal, user: User, now: datetime) -> None:
    _check_new(user.username, user.name_th)
    user.save()
    recorded(by, "create_officer", "user", user.pk, now)


def _check_new(username: str, name_th: str) -> None:
    faults = []
    if not USERNAME.fullmatch(username):
        rule = _(
            "Use 3 to 64 small Latin letters, digits, dot, hyphen or underscore, beginning "
            "with a letter, such as somsri.n"
        )
        faults.append(Fault("username", rule))
    elif User.objects.filter(username=username).exists():
        taken = _("This user name is taken. Add a letter of the surname or a number.")
        faults.append(Fault("username", taken))
    if not name_th:
        faults.append(Fault("name_th", _("Write the first and last name in Thai.")))
    if faults:
        raise Invalid(faults)


def _initial_password() -> str:
    groups = ("".join(secrets.choice(_LETTERS) for _i in range(5)) for _j in range(4))
    return "-".join(groups)


def renew_access(*, by: Principal, now: datetime, user_id: int) -> str:
    """For a lost telephone or password: a new initial password; second factors and sessions end.

    Returns the password to hand over once, in person.
    """
    password = _initial_password()
    hashed = make_password(password)
    with transaction.atomic():
        user = _managed(by, now, user_id)
        user.password = hashed
        user.password_is_initial = True
        user.save(update_fields=["password", "password_is_initial"])
        Authenticator.objects.filter(user=user).delete()
        _end_sessions(user)
        recorded(by, "renew_access", "user", user.pk, now)
    return password


@transaction.atomic
def close_account(*, by: Principal, now: datetime, user_id: int) -> None:
    """Somebody left: no more log-ins, sessions end at once, postings end today. Nothing is lost."""
    user = _managed(by, now, user_id)
    today = today_in_thailand(now)
    user.is_active = False
    user.save(update_fields=["is_active"])
    _end_sessions(user)
    held = Posting.objects.filter(user=user)
    held.filter(in_force(today)).update(ends_on=today)
    recorded(by, "close_account", "user", user.pk, now)


@transaction.atomic
def open_account_again(*, by: Principal, now: datetime, user_id: int) -> None:
    """Somebody came back: log-ins are possible again; roles must be given anew."""
    user = _managed(by, now, user_id)
    user.is_active = True
    user.save(update_fields=["is_active"])
    recorded(by, "open_account_again", "user", user.pk, now)


def _managed(by: Principal, now: datetime, user_id: int) -> User:
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NotFound(_("There is no such person."))
    held = list(Posting.objects.filter(user=user).select_related("office"))
    may_manage_person(by, user, held, today_in_thailand(now)).or_refuse()
    return user


def _end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user_id=user.pk):
        session.end()


@transaction.atomic
def set_language(*, by: Principal, now: datetime, language: str) -> None:
    """The language in which this officer's pages and messages are written."""
    if language not in dict(settings.LANGUAGES):
        raise Invalid.of("language", _("Choose Thai or English."))
    User.objects.filter(pk=by.user_id).update(language=language)
    recorded(by, "set_language", "user", by.user_id, now, language=language)
