"""Tables and the way their cells are written."""

import pytest
from django.utils import translation

from reporting.tables import Column, Headline, Kind, Row, Share, Table, summary_of, text_of_cell


@pytest.mark.parametrize(
    ("language", "count", "share"),
    [("fi", "12\u00a0345", "44,9\u00a0%"), ("sv", "12\u00a0345", "44,9\u00a0%"), ("en", "12\u00a0345", "44.9%")],
)
def test_numbers_are_written_as_the_language_does(language, count, share):
    with translation.override(language):
        assert text_of_cell(12345) == count
        assert text_of_cell(Share(1376, 3067)) == share


@pytest.mark.parametrize(("part", "whole", "text"), [(1, 8, "12.5%"), (1, 16, "6.3%"), (2, 3, "66.7%"), (0, 9, "0.0%")])
def test_a_share_is_rounded_half_up_to_one_decimal(part, whole, text):
    with translation.override("en"):
        assert Share(part, whole).text == text


def test_a_share_of_nothing_is_no_number():
    assert Share(0, 0).value is None
    assert Share(0, 0).text == "–"


def table(**fields) -> Table:
    rows = (Row(("a", 3, Share(3, 10)), "first"), Row(("b", 2, Share(2, 10)), "first"), Row(("c", 5, None), "second"))
    columns = (Column("name"), Column("count", Kind.COUNT), Column("share", Kind.SHARE))
    return Table(code="t", title="T", question="?", definition="!", columns=columns, rows=rows, **fields)


def test_a_section_sums_its_rows_and_shares_of_one_whole():
    with translation.override("en"):
        first, second = table().sections
    assert [cell.text for cell in first.sums] == ["5", "50.0%"]
    assert [cell.text for cell in second.sums] == ["5", "–"]


def test_the_summary_gathers_every_headline_with_its_n_and_definition():
    headlines = (Headline("share", Share(3, 10), 10, "how"), Headline("all", 12, 12, "what"))
    summary = summary_of([table(headlines=headlines), table()])
    assert [row.cells for row in summary.rows] == [("share", 3, 10, Share(3, 10), "how"), ("all", 12, 12, None, "what")]
