"""Population figures: read from CSV or XLSX, with year and source, all of them or none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from tmac.audit import services as audit
from tmac.core.errors import Fault, Invalid
from tmac.core.sheets import Sheet, read_sheet
from tmac.core.text import one_line
from tmac.core.thai import BE_OFFSET, arabic_digits
from tmac.geography.gazetteer import LEVEL_OF_LENGTH, level_of
from tmac.geography.models import Population
from tmac.geography.naming import full_name, successor, successors

FIRST_YEAR_BE, LAST_YEAR_BE = 2400, 2700
MOST_RESIDENTS = 200_000_000
_COLUMNS = {
    "code": ("code", "area_code", "รหัส", "รหัสพื้นที่"),
    "value": ("population", "value", "total", "ประชากร", "รวม"),
    "year": ("year_be", "year", "reference_date", "ปี", "พ.ศ."),
    "source": ("source", "แหล่งที่มา"),
}


@dataclass(frozen=True)
class Held:
    """The figures of one year from one source."""

    year_be: int
    source: str
    count: int


@dataclass
class Outcome:
    """How many figures came in, for which years, and which codes were replaced (sentences)."""

    count: int = 0
    years_be: list[int] = field(default_factory=list)
    mapped: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Figure:
    code: str
    year_be: int
    value: int
    source: str


def years_held() -> list[Held]:
    """What is in the database, newest year first."""
    rows = Population.objects.values("year_be", "source").annotate(count=Count("id"))
    return [Held(**row) for row in rows.order_by("-year_be", "source")]


def import_population(
    path: Path,
    *,
    year_be: int | None,
    source: str,
    now: datetime,
    actor_id: int | None,
    actor: str,
) -> Outcome:
    """Import a file, or every CSV and XLSX file of a folder.

    Figures of an abolished code are added to its successor. Figures of an area and year that
    are already there are replaced. Raises Invalid with every fault, and then changes nothing.
    """
    outcome = Outcome()
    faults: list[Fault] = []
    figures: list[_Figure] = []
    for file in _files(path):
        sheet = read_sheet(file.read_bytes(), file.name)
        figures.extend(_figures(sheet, file.name, year_be, one_line(source), faults, outcome))
    if faults:
        raise Invalid(faults)
    _store(figures, outcome, actor_id, actor, now)
    return outcome


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = sorted(p for p in path.glob("*") if p.suffix.lower() in (".csv", ".xlsx"))
    if not found:
        message = _("There is no CSV or XLSX file at %(path)s.") % {"path": path}
        raise Invalid.of("path", message)
    return found


def _figures(
    sheet: Sheet,
    file: str,
    year_be: int | None,
    source: str,
    faults: list[Fault],
    outcome: Outcome,
) -> Iterator[_Figure]:
    places = _places(sheet, file)
    seen: set[tuple[str, int]] = set()
    for number, row in enumerate(sheet.rows, 2):
        cell = {name: row[i].strip() for name, i in places.items()}
        try:
            year = year_be or _year(cell.get("year", ""))
            code = _code(cell["code"], outcome)
            said = source or one_line(cell.get("source", ""))
            if not said:
                raise _bad("source", _("Say who published the figures (--source)."))
            if (cell["code"], year) in seen:
                message = _("Code %(code)s stands in the file twice.") % {"code": cell["code"]}
                raise _bad("code", message)
            seen.add((cell["code"], year))
            yield _Figure(code, year, _value(cell["value"]), said[:300])
        except Invalid as fault:
            faults.extend(Fault(f.field, f"{file}: {f.message}", number) for f in fault.faults)


def _places(sheet: Sheet, file: str) -> dict[str, int]:
    """Our name of a column -> where it stands; code and value must be there."""
    heads = [head.strip().lower() for head in sheet.columns]
    places = {
        name: heads.index(found)
        for name, known in _COLUMNS.items()
        if (found := next((k for k in known if k in heads), None))
    }
    for name in ("code", "value"):
        if name not in places:
            raise Invalid.of(
                "file",
                _("%(file)s has no column for %(name)s. It may be called: %(known)s.")
                % {"file": file, "name": name, "known": ", ".join(_COLUMNS[name])},
            )
    return places


def _bad(field_: str, message: str) -> Invalid:
    return Invalid.of(field_, message)


def _year(text: str) -> int:
    """A Buddhist year from a year or a date in either era: '2564', '2021', '2021-12-31'."""
    found = re.search(r"(?<!\d)(\d{4})(?!\d)", arabic_digits(text))
    if found is None:
        raise _bad("year", _("No year is given. Add a column year_be or use --year."))
    year = int(found.group(1))
    year = year + BE_OFFSET if year < FIRST_YEAR_BE else year
    if not FIRST_YEAR_BE <= year <= LAST_YEAR_BE:
        raise _bad("year", _("%(text)s is not a year.") % {"text": text})
    return year


def _code(text: str, outcome: Outcome) -> str:
    code = arabic_digits(text)
    if level_of(code) is None:
        raise _bad("code", _("%(code)s is not an area code of 2, 4 or 6 digits.") % {"code": text})
    now = successor(code)
    if now is None and len(heirs := successors(code)) > 1:
        # A figure for the whole cannot be divided among the parts; it stays with the first.
        now = heirs[0]
    if now is None:
        raise _bad("code", _("%(code)s is not in force and has no successor.") % {"code": code})
    if now != code:
        line = _("%(code)s is abolished; counted in %(now)s (%(name)s).")
        outcome.mapped.append(line % {"code": code, "now": now, "name": full_name(now)})
    return now


def _value(text: str) -> int:
    digits = arabic_digits(text).replace(",", "").replace(" ", "")
    if not digits.isdigit() or int(digits) > MOST_RESIDENTS:
        message = _("%(text)s is not a number of residents.") % {"text": text or "-"}
        raise _bad("value", message)
    return int(digits)


@transaction.atomic
def _store(
    figures: list[_Figure], outcome: Outcome, actor_id: int | None, actor: str, now: datetime
) -> None:
    totals: dict[tuple[str, int], int] = defaultdict(int)
    sources: dict[tuple[str, int], str] = {}
    for figure in figures:
        totals[figure.code, figure.year_be] += figure.value
        sources[figure.code, figure.year_be] = figure.source
    rows = [
        Population(
            area_code=code,
            level=LEVEL_OF_LENGTH[len(code)],
            year_be=year,
            value=value,
            source=sources[code, year],
        )
        for (code, year), value in totals.items()
    ]
    Population.objects.bulk_create(
        rows,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["area_code", "year_be"],
        update_fields=["value", "source"],
    )
    outcome.count = len(rows)
    outcome.years_be = sorted({year for _code, year in totals})
    audit.record(
        actor_id=actor_id,
        actor=actor,
        action="geography.population_imported",
        subject="population",
        subject_id=",".join(map(str, outcome.years_be)),
        now=now,
        details={"figures": outcome.count},
    )
