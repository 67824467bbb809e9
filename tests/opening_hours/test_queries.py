"""Open or closed: sixty instants worked out by hand, and what must hold at every instant."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactcenter import timestamps
from contactcenter.opening_hours.models import OpeningException, OpeningPeriod
from contactcenter.opening_hours.queries import (
    SEARCH_DAYS,
    LineKey,
    LineState,
    Timetable,
    instant,
    line_state,
    line_states,
)
from contactcenter.timestamps import HELSINKI

FI, SV, EN = LineKey("PUH", "fi"), LineKey("PUH", "sv"), LineKey("PUH", "en")
NIGHT, LATE, LUNCH = LineKey("TAK", "fi"), LineKey("VID", "fi"), LineKey("CHAT", "sv")
WORKDAYS = range(5)


def period(key, weekday, opens, closes, **fields):
    return OpeningPeriod(
        channel_id=key.channel,
        language_id=key.language,
        service_area_id=key.area,
        weekday=weekday,
        opens=time.fromisoformat(opens),
        closes=time.fromisoformat(closes),
        **fields,
    )


def exception(day, opens=None, closes=None, **scope):
    scope = {f"{name}_id": code for name, code in scope.items()}
    return OpeningException(
        on_day=date.fromisoformat(day),
        opens=opens and time.fromisoformat(opens),
        closes=closes and time.fromisoformat(closes),
        **scope,
    )


PERIODS = [
    *[period(FI, day, "09:00", "15:00") for day in WORKDAYS],
    *[period(SV, day, "09:00", "12:00") for day in WORKDAYS],
    period(NIGHT, 6, "02:30", "04:30"),  # Sundays, over the hour that the clocks jump
    period(LATE, 4, "22:00", "00:00"),
    period(LATE, 5, "00:00", "02:00"),  # Friday night, over midnight
    *[period(LUNCH, day, *hours) for day in WORKDAYS for hours in (("09:00", "11:00"), ("12:00", "14:00"))],
]
EXCEPTIONS = [
    exception("2026-11-19", "09:00", "12:00"),  # training: everybody
    exception("2026-11-24", channel="CHAT", language="sv"),  # nobody on duty
    exception("2026-12-23", "09:00", "13:00"),
    exception("2026-12-23", "10:00", "11:00", language="sv"),
    exception("2026-12-06", "12:00", "14:00", channel="PUH"),  # open on Independence Day, by telephone
]
TIMETABLE = Timetable(PERIODS, EXCEPTIONS)


def at(text, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI, fold=fold)


# line, wall clock (fold 1 = the second time that the clock shows it), "open until" or "opens at"
INSTANTS = [
    # an ordinary Wednesday
    (FI, "2026-11-18 08:59", 0, "opens 2026-11-18 09:00"),
    (FI, "2026-11-18 09:00", 0, "until 2026-11-18 15:00"),
    (FI, "2026-11-18 14:59", 0, "until 2026-11-18 15:00"),
    (FI, "2026-11-18 15:00", 0, "opens 2026-11-19 09:00"),
    (SV, "2026-11-18 11:59", 0, "until 2026-11-18 12:00"),
    (SV, "2026-11-18 12:00", 0, "opens 2026-11-19 09:00"),
    (EN, "2026-11-18 13:00", 0, "until 2026-11-18 15:00"),
    (EN, "2026-11-18 16:00", 0, "opens 2026-11-19 09:00"),
    # the weekend
    (FI, "2026-11-20 15:00", 0, "opens 2026-11-23 09:00"),
    (FI, "2026-11-21 10:00", 0, "opens 2026-11-23 09:00"),
    (FI, "2026-11-22 23:59", 0, "opens 2026-11-23 09:00"),
    # two periods a day
    (LUNCH, "2026-11-18 10:59", 0, "until 2026-11-18 11:00"),
    (LUNCH, "2026-11-18 11:00", 0, "opens 2026-11-18 12:00"),
    (LUNCH, "2026-11-18 12:00", 0, "until 2026-11-18 14:00"),
    (LUNCH, "2026-11-18 14:00", 0, "opens 2026-11-19 09:00"),
    # exceptions of the office
    (FI, "2026-11-19 11:59", 0, "until 2026-11-19 12:00"),
    (FI, "2026-11-19 12:00", 0, "opens 2026-11-20 09:00"),
    (LUNCH, "2026-11-19 11:30", 0, "until 2026-11-19 12:00"),
    (LUNCH, "2026-11-23 14:00", 0, "opens 2026-11-25 09:00"),
    (LUNCH, "2026-11-24 10:00", 0, "opens 2026-11-25 09:00"),
    (SV, "2026-11-24 10:00", 0, "until 2026-11-24 12:00"),
    # over midnight
    (LATE, "2026-11-20 21:59", 0, "opens 2026-11-20 22:00"),
    (LATE, "2026-11-20 23:59", 0, "until 2026-11-21 02:00"),
    (LATE, "2026-11-21 00:00", 0, "until 2026-11-21 02:00"),
    (LATE, "2026-11-21 02:00", 0, "opens 2026-11-27 22:00"),
    # the spring night: 2.59 is followed by 4.00, so 2.30–4.30 lasts one hour
    (NIGHT, "2026-03-29 02:29", 0, "opens 2026-03-29 02:30"),
    (NIGHT, "2026-03-29 02:59", 0, "until 2026-03-29 04:30"),
    (NIGHT, "2026-03-29 04:00", 0, "until 2026-03-29 04:30"),
    (NIGHT, "2026-03-29 04:30", 0, "opens 2026-04-12 02:30"),  # 5.4. is Easter Sunday
    (FI, "2026-03-27 15:00", 0, "opens 2026-03-30 09:00"),
    (FI, "2026-03-29 12:00", 0, "opens 2026-03-30 09:00"),
    # the autumn night: 3.00–3.59 comes twice, so 2.30–4.30 lasts three hours
    (NIGHT, "2026-10-25 02:29", 0, "opens 2026-10-25 02:30"),
    (NIGHT, "2026-10-25 03:30", 0, "until 2026-10-25 04:30"),
    (NIGHT, "2026-10-25 03:30", 1, "until 2026-10-25 04:30"),
    (NIGHT, "2026-10-25 04:30", 0, "opens 2026-11-01 02:30"),
    (FI, "2026-10-23 15:00", 0, "opens 2026-10-26 09:00"),
    (FI, "2026-10-26 08:59", 0, "opens 2026-10-26 09:00"),
    # Easter: Good Friday 3.4., Easter Monday 6.4.
    (FI, "2026-04-02 14:59", 0, "until 2026-04-02 15:00"),
    (FI, "2026-04-02 15:00", 0, "opens 2026-04-07 09:00"),
    (FI, "2026-04-03 10:00", 0, "opens 2026-04-07 09:00"),
    (SV, "2026-04-06 10:00", 0, "opens 2026-04-07 09:00"),
    # May Day and Ascension Day
    (FI, "2026-05-01 10:00", 0, "opens 2026-05-04 09:00"),
    (SV, "2026-05-14 10:00", 0, "opens 2026-05-15 09:00"),
    # Midsummer Eve, Friday 19.6.
    (FI, "2026-06-18 15:00", 0, "opens 2026-06-22 09:00"),
    (FI, "2026-06-19 10:00", 0, "opens 2026-06-22 09:00"),
    (EN, "2026-06-20 10:00", 0, "opens 2026-06-22 09:00"),
    # Independence Day is a Sunday in 2026, with an exception by telephone; a Monday in 2027
    (FI, "2026-12-06 11:59", 0, "opens 2026-12-06 12:00"),
    (FI, "2026-12-06 12:00", 0, "until 2026-12-06 14:00"),
    (LUNCH, "2026-12-06 12:30", 0, "opens 2026-12-07 09:00"),
    (FI, "2027-12-06 10:00", 0, "opens 2027-12-07 09:00"),
    # Christmas: shorter on 23.12., closed from the Eve (Thursday) to Boxing Day (Saturday)
    (FI, "2026-12-23 12:59", 0, "until 2026-12-23 13:00"),
    (SV, "2026-12-23 09:30", 0, "opens 2026-12-23 10:00"),
    (SV, "2026-12-23 11:00", 0, "opens 2026-12-28 09:00"),
    (FI, "2026-12-23 13:00", 0, "opens 2026-12-28 09:00"),
    (FI, "2026-12-24 10:00", 0, "opens 2026-12-28 09:00"),
    (EN, "2026-12-25 10:00", 0, "opens 2026-12-28 09:00"),
    # the turn of the year, Epiphany, a leap day
    (FI, "2026-12-31 15:00", 0, "opens 2027-01-04 09:00"),
    (FI, "2027-01-05 15:00", 0, "opens 2027-01-07 09:00"),
    (FI, "2028-02-28 15:00", 0, "opens 2028-02-29 09:00"),
    (FI, "2028-02-29 10:00", 0, "until 2028-02-29 15:00"),
]


def test_the_table_has_sixty_instants():
    assert len(INSTANTS) == 60


@pytest.mark.parametrize("key, wall, fold, expected", INSTANTS, ids=lambda value: str(value))
def test_a_line_is_open_or_closed_as_worked_out_by_hand(key, wall, fold, expected):
    word, moment = expected.split(" ", 1)
    is_open = word == "until"
    change = at(moment)
    wanted = LineState(is_open, change if is_open else None, None if is_open else change)
    assert TIMETABLE.state(key, at(wall, fold)) == wanted


def test_hours_last_one_hour_in_the_spring_night_and_three_in_the_autumn_night():
    spring, autumn = at("2026-03-29 02:30"), at("2026-10-25 02:30")
    assert TIMETABLE.state(NIGHT, spring).closes_at - spring.astimezone(UTC) == timedelta(hours=1)
    assert TIMETABLE.state(NIGHT, autumn).closes_at - autumn.astimezone(UTC) == timedelta(hours=3)


def test_a_time_that_the_spring_night_skips_is_the_moment_of_the_jump():
    assert instant(date(2026, 3, 29), time(3, 30)) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert instant(date(2026, 3, 29), time(3, 30), is_closing=True) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_hours_wholly_inside_the_skipped_hour_do_not_happen():
    timetable = Timetable([period(NIGHT, 6, "03:10", "03:50")], [])
    assert timetable.state(NIGHT, at("2026-03-29 02:59")).opens_at == at("2026-04-12 03:10")


def test_a_repeated_time_opens_at_its_first_and_closes_at_its_last():
    assert instant(date(2026, 10, 25), time(3, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert instant(date(2026, 10, 25), time(3, 30), is_closing=True) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_round_the_clock_has_no_closing_in_sight():
    always = LineKey("PUH", "fi")
    days = [str(date(2026, 1, 1) + timedelta(days=n)) for n in range(SEARCH_DAYS + 1)]
    exceptions = [exception(day, "00:00", "00:00") for day in days]  # holidays too
    timetable = Timetable([period(always, day, "00:00", "00:00") for day in range(7)], exceptions)
    assert timetable.state(always, at("2026-01-01 05:00")) == LineState(True)


def test_a_line_without_hours_is_closed_for_the_time_being():
    assert TIMETABLE.state(LineKey("KAS", "fi"), at("2026-11-18 10:00")) == LineState(False)
    assert Timetable([period(FI, 0, "09:00", "10:00", valid_until=date(2026, 1, 5))], []).state(
        FI, at("2026-01-05 10:00")
    ) == LineState(False)


def test_hours_change_on_the_day_their_validity_says():
    timetable = Timetable(
        [
            *[period(FI, day, "09:00", "15:00", valid_until=date(2026, 11, 17)) for day in WORKDAYS],
            *[period(FI, day, "08:00", "16:00", valid_from=date(2026, 11, 18)) for day in WORKDAYS],
        ],
        [],
    )
    assert timetable.state(FI, at("2026-11-17 14:00")) == LineState(True, closes_at=at("2026-11-17 15:00"))
    assert timetable.state(FI, at("2026-11-17 15:30")) == LineState(False, opens_at=at("2026-11-18 08:00"))


def test_english_has_its_own_hours_when_there_are_some():
    timetable = Timetable([*PERIODS, period(EN, 2, "10:00", "11:00")], [])
    assert timetable.state(EN, at("2026-11-18 12:00")) == LineState(False, opens_at=at("2026-11-25 10:00"))


def test_an_exception_of_finnish_hours_holds_in_english_too():
    timetable = Timetable(PERIODS, [exception("2026-11-18", language="fi")])
    assert not timetable.state(EN, at("2026-11-18 10:00")).is_open
    assert timetable.state(SV, at("2026-11-18 10:00")).is_open


def test_swedish_never_borrows_finnish_hours():
    assert Timetable([period(FI, 2, "09:00", "15:00")], []).state(SV, at("2026-11-18 10:00")) == LineState(False)


def test_an_area_has_its_own_hours_or_those_of_all():
    older = LineKey("PUH", "fi", "IAK")
    timetable = Timetable([*PERIODS, period(older, 2, "08:00", "20:00")], [exception("2026-11-18", "10:00", "11:00")])
    assert TIMETABLE.state(older, at("2026-11-18 13:00")).is_open
    assert timetable.state(older, at("2026-11-25 19:00")).is_open
    assert not timetable.state(FI, at("2026-11-25 19:00")).is_open
    assert not timetable.state(older, at("2026-11-18 19:00")).is_open


def test_an_exception_of_one_area_leaves_the_line_for_all_alone():
    timetable = Timetable(PERIODS, [exception("2026-11-18", service_area="IAK")])
    assert timetable.state(FI, at("2026-11-18 10:00")).is_open
    assert not timetable.state(LineKey("PUH", "fi", "IAK"), at("2026-11-18 10:00")).is_open


def test_two_exceptions_of_one_day_are_two_periods_and_a_closed_one_wins():
    two = [exception("2026-11-18", "09:00", "10:00"), exception("2026-11-18", "12:00", "13:00")]
    assert Timetable(PERIODS, two).state(FI, at("2026-11-18 10:30")).opens_at == at("2026-11-18 12:00")
    closed = Timetable(PERIODS, [*two, exception("2026-11-18")])
    assert closed.state(FI, at("2026-11-18 09:30")).opens_at == at("2026-11-19 09:00")


# ---- what must hold whatever the hours -----------------------------------------

WALLS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))


@st.composite
def timetables(draw):
    in_order = st.tuples(st.integers(0, 6), WALLS, WALLS).filter(lambda span: span[1] < span[2] or span[2] == time(0))
    spans = draw(st.lists(in_order, max_size=8))
    days = st.dates(date(2026, 1, 1), date(2027, 1, 1)).map(str)
    closed = draw(st.lists(st.builds(exception, days), max_size=3))
    return Timetable([period(FI, day, str(opens), str(closes)) for day, opens, closes in spans], closed)


NEAR_JUMPS = st.sampled_from([datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC)])
MOMENTS = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds it
    st.builds(lambda start, minutes: start + timedelta(minutes=minutes), NEAR_JUMPS, st.integers(0, 3000)),
)


@settings(max_examples=150, deadline=None)
@given(timetables(), MOMENTS)
def test_the_next_change_lies_ahead_and_changes_the_state(timetable, moment):
    state = timetable.state(FI, moment)
    change = state.closes_at if state.is_open else state.opens_at
    if change is not None:
        assert change > moment
        assert timetable.state(FI, change).is_open is not state.is_open


@settings(max_examples=150, deadline=None)
@given(timetables(), MOMENTS, st.floats(0, 0.99))
def test_nothing_changes_before_the_next_change(timetable, moment, share):
    state = timetable.state(FI, moment)
    change = state.closes_at if state.is_open else state.opens_at
    if change is not None:
        between = moment + (change - moment) * share
        assert timetable.state(FI, between) == state


# ---- with the database ------------------------------------------------------------


@pytest.fixture
def by_the_clock(settings, monkeypatch):
    settings.DEMO = False
    return lambda text: monkeypatch.setattr(timestamps, "now", lambda: at(text).astimezone(UTC))


@pytest.mark.django_db
def test_the_loaded_hours_are_those_of_the_service(by_the_clock):
    assert line_state("PUH", "fi", at=at("2026-11-18 10:00")).closes_at == at("2026-11-18 15:00")
    assert line_state("CHAT", "sv", at=at("2026-11-18 10:00")).closes_at == at("2026-11-18 12:00")


@pytest.mark.django_db
def test_without_an_instant_the_one_clock_is_asked(by_the_clock):
    by_the_clock("2026-11-18 10:00")
    assert line_state("PUH", "fi").is_open
    by_the_clock("2026-11-18 15:00")
    assert not line_state("PUH", "fi").is_open


@pytest.mark.django_db
def test_many_lines_cost_as_many_queries_as_one(by_the_clock, django_assert_num_queries):
    for keys in ([FI], [FI, SV, EN, LUNCH]):
        with django_assert_num_queries(2):
            line_states(keys, at("2026-11-18 10:00"))
