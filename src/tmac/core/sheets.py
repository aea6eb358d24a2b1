"""Tables from and to spreadsheets: CSV (any Thai encoding that Excel writes) and XLSX."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext_lazy as _

from tmac.core.errors import Invalid
from tmac.core.text import cleaned

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 100_000
MAX_UNPACKED_BYTES = 400 * 1024 * 1024
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# A value beyond column CZ or row 199,999: readers make room for all cells before it. Formats of
# empty cells down there are harmless, and common in files of real offices.
_FAR_ROW = rb"(?:[2-9]\d{5}|\d{7,})"
_FAR_VALUE = re.compile(
    rb"""<(?:\w+:)?c\b[^>]*?\br=["'](?:[A-Z]{3,}\d+|[D-Z][A-Z]\d+|[A-Z]{1,2}%(row)s)["']"""
    rb"""[^>/]*>\s*<(?:\w+:)?(?:v|is|f)\b"""
    rb"""|<(?:\w+:)?row\b[^>]*?\br=["']%(row)s["'][^>/]*>\s*<(?:\w+:)?c\b(?![^>]*\br=)"""
    % {b"row": _FAR_ROW}
)
_OVERLAP = 1024  # bytes of the piece before, so that no cell is cut in two


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
    body = tuple(tuple((row + [""] * width)[:width]) for row in table[1:])
    return Sheet(columns, body)


_TOO_MANY_ROWS = _("More than 100,000 rows. Split the file and import the parts.")
_UNREADABLE = _("The workbook cannot be read. Open it in a spreadsheet and save it as .xlsx.")
_NOT_A_TABLE = _("Only .csv and .xlsx files can be read. Save it as one of them.")
_UNKNOWN_ENCODING = _("The text encoding is not known. Save the file as CSV UTF-8.")


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
        rows = list(csv.reader(io.StringIO(text, newline=""), dialect))
    except csv.Error as fault:
        raise Invalid.of("file", _NOT_A_TABLE) from fault
    return [[cleaned(cell) for cell in row] for row in rows]


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
    except (BadZipFile, CalamineError, IndexError, NotImplementedError, ValueError) as fault:
        raise Invalid.of("file", _UNREADABLE) from fault
    return [[_cell_text(cell) for cell in row] for row in table]


def _refuse_bomb(content: bytes) -> None:
    """Unpack in small pieces first: a few kilobytes can hold gigabytes, or one far-away cell."""
    unpacked = 0
    with ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            is_sheet = member.filename.startswith("xl/worksheets/")
            with archive.open(member) as stream:
                before = b""
                while piece := stream.read(1 << 20):
                    unpacked += len(piece)
                    if unpacked > MAX_UNPACKED_BYTES:
                        raise Invalid.of("file", _UNREADABLE)
                    if is_sheet and _FAR_VALUE.search(before + piece):
                        raise Invalid.of("file", _TOO_MANY_ROWS)
                    before = piece[-_OVERLAP:]


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
