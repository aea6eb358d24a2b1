"""What a public body's name tells: its type, its short forms, and the key by which it is found."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tmac.agencies.models import AgencyType
from tmac.core.text import one_line


@dataclass(frozen=True)
class NameForm:
    """How bodies of a type are called: the full word, its usual short form, English words."""

    kind: AgencyType
    full: str
    short: str
    words: tuple[str, ...] = ()  # as registry files write the type


# Longer words first: "องค์การบริหารส่วนตำบล" must be met before any part of it.
FORMS = (
    NameForm(AgencyType.PAO, "องค์การบริหารส่วนจังหวัด", "อบจ.", ("PAO",)),
    NameForm(AgencyType.SAO, "องค์การบริหารส่วนตำบล", "อบต.", ("TAO", "SAO")),
    NameForm(AgencyType.MUN_CITY, "เทศบาลนคร", "ทน.", ("ThesabanNakhon", "City municipality")),
    NameForm(AgencyType.MUN_TOWN, "เทศบาลเมือง", "ทม.", ("ThesabanMueang", "Town municipality")),
    NameForm(
        AgencyType.MUN_SUB, "เทศบาลตำบล", "ทต.", ("ThesabanTambon", "Subdistrict municipality")
    ),
    NameForm(
        AgencyType.SPECIAL,
        "องค์กรปกครองส่วนท้องถิ่นรูปแบบพิเศษ",
        "อปท.พิเศษ",
        ("Bangkok", "Mueang", "กรุงเทพมหานคร", "เมืองพัทยา"),
    ),
    NameForm(AgencyType.DISTRICT, "ที่ว่าการอำเภอ", "อ.", ("สำนักงานเขต", "District")),
    NameForm(AgencyType.POLICE, "สถานีตำรวจภูธร", "สภ.", ("สถานีตำรวจนครบาล", "สน.")),
    NameForm(AgencyType.HEALTH, "โรงพยาบาลส่งเสริมสุขภาพตำบล", "รพ.สต.", ("โรงพยาบาล", "รพ.")),
    NameForm(AgencyType.SCHOOL, "โรงเรียน", "รร.", ("School",)),
    NameForm(AgencyType.MINISTRY, "กระทรวง", "ก.", ("Ministry",)),
    NameForm(AgencyType.DEPARTMENT, "กรม", "กรม", ("Department", "ส่วนราชการ")),
    NameForm(AgencyType.PROVINCIAL, "จังหวัด", "จ.", ("Province", "ราชการส่วนภูมิภาค")),
    NameForm(AgencyType.STATE_ENTERPRISE, "รัฐวิสาหกิจ", "รสก.", ("State enterprise",)),
    NameForm(AgencyType.PUBLIC_ORGANISATION, "องค์การมหาชน", "อมช.", ("Public organisation",)),
    NameForm(AgencyType.INDEPENDENT, "องค์กรอิสระ", "องค์กรอิสระ", ("Independent body",)),
    NameForm(AgencyType.OTHER, "หน่วยงานอื่นของรัฐ", "อื่น ๆ", ("Other",)),
)
_IN_NAMES = FORMS[:5] + FORMS[6:11]  # types that a name begins with


def _bare(text: str) -> str:
    return re.sub(r"[\s.()\-_]+", "", text).casefold()


_BY_WORD = {
    _bare(word): form.kind
    for form in FORMS
    for word in (form.kind.value, form.full, form.short, *form.words)
}


def kind_of_word(word: str) -> AgencyType | None:
    """The type that a registry's word means ("TAO", "อบต.", "เทศบาลตำบล"), or None."""
    return _BY_WORD.get(_bare(word))


def kind_of_name(name: str) -> AgencyType | None:
    """The type that a full name shows, or None where the name alone does not say."""
    form = _form_of(name)
    return form.kind if form else None


def _form_of(name: str) -> NameForm | None:
    for form in _IN_NAMES:
        if name.startswith((form.full, form.short)):
            return form
    return None


def stem(name: str) -> str:
    """The name without the word for its type: อบต.บางหญ้าแพรก -> บางหญ้าแพรก."""
    form = _form_of(name)
    if form is None:
        return name
    rest = name.removeprefix(form.full).removeprefix(form.short).strip()
    return rest or name


def short_name(name: str) -> str:
    """The name with the short form of its type: อบต.บางหญ้าแพรก; others as they are."""
    form = _form_of(name)
    return form.short + stem(name) if form else name


def full_name(name: str, kind: AgencyType | str) -> str:
    """The name in full: a short form is written out, a bare local name gets its type's word."""
    name = one_line(name)
    form = next((form for form in _IN_NAMES if form.kind == kind), None)
    if form is None or name.startswith(form.full):
        return name
    if name.startswith(form.short):
        return form.full + name.removeprefix(form.short).strip()
    return name if _form_of(name) or "เทศบาล" in name else form.full + name


def search_key(name_th: str, name_en: str = "", places: tuple[str, ...] = ()) -> str:
    """What `queries.search` looks through: the stem first, then every form, then the places."""
    form, bare_stem = _form_of(name_th), _bare(stem(name_th))
    parts = [bare_stem, _bare(name_th), _bare(name_en)]
    if form:
        parts += [_bare(form.short) + bare_stem, _bare(form.full) + bare_stem]
    parts += [_bare(place) for place in places]
    return " ".join(dict.fromkeys(part for part in parts if part))[:1000]


def search_words(text: str) -> list[str]:
    """The words of a query in the form of the keys: 'อบต. บางหญ้าแพรก' -> ['อบต', 'บางหญ้าแพรก']."""
    return [bare for word in one_line(text).split() if (bare := _bare(word))]


def without_type(text: str) -> str:
    """A query without its words for a type, for bodies that have been raised to another one."""
    kept = [stem(word) for word in one_line(text).split() if kind_of_word(word) is None]
    return " ".join(kept)


def word_of(kind: AgencyType | str) -> str:
    """The full word for a type, as a file may write it."""
    return next(form.full for form in FORMS if form.kind == kind)
