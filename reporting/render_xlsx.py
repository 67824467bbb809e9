"""From tables to an Excel workbook: a sheet a table, and the definitions on the last one."""

from django.utils.translation import gettext as _

from contactcenter.documents.sheets import Book, Percent, Value

from .tables import Cell, Kind, Row, Share, Table

WIDTHS = {Kind.TEXT: 46, Kind.COUNT: 14, Kind.SHARE: 18}
SECTION_WIDTH = 38


def workbook_of(tables: list[Table], *, title: str, facts: dict[str, str]) -> bytes:
    """The tables as one .xlsx file; `facts` (period, units, when, by whom) stand on the definitions sheet."""
    book = Book(title)
    for table in tables:
        _add(book, table, next(iter(facts.values())))
    book.add_sheet(
        _("Definitions"),
        preface=(title,),
        head=(_("Figure"), _("Question"), _("Definition"), _("Notes")),
        widths=(38, 50, 80, 60),
        rows=[*_definitions(tables), *((name, "", fact, "") for name, fact in facts.items())],
    )
    return book.content()


def _add(book: Book, table: Table, period: str):
    has_sections = bool(table.section_title)
    columns = [column.title for column in table.columns]
    widths = [WIDTHS[column.kind] for column in table.columns]
    book.add_sheet(
        table.title,
        preface=(table.title, period, table.question),
        head=[table.section_title, *columns] if has_sections else columns,
        widths=[SECTION_WIDTH, *widths] if has_sections else widths,
        rows=(_values(row, has_sections) for row in table.rows),
        total=_values(table.total, has_sections) if table.total else None,
    )


def _values(row: Row, has_sections: bool) -> list[Value]:
    values = [_value(cell) for cell in row.cells]
    return [row.section, *values] if has_sections else values


def _value(cell: Cell) -> Value:
    if isinstance(cell, Share):
        return None if cell.value is None else Percent(cell.value)
    return cell


def _definitions(tables: list[Table]):
    for table in tables:
        yield table.title, table.question, table.definition, " ".join(table.notes)
        for headline in table.headlines:
            yield headline.label, "", headline.definition, ""
