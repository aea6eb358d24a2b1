"""The only writers of categories, clocks and added holidays."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.audit import services as audit
from tmac.core.errors import Fault, Invalid, NotFound, Refused
from tmac.core.text import one_line
from tmac.taxonomy.models import (
    Category,
    Channel,
    Clock,
    ClockKind,
    ClockUnit,
    ContextTag,
    ExtraHoliday,
    ReasonCode,
)

REFERENCE = Path(__file__).parent / "reference"
MOST_DAYS = 3650
# Asked last: "misconduct" fits everything, so it is offered only after what was done is asked.
_ASKED_LAST = ("DTY", "OTH", "X-SVC", "X-OUT")
_KINDS = {"promise": ClockKind.PROMISE, "configurable": ClockKind.CONFIGURABLE}


def _rows(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as lines:
        yield from enumerate(csv.DictReader(lines))


@transaction.atomic
def load_reference() -> None:
    """Bring the tables of reference/ into the database. Safe to repeat: names follow the tables,
    what officers have set (days, retired categories, provincial categories) is kept."""
    _load_categories()
    for position, row in _rows("context_tags.csv"):
        ContextTag.objects.update_or_create(
            code=row["tag"],
            defaults={"name_th": row["th"], "name_en": row["en"], "position": position},
        )
    for position, row in _rows("channels.csv"):
        names = {"name_th": row["th"], "name_en": row["en"], "position": position}
        Channel.objects.update_or_create(
            code=row["code"], defaults={**names, "identity_level": row["identity_level"]}
        )
    _load_reasons()
    _load_clocks()


def _load_categories() -> None:
    questions = {row["code"]: row for _number, row in _rows("questions.csv")}
    for number, row in _rows("taxonomy.csv"):
        code = row["code"]
        late = _ASKED_LAST.index(code) + 1 if code in _ASKED_LAST else 0
        Category.objects.update_or_create(
            code=code,
            defaults={
                "level": int(row["level"]),
                "parent_id": row["parent"] or None,
                "name_th": row["name_th"],
                "name_en": row["name_en"],
                "question_th": questions[code]["question_th"],
                "question_en": questions[code]["question_en"],
                "position": late * 1000 + number,
            },
        )


def _load_reasons() -> None:
    english = {(row["kind"], row["code"]): row["en"] for _n, row in _rows("reason_codes_en.csv")}
    for position, row in _rows("reason_codes.csv"):
        key = (row["kind"], row["code"])
        ReasonCode.objects.update_or_create(
            kind=row["kind"],
            code=row["code"],
            defaults={"name_th": row["th"], "name_en": english[key], "position": position},
        )


def _load_clocks() -> None:
    for position, row in _rows("clocks.csv"):
        Clock.objects.get_or_create(
            code=row["code"],
            defaults={
                "days": int(row["days"]),
                "unit": ClockUnit(row["unit"].upper()),
                "kind": _KINDS.get(row["kind"], ClockKind.LEGAL),
                "note": row["note"],
                "position": position,
            },
        )


@dataclass(frozen=True)
class NewCategory:
    """A level-2 category that a province adds below a level-1 one."""

    parent: str
    province_code: str
    name_th: str
    name_en: str = ""
    question_th: str = ""
    question_en: str = ""


@transaction.atomic
def extend_category(
    *, actor_id: int | None, actor: str, now: datetime, new: NewCategory
) -> Category:
    """Add a level-2 category of one province; its code is like PRC-74-01.

    Raises Invalid for an empty or a repeated name and for a parent that takes no children.
    """
    parent = Category.objects.select_for_update().filter(pk=new.parent, level=1).first()
    if parent is None or not parent.is_active or parent.code.startswith("X-"):
        raise Invalid.of("parent", _("Choose one of the national categories."))
    siblings = parent.children.filter(province_code__in=["", new.province_code])
    name_th, name_en = one_line(new.name_th), one_line(new.name_en)
    _check_names(name_th, name_en, siblings.values_list("name_th", flat=True))
    own = parent.children.filter(province_code=new.province_code).count()
    made = Category.objects.create(
        code=f"{parent.code}-{new.province_code}-{own + 1:02d}",
        level=2,
        parent=parent,
        name_th=name_th,
        name_en=name_en,
        question_th=one_line(new.question_th)[:300],
        question_en=one_line(new.question_en)[:300],
        province_code=new.province_code,
        position=parent.position + 500 + own,
    )
    _record("category_added", "category", made.code, actor_id, actor, now, new.province_code)
    return made


def _check_names(name_th: str, name_en: str, taken: object) -> None:
    faults = []
    if not name_th:
        faults.append(Fault("name_th", _("Give the category a Thai name.")))
    if max(len(name_th), len(name_en)) > 200:
        faults.append(Fault("name_th", _("A name has at most 200 characters.")))
    if name_th in list(taken):  # type: ignore[call-overload]
        faults.append(
            Fault("name_th", _("This category exists already. Use it, or say how yours differs."))
        )
    if faults:
        raise Invalid(faults)


@transaction.atomic
def retire_category(
    *, actor_id: int | None, actor: str, now: datetime, code: str, is_active: bool = False
) -> Category:
    """Take a level-2 category out of the choices, or bring it back; pins keep it."""
    found = Category.objects.select_for_update().filter(pk=code).first()
    if found is None:
        raise NotFound(_("There is no such category."))
    if found.level == 1:
        raise Refused(_("The first level is fixed for the whole country."))
    found.is_active = is_active
    found.save(update_fields=["is_active"])
    action = "category_restored" if is_active else "category_retired"
    _record(action, "category", code, actor_id, actor, now, found.province_code)
    return found


@transaction.atomic
def set_clock(*, actor_id: int | None, actor: str, now: datetime, code: str, days: int) -> Clock:
    """Change the days of a clock. Refused for those that the law sets."""
    found = Clock.objects.select_for_update().filter(pk=code).first()
    if found is None:
        raise NotFound(_("There is no such clock."))
    if found.kind == ClockKind.LEGAL:
        raise Refused(_("The law sets this period; it is shown for reference only."))
    if not 0 <= days <= MOST_DAYS:
        raise Invalid.of("days", _("Give a number of days from 0 to 3650."))
    before = found.days
    found.days = days
    found.save(update_fields=["days"])
    _record("clock_set", "clock", code, actor_id, actor, now, before=before, after=days)
    return found


@transaction.atomic
def add_holiday(
    *, actor_id: int | None, actor: str, now: datetime, day: date, name: str, is_holiday: bool
) -> ExtraHoliday:
    """Enter a day that the cabinet made a holiday, or a holiday that it took back."""
    name = one_line(name)
    if not name:
        raise Invalid.of("name", _("Give the name of the day or the cabinet resolution."))
    if ExtraHoliday.objects.filter(day=day).exists():
        raise Invalid.of("day", _("This day is entered already. Remove it first to change it."))
    made = ExtraHoliday.objects.create(day=day, name=name[:160], is_holiday=is_holiday)
    subject_id = str(made.pk)
    _record("holiday_added", "extra_holiday", subject_id, actor_id, actor, now, day=day.isoformat())
    return made


@transaction.atomic
def remove_holiday(*, actor_id: int | None, actor: str, now: datetime, holiday_id: int) -> None:
    """Take an entered day out again; deadlines already promised stay as they are."""
    found = ExtraHoliday.objects.select_for_update().filter(pk=holiday_id).first()
    if found is None:
        raise NotFound(_("This day has been removed already."))
    day, subject_id = found.day.isoformat(), str(holiday_id)
    found.delete()
    _record("holiday_removed", "extra_holiday", subject_id, actor_id, actor, now, day=day)


def _record(
    action: str,
    subject: str,
    subject_id: str,
    actor_id: int | None,
    actor: str,
    now: datetime,
    province_code: str = "",
    **details: str | int,
) -> None:
    audit.record(
        actor_id=actor_id,
        actor=actor,
        action=f"taxonomy.{action}",
        subject=subject,
        subject_id=subject_id,
        now=now,
        province_code=province_code,
        details=details,
    )
