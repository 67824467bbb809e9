"""Excel: text stays text, numbers are numbers, heads are frozen and filtered."""

import re
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from contactcenter.documents.sheets import Book, Percent

PAYLOADS = [
    "=1+1",
    '=HYPERLINK("http://example.org","x")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "  =1+1",
    "http://example.org",
    "mailto:a@example.org",
    "=cmd|' /C calc'!A0",
]


def book_of(rows, **fields) -> bytes:
    book = Book("Title")
    book.add_sheet("Sheet", head=["name", "count"], widths=[20, 10], rows=rows, **fields)
    return book.content()


def sheet_of(content: bytes):
    return openpyxl.load_workbook(BytesIO(content)).worksheets[0]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_looks_like_a_formula_stays_the_text_it_was(payload):
    content = book_of([[payload, 1]], preface=[payload], total=[payload, 1])
    assert [sheet_of(content).cell(row, 1).value for row in (1, 4, 5)] == [payload] * 3
    with ZipFile(BytesIO(content)) as parts:
        sheets = b"".join(parts.read(name) for name in parts.namelist() if name.endswith((".xml", ".rels")))
    assert not re.search(rb"<f[ >]|<hyperlink|externalLink", sheets)


def test_a_formula_like_text_stays_text_when_its_cell_is_edited():
    assert sheet_of(book_of([["=1+1", 1]])).cell(2, 1).quotePrefix
    assert not sheet_of(book_of([["plain", 1]])).cell(2, 1).quotePrefix


def test_characters_a_file_cannot_hold_are_left_out():
    assert sheet_of(book_of([["a\x00b\x0bc\ufffe", 1]])).cell(2, 1).value == "abc"


def test_numbers_are_typed_and_shares_are_percentages():
    sheet = sheet_of(book_of([["a", 12345], ["b", Percent(0.449)], ["c", None]]))
    assert [(cell.value, cell.number_format) for cell in sheet["B"][1:3]] == [(12345, "#,##0"), (0.449, "0.0 %")]
    assert sheet["B4"].value is None


def test_the_head_is_frozen_and_the_rows_below_it_can_be_filtered():
    sheet = sheet_of(book_of([["a", 1], ["b", 2]], preface=["Title", "Period"], total=["Total", 3]))
    assert sheet.freeze_panes == "A5"
    assert sheet.auto_filter.ref == "A4:B6"
    assert [cell.value for cell in sheet[4]] == ["name", "count"]
    assert [cell.value for cell in sheet[7]] == ["Total", 3]


def test_sheet_names_are_allowed_short_and_unlike_each_other():
    book = Book("Title")
    for name in ("A/B: [x]*?", "a" * 40, "A" * 40, "", "'"):
        book.add_sheet(name, head=["h"], widths=[5], rows=[])
    names = openpyxl.load_workbook(BytesIO(book.content())).sheetnames
    assert len({name.casefold() for name in names}) == len(names) == 5
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
