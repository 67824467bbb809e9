"""Whether a line is open at an instant, until when, and when it opens again.

Hours are wall-clock times of Europe/Helsinki. Closing at 0.00 is midnight at the end of the day, so hours may
run over midnight. In the spring night a time that does not exist is the moment of the jump; in the autumn night
a repeated time opens at its first and closes at its last occurrence.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from contactcenter import timestamps
from contactcenter.timestamps import HELSINKI, local_day

from .demo_choice import OPEN, chosen_hours
from .holidays_of_finland import is_holiday
from .models import OpeningException, OpeningPeriod

SEARCH_DAYS = 60
MIDNIGHT = time(0)
FOLLOWS = {"en": "fi"}  # whose hours a language has while it has none of its own


class LineState(NamedTuple):
    """`closes_at` only when open, None if no closing is in sight; `opens_at` only when closed, None if neither is
    an opening within SEARCH_DAYS. Both are aware instants in UTC."""

    is_open: bool
    closes_at: datetime | None = None
    opens_at: datetime | None = None


class LineKey(NamedTuple):
    """A channel in a language, by codes; `area` None is the line for all areas."""

    channel: str
    language: str
    area: str | None = None


ALWAYS_OPEN = LineState(True)


def line_state(channel: str, language: str, area: str | None = None, at: datetime | None = None) -> LineState:
    """The state of one line at `at` (default: now). A page with several lines asks `line_states`."""
    key = LineKey(channel, language, area)
    return line_states([key], at)[key]


def line_states(keys: Iterable[LineKey], at: datetime | None = None) -> dict[LineKey, LineState]:
    """The states of several lines, two queries whatever their number."""
    if chosen_hours() == OPEN:
        return dict.fromkeys(keys, ALWAYS_OPEN)
    at = at or timestamps.now()
    timetable = Timetable.since(local_day(at))
    return {key: timetable.state(key, at) for key in keys}


class Timetable:
    """All weekly hours, and the exceptions of the days looked at."""

    def __init__(self, periods: Iterable[OpeningPeriod], exceptions: Iterable[OpeningException]):
        self.periods = list(periods)
        self.exceptions: dict[date, list[OpeningException]] = {}
        for exception in exceptions:
            self.exceptions.setdefault(exception.on_day, []).append(exception)

    @classmethod
    def since(cls, day: date) -> "Timetable":
        last = day + timedelta(days=SEARCH_DAYS)
        return cls(OpeningPeriod.objects.all(), OpeningException.objects.filter(on_day__range=(day, last)))

    def state(self, key: LineKey, at: datetime) -> LineState:
        """What is true at the very instant `at`; a line is open at its opening and closed at its closing."""
        first = local_day(at)
        spans = self._spans(key, first)
        start, end = next((span for span in spans if span[1] > at), (None, None))
        if start is None or start > at:
            return LineState(False, opens_at=start)
        for next_start, next_end in spans:
            if next_start > end:
                return LineState(True, closes_at=end)
            end = max(end, next_end)
        return LineState(True, closes_at=end if end < instant(first + timedelta(days=SEARCH_DAYS), MIDNIGHT) else None)

    def hours_on(self, day: date, key: LineKey) -> list[tuple[time, time]]:
        """Opening and closing times of one day: its narrowest exceptions, else none on a holiday, else the week's.

        A line without hours in the week is not a line: no exception opens it.
        """
        weekly, languages = self._weekly(day, key)
        if not weekly:
            return []
        if exceptions := _narrowest(self.exceptions.get(day, []), key, languages):
            times = [(one.opens, one.closes) for one in exceptions]
            return [] if (None, None) in times else sorted(times)
        return [] if is_holiday(day) else [(one.opens, one.closes) for one in weekly if one.weekday == day.weekday()]

    def week_of(self, key: LineKey, day: date) -> list[list[tuple[time, time]]]:
        """The ordinary hours from Monday to Sunday, as they hold on `day`, holidays and exceptions apart."""
        weekly, _languages = self._weekly(day, key)
        return [[(one.opens, one.closes) for one in weekly if one.weekday == weekday] for weekday in range(7)]

    def _weekly(self, day: date, key: LineKey) -> tuple[list[OpeningPeriod], set[str]]:
        """The week that holds for a line on a day, and the languages whose exceptions concern it."""
        valid = [one for one in self.periods if one.channel_id == key.channel and _is_valid(one, day)]
        for language in (key.language, FOLLOWS.get(key.language)):
            for area in (key.area, None):
                if own := [one for one in valid if (one.language_id, one.service_area_id) == (language, area)]:
                    return sorted(own, key=lambda one: one.opens), {key.language, language}
        return [], {key.language}

    def _spans(self, key: LineKey, first: date) -> Iterator[tuple[datetime, datetime]]:
        for offset in range(SEARCH_DAYS + 1):
            day = first + timedelta(days=offset)
            for opens, closes in self.hours_on(day, key):
                start, end = instant(day, opens), instant(day, closes, is_closing=True)
                if end > start:
                    yield start, end


def instant(day: date, wall: time, *, is_closing: bool = False) -> datetime:
    """The instant, in UTC, of a wall-clock time, by the rules on top of this module."""
    if is_closing and wall == MIDNIGHT:
        day += timedelta(days=1)
    is_late = is_closing
    if not exists(day, wall):
        wall, is_late = wall.replace(minute=0, second=0), False  # European clocks jump at a whole hour
    return datetime.combine(day, wall, HELSINKI).replace(fold=int(is_late)).astimezone(UTC)


def exists(day: date, wall: time) -> bool:
    """Whether the wall clock ever shows `wall` on `day`."""
    shown = datetime.combine(day, wall, HELSINKI).astimezone(UTC).astimezone(HELSINKI)
    return shown.time() == wall


def _is_valid(period: OpeningPeriod, day: date) -> bool:
    return (period.valid_from or day) <= day <= (period.valid_until or day)


def _narrowest(exceptions: Iterable[OpeningException], key: LineKey, languages: set[str]) -> list[OpeningException]:
    """Of the exceptions that concern a line, those that name it most closely."""
    found: dict[tuple, list[OpeningException]] = {}
    for one in exceptions:
        if (
            one.channel_id in (None, key.channel)
            and one.service_area_id in (None, key.area)
            and (one.language_id is None or one.language_id in languages)
        ):
            named = [one.service_area_id is not None, one.language_id is not None, one.channel_id is not None]
            found.setdefault((sum(named), *named, one.language_id == key.language), []).append(one)
    return found[max(found)] if found else []


# ---- for those who keep the hours ---------------------------------------------------


def periods_in_force(key: LineKey):
    """The lasting rows of a line: what its keepers edit. Rows with a first or last day are left alone."""
    return OpeningPeriod.objects.filter(
        channel=key.channel, language=key.language, service_area=key.area, valid_from=None, valid_until=None
    )


def lines_of(area: str | None) -> list[LineKey]:
    """The lines that have hours of their own, by order of channel and language."""
    rows = OpeningPeriod.objects.filter(service_area=area)
    order = ("channel__position", "language__position")
    pairs = rows.order_by(*order).values_list("channel", "language", *order).distinct()
    return [LineKey(channel, language, area) for channel, language, *_positions in pairs]


def coming_exceptions(today: date):
    return OpeningException.objects.filter(on_day__gte=today).select_related("channel", "language", "service_area")


def recent_changes(limit: int) -> list:
    """The newest history rows of periods and exceptions together; loading starting data is not a change."""
    found = [
        row
        for model in (OpeningPeriod, OpeningException)
        for row in model.history.exclude(history_change_reason="loaded").select_related("history_user")[:limit]
    ]
    return sorted(found, key=lambda row: row.history_date, reverse=True)[:limit]
