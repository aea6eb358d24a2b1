"""Every model field has a class; exports, logs, demo scrubbing and the data dictionary read it.

A model states its fields' classes once:

    class Club(models.Model):
        name = models.CharField(...)
        privacy = classes(public="id name", personal="contact_phone")
"""

from __future__ import annotations

from enum import StrEnum


class Privacy(StrEnum):
    PUBLIC = "PUBLIC"  # may appear in open data
    INTERNAL = "INTERNAL"  # officers, as visibility.csv says
    PERSONAL = "PERSONAL"  # about an identifiable person: never in logs or exports by default
    SEALED = "SEALED"  # ciphertext: never in clear on the server


def classes(
    *, public: str = "", internal: str = "", personal: str = "", sealed: str = ""
) -> dict[str, Privacy]:
    """Field name -> class, from space-separated names; a name given twice is an error."""
    table: dict[str, Privacy] = {}
    groups = {
        Privacy.PUBLIC: public,
        Privacy.INTERNAL: internal,
        Privacy.PERSONAL: personal,
        Privacy.SEALED: sealed,
    }
    for privacy, names in groups.items():
        for name in names.split():
            if name in table:
                raise ValueError(f"{name} is classified twice")
            table[name] = privacy
    return table
