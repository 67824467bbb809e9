"""When the demo's contacts came: by weekday, hour and season, inside the opening hours of their day."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from contactcenter.opening_hours.queries import LineKey, Timetable, instant
from contactcenter.timestamps import local_day

PER_WORKDAY = 11.2  # about 3,000 in thirteen months
BY_WEEKDAY = [1.25, 1.1, 1.0, 0.95, 0.75, 0.0, 0.0]
BY_HOUR = {9: 1.3, 10: 1.4, 11: 1.1, 12: 0.85, 13: 1.0, 14: 0.7}
BY_MONTH = {1: 1.15, 6: 0.9, 7: 0.7, 12: 0.85}
SWEDISH = 0.06
OTHER_LANGUAGES = {"en": 0.012, "ru": 0.005, "uk": 0.004, "ar": 0.003}


class Arrival(NamedTuple):
    """When somebody came, in which language."""

    at: datetime
    language: str


def arrivals(*, days: int, until: datetime, random: Random) -> Iterator[Arrival]:
    """Arrivals of the last `days` days, in order, none after `until`."""
    last = local_day(until)
    timetable = Timetable.since(last - timedelta(days=days))
    for offset in range(days, -1, -1):
        day = last - timedelta(days=offset)
        yield from sorted(arrival for arrival in _of_day(day, timetable, random) if arrival.at < until)


def _of_day(day: date, timetable: Timetable, random: Random) -> Iterator[Arrival]:
    expected = PER_WORKDAY * BY_WEEKDAY[day.weekday()] * BY_MONTH.get(day.month, 1.0)
    for _ in range(round(max(0.0, random.gauss(expected, expected**0.5)))):
        language = _language(random)
        hours = timetable.hours_on(day, LineKey("PUH", "sv" if language == "sv" else "fi"))
        moments = [time(hour) for hour in BY_HOUR if any(opens <= time(hour) < closes for opens, closes in hours)]
        if moments:
            hour = random.choices(moments, [BY_HOUR[moment.hour] for moment in moments])[0]
            yield Arrival(instant(day, hour) + timedelta(seconds=random.randrange(3600)), language)


def _language(random: Random) -> str:
    codes, weights = ["sv", *OTHER_LANGUAGES], [SWEDISH, *OTHER_LANGUAGES.values()]
    return random.choices([*codes, "fi"], [*weights, 1 - sum(weights)])[0]
