"""Excel workbooks: the only user of openpyxl. Text stays text, numbers are numbers, heads are frozen and filtered."""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
# Spreadsheets read these first characters as the beginning of a formula, full-width twins included.
FORMULA_START = tuple("=+-@\t\r\n＝＋－＠")
MAX_CELL, MAX_NAME = 32_767, 31
BOLD, HEAD_FILL = Font(bold=True), PatternFill("solid", fgColor="EAF1FA")
TITLE = Font(bold=True, size=14)

Value = str | int | float | None


class Percent(float):
    """A share between 0 and 1, shown as a percentage with one decimal."""


class Book:
    """A workbook written row by row, so memory stays flat."""

    def __init__(self, title: str):
        self.workbook = Workbook(write_only=True)
        self.workbook.properties.title = safe_text(title)
        self.workbook.properties.creator = "Neuvo"
        self.names: set[str] = set()

    def add_sheet(
        self,
        name: str,
        *,
        preface: Sequence[str] = (),
        head: Sequence[str],
        widths: Sequence[int],
        rows: Iterable[Sequence[Value]],
        total: Sequence[Value] | None = None,
    ):
        """A sheet with `preface` lines (the first as its title), a frozen and filtered head, rows and a total."""
        sheet = self.workbook.create_sheet(self._free_name(name))
        head_row = len(preface) + 2 if preface else 1
        sheet.freeze_panes = f"A{head_row + 1}"
        for place, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        for line, text in enumerate(preface):
            sheet.append([_cell(sheet, text, TITLE if line == 0 else None)])
        if preface:
            sheet.append([])
        sheet.append([_head_cell(sheet, text) for text in head])
        last = head_row
        for last, row in enumerate(rows, head_row + 1):  # noqa: B007 - the last row number is what the filter needs
            sheet.append([_cell(sheet, value) for value in row])
        sheet.auto_filter.ref = f"A{head_row}:{get_column_letter(len(head))}{last}"
        if total is not None:
            sheet.append([_cell(sheet, value, BOLD) for value in total])

    def content(self) -> bytes:
        """The finished file; a book is finished once."""
        file = BytesIO()
        self.workbook.save(file)
        return file.getvalue()

    def _free_name(self, name: str) -> str:
        """A sheet name of at most 31 allowed characters that no other sheet has."""
        base = NOT_IN_SHEET_NAME.sub(" ", name).strip()[:MAX_NAME] or "1"
        free, number = base, 2
        while free.casefold() in self.names:
            free, number = f"{base[: MAX_NAME - 4]} ({number})", number + 1
        self.names.add(free.casefold())
        return free


def safe_text(text: str) -> str:
    """`text` without what a file cannot hold."""
    return NOT_IN_XML.sub("", text)[:MAX_CELL]


def looks_like_formula(text: str) -> bool:
    return text.lstrip(" \u00a0").startswith(FORMULA_START)


def _cell(sheet, value: Value, font: Font | None = None) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, safe_text(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl would call `=…` a formula
        cell.quotePrefix = looks_like_formula(value)  # and the sheet keeps it text when the cell is edited
        cell.alignment = Alignment(vertical="top", wrap_text=len(value) > 60 and font is None)
    elif isinstance(value, Percent):
        cell.number_format = "0.0 %"
    elif isinstance(value, int):
        cell.number_format = "#,##0"
    if font:
        cell.font = font
    return cell


def _head_cell(sheet, text: str) -> WriteOnlyCell:
    cell = _cell(sheet, text, BOLD)
    cell.fill = HEAD_FILL
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell
