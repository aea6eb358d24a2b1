"""Who sees what: reference/visibility.csv as code, and how far each rule reaches for a person.

`rule` answers for a role; `reach` answers for an officer, over every grant in force.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from tmac.accounts.principals import Grant, Principal
from tmac.accounts.roles import Role

TABLE = Path(__file__).parent / "reference" / "visibility.csv"


class DataGroup(StrEnum):
    """The rows of the table, named as they are there."""

    REPORTER_IDENTITY = "reporter identity and contact"
    TIP_RAW = "tip text and files (raw)"
    TIP_REDACTED = "tip text (redacted)"
    TIP_STATUS = "tip status"
    PIN_EXACT_PLACE = "pin location exact"
    PIN_COARSE_PLACE = "pin location coarse (tambon or district)"
    PIN_CATEGORY_AND_LEVEL = "pin category and level"
    ACCUSED_NAME = "accused person name"
    PIN_AGENCY = "agency name on a pin"
    PREVENTION_LANE = "prevention lane"
    SUPPRESSION_LANE = "suppression lane"
    INTELLIGENCE = "intelligence notes"
    EVIDENCE = "evidence files"
    CLINIC = "clinic conversations"
    ITA_SCORES = "ITA scores"
    DASHBOARDS = "dashboards"
    AUDIT_LOG = "audit log"
    USER_ADMINISTRATION = "user administration"


class Scope(StrEnum):
    """The words that stand in the cells."""

    NONE = "none"
    NO = "no"
    YES = "yes"
    ALL = "all"
    VIEW = "view"
    ALL_BUT_NO_CASE_DATA = "all but no case data"
    OWN_PROVINCE = "own province"
    PROVINCE = "province"
    OWN_REGION = "own region"
    REGION = "region"
    OWN_AREA = "own area"
    OWN_PROGRAMME = "own programme"
    OWN_UNIT = "own unit"
    ALL_OF_UNIT = "all of unit"
    UNIT = "unit"
    OWN_CLUB = "own club"
    OWN_CLUB_OPEN_PINS = "own club open pins"
    CLUB_MEMBERS = "club members"
    OWN_PARTNER = "own partner"
    OWN_AGENCY = "own agency"
    SENT_TO_OWN_AGENCY = "sent to own agency"
    FORWARDED_ITEMS = "forwarded items"
    OWN_ANSWERS = "own answers"
    ASSIGNED = "assigned"
    WHEN_HANDED_OVER = "when handed over"
    OWN = "own"
    OWN_BY_CODE = "own by code"
    OWN_TIP = "own tip"
    OWN_TIP_WORD = "own tip word"
    COUNT = "count"
    AGGREGATE = "aggregate"
    K5_ONLY = "k>=5 only"
    OPEN_DATA_LEVEL = "open-data level"
    PUBLIC_WORD_ONLY = "public word only"
    AFTER_RESOLVED = "after RESOLVED and approval"
    YES_NO_ONLY = "yes/no only"
    MASKED = "masked"
    HASH_ONLY = "hash only"
    LOG_ONLY = "log only"
    NO_CONTENT = "no content"
    TWO_PERSON = "two-person"
    SAMPLE_BY_ORDER = "sample by order"


EVERYWHERE = frozenset({Scope.ALL, Scope.YES, Scope.VIEW, Scope.ALL_BUT_NO_CASE_DATA})
BY_PROVINCE = frozenset(
    {
        Scope.OWN_PROVINCE,
        Scope.PROVINCE,
        Scope.OWN_REGION,
        Scope.REGION,
        Scope.OWN_AREA,
        Scope.OWN_PROGRAMME,
        Scope.ALL_OF_UNIT,
        Scope.UNIT,
        Scope.OWN_UNIT,
    }
)
BY_OFFICE = frozenset(
    {Scope.OWN_CLUB, Scope.OWN_CLUB_OPEN_PINS, Scope.CLUB_MEMBERS, Scope.OWN_PARTNER}
)
BY_AGENCY = frozenset(
    {Scope.OWN_AGENCY, Scope.SENT_TO_OWN_AGENCY, Scope.FORWARDED_ITEMS, Scope.OWN_ANSWERS}
)


@cache
def table() -> dict[tuple[DataGroup, Role], Scope]:
    """Every cell of the table; a word that is not known here fails at once."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {
            (DataGroup(row["data_group"]), role): Scope(row[role])
            for row in csv.DictReader(lines)
            for role in Role
        }


def rule(group: DataGroup | str, role: Role) -> Scope:
    """What the table says for one role."""
    return table()[DataGroup(group), role]


@dataclass(frozen=True)
class Reach:
    """How far an officer sees in a data group: rows by place, office or body, and bare rules.

    `scopes` holds every rule that applies, also those that are no rows by place (ASSIGNED, COUNT,
    YES_NO_ONLY, WHEN_HANDED_OVER, ...): the package that owns the data gives them their meaning.
    """

    whole_country: bool = False
    provinces: frozenset[str] = frozenset()
    office_ids: frozenset[int] = frozenset()
    agency_ids: frozenset[int] = frozenset()
    scopes: frozenset[Scope] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.scopes - {Scope.NONE, Scope.NO})

    def covers(self, province_code: str) -> bool:
        """Whether rows of this province are seen because of their place."""
        return self.whole_country or province_code in self.provinces


def reach(by: Principal, group: DataGroup | str) -> Reach:
    """The union of what each grant in force gives."""
    held = [(grant, rule(group, grant.role)) for grant in by.grants]
    places = [_provinces(grant, scope) for grant, scope in held]
    return Reach(
        whole_country=any(codes is None for codes in places),
        provinces=frozenset().union(*(codes for codes in places if codes is not None)),
        office_ids=frozenset(grant.office_id for grant, scope in held if scope in BY_OFFICE),
        agency_ids=frozenset(
            grant.agency_id for grant, scope in held if scope in BY_AGENCY and grant.agency_id
        ),
        scopes=frozenset(scope for _grant, scope in held),
    )


def _provinces(grant: Grant, scope: Scope) -> frozenset[str] | None:
    if scope in EVERYWHERE:
        return None
    return grant.provinces if scope in BY_PROVINCE else frozenset()
