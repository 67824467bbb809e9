"""Deadlines in working days: weekends and holidays do not count, the starting day never does."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactcenter.opening_hours.holidays_of_finland import is_holiday
from contactcenter.opening_hours.working_days import is_working_day, working_day_after, working_days_between

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
counts = st.integers(0, 40)


@pytest.mark.parametrize(
    ("day", "count", "saturday", "expected"),
    [
        (date(2026, 11, 2), 7, False, date(2026, 11, 11)),  # Monday → Wednesday of the next week
        (date(2026, 11, 6), 1, False, date(2026, 11, 9)),
        (date(2026, 11, 6), 1, True, date(2026, 11, 7)),
        (date(2026, 11, 7), 1, False, date(2026, 11, 9)),  # a contact on a Saturday
        (date(2026, 12, 23), 1, False, date(2026, 12, 28)),  # Christmas Eve to Boxing Day and a Sunday
        (date(2026, 6, 18), 1, False, date(2026, 6, 22)),  # Midsummer Eve
        (date(2026, 4, 2), 1, True, date(2026, 4, 4)),  # the Saturday between Good Friday and Easter
        (date(2026, 11, 2), 0, False, date(2026, 11, 2)),
    ],
)
def test_the_day_by_which_something_must_begin(day, count, saturday, expected):
    assert working_day_after(day, count, saturday) == expected


@given(days, st.integers(1, 40), st.booleans())
def test_a_deadline_is_a_working_day_that_many_days_on(day, count, saturday):
    end = working_day_after(day, count, saturday)
    assert is_working_day(end, saturday)
    assert not is_holiday(end)
    assert working_days_between(day, end, saturday) == count


@given(days, counts, counts, st.booleans())
def test_deadlines_add_up(day, first, second, saturday):
    assert working_day_after(working_day_after(day, first, saturday), second, saturday) == working_day_after(
        day, first + second, saturday
    )


@given(days, st.integers(-400, 400), st.booleans())
def test_counting_back_is_counting_forth_with_the_other_sign(day, distance, saturday):
    other = day + timedelta(days=distance)
    between = working_days_between(day, other, saturday)
    assert between == -working_days_between(other, day, saturday)
    assert abs(between) <= abs(distance)


@given(days, counts)
def test_saturdays_bring_a_deadline_nearer_or_leave_it(day, count):
    assert working_day_after(day, count, True) <= working_day_after(day, count, False)
