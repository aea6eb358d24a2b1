"""One row of a file read into a draft pin, or every fault of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tmac.agencies import queries as agencies
from tmac.core.dates import read_baht, read_date
from tmac.core.errors import Fault, Invalid
from tmac.core.text import cleaned, one_line
from tmac.core.thai import BE_OFFSET, arabic_digits, fiscal_year_be
from tmac.geography import locating
from tmac.geography import queries as geography
from tmac.riskmap.drafts import PinDraft, SourceDraft
from tmac.riskmap.imports.faults import Refusal, RowFault
from tmac.riskmap.imports.lookups import Lookups
from tmac.riskmap.models import ImportKind, Source

_GRADES = dict(zip("กขคง", "ABCD", strict=True))
_KINDS = {ImportKind.NOTES: Source.Kind.WORKSHOP, ImportKind.RECORDS: Source.Kind.OFFICIAL_RECORD}
_LAT, _LON = (5.0, 21.0), (97.0, 106.0)
_FAR_KM, _FAR_PROVINCE_KM = 40.0, 200.0
# Where a fault of `riskmap.checking` belongs in the sheet.
_COLUMN_OF = {
    "agency_id": "agency",
    "point": "lat",
    "subdistrict_code": "place",
    "source_document": "document_no",
    "fiscal_year_be": "fiscal_year",
    "sources-0-kind": "source_kind",
    "sources-0-grade": "grade",
    "sources-0-dated_on": "source_date",
    "sources-0-document_no": "document_no",
}


@dataclass(frozen=True)
class Batch:
    """What is true of every row of one file."""

    kind: str
    province_code: str
    today: date
    name: str = ""
    workshop_id: int | None = None


class Row:
    """The cells of one row by field. `faults` fills up while it is read."""

    def __init__(self, number: int, cells: Mapping[str, str], batch: Batch, words: Lookups) -> None:
        self.number, self.cells, self.batch, self.words = number, cells, batch, words
        self.faults: list[RowFault] = []

    def cell(self, field: str) -> str:
        """The text of a cell on one line; a quote that only guards against formulas is dropped."""
        given = self.cells.get(field)
        if not given:
            return ""
        text = one_line(given)
        return text[1:] if text[:2] in ("'=", "'+", "'-", "'@") else text

    def wrong(self, field: str, message: str, offers: tuple[str, ...] = ()) -> None:
        self.faults.append(RowFault(self.number, field, message, self.cell(field), offers))

    def read(self, field: str, reader: Callable[[str], Any], empty: Any = None) -> Any:
        """What `reader` makes of a cell; a refusal becomes a fault of that cell."""
        text = self.cell(field)
        if not text:
            return empty
        try:
            return reader(text)
        except Refusal as refusal:
            self.wrong(field, refusal.message, refusal.offers)
        except Invalid as invalid:
            fault = invalid.faults[0]
            self.wrong(field, str(fault.message), (fault.offer,) if fault.offer else ())
        return empty

    def needed(self, field: str, reader: Callable[[str], Any], message: str) -> Any:
        """As `read`, and an empty cell is a fault."""
        if not self.cell(field):
            self.wrong(field, message)
        return self.read(field, reader, "")

    def draft(self) -> PinDraft | None:
        """The draft of this row, or None with the reasons in `faults`."""
        self._refuse_formulas()
        place = self._place()
        agency_id, agency_kind = self._agency(place.get("area", ""))
        numbers = self._numbers()
        draft = PinDraft(
            category=self.needed("category", self._category, _("Write the category of the risk.")),
            secondary_category=self.read("secondary_category", self._category, ""),
            agency_id=agency_id,
            agency_kind=agency_kind,
            province_code=self.batch.province_code,
            district_code=place.get("district_code", ""),
            subdistrict_code=place.get("subdistrict_code", ""),
            lat=place.get("lat"),
            lon=place.get("lon"),
            accuracy_m=self.read("accuracy_m", _whole),
            place_note=self.cell("place_note"),
            title=self.needed("title", str, _("Say in a few words what the risk is.")),
            what_may_happen=cleaned(self.cells.get("what_may_happen", "")),
            period_from=self.read("period_from", read_date),
            period_to=self.read("period_to", read_date),
            budget_baht=self.read("budget_baht", read_baht),
            project_id=self.cell("project_id"),
            stoppable_until=self.read("stoppable_until", read_date),
            fiscal_year_be=self.read("fiscal_year", self._fiscal_year),
            sources=(self._source(),),
            **numbers,
        )
        return None if self.faults else draft

    def take_faults(self, faults: tuple[Fault, ...]) -> None:
        """Faults that the check of drafts found, at the cells that they speak of."""
        for fault in faults:
            field = _COLUMN_OF.get(fault.field, fault.field)
            if field == "place" and not self.cell("place") and self.cell("area_code"):
                field = "area_code"
            self.wrong(field, str(fault.message), (fault.offer,) if fault.offer else ())

    def _refuse_formulas(self) -> None:
        for field in self.cells:
            if self.cells[field].lstrip().startswith("="):
                self.wrong(field, _("This cell holds a formula. Write its value instead."))

    def _category(self, text: str) -> str:
        found = self.words.category(text)
        if not found.code:
            message = _("“%(word)s” is not a category. Write its code or name.")
            raise Refusal(message % {"word": text}, found.offers)
        return found.code

    def _agency(self, area: str) -> tuple[int | None, str]:
        kind = self.read("agency_kind", self._agency_kind, "")
        word = self.cell("agency")
        if word in ("", "-"):
            if not kind and not self.cell("agency_kind"):
                self.wrong("agency", _("Write the agency, or at least its type (such as อบต.)."))
            return None, kind
        found = self.words.agency(word, area)
        if found.agency:
            return found.agency.id, found.agency.kind
        if found.kind:
            return None, found.kind
        message = _("“%(word)s” is not in the register of agencies.")
        if len(found.offers) > 1 and all(offer[:1].isascii() for offer in found.offers):
            message = _("Several agencies are called “%(word)s”. Write the code of the right one.")
        self.wrong("agency", message % {"word": word}, found.offers)
        return None, kind

    def _agency_kind(self, text: str) -> str:
        found = self.words.agency_kind(text)
        if not found.code:
            message = _("“%(word)s” is not a type of agency. Write one such as อบต. or กรม.")
            raise Refusal(message % {"word": text}, found.offers)
        return found.code

    def _place(self) -> dict[str, Any]:
        """Point and area codes; `area` is the narrowest that is known."""
        self.read("province", self._own_province)
        lat, lon = self._point()
        code = self.read("area_code", self._area_code, "") or self._written_place()
        if code and not code.startswith(self.batch.province_code):
            field = "area_code" if self.cell("area_code") else "place"
            self.wrong(field, _outside(code, self.batch.province_code))
        if not code and lat is None and not self._is_place_faulty():
            field = "subdistrict" if "subdistrict" in self.cells else "place"
            self.wrong(field, _("Write the subdistrict or district, or give a point."))
        if code and lat is not None and lon is not None:
            self._refuse_far(code, lon, lat)
        codes = {"subdistrict_code": code if len(code) == 6 else "", "district_code": code[:4]}
        if len(code) < 4:
            codes["district_code"] = ""
        return {"lat": lat, "lon": lon, "area": code or self.batch.province_code, **codes}

    def _refuse_far(self, code: str, lon: float, lat: float) -> None:
        """A point and an area named beside it must mean the same place."""
        try:
            locating.locate(lon, lat)
        except Invalid as invalid:
            fault = invalid.faults[0]
            self.wrong("lat", str(fault.message), (fault.offer,) if fault.offer else ())
            return
        area = geography.area(code)
        far_km = agencies.distance_km(lon, lat, area.lon, area.lat) if area else 0.0
        if far_km > (_FAR_PROVINCE_KM if len(code) == 2 else _FAR_KM):
            message = _("The point is %(km)d km away from %(place)s. Correct one of the two.")
            self.wrong("lat", message % {"km": far_km, "place": geography.full_name(code)})

    def _is_place_faulty(self) -> bool:
        named = {"lat", "lon", "area_code", "place", "subdistrict", "district", "province"}
        return any(fault.field in named for fault in self.faults)

    def _own_province(self, text: str) -> str:
        found = self.words.place(f"จ.{text}" if "จ" not in text[:1] else text)
        area = geography.area(self.batch.province_code)
        own = {area.name_th, area.name_en.casefold(), area.code} if area else set()
        bare = text.removeprefix("จังหวัด").removeprefix("จ.").strip()
        if bare not in own and bare.casefold() not in own and not found.code:
            name = area.name if area else self.batch.province_code
            message = _("This row is of %(there)s, but the file is imported for %(here)s.")
            raise Refusal(message % {"there": text, "here": name})
        return self.batch.province_code

    def _area_code(self, text: str) -> str:
        found = self.words.area_code(text)
        if not found.code:
            if found.offers:
                message = _("The area code %(code)s was divided. Choose one of its successors.")
            else:
                message = _("The area code %(code)s is not in use. Check its 2, 4 or 6 digits.")
            raise Refusal(message % {"code": text}, found.offers)
        return found.code

    def _written_place(self) -> str:
        """The area of the words for subdistrict and district, or of a place in one cell."""
        sub, district = self.cell("subdistrict"), self.cell("district")
        text = " ".join(
            part
            for part in (_with("ต.", "ตำบล แขวง", sub), _with("อ.", "อำเภอ เขต", district))
            if part
        )
        if text:
            return self._sought("subdistrict" if sub else "district", text)
        return self._sought("place", self.cell("place")) if self.cell("place") else ""

    def _sought(self, field: str, text: str) -> str:
        found = self.words.place(text)
        if found.code:
            return found.code
        if found.offers:
            message = _(
                "Several places have this name. Write the code of the right one: %(places)s"
            )
            said = ", ".join(f"{geography.full_name(code)} {code}" for code in found.offers)
            self.wrong(field, message % {"places": said}, found.offers)
        else:
            message = _("“%(place)s” was not found in this province. Check the spelling.")
            near = self.words.place(text.split()[-1]) if " " in text else None
            offers = (geography.full_name(near.code),) if near and near.code else ()
            self.wrong(field, message % {"place": text}, offers if field == "place" else ())
        return ""

    def _point(self) -> tuple[float | None, float | None]:
        lat_text, lon_text = arabic_digits(self.cell("lat")), arabic_digits(self.cell("lon"))
        if "," in lat_text or (" " in lat_text and not lon_text):
            lat_text, _sep, lon_text = lat_text.replace(",", " ").partition(" ")
        if not lat_text and not lon_text:
            return None, None
        try:
            lat, lon = float(lat_text), float(lon_text)
        except ValueError:
            self.wrong("lat", _("Write latitude and longitude in decimal degrees (13.54, 100.27)."))
            return None, None
        if _within(lat, _LAT) and _within(lon, _LON):
            return lat, lon
        if _within(lon, _LAT) and _within(lat, _LON):
            offer = f"{lon}, {lat}"
            message = _("Latitude and longitude are the wrong way round. Did you mean %(offer)s?")
            self.wrong("lat", message % {"offer": offer}, (offer,))
        else:
            self.wrong("lat", _("This point is not in Thailand. Check the numbers."))
        return None, None

    def _fiscal_year(self, text: str) -> int:
        """A fiscal year in the Buddhist era; a Christian one is recognised and offered."""
        year = _whole(text.removeprefix("พ.ศ.").strip())
        running = fiscal_year_be(self.batch.today)
        if 1950 <= year <= running + 1 - BE_OFFSET:
            message = _("%(year)s looks like a Christian year (ค.ศ.). In พ.ศ. it is %(be)s.")
            offer = str(year + BE_OFFSET)
            raise Refusal(message % {"year": year, "be": offer}, (offer,))
        if year < 100:
            message = _("Write the year in full. Did you mean %(year)s?")
            raise Refusal(message % {"year": 2500 + year}, (str(2500 + year),))
        return year

    def _source(self) -> SourceDraft:
        kind = self.read("source_kind", _source_kind, _KINDS[ImportKind(self.batch.kind)])
        usual = "D" if self.batch.kind == ImportKind.NOTES else "C"
        number = self.cell("document_no")
        if not number and self.cell("note_no"):
            number = f"{self.cell('group_no') or '-'}/{self.cell('note_no')}"
        return SourceDraft(
            kind=kind,
            grade=self.read("grade", _grade, usual),
            dated_on=self.read("source_date", read_date),
            document_no=number,
            note=self.cell("source_note") or self.batch.name,
        )

    def _numbers(self) -> dict[str, Any]:
        """What makes an import idempotent: the document's number, or the note's."""
        group, note = self.read("group_no", _whole), self.read("note_no", _whole)
        document = self.cell("document_no")
        if self.batch.kind == ImportKind.RECORDS and not document:
            self.wrong("document_no", _("Write the number of the document: it prevents doubles."))
        if self.batch.kind == ImportKind.NOTES and not document:
            if note is None and not self.cell("note_no"):
                self.wrong("note_no", _("Number the note: the number prevents doubles."))
            document = f"{self.batch.name} {group or '-'}/{note}"
        given: dict[str, Any] = {"source_document": document}
        if self.batch.workshop_id and note is not None:
            given |= {"workshop_id": self.batch.workshop_id, "group_no": group, "note_no": note}
        return given


def _with(short: str, words: str, name: str) -> str:
    """A name with the word for its level, once."""
    if not name or name.isdecimal() or name.startswith((short, *words.split())):
        return name
    return short + name


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]


def _outside(code: str, province_code: str) -> str:
    message = _("This place is in %(found)s, but the file is imported for %(wanted)s.")
    names = {"found": geography.full_name(code), "wanted": geography.full_name(province_code)}
    return message % names


def _whole(text: str) -> int:
    digits = arabic_digits(text).replace(",", "").strip()
    if not digits.isdecimal() or len(digits) > 9:
        raise Refusal(_("Write a whole number."))
    return int(digits)


def _grade(text: str) -> str:
    letter = _GRADES.get(text[:1], text[:1].upper())
    if letter not in "ABCD":
        raise Refusal(_("The grade is A, B, C or D."), ("A", "B", "C", "D"))
    return letter


def _source_kind(text: str) -> str:
    known = {str(kind.label).casefold(): kind.value for kind in Source.Kind}
    known |= {kind.value.casefold(): kind.value for kind in Source.Kind}
    found = known.get(text.casefold())
    if not found:
        offers = tuple(str(kind.label) for kind in Source.Kind)[:4]
        raise Refusal(_("This kind of source is not known. Choose one of those offered."), offers)
    return found
