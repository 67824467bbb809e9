"""Working days of statutory deadlines: the calendar's holidays count, an office's own exceptions do not."""

from datetime import date, timedelta

from .holidays_of_finland import is_holiday

SATURDAY, SUNDAY = 5, 6


def is_working_day(day: date, saturday_counts: bool = False) -> bool:
    if day.weekday() == SUNDAY or (day.weekday() == SATURDAY and not saturday_counts):
        return False
    return not is_holiday(day)


def working_day_after(day: date, days: int, saturday_counts: bool = False) -> date:
    """The `days`-th working day after `day`, which itself does not count; `day` when there are none to count."""
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day, saturday_counts)
    return day


def working_days_between(first: date, last: date, saturday_counts: bool = False) -> int:
    """How many working days follow `first` up to and with `last`; negative when `last` is before `first`."""
    if last < first:
        return -working_days_between(last, first, saturday_counts)
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(is_working_day(day, saturday_counts) for day in days)
