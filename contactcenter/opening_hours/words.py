"""Opening hours as words, in the page's language: "Auki tänään klo 15.00 asti", "ma–pe klo 9–15"."""

from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.utils.formats import time_format
from django.utils.translation import get_language, gettext, pgettext

from contactcenter import timestamps
from contactcenter.timestamps import local, local_day

from .queries import MIDNIGHT, LineKey, LineState, Timetable


def state_words(state: LineState, at: datetime | None = None) -> str:
    """One sentence that says when, not only that; near days are told from `at` (default: now)."""
    today = local_day(at or timestamps.now())
    if state.is_open:
        return _open_words(state.closes_at, today) if state.closes_at else gettext("Open around the clock")
    return _closed_words(state.opens_at, today) if state.opens_at else gettext("Closed for the time being.")


def _open_words(closes_at: datetime, today: date) -> str:
    moment = local(closes_at)
    words = _moment_words(moment)
    if moment.date() == today:
        return gettext("Open today until %(time)s") % words
    if moment.time() == MIDNIGHT and moment.date() == today + timedelta(days=1):
        return gettext("Open today until midnight")
    if moment.date() == today + timedelta(days=1):
        return gettext("Open until tomorrow %(time)s") % words
    return gettext("Open until %(date)s at %(time)s") % words


def _closed_words(opens_at: datetime, today: date) -> str:
    moment = local(opens_at)
    words = _moment_words(moment)
    if moment.date() == today:
        return gettext("Closed. Opens today at %(time)s.") % words
    if moment.date() == today + timedelta(days=1):
        return gettext("Closed. Opens tomorrow at %(time)s.") % words
    return gettext("Closed. Opens on %(weekday)s %(date)s at %(time)s.") % words


def _moment_words(moment: datetime) -> dict[str, str]:
    return {"weekday": _on_weekday(moment.weekday()), "date": day_words(moment), "time": time_format(moment.time())}


def day_words(day: date) -> str:
    """18.11. in Finnish and English, 18.11 in Swedish."""
    return f"{day.day}.{day.month}" + ("" if (get_language() or "fi").startswith("sv") else ".")


def weekday_short(weekday: int) -> str:
    return [
        pgettext("weekday short", "Mon"), pgettext("weekday short", "Tue"), pgettext("weekday short", "Wed"),
        pgettext("weekday short", "Thu"), pgettext("weekday short", "Fri"), pgettext("weekday short", "Sat"),
        pgettext("weekday short", "Sun"),
    ][weekday]


def _on_weekday(weekday: int) -> str:
    return [
        pgettext("on which day", "Monday"), pgettext("on which day", "Tuesday"), pgettext("on which day", "Wednesday"),
        pgettext("on which day", "Thursday"), pgettext("on which day", "Friday"), pgettext("on which day", "Saturday"),
        pgettext("on which day", "Sunday"),
    ][weekday]


def span_words(opens: time, closes: time) -> str:
    """9–15, 9.30–12: whole hours without minutes. Midnight at the end of the day is 24."""
    return f"{_clock(opens)}–{'24' if closes == MIDNIGHT else _clock(closes)}"


def _clock(wall: time) -> str:
    return str(wall.hour) if not wall.minute else f"{wall.hour}.{wall.minute:02}"


def weekly_words(key: LineKey) -> str:
    """The week of a line as a sentence, holidays and exceptions apart; empty when it is never open."""
    today = local_day(timestamps.now())
    week = Timetable.since(today).week_of(key, today)
    groups = [(week[days[0]], days) for _hours, group in groupby(range(7), week.__getitem__) for days in [list(group)]]
    return ", ".join(
        gettext("%(days)s %(hours)s") % {"days": _days(days), "hours": " ".join(span_words(*span) for span in hours)}
        for hours, days in groups
        if hours
    )


def _days(weekdays: list[int]) -> str:
    ends = [weekday_short(weekdays[0]), weekday_short(weekdays[-1])]
    return ends[0] if len(weekdays) == 1 else "–".join(ends)
