"""Who is acting: an officer with the grants in force now, as services and policies see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tmac.accounts.roles import HOLDERS, Permission, Role


@dataclass(frozen=True)
class Grant:
    """One role held in one office, with the area or body it reaches.

    `provinces` is None for the whole country, else the 2-digit codes in reach. `acting_for` names
    the person whose grant this is when it is held by delegation.
    """

    role: Role
    office_id: int
    office_name: str = ""
    provinces: frozenset[str] | None = frozenset()
    agency_id: int | None = None
    permissions: frozenset[Permission] = frozenset()  # extra ones, such as LEAD_INVESTIGATION
    acting_for: str = ""


@dataclass(frozen=True)
class Principal:
    """The officer behind a request. Immutable: made anew for every request."""

    user_id: int
    name: str
    grants: tuple[Grant, ...] = ()
    conflicted_agency_ids: frozenset[int] = field(default_factory=frozenset)

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    def may(self, permission: Permission) -> bool:
        return any(
            grant.role in HOLDERS[permission] or permission in grant.permissions
            for grant in self.grants
        )

    @property
    def acting_for(self) -> str:
        """The names of those whose grants are held by delegation, for the record."""
        return ", ".join(sorted({grant.acting_for for grant in self.grants} - {""}))

    def grants_of(self, roles: Iterable[Role]) -> tuple[Grant, ...]:
        wanted = frozenset(roles)
        return tuple(grant for grant in self.grants if grant.role in wanted)

    def holds_in(self, roles: Iterable[Role], province_code: str) -> bool:
        """Whether one of `roles` is held with the province in reach."""
        return any(
            grant.provinces is None or province_code in grant.provinces
            for grant in self.grants_of(roles)
        )
