"""Reading one row of a registry file: what it says, or every fault of it with the remedy."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from tmac.agencies import names
from tmac.agencies.models import LOCAL_GOVERNMENT, AgencyType
from tmac.core.errors import Fault, Sentence
from tmac.core.text import one_line
from tmac.core.thai import arabic_digits
from tmac.geography import queries as geography

LAT = (5.5, 20.6)  # Thailand, with a little room
LON = (97.2, 105.8)
_COVERED = re.compile(r"(\d{2,6})\s*(?::|\()?\s*([^\d;,|)]*)")
_PARTLY = ("part", "บางส่วน")


@dataclass(frozen=True)
class Body:
    """What a good row says of one body."""

    row: int
    code: str
    kind: str
    name_th: str
    name_en: str = ""
    province_code: str = ""
    district_code: str = ""
    subdistrict_code: str = ""
    lat: float | None = None
    lon: float | None = None
    website: str = ""
    areas: Mapping[str, bool] = field(default_factory=dict)  # area code -> wholly?

    @property
    def identity(self) -> tuple[str, str, str]:
        place = self.subdistrict_code or self.district_code or self.province_code
        return (self.kind, self.name_th, place)


class Reader:
    """Reads the cells of one row; `faults` fills up as it goes."""

    def __init__(self, row: int, cells: Mapping[str, str]) -> None:
        self.row, self.cells, self.faults = row, cells, list[Fault]()

    def cell(self, name: str) -> str:
        return one_line(self.cells.get(name, ""))

    def wrong(self, name: str, message: Sentence, offer: str | None = None) -> None:
        self.faults.append(Fault(name, message, self.row, offer))

    def body(self) -> Body | None:
        """The body of this row, or None with the reasons in `faults`."""
        kind = self._kind()
        name = self._name(kind)
        areas = self._areas()
        place = self._place(kind, areas)
        lat, lon = self._point()
        website = self._website()
        if self.faults or kind is None:
            return None
        return Body(
            self.row,
            self._code(kind, name, place),
            kind,
            name,
            self.cell("name_en")[:250],
            place[:2],
            place[:4] if len(place) >= 4 else "",
            place if len(place) == 6 else "",
            lat,
            lon,
            website,
            areas or ({place: True} if place and kind in LOCAL_GOVERNMENT else {}),
        )

    def _kind(self) -> AgencyType | None:
        word = self.cell("kind")
        kind = names.kind_of_word(word) if word else names.kind_of_name(self.cell("name_th"))
        if kind is None:
            guess = names.kind_of_name(self.cell("name_th"))
            offer = str(guess.label) if guess else None
            self.wrong("kind", _UNKNOWN_KIND % {"word": word}, offer)
        return kind

    def _name(self, kind: AgencyType | None) -> str:
        name = self.cell("name_th")
        if not name:
            self.wrong("name_th", _("The name is missing. Write the full Thai name of the body."))
        if len(name) > 250:
            self.wrong("name_th", _("The name is longer than 250 characters. Shorten it."))
        return names.full_name(name, kind) if kind and name else name

    def _areas(self) -> dict[str, bool]:
        areas: dict[str, bool] = {}
        for code, extent in _COVERED.findall(arabic_digits(self.cell("coverage"))):
            known = (code,) if geography.area(code) else geography.successors(code)
            if not known:
                self.wrong("coverage", _UNKNOWN_AREA % {"code": code})
            is_whole = not extent.strip().casefold().startswith(_PARTLY) and len(known) == 1
            areas |= dict.fromkeys(known, is_whole)
        return areas

    def _place(self, kind: AgencyType | None, areas: Mapping[str, bool]) -> str:
        """The narrowest area that holds the body: its own code, else what all its areas share."""
        given = arabic_digits(self.cell("place"))
        known = geography.successor(given) if given else None
        if known:
            return known
        if areas:  # files number bodies that span areas by codes of their own (such as 3299)
            return _shared(list(areas))
        if given:
            self.wrong("place", _UNKNOWN_AREA % {"code": given})
            return ""
        return self._named_place(kind)

    def _named_place(self, kind: AgencyType | None) -> str:
        province, district = self._area("province", ""), ""
        if province:
            district = self._area("district", province)
        if kind in LOCAL_GOVERNMENT and not province and not self.cell("province"):
            self.wrong("province", _("A local government needs its province or an area code."))
        return district or province

    def _area(self, name: str, within: str) -> str:
        word = arabic_digits(self.cell(name))
        if not word:
            return ""
        found = geography.successor(word) or _by_name(word, within)
        if found is None:
            self.wrong(name, _UNKNOWN_NAME % {"word": word})
        return found or ""

    def _point(self) -> tuple[float | None, float | None]:
        texts = [arabic_digits(self.cell(name)) for name in ("lat", "lon")]
        if not any(texts):
            return None, None
        try:
            lat, lon = (float(text) for text in texts)
        except ValueError:
            self.wrong("lat", _("Write latitude and longitude in decimal degrees (13.54, 100.27)."))
            return None, None
        if _is_inside(lat, lon):
            return lat, lon
        if _is_inside(lon, lat):
            offer = f"{lon}, {lat}"
            self.wrong("lat", _SWAPPED % {"offer": offer}, offer)
        else:
            self.wrong("lat", _OUTSIDE % {"lat": lat, "lon": lon})
        return None, None

    def _website(self) -> str:
        url = self.cell("website")
        if url and "://" not in url:
            url = f"http://{url}"
        if url and (not url.startswith(("http://", "https://")) or len(url) > 200 or " " in url):
            self.wrong(
                "website", _("This is not a web address. Write it like https://www.example.go.th.")
            )
        return url

    def _code(self, kind: AgencyType, name: str, place: str) -> str:
        given = arabic_digits(self.cell("code"))
        if given:
            return given[:32]
        own = arabic_digits(self.cell("place"))
        if own:
            return f"{kind}-{own}"[:32]
        return f"{kind}-{place or '00'}-{zlib.crc32(name.encode()):08x}"


_UNKNOWN_KIND = _("The type “%(word)s” is not known. Use one such as อบต., ทต., ทม., ทน. or อบจ.")
_UNKNOWN_NAME = _("“%(word)s” is not a known area. Check the spelling.")
_UNKNOWN_AREA = _("The area code %(code)s is not in use and has no known successor.")
_SWAPPED = _("Latitude and longitude are the wrong way round. Did you mean %(offer)s?")
_OUTSIDE = _(
    "The point %(lat)s, %(lon)s is not in Thailand (latitude 5.5–20.6, longitude 97.2–105.8)."
)


def _is_inside(lat: float, lon: float) -> bool:
    return LAT[0] <= lat <= LAT[1] and LON[0] <= lon <= LON[1]


def _shared(codes: list[str]) -> str:
    for length in (6, 4, 2):
        heads = {code[:length] for code in codes}
        if len(heads) == 1 and all(len(code) >= length for code in codes):
            return heads.pop()
    return codes[0][:2]


def _by_name(word: str, within: str) -> str | None:
    level = geography.Level.DISTRICT if within else geography.Level.PROVINCE
    bare = re.sub(r"^(จังหวัด|จ\.|อำเภอ|อ\.|เขต)\s*", "", word).casefold()
    for area in geography.areas(level, within):
        if bare in (area.name_th, area.name_en.casefold()):
            return area.code
    return None
