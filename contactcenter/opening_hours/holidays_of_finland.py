"""The days on which Finland does not work, Christmas Eve and Midsummer Eve among them, named in three languages."""

from datetime import date
from functools import cache

import holidays

# `sv` alone would silently answer in English.
LOCALES = {"fi": "fi", "sv": "sv_FI", "en": "en_US"}


@cache
def _year(year: int, language: str) -> dict[date, str]:
    return dict(holidays.Finland(years=year, language=LOCALES.get(language, "fi")))


def is_holiday(day: date) -> bool:
    return day in _year(day.year, "fi")


def holidays_between(first: date, last: date, language: str) -> list[tuple[date, str]]:
    """Holidays from `first` to `last`, both included, in order, with their names in `language`."""
    named = [item for year in range(first.year, last.year + 1) for item in _year(year, language).items()]
    return sorted((day, name) for day, name in named if first <= day <= last)
