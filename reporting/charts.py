"""From a `Table` to its bar chart: which rows are drawn, in which colour of the chart palette."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from contactcenter.documents.charts import Bar, bar_chart

from .tables import Row, Share, Table, Tone, text_of_cell

# The roles of the theme's chart palette: a meaning has one colour in every report.
COLOURS = {Tone.PLAIN: "#2a6ebb", Tone.OUTSIDE: "#e86717", Tone.INSIDE: "#2a6ebb", Tone.NONE: "#a3acb0"}


def chart_of(table: Table) -> SafeString:
    """The table as bars, or nothing when no row is drawn."""
    if not table.drawn:
        return SafeString("")
    bars = [Bar(row.label, row.count, _numbers(row), COLOURS[row.tone]) for row in table.drawn]
    return bar_chart(bars, title=table.title, description=_description(table))


def _numbers(row: Row) -> str:
    numbers = [cell for cell in row.cells if type(cell) is int or isinstance(cell, Share)]
    return " · ".join(text_of_cell(cell) for cell in numbers)


def _description(table: Table) -> str:
    largest = max(table.drawn, key=lambda row: row.count)
    return gettext("The largest is %(label)s: %(numbers)s. All numbers are in the table beside the chart.") % {
        "label": largest.label,
        "numbers": _numbers(largest),
    }
