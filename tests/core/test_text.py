"""Text from people keeps its meaning and loses what deceives a reader."""

from __future__ import annotations

import pytest

from tmac.core.text import cleaned, one_line


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("ตํ\u0e32บล".replace("ตํ", "ต\u0e4d"), "ตำบล"),  # SARA AM in two pieces
        ("น\u0e49\u0e4d\u0e32", "น้ำ"),  # the tone mark before them
        ("น\u0e4d\u0e49\u0e32", "น้ำ"),  # the tone mark between them
        ("\u202eexe.fdp", "exe.fdp"),
        ("ก\u200bข", "กข"),
        ("a\x00b\x07c", "abc"),
        ("หนึ่ง\r\nสอง\rสาม", "หนึ่ง\nสอง\nสาม"),
        ("  <b>ไม่ใช่แท็ก</b>  ", "<b>ไม่ใช่แท็ก</b>"),
    ],
)
def test_text_is_cleaned_without_changing_what_it_says(given: str, kept: str) -> None:
    assert cleaned(given) == kept


def test_one_line_joins_every_run_of_white_space() -> None:
    assert one_line(" ก\n\n ข\t ค ") == "ก ข ค"
