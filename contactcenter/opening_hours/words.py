"""Opening hours as words, in the page's language: "Auki tänään klo 15.00 asti", "ma–pe klo 9–15"."""

from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, gettext, pgettext

from contactcenter import timestamps
from contactcenter.reference.models import text_of
from contactcenter.timestamps import local, local_day

from .models import WEEKDAYS
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
    return gettext("Closed. Opens %(weekday)s %(date)s at %(time)s.") % words


def _moment_words(moment: datetime) -> dict[str, str]:
    return {"weekday": _on_weekday(moment.weekday()), "date": day_words(moment), "time": time_format(moment.time())}


def day_words(day: date) -> str:
    """18.11. in Finnish and English, 18.11 in Swedish."""
    return f"{day.day}.{day.month}" + ("" if (get_language() or "fi").startswith("sv") else ".")


def weekday_short(weekday: int) -> str:
    return [
        pgettext("weekday short", "Mon"),
        pgettext("weekday short", "Tue"),
        pgettext("weekday short", "Wed"),
        pgettext("weekday short", "Thu"),
        pgettext("weekday short", "Fri"),
        pgettext("weekday short", "Sat"),
        pgettext("weekday short", "Sun"),
    ][weekday]


def _on_weekday(weekday: int) -> str:
    return [
        gettext("on Monday"),
        gettext("on Tuesday"),
        gettext("on Wednesday"),
        gettext("on Thursday"),
        gettext("on Friday"),
        gettext("on Saturday"),
        gettext("on Sunday"),
    ][weekday]


def weekday_name(weekday: int) -> str:
    return str(dict(WEEKDAYS)[weekday])


def concerns_words(row) -> str:
    """Which lines a period or an exception concerns: "Asiakaschat, ruotsi", "Kaikki linjat"."""
    named = [one for one in (row.channel, row.language, row.service_area) if one is not None]
    return ", ".join(one.name for one in named) or gettext("All lines")


def change_words(change) -> str:
    """A history row of a period or an exception as one line."""
    times = span_words(change.opens, change.closes) if change.opens else gettext("closed")
    if hasattr(change, "weekday"):
        return f"{concerns_words(change)}: {weekday_short(change.weekday)} {times}"
    return f"{date_format(change.on_day)}, {concerns_words(change)}: {times}, {text_of(change, 'name').value}"


def span_words(opens: time, closes: time) -> str:
    """9–15, 9.30–12: whole hours without minutes. Midnight at the end of the day is 24."""
    return f"{_hour(opens)}–{'24' if closes == MIDNIGHT else _hour(closes)}"


def clock_words(wall: time) -> str:
    """9.00, 14.30: a time by itself."""
    return f"{wall.hour}.{wall.minute:02}"


def _hour(wall: time) -> str:
    return clock_words(wall) if wall.minute else str(wall.hour)


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
