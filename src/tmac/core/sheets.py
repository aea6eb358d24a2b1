"""Tables from and to spreadsheets: CSV (any Thai encoding that Excel writes) and XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tmac.core.errors import Invalid
from tmac.core.text import cleaned

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 100_000
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Sheet:
    """Column names and rows of text; `rows[i]` stands in row `i + 2` of the spreadsheet."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def safe_cell(value: object) -> str:
    """A cell that no spreadsheet program takes for a formula (OWASP: CSV injection)."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def read_sheet(content: bytes, name: str) -> Sheet:
    """The first sheet of an .xlsx file or a .csv file in UTF-8, UTF-16 or TIS-620/Windows-874.

    Raises Invalid when the file is too large, is neither, or has no heading row.
    """
    if len(content) > MAX_BYTES:
        raise Invalid.of("file", _("The file is larger than 20 MB. Split it and import the parts."))
    table = _xlsx_rows(content) if content[:2] == b"PK" else _csv_rows(content, name)
    filled = [row for row in table if any(row)]
    if len(filled) < 1:
        raise Invalid.of("file", _("The file is empty. The first row must hold the column names."))
    if len(table) > MAX_ROWS:
        raise Invalid.of("file", _("More than 100,000 rows. Split the file and import the parts."))
    columns = tuple(table[0])
    width = len(columns)
    body = [tuple((row + [""] * width)[:width]) for row in table[1:]]
    while body and not any(body[-1]):
        body.pop()
    return Sheet(columns, tuple(body))


def _csv_rows(content: bytes, name: str) -> list[list[str]]:
    if not name.lower().endswith((".csv", ".txt", ".tsv")) or b"\x00\x00" in content[:64]:
        raise Invalid.of(
            "file", _("Only .csv and .xlsx files can be read. Save it as one of them.")
        )
    text = _decoded(content)
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:4096], ",;\t|")
    except csv.Error:
        dialect = csv.excel
    rows = csv.reader(io.StringIO(text), dialect)
    return [[cleaned(cell) for cell in row] for row in rows]


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16")
    for encoding in ("utf-8-sig", "cp874"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid.of("file", _("The text encoding is not known. Save the file as CSV UTF-8."))


def _xlsx_rows(content: bytes) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        table = book.get_sheet_by_index(0).to_python()
    except (CalamineError, IndexError, ValueError) as fault:
        message = _("The workbook cannot be read. Open it in a spreadsheet and save it as .xlsx.")
        raise Invalid.of("file", message) from fault
    return [[_cell_text(cell) for cell in row] for row in table]


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
