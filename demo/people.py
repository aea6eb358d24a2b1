"""The cast of the demonstration: invented people, one or more for every role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tmac.accounts import queries, services
from tmac.accounts.demo import PASSWORD
from tmac.accounts.principals import Grant, Principal
from tmac.accounts.roles import Role
from tmac.network import queries as network
from tmac.network import services as clubs
from tmac.network.queries import MemberRole

SINCE = date(2019, 10, 1)


@dataclass(frozen=True)
class Person:
    """One member of the cast; the office is named by its code."""

    username: str
    name_th: str
    name_en: str
    role: Role
    office: str
    is_lead: bool = False
    logs_in: bool = True


R = Role
KEY_HOLDERS = frozenset(
    {R.SCREENING_OFFICER, R.PROVINCE_PREVENTION, R.PROVINCE_DIRECTOR, R.INVESTIGATOR}
    | {R.IDENTITY_CUSTODIAN}
)
_CLUB_ROLES = {R.STRONG_COACH: MemberRole.COACH, R.STRONG_MEMBER: MemberRole.MEMBER}
CAST = (
    Person("somsri", "สมศรี ธารสาธิต", "Somsri Tharnsathit", R.PROVINCE_PREVENTION, "NACC-74"),
    Person("direk", "ดิเรก ท่าสาธิต", "Direk Thasathit", R.PROVINCE_DIRECTOR, "NACC-74"),
    Person("wirot", "วิโรจน์ เรืองสาธิต", "Wirot Ruangsathit", R.INVESTIGATOR, "NACC-74", True),
    Person("naree", "นารี ตามสาธิต", "Naree Tamsathit", R.INVESTIGATOR, "NACC-74"),
    Person("suda", "สุดา คัดสาธิต", "Suda Khadsathit", R.SCREENING_OFFICER, "NACC-74"),
    Person("kanya", "กัญญา แก้วสาธิต", "Kanya Kaewsathit", R.STRONG_COACH, "STRONG-74"),
    Person("malee", "มาลี คลองสาธิต", "Malee Khlongsathit", R.STRONG_MEMBER, "STRONG-74"),
    Person("preecha", "ปรีชา ทุ่งสาธิต", "Preecha Thungsathit", R.PROVINCE_PREVENTION, "NACC-45"),
    Person("decha", "เดชา บึงสาธิต", "Decha Buengsathit", R.PROVINCE_DIRECTOR, "NACC-45"),
    Person("saithong", "สายทอง นาสาธิต", "Saithong Nasathit", R.STRONG_COACH, "STRONG-45"),
    Person("rungroj", "รุ่งโรจน์ ภาคสาธิต", "Rungroj Phaksathit", R.REGION_OFFICER, "NACC-R7"),
    Person("chalerm", "เฉลิม กลางสาธิต", "Chalerm Klangsathit", R.CENTRAL_PROGRAMME, "NACC-HQ"),
    Person("pim", "พิมพ์ ไกลสาธิต", "Pim Klaisathit", R.EXECUTIVE, "NACC-HQ"),
    Person("anong", "อนงค์ ตำบลสาธิต", "Anong Tambonsathit", R.AGENCY_LIAISON, "DEMO-AGENCY-74"),
    Person("boonmi", "บุญมี ร่วมสาธิต", "Boonmi Ruamsathit", R.PARTNER_FIELD, "DEMO-PARTNER"),
    Person("apinya", "อภิญญา ทานสาธิต", "Apinya Thansathit", R.AUDITOR, "NACC-HQ"),
    Person("kittisak", "กิตติศักดิ์ ระบบสาธิต", "Kittisak Rabopsathit", R.SYSADMIN, "NACC-HQ"),
    Person("thida", "ธิดา กุญแจสาธิต", "Thida Kunjaesathit", R.IDENTITY_CUSTODIAN, "NACC-HQ"),
    Person("sombat", "สมบัติ ตู้สาธิต", "Sombat Tusathit", R.IDENTITY_CUSTODIAN, "NACC-HQ"),
    Person("wilai", "วิไล ลับสาธิต", "Wilai Lapsathit", R.IDENTITY_CUSTODIAN, "NACC-HQ"),
    Person("orathai", "อรทัย กรองสาธิต", "Orathai Krongsathit", R.SCREENING_OFFICER, "NACC-HQ"),
    Person("phanom", "พนม คัดสาธิต", "Phanom Khadsathit", R.SCREENING_OFFICER, "NACC-45"),
    Person(
        "register.officer",
        "ผู้บันทึกทะเบียนเดิม (สาธิต)",
        "Officer of the earlier register (demo)",
        R.CENTRAL_PROGRAMME,
        "NACC-HQ",
        logs_in=False,
    ),
    Person(
        "register.director",
        "ผู้ยืนยันทะเบียนเดิม (สาธิต)",
        "Director of the earlier register (demo)",
        R.CENTRAL_PROGRAMME,
        "NACC-HQ",
        logs_in=False,
    ),
)


def totp_secret(username: str) -> str:
    """A Base32 secret from the name: everybody may know it, so it protects nothing."""
    letters = "".join(letter for letter in username.upper() if "A" <= letter <= "Z")
    return (letters * 32)[:32]


def founder(office_id: int) -> Principal:
    """Who opens the first accounts: the set-up itself, with the central programme's reach."""
    grants = tuple(
        Grant(role, office_id, provinces=None) for role in (R.SYSADMIN, R.CENTRAL_PROGRAMME)
    )
    return Principal(0, "ชุดข้อมูลสาธิต", grants)


def employ(
    by: Principal, now: datetime, roles: frozenset[Role] = frozenset(Role)
) -> dict[str, int]:
    """Open the accounts of the cast, all or those of some roles; returns user name -> id."""
    wanted = [person for person in CAST if person.role in roles]
    return {person.username: _employ_one(by, now, person) for person in wanted}


def _employ_one(by: Principal, now: datetime, person: Person) -> int:
    office = queries.office_of(person.office)
    if office is None:
        raise LookupError(f"the office {person.office} of {person.username} does not exist")
    fresh = services.create_officer(
        by=by,
        now=now,
        person=services.Person(person.username, person.name_th, person.name_en),
    )
    user = fresh.user
    if person.logs_in:
        user.set_password(PASSWORD)
        services.enrol_totp(user, totp_secret(person.username))
    else:
        user.set_unusable_password()
    user.is_demo = person.logs_in
    user.password_is_initial = False
    user.save(update_fields=["is_demo", "password", "password_is_initial"])
    if person.role in _CLUB_ROLES:
        _admit(by, now, person, user.pk)
        return int(user.pk)
    services.post(
        by=by,
        now=now,
        user_id=user.pk,
        office_id=office.pk,
        role=person.role,
        starts_on=SINCE,
        is_lead=person.is_lead,
    )
    return int(user.pk)


def _admit(by: Principal, now: datetime, person: Person, user_id: int) -> None:
    """Membership of the club of the province, which brings the role with it."""
    club = network.club_of(person.office.removeprefix("STRONG-"))
    if club is None:
        raise LookupError(f"no club for {person.username}")
    clubs.admit(
        by=by,
        now=now,
        club_id=club.id,
        user_id=user_id,
        role=_CLUB_ROLES[person.role],
        since=SINCE,
    )
