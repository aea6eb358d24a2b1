"""Tables from and to spreadsheets: CSV (any Thai encoding that Excel writes) and XLSX."""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext_lazy as _

from tmac.core.errors import Invalid
from tmac.core.text import cleaned

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 100_000
MAX_UNPACKED_BYTES = 400 * 1024 * 1024
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MAX_COLUMNS = 104  # up to column CZ, beyond which no office's table reaches
_FAR_ROW = 200_000  # readers make room for all cells before a value, so one far away costs memory
_WORKBOOK = "xl/workbook.xml"
_OTHER_BOOKS = frozenset({"xl/workbook.bin", "content.xml"})  # that the reader would try as well


@dataclass(frozen=True)
class Sheet:
    """Column names and rows of text; `rows[i]` stands in row `i + 2` of the spreadsheet."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def safe_cell(value: object) -> str:
    """A cell that no spreadsheet program takes for a formula (OWASP: CSV injection).

    Numbers stay numbers, negative ones too.
    """
    if isinstance(value, (int, float)):
        return str(value)
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def read_sheet(content: bytes, name: str) -> Sheet:
    """The first sheet of an .xlsx file or a .csv file in UTF-8, UTF-16 or TIS-620/Windows-874.

    Raises Invalid when the file is too large, is neither, or has no heading row.
    """
    if len(content) > MAX_BYTES:
        raise Invalid.of("file", _("The file is larger than 20 MB. Split it and import the parts."))
    table = _xlsx_rows(content) if content[:2] == b"PK" else _csv_rows(content, name)
    while table and not any(table[-1]):
        table.pop()
    if not table or not any(table[0]):
        raise Invalid.of("file", _("The file is empty. The first row must hold the column names."))
    if len(table) > MAX_ROWS + 1:
        raise Invalid.of("file", _TOO_MANY_ROWS)
    columns = tuple(table[0])
    width = len(columns)
    if width > MAX_COLUMNS:
        raise Invalid.of("file", _TOO_MANY_COLUMNS)
    body = tuple(tuple((row + [""] * width)[:width]) for row in table[1:])
    return Sheet(columns, body)


_TOO_MANY_ROWS = _("More than 100,000 rows. Split the file and import the parts.")
_TOO_MANY_COLUMNS = _("More than 104 columns. Keep only those that are needed.")
_UNREADABLE = _("The workbook cannot be read. Open it in a spreadsheet and save it as .xlsx.")
_NOT_A_TABLE = _("Only .csv and .xlsx files can be read. Save it as one of them.")
_UNKNOWN_ENCODING = _("The text encoding is not known. Save the file as CSV UTF-8.")


# What an archive that is cut off, encrypted or made up raises while it is unpacked.
_BROKEN = (BadZipFile, IndexError, RuntimeError, ValueError, EOFError, zlib.error)


def _csv_rows(content: bytes, name: str) -> list[list[str]]:
    if not name.lower().endswith((".csv", ".txt", ".tsv")):
        raise Invalid.of("file", _NOT_A_TABLE)
    text = _decoded(content)
    if "\x00" in text:
        raise Invalid.of("file", _NOT_A_TABLE)
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:4096], ",;\t|")
    except csv.Error:
        dialect = csv.excel
    try:
        return _cleaned_rows(csv.reader(io.StringIO(text, newline=""), dialect))
    except csv.Error as fault:
        raise Invalid.of("file", _NOT_A_TABLE) from fault


def _cleaned_rows(read: Iterable[list[str]]) -> list[list[str]]:
    """Stops where no table of an office goes on; empty rows at the end are let pass for a while."""
    rows: list[list[str]] = []
    for row in read:
        if len(rows) > 2 * MAX_ROWS:
            raise Invalid.of("file", _TOO_MANY_ROWS)
        rows.append([cleaned(cell) for cell in row[: MAX_COLUMNS + 1]])
    return rows


def _decoded(content: bytes) -> str:
    is_utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "cp874"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid.of("file", _UNKNOWN_ENCODING)


def _xlsx_rows(content: bytes) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        _refuse_bomb(content)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        table = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (*_BROKEN, CalamineError) as fault:
        raise Invalid.of("file", _UNREADABLE) from fault
    return [[_cell_text(cell) for cell in row] for row in table]


def _refuse_bomb(content: bytes) -> None:
    """Unpack in small pieces first: a few kilobytes can hold gigabytes, or one far-away cell.

    Every part is looked at, since any may be declared a sheet, and by a parser of XML, since an
    attribute can be written in many ways. Other formats in the same wrapping are not read.
    """
    unpacked = 0
    with ZipFile(io.BytesIO(content)) as archive:
        names = {name.replace("\\", "/").lower() for name in archive.namelist()}
        if _WORKBOOK not in names or names & _OTHER_BOOKS:
            raise Invalid.of("file", _UNREADABLE)
        for member in archive.infolist():
            name = member.filename.replace("\\", "/").lower()
            cells = _Cells(name) if name.endswith((".xml", ".rels")) else None
            with archive.open(member) as stream:
                while piece := stream.read(1 << 20):
                    unpacked += len(piece)
                    if unpacked > MAX_UNPACKED_BYTES:
                        raise Invalid.of("file", _UNREADABLE)
                    if cells:
                        cells.feed(piece)


class _Cells:
    """Follows the cells of a part as they stream by; raises Invalid at a value far away.

    Formats of empty cells far below are harmless, and common in files of real offices.
    """

    def __init__(self, part: str) -> None:
        self.lists_sheets = part == "xl/_rels/workbook.xml.rels"
        self.row = self.column = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._begins
        self.parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, piece: bytes) -> None:
        try:
            self.parser.Parse(piece, False)
        except expat.ExpatError as fault:
            raise Invalid.of("file", _UNREADABLE) from fault

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "row":
            self.row = _whole(attributes.get("r"), self.row + 1)
            self.column = 0
        elif tag == "c":
            self._cell(attributes.get("r", ""))
        elif tag in _VALUES and (self.row >= _FAR_ROW or self.column > MAX_COLUMNS):
            raise Invalid.of("file", _TOO_MANY_ROWS)
        elif self.lists_sheets and not attributes.get("Target", ".xml").lower().endswith(".xml"):
            raise Invalid.of("file", _UNREADABLE)

    def _cell(self, reference: str) -> None:
        letters = reference.strip().rstrip("0123456789")
        self.row = _whole(reference.strip()[len(letters) :], self.row)
        if not letters:
            self.column += 1
            return
        self.column = 0
        for letter in letters[:8].upper():
            self.column = self.column * 26 + ord(letter) - ord("A") + 1

    def _refuse(self, *_declared: object) -> None:
        raise Invalid.of("file", _UNREADABLE)


_VALUES = frozenset({"v", "is", "f", "t"})


def _whole(text: str | None, otherwise: int) -> int:
    """A number as a sheet writes it; a very long one is far away in any case."""
    digits = (text or "").strip()
    return int(digits[:12]) if digits.isdecimal() else otherwise


def _cell_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cleaned(str(cell))


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV with a byte-order mark, so that Excel reads Thai; formulas are escaped."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([safe_cell(c) for c in columns])
    writer.writerows([safe_cell(c) for c in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
