"""Periods: whole local days, ISO weeks, quarters, and the days when the clock moves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactcenter.timestamps import local_day
from reporting.periods import PRESETS, Period

DAYS = st.dates(min_value=date(2001, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", (2026, 3, 1), (2026, 3, 1)),
        ("this_week", (2026, 2, 23), (2026, 3, 1)),
        ("last_week", (2026, 2, 16), (2026, 2, 22)),
        ("this_month", (2026, 3, 1), (2026, 3, 31)),
        ("last_month", (2026, 2, 1), (2026, 2, 28)),
        ("this_quarter", (2026, 1, 1), (2026, 3, 31)),
        ("this_year", (2026, 1, 1), (2026, 12, 31)),
        ("last_12_months", (2025, 3, 2), (2026, 3, 1)),
    ],
)
def test_a_preset_is_counted_from_sunday_the_first_of_march(name, first, last):
    assert PRESETS[name](date(2026, 3, 1)) == Period(date(*first), date(*last))


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24), (date(2026, 1, 1), 24)],
)
def test_a_day_has_as_many_hours_as_the_clock_says(day, hours):
    period = Period(day, day)
    assert period.ends_at - period.starts_at == timedelta(hours=hours)


def test_a_summer_day_begins_at_21_in_utc():
    assert Period(date(2026, 6, 1), date(2026, 6, 1)).starts_at == datetime(2026, 5, 31, 21, tzinfo=UTC)


def test_twelve_months_that_end_on_leap_day_begin_on_the_first_of_march():
    assert PRESETS["last_12_months"](date(2024, 2, 29)) == Period(date(2023, 3, 1), date(2024, 2, 29))


def test_a_period_is_written_in_the_finnish_way():
    assert Period(date(2026, 1, 1), date(2026, 10, 31)).text == "1.1.2026–31.10.2026"
    assert Period(date(2026, 1, 1), date(2026, 1, 1)).text == "1.1.2026"


@given(DAYS, st.sampled_from([name for name in PRESETS if not name.startswith("last_w") and name != "last_month"]))
def test_a_preset_holds_its_day_and_begins_and_ends_at_local_midnight(day, name):
    period = PRESETS[name](day)
    assert period.first <= day <= period.last
    assert local_day(period.starts_at) == period.first
    assert local_day(period.ends_at - timedelta(microseconds=1)) == period.last
    assert local_day(period.ends_at) == period.last + timedelta(days=1)


@given(DAYS)
def test_weeks_begin_on_monday_and_follow_each_other(day):
    last, this = PRESETS["last_week"](day), PRESETS["this_week"](day)
    assert this.first.weekday() == 0
    assert last.last + timedelta(days=1) == this.first


@given(DAYS)
def test_last_month_ends_the_day_before_this_month(day):
    assert PRESETS["last_month"](day).last + timedelta(days=1) == PRESETS["this_month"](day).first
    assert PRESETS["last_month"](day).first.day == 1
