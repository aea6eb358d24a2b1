"""What the importer found out about a pack: kept as codes and numbers, told in either language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _


class Gravity(StrEnum):
    REFUSED = "REFUSED"  # the pack is not taken into use
    REPAIRED = "REPAIRED"  # the shape was put right
    MAPPED = "MAPPED"  # the code was replaced by the one in force
    NOTE = "NOTE"


@dataclass(frozen=True)
class Finding:
    """One thing found: `kind` names the sentence, `values` fill it."""

    gravity: Gravity
    kind: str
    level: str = ""
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What was found, in the language of the reader."""
        return _SENTENCES[self.kind]() % self.values


@dataclass
class Report:
    """Everything found, and the measures of each level."""

    findings: list[Finding] = field(default_factory=list)
    levels: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)

    def add(self, gravity: Gravity, kind: str, level: str = "", **values: Any) -> None:
        self.findings.append(Finding(gravity, kind, level, values))

    def refuse(self, kind: str, level: str = "", **values: Any) -> None:
        self.add(Gravity.REFUSED, kind, level, **values)

    def of(self, gravity: Gravity) -> Iterator[Finding]:
        return (finding for finding in self.findings if finding.gravity == gravity)

    @property
    def is_refused(self) -> bool:
        return any(self.of(Gravity.REFUSED))

    def as_json(self) -> dict[str, Any]:
        rows = [asdict(finding) for finding in self.findings]
        return {"findings": rows, "levels": self.levels, "notes": self.notes}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Report:
        rows = kept.get("findings", [])
        findings = [Finding(**{**row, "gravity": Gravity(row["gravity"])}) for row in rows]
        return cls(findings, kept.get("levels", {}), kept.get("notes", {}))


def _sentences() -> dict[str, Callable[[], str]]:
    return {
        "unknown_code": lambda: _(
            "Code %(code)s (%(name)s) is neither in force nor a known abolished code. "
            "Correct the code or update the package geothai."
        ),
        "no_code": lambda: _(
            "Shape no. %(number)s has no area code. Give it a property such as code or ADM3_PCODE."
        ),
        "code_twice": lambda: _("Code %(code)s stands for more than one shape."),
        "mapped_code": lambda: _("Code %(code)s (%(name)s) is abolished; read as %(to)s."),
        "divided_code": lambda: _(
            "Code %(code)s (%(name)s) was divided; its shape stands for %(to)s together."
        ),
        "covers": lambda: _(
            "The shape of %(code)s also stands for %(others)s, which have no shape of their own."
        ),
        "missing_codes": lambda: _("%(count)s areas have no shape: %(codes)s."),
        "not_polygon": lambda: _(
            "%(code)s is empty or no polygon (%(shape)s). Only polygons can be boundaries."
        ),
        "invalid": lambda: _(
            "The shape of %(code)s is invalid and cannot be repaired: %(reason)s."
        ),
        "repaired": lambda: _("The shape of %(code)s was invalid (%(reason)s) and was repaired."),
        "swapped": lambda: _(
            "Latitude and longitude look swapped: the first position is (%(x)s, %(y)s). "
            "GeoJSON wants the longitude first."
        ),
        "projected": lambda: _(
            "The coordinates are not degrees: the first position is (%(x)s, %(y)s). "
            "Export the file in longitude and latitude (WGS84, EPSG:4326)."
        ),
        "elsewhere": lambda: _(
            "The shapes lie outside Thailand: they span longitude %(west)s to %(east)s and "
            "latitude %(south)s to %(north)s."
        ),
        "overlap": lambda: _(
            "Shapes overlap by %(area_km2)s km2 in all. Neighbours that do not fit: %(codes)s."
        ),
        "edges": lambda: _("The borders of neighbours do not fit: %(codes)s."),
        "cleaned": lambda: _(
            "Borders of neighbours did not fit exactly (overlaps of %(overlap_km2)s km2); "
            "they were fitted. Shapes concerned: %(count)s."
        ),
        "hole": lambda: _(
            "There is a hole of %(area_km2)s km2 at longitude %(lon)s, latitude %(lat)s, "
            "beside %(codes)s."
        ),
        "area": lambda: _(
            "The shapes cover %(area_km2)s km2, Thailand has %(expected_km2)s km2: "
            "a difference of %(percent)s %%, more than %(tolerance)s %%."
        ),
        "outside_parent": lambda: _(
            "%(share)s %% of %(code)s lies outside %(parent)s, to which it belongs by its code."
        ),
        "dissolved": lambda: _("The shapes of this level were made from the level below."),
    }


_SENTENCES = _sentences()
