"""Spreadsheets of every kind that offices send, and those made to do harm."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from tmac.core import sheets
from tmac.core.errors import Invalid
from tmac.core.sheets import csv_bytes, read_sheet, safe_cell

HEADS = ("หมวด", "ตำบล", "จำนวนเงิน")
ROW = ("PRC-01", "บางหญ้าแพรก", "480000")


def workbook(*rows: Sequence[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fault(content: bytes, name: str = "pins.csv") -> str:
    with pytest.raises(Invalid) as refused:
        read_sheet(content, name)
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_in_every_encoding_and_with_every_separator_that_excel_writes(
    encoding: str, separator: str
) -> None:
    text = "\r\n".join(separator.join(row) for row in (HEADS, ROW, ROW))
    sheet = read_sheet(text.encode(encoding), "pins.csv")
    assert sheet.columns == HEADS
    assert sheet.rows == (ROW, ROW)


def test_a_workbook_is_read_with_whole_numbers_as_people_see_them() -> None:
    sheet = read_sheet(workbook(HEADS, ("PRC-01", "บางหญ้าแพรก", 480000.0)), "pins.xlsx")
    assert sheet.rows == (ROW,)


def test_rows_keep_their_numbers_when_a_row_between_is_empty() -> None:
    sheet = read_sheet(workbook(HEADS, (), ROW), "pins.xlsx")
    assert sheet.rows[1] == ROW


def test_empty_rows_at_the_end_are_left_out_and_short_rows_are_filled() -> None:
    sheet = read_sheet(b"a,b,c\r\n1,2\r\n,,\r\n,,\r\n", "pins.csv")
    assert sheet.rows == (("1", "2", ""),)


def test_a_line_break_inside_quotes_stays_in_its_cell() -> None:
    assert read_sheet(b'a,b\r\n"1\n2",3\r\n', "pins.csv").rows == (("1\n2", "3"),)


def test_controls_that_deceive_a_reader_are_taken_out_of_cells() -> None:
    content = "a,b\nPRC\u202e-01,\u200bx\n".encode()
    assert read_sheet(content, "pins.csv").rows == (("PRC-01", "x"),)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "pins.csv", "empty"),
        (b"\n\n", "pins.csv", "empty"),
        (b"\n1,2\n", "pins.csv", "first row must hold the column names"),
        (b"%PDF-1.7 ...", "pins.pdf", "Only .csv and .xlsx"),
        (b"a,b\x00\x01\n1,2", "pins.csv", "Only .csv and .xlsx"),
        (b"PK\x03\x04 but nothing more", "pins.xlsx", "cannot be read"),
        (b"\xff\xfea", "pins.csv", "encoding is not known"),
        (b"a,b\n" + b'"' + b"x" * 200_000 + b'"', "pins.csv", "Only .csv and .xlsx"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_remedy(
    content: bytes, name: str, words: str, settings: object
) -> None:
    from django.utils.translation import override

    with override("en"):
        assert words in fault(content, name)


def test_too_many_bytes_and_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_BYTES", 10)
    with pytest.raises(Invalid):
        read_sheet(b"a,b\n1,2\n3,4\n", "pins.csv")
    monkeypatch.setattr(sheets, "MAX_BYTES", 1000)
    monkeypatch.setattr(sheets, "MAX_ROWS", 2)
    assert len(read_sheet(b"a\n1\n2\n", "pins.csv").rows) == 2
    with pytest.raises(Invalid):
        read_sheet(b"a\n1\n2\n3\n", "pins.csv")


def test_a_small_workbook_that_unpacks_to_gigabytes_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheets, "MAX_UNPACKED_BYTES", 1_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 5_000_000)
    assert len(out.getvalue()) < 10_000
    with pytest.raises(Invalid):
        read_sheet(out.getvalue(), "pins.xlsx")


def test_one_value_in_the_last_cell_of_a_sheet_does_not_fill_the_memory() -> None:
    book = Workbook()
    book.active.append(list(HEADS))
    book.active["XFD1048576"] = "x"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(Invalid):
        read_sheet(out.getvalue(), "pins.xlsx")


def test_formats_of_empty_cells_far_below_are_no_reason_to_refuse() -> None:
    from openpyxl.styles import Font

    book = Workbook()
    book.active.append(list(HEADS))
    book.active.append(list(ROW))
    book.active["A1048576"].font = Font(bold=True)
    out = io.BytesIO()
    book.save(out)
    assert read_sheet(out.getvalue(), "pins.xlsx").rows == (ROW,)


def repacked(content: bytes, **parts: tuple[str, str]) -> bytes:
    """The workbook with `old` replaced by `new` in each part that is named."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            text = given.read(name).decode()
            for old, new in parts.values():
                text = text.replace(old, new)
                name = name.replace(old, new)
            made.writestr(name, text)
    return out.getvalue()


HIDDEN_FAR = {
    "spaces around the sign": ('r="A2"', 'r = "XFD1048576"'),
    "a sign of markup before it": ('r="A2"', 'x=">" r="XFD1048576"'),
    "a slash behind it": ('r="A2"', 'r="XFD1048576" x="/"'),
    "an entity in it": ('r="A2"', 'r="&#88;FD1048576"'),
    "small letters": ('r="A2"', 'r="xfd1048576"'),
    "a comment before the value": (
        'r="A2" t="inlineStr">',
        'r="XFD1048576" t="inlineStr"><!-- -->',
    ),
}


@pytest.mark.parametrize("way", HIDDEN_FAR)
def test_a_value_far_away_is_found_however_it_is_written(way: str) -> None:
    content = repacked(workbook(HEADS, ROW), change=HIDDEN_FAR[way])
    with pytest.raises(Invalid) as refused:
        read_sheet(content, "pins.xlsx")
    assert refused.value.message is sheets._TOO_MANY_ROWS


@pytest.mark.parametrize("folder", ["elsewhere/sheet1.xml", "worksheets/sheet1.bin"])
def test_a_sheet_under_another_name_is_looked_at_or_refused(folder: str) -> None:
    moved = repacked(workbook(HEADS, ROW), moved=("worksheets/sheet1.xml", folder))
    far = repacked(moved, far=('r="A2"', 'r="XFD1048576"'))
    with pytest.raises(Invalid):
        read_sheet(far, "pins.xlsx")


def test_another_format_in_the_same_wrapping_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office/>")
    with pytest.raises(Invalid):
        read_sheet(out.getvalue(), "pins.xlsx")


def test_a_declared_entity_is_refused() -> None:
    declared = ("<worksheet", '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet')
    with pytest.raises(Invalid):
        read_sheet(repacked(workbook(HEADS, ROW), change=declared), "pins.xlsx")


def test_many_columns_and_many_short_rows_do_not_fill_the_memory() -> None:
    with pytest.raises(Invalid):
        read_sheet(b"a" + b",b" * 200_000 + b"\n" + b"x\n" * 50_000, "pins.csv")
    with pytest.raises(Invalid):
        read_sheet(b"a,b\n" + b"\n" * 300_000, "pins.csv")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_a_cell_that_begins_like_a_formula_is_kept_as_text(start: str) -> None:
    assert safe_cell(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


@pytest.mark.parametrize(
    ("value", "text"), [(-5, "-5"), (-1.5, "-1.5"), (None, ""), ("ปกติ", "ปกติ"), (0, "0")]
)
def test_numbers_and_plain_text_are_written_as_they_are(value: object, text: str) -> None:
    assert safe_cell(value) == text


@given(st.lists(st.tuples(st.text(), st.text()), max_size=8))
def test_no_exported_cell_ever_begins_like_a_formula(rows: list[tuple[str, str]]) -> None:
    content = csv_bytes(("a", "b"), rows)
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row)
