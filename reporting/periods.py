"""Periods figures are counted over: whole local days, by name or by two dates."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from contactcenter.timestamps import HELSINKI

DAY = timedelta(days=1)


class Period(NamedTuple):
    """From the first to the last local day, both included."""

    first: date
    last: date

    @property
    def starts_at(self) -> datetime:
        """The first instant of the period, in UTC."""
        return midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """The first instant after the period: a day lasts 23, 24 or 25 hours."""
        return midnight(self.last + DAY)

    @property
    def text(self) -> str:
        """The dates as Finland writes them, in every language."""
        first, last = written(self.first), written(self.last)
        return first if first == last else f"{first}–{last}"


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, HELSINKI).astimezone(UTC)


def written(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


def week_of(day: date) -> Period:
    """The ISO week, from Monday."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + 6 * DAY)


def month_of(day: date) -> Period:
    first = day.replace(day=1)
    return Period(first, (first + 31 * DAY).replace(day=1) - DAY)


def quarter_of(day: date) -> Period:
    first = date(day.year, day.month - (day.month - 1) % 3, 1)
    return Period(first, month_of(first + 62 * DAY).last)


def year_of(day: date) -> Period:
    return Period(date(day.year, 1, 1), date(day.year, 12, 31))


def year_up_to(day: date) -> Period:
    """Twelve months that end on `day`; the year after 29 February begins on 1 March."""
    try:
        before = day.replace(year=day.year - 1)
    except ValueError:
        before = date(day.year - 1, 2, 28)
    return Period(before + DAY, day)


PRESETS: dict[str, Callable[[date], Period]] = {
    "today": lambda day: Period(day, day),
    "this_week": week_of,
    "last_week": lambda day: week_of(day - 7 * DAY),
    "this_month": month_of,
    "last_month": lambda day: month_of(day.replace(day=1) - DAY),
    "this_quarter": quarter_of,
    "this_year": year_of,
    "last_12_months": year_up_to,
}
