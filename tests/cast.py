"""The people of all tests: named, with a role in an office, made when a test first asks for them.

def test_something(cast):
    cast("somsri")            # her Principal: prevention officer of Samut Sakhon (74)
    cast.user("somsri")       # her row
    cast.client("somsri")     # a browser in which she has logged in with a second factor
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tmac.accounts import queries
from tmac.accounts.models import Office, OfficeKind, Posting, User
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Role
from tmac.agencies import names
from tmac.agencies.models import Agency
from tmac.core.thai import sort_key
from tmac.geography.services import load_reference as load_regions

PASSWORD = "lotus-pond-and-river-74"
SINCE = date(2020, 1, 1)
AGENCY_CODE = "TEST-74-SAO"


@dataclass(frozen=True)
class Person:
    name_th: str
    name_en: str
    role: Role
    office: str
    is_lead: bool = False


PEOPLE = {
    "somsri": Person("สมศรี นาเกลือ", "Somsri", Role.PROVINCE_PREVENTION, "NACC-74"),
    "direk": Person("ดิเรก ท่าเรือ", "Direk", Role.PROVINCE_DIRECTOR, "NACC-74"),
    "wirot": Person("วิโรจน์ สืบความ", "Wirot", Role.INVESTIGATOR, "NACC-74", is_lead=True),
    "naree": Person("นารี ตามรอย", "Naree", Role.INVESTIGATOR, "NACC-74"),
    "suda": Person("สุดา คัดสรร", "Suda", Role.SCREENING_OFFICER, "NACC-74"),
    "kanya": Person("กัญญา ปากอ่าว", "Kanya", Role.STRONG_COACH, "STRONG-74"),
    "malee": Person("มาลี ริมคลอง", "Malee", Role.STRONG_MEMBER, "STRONG-74"),
    "preecha": Person("ปรีชา ทุ่งรวง", "Preecha", Role.PROVINCE_PREVENTION, "NACC-45"),
    "decha": Person("เดชา บึงพลาญ", "Decha", Role.PROVINCE_DIRECTOR, "NACC-45"),
    "rungroj": Person("รุ่งโรจน์ แม่กลอง", "Rungroj", Role.REGION_OFFICER, "NACC-R7"),
    "chalerm": Person("เฉลิม กลางเมือง", "Chalerm", Role.CENTRAL_PROGRAMME, "NACC-HQ"),
    "pim": Person("พิมพ์ มองไกล", "Pim", Role.EXECUTIVE, "NACC-HQ"),
    "anong": Person("อนงค์ บางตำบล", "Anong", Role.AGENCY_LIAISON, "AGENCY-74"),
    "boonmi": Person("บุญมี ร่วมใจ", "Boonmi", Role.PARTNER_FIELD, "PARTNER-74"),
    "apinya": Person("อภิญญา ตรวจทาน", "Apinya", Role.AUDITOR, "NACC-HQ"),
    "kittisak": Person("กิตติศักดิ์ ดูแลระบบ", "Kittisak", Role.SYSADMIN, "NACC-HQ"),
    "thida": Person("ธิดา รักษากุญแจ", "Thida", Role.IDENTITY_CUSTODIAN, "NACC-HQ"),
    "sombat": Person("สมบัติ ถือกุญแจ", "Sombat", Role.IDENTITY_CUSTODIAN, "NACC-HQ"),
    "wilai": Person("วิไล เก็บความลับ", "Wilai", Role.IDENTITY_CUSTODIAN, "NACC-HQ"),
    "orathai": Person("อรทัย กลั่นกรอง", "Orathai", Role.SCREENING_OFFICER, "NACC-HQ"),
}
_NACC_74 = "สำนักงาน ป.ป.ช. ประจำจังหวัดสมุทรสาคร"
_NACC_45 = "สำนักงาน ป.ป.ช. ประจำจังหวัดร้อยเอ็ด"
OFFICES: dict[str, dict[str, str]] = {
    "NACC-HQ": {"kind": OfficeKind.CENTRAL, "name_th": "สำนักงาน ป.ป.ช. (ส่วนกลาง)"},
    "NACC-R7": {"kind": OfficeKind.REGION, "region": "7", "name_th": "สำนักงาน ป.ป.ช. ภาค 7"},
    "NACC-R4": {"kind": OfficeKind.REGION, "region": "4", "name_th": "สำนักงาน ป.ป.ช. ภาค 4"},
    "NACC-74": {"kind": OfficeKind.PROVINCE, "province": "74", "name_th": _NACC_74},
    "NACC-45": {"kind": OfficeKind.PROVINCE, "province": "45", "name_th": _NACC_45},
    "STRONG-74": {"kind": OfficeKind.STRONG, "province": "74", "name_th": "ชมรม STRONG สมุทรสาคร"},
    "STRONG-45": {"kind": OfficeKind.STRONG, "province": "45", "name_th": "ชมรม STRONG ร้อยเอ็ด"},
    "AGENCY-74": {"kind": OfficeKind.AGENCY, "province": "74", "name_th": "อบต. คลองทดสอบ"},
    "PARTNER-74": {"kind": OfficeKind.PARTNER, "province": "74", "name_th": "เครือข่ายทดสอบ"},
}


class Cast:
    """Call it with a name for the person's Principal."""

    def __call__(self, name: str, now: datetime | None = None) -> Principal:
        return queries.principal(self.user(name).pk, now or timezone.now())

    def user(self, name: str) -> User:
        known = User.objects.filter(username=name).first()
        return known or self._employ(name, PEOPLE[name])

    def everyone(self) -> dict[str, Principal]:
        return {name: self(name) for name in PEOPLE}

    def office(self, code: str) -> Office:
        return Office.objects.filter(code=code).first() or self._open(code, OFFICES[code])

    def agency(self) -> Agency:
        """The subdistrict administration in province 74 for which Anong answers."""
        name = "องค์การบริหารส่วนตำบลคลองทดสอบ"
        agency, _made = Agency.objects.get_or_create(
            code=AGENCY_CODE,
            defaults={
                "kind": "SAO",
                "name_th": name,
                "sort_key": sort_key(name),
                "search_key": names.search_key(name),
                "province_code": "74",
                "district_code": "7401",
                "subdistrict_code": "740101",
            },
        )
        return agency

    def client(self, name: str) -> Client:
        """A browser with a complete log-in: password and second factor, in this session."""
        client = self.half_client(name)
        session = client.session
        at = time.time()
        session["account_authentication_methods"] = [
            {"method": "password", "at": at, "username": name},
            {"method": "mfa", "at": at, "type": "totp", "id": 0},
        ]
        session["account_authentication_methods_user"] = str(self.user(name).pk)
        session.save()
        return client

    def half_client(self, name: str) -> Client:
        """A browser in which only the password was given."""
        client = Client()
        client.force_login(self.user(name), settings.AUTHENTICATION_BACKENDS[0])
        return client

    def _employ(self, name: str, person: Person) -> User:
        office = self.office(person.office)
        user = User.objects.create_user(
            name, PASSWORD, name_th=person.name_th, name_en=person.name_en
        )
        Posting.objects.create(
            user=user, office=office, role=person.role, is_lead=person.is_lead, starts_on=SINCE
        )
        return user

    def _open(self, code: str, given: dict[str, str]) -> Office:
        region = given.get("region", "")
        if region:
            load_regions()
        return Office.objects.create(
            code=code,
            kind=given["kind"],
            name_th=given["name_th"],
            sort_key=sort_key(given["name_th"]),
            province_code=given.get("province", ""),
            region_scheme="NACC" if region else "",
            region_code=region,
            agency=self.agency() if given["kind"] == OfficeKind.AGENCY else None,
        )


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()
