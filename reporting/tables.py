"""`Table`: what a figure says, with its question, definition and n. Page, Excel and PDF are drawn from it alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext

NOTHING = "–"


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"


class Tone(StrEnum):
    """The meaning a bar's colour carries, the same in every report."""

    PLAIN = "plain"
    OUTSIDE = "outside"
    INSIDE = "inside"
    NONE = "none"


class Share(NamedTuple):
    """`part` of `whole`; n is the whole. Without a whole there is no share."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        return self.part / self.whole if self.whole else None

    @property
    def text(self) -> str:
        if not self.whole:
            return NOTHING
        percent = (Decimal(100 * self.part) / self.whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
        sign = "%" if (get_language() or "").startswith("en") else "\u00a0%"
        return number_format(percent, 1) + sign


Cell = str | int | Share | None


def text_of_cell(cell: Cell) -> str:
    """A cell as the page and the PDF write it, in the language in force."""
    if cell is None:
        return NOTHING
    if isinstance(cell, Share):
        return cell.text
    return number_format(cell, 0, force_grouping=True) if isinstance(cell, int) else cell


class Column(NamedTuple):
    title: str
    kind: Kind = Kind.TEXT

    @property
    def is_number(self) -> bool:
        return self.kind != Kind.TEXT


class Written(NamedTuple):
    """A cell ready to be shown."""

    text: str
    is_number: bool


@dataclass(frozen=True)
class Row:
    """One line. `section` names the heading it stands under; `is_drawn` says whether the chart has a bar for it."""

    cells: tuple[Cell, ...]
    section: str = ""
    tone: Tone = Tone.PLAIN
    is_drawn: bool = True

    @property
    def label(self) -> str:
        return text_of_cell(self.cells[0])

    @property
    def count(self) -> int:
        """The first number of the row: what its bar measures."""
        return next(cell for cell in self.cells if type(cell) is int)

    @property
    def written(self) -> list[Written]:
        """The cells after the label."""
        return [Written(text_of_cell(cell), not isinstance(cell, str)) for cell in self.cells[1:]]


@dataclass(frozen=True)
class Headline:
    """A number worth saying by itself: a count, or a share whose n is `n`."""

    label: str
    value: int | Share
    n: int
    definition: str

    @property
    def text(self) -> str:
        return text_of_cell(self.value)

    @property
    def n_text(self) -> str:
        return text_of_cell(self.n)


class Section(NamedTuple):
    """Rows under one heading, with the heading's own sums."""

    title: str
    tone: Tone
    sums: list[Written]
    rows: list[Row]


@dataclass(frozen=True)
class Table:
    """An answer to `question`. Rows hold plain values: texts, counts, shares."""

    code: str
    title: str
    question: str
    definition: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    notes: tuple[str, ...] = ()
    headlines: tuple[Headline, ...] = ()
    section_title: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.rows

    @property
    def drawn(self) -> list[Row]:
        return [row for row in self.rows if row.is_drawn]

    @property
    def sections(self) -> Iterator[Section]:
        """The rows by their headings, in order."""
        for title, rows in groupby(self.rows, key=lambda row: row.section):
            members = list(rows)
            yield Section(title, members[0].tone, self._sums(members), members)

    def _sums(self, rows: list[Row]) -> list[Written]:
        columns = zip(*(row.cells[1:] for row in rows), strict=True)
        return [Written(text_of_cell(summed(cells)), True) for cells in columns]


def summed(cells: tuple[Cell, ...]) -> Cell:
    """The sum of counts, or of shares of the same whole; nothing when a cell has no number."""
    if all(isinstance(cell, Share) for cell in cells):
        return Share(sum(cell.part for cell in cells), cells[0].whole)
    return sum(cells) if all(type(cell) is int for cell in cells) else None


def summary_of(tables: list[Table]) -> Table:
    """The headlines of all tables as one table, so that no renderer needs to know them apart."""
    headlines = [headline for table in tables for headline in table.headlines]
    return Table(
        code="summary",
        title=gettext("Key figures"),
        question=gettext("What happened in the period, in short?"),
        definition=gettext("Each figure with the number it is counted from (n) and its definition."),
        columns=(
            Column(gettext("Figure")),
            Column(gettext("Count"), Kind.COUNT),
            Column("n", Kind.COUNT),
            Column(gettext("Share"), Kind.SHARE),
            Column(gettext("Definition")),
        ),
        rows=tuple(_headline_row(headline) for headline in headlines),
    )


def _headline_row(headline: Headline) -> Row:
    value = headline.value
    count, share = (value.part, value) if isinstance(value, Share) else (value, None)
    return Row((headline.label, count, headline.n, share, headline.definition), is_drawn=False)
