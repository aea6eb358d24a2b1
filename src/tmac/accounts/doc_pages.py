"""The generated page about permissions."""

from __future__ import annotations

from tmac.accounts.roles import HOLDERS, Permission, Role
from tmac.core.documents import document, table


@document("reference/permissions.md", "Permissions by role")
def permissions() -> str:
    """Which role may do what at all; policies then decide about a given pin or person."""
    heads = ("role", *(f"`{permission.value}`" for permission in Permission))
    rows = [
        (f"`{role.value}`", *("yes" if role in HOLDERS[kind] else "" for kind in Permission))
        for role in Role
        if any(role in holders for holders in HOLDERS.values())
    ]
    intro = (
        "A view demands a permission; whether it reaches a given thing is then asked of the "
        "policies, by jurisdiction. `lead_investigation` is given to a person, not to a role. "
        "What each role sees of each group of data: `src/tmac/accounts/reference/visibility.csv`."
    )
    return f"{intro}\n\n{table(heads, rows)}"
