"""The offices that exist everywhere: the NACC's, the PACC's areas, the STRONG clubs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tmac.accounts.models import Office, OfficeKind
from tmac.accounts.policies import may_open_office
from tmac.accounts.principals import Principal
from tmac.accounts.services.recording import recorded
from tmac.core.errors import Invalid
from tmac.core.text import one_line
from tmac.core.thai import sort_key, today_in_thailand
from tmac.geography import queries as geography

HEADQUARTERS = "NACC-HQ"


@transaction.atomic
def load_reference() -> None:
    """Make the offices that are missing; those that people have edited stay as they are.

    Region and province offices follow the geography, which is loaded before.
    """
    known = dict(Office.objects.values_list("code", "id"))
    for office, parent in _standard_offices():
        if office.code in known:
            continue
        office.parent_id = known.get(parent)
        office.sort_key = sort_key(office.name_th)
        office.save()
        known[office.code] = office.pk


def _standard_offices() -> Iterator[tuple[Office, str]]:
    """Each office with the code of the one above it; those above come first."""
    yield _headquarters(), ""
    today = today_in_thailand(timezone.now())
    region_offices: dict[str, str] = {}
    for region in geography.regions("NACC", today):
        if region.code != "0":  # 0 stands for the central bureaus, which are the headquarters
            yield _nacc_region(region.code), HEADQUARTERS
            codes = dict.fromkeys(region.province_codes, f"NACC-R{region.code}")
            region_offices.update(codes)
    for region in geography.regions("PACC", today):
        if region.code != "0":
            yield _pacc_area(region.code), ""
    for province in geography.areas("PROVINCE"):
        yield _provincial(province), region_offices.get(province.code, HEADQUARTERS)
    for province in geography.areas("PROVINCE"):
        yield _club(province), f"NACC-{province.code}"


def _headquarters() -> Office:
    return Office(
        code=HEADQUARTERS,
        kind=OfficeKind.CENTRAL,
        name_th="สำนักงาน ป.ป.ช. (ส่วนกลาง)",
        name_en="Office of the NACC (headquarters)",
    )


def _nacc_region(code: str) -> Office:
    return Office(
        code=f"NACC-R{code}",
        kind=OfficeKind.REGION,
        name_th=f"สำนักงาน ป.ป.ช. ภาค {code}",
        name_en=f"NACC Region {code} Office",
        region_scheme="NACC",
        region_code=code,
    )


def _pacc_area(code: str) -> Office:
    return Office(
        code=f"PACC-A{code}",
        kind=OfficeKind.PACC_AREA,
        name_th=f"สำนักงาน ป.ป.ท. เขต {code}",
        name_en=f"PACC Area {code} Office",
        region_scheme="PACC",
        region_code=code,
    )


def _provincial(province: geography.AreaInfo) -> Office:
    of = "" if province.code == geography.BANGKOK else "จังหวัด"
    return Office(
        code=f"NACC-{province.code}",
        kind=OfficeKind.PROVINCE,
        name_th=f"สำนักงาน ป.ป.ช. ประจำ{of}{province.name_th}",
        name_en=f"NACC {province.name_en} Provincial Office",
        province_code=province.code,
    )


def _club(province: geography.AreaInfo) -> Office:
    of = "" if province.code == geography.BANGKOK else "จังหวัด"
    return Office(
        code=f"STRONG-{province.code}",
        kind=OfficeKind.STRONG,
        name_th=f"ชมรม STRONG จิตพอเพียงต้านทุจริต {of}{province.name_th}",
        name_en=f"STRONG club of {province.name_en}",
        province_code=province.code,
    )


@transaction.atomic
def open_office(
    *,
    by: Principal,
    now: datetime,
    code: str,
    kind: OfficeKind,
    name_th: str,
    name_en: str = "",
    province_code: str = "",
    region_scheme: str = "",
    region_code: str = "",
    agency_id: int | None = None,
) -> Office:
    """Make the office of an agency or of a partner organisation.

    Raises Refused, and Invalid when the code is taken or an agency's office names no agency.
    """
    may_open_office(by).or_refuse()
    if Office.objects.filter(code=code).exists():
        raise Invalid.of("code", _("An office with this code exists already. Choose another."))
    if kind == OfficeKind.AGENCY and agency_id is None:
        raise Invalid.of("agency", _("Choose the agency that this office belongs to."))
    name_th = one_line(name_th)
    office = Office.objects.create(
        code=code,
        kind=kind,
        name_th=name_th,
        name_en=one_line(name_en),
        sort_key=sort_key(name_th),
        province_code=province_code,
        region_scheme=region_scheme,
        region_code=region_code,
        agency_id=agency_id,
    )
    recorded(by, "open_office", "office", office.pk, now, province_code, code=code, kind=kind)
    return office
