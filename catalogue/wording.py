"""Hours of a service channel as words of the page's language: "ma–pe klo 9–15", "24.12.2026 suljettu"."""

from collections.abc import Iterable
from datetime import date, time
from typing import NamedTuple

from django.utils.translation import get_language, gettext, pgettext

from contactcenter import timestamps
from contactcenter.opening_hours.words import span_words, weekday_short
from contactcenter.reference.models import FALLBACK


class HoursLine(NamedTuple):
    """One line of hours with its note, which may be in another language than the page."""

    words: str
    note: str = ""
    note_language: str = ""


def hours_lines(rows: Iterable[dict]) -> list[HoursLine]:
    """Lines for the rows of `ServiceChannel.hours` that hold today or later, weekly hours first."""
    today = timestamps.local_day(timestamps.now())
    current = [row for row in rows if (row.get("until") or today.isoformat()) >= today.isoformat()]
    groups: dict[tuple, list[dict]] = {}
    for row in current:
        groups.setdefault(_heading(row), []).append(row)
    lines = (HoursLine(_words(groups[key]), *_note(dict(key[-1]))) for key in sorted(groups, key=_order))
    return [line for line in lines if line.words or line.note]


def _heading(row: dict) -> tuple:
    """Rows that share a line: same kind, dates, way of being open, and note."""
    ways = (row.get("closed", False), row.get("always", False), row.get("by_appointment", False))
    note = tuple(sorted((row.get("note") or {}).items()))
    return row.get("kind") == "exception", row.get("from", ""), row.get("until", ""), ways, note


def _order(heading: tuple) -> tuple:
    """Weekly hours before exceptions, exceptions by date; hours that speak the page's language first."""
    is_exception, first, last, _ways, note = heading
    is_foreign = bool(note) and page_language() not in dict(note)
    return is_exception, first if is_exception else "", last if is_exception else "", is_foreign


def page_language() -> str:
    return (get_language() or "fi")[:2]


def _words(rows: list[dict]) -> str:
    first = rows[0]
    if first.get("closed"):
        words = gettext("closed")
    elif first.get("always"):
        words = gettext("open around the clock")
    else:
        words = ", ".join(_periods([row for row in rows if row.get("opens") and row.get("closes")]))
    if first.get("by_appointment"):
        words = ", ".join(filter(None, [words, gettext("by appointment")]))
    return f"{dates} {words}".strip() if words and (dates := _dates(first)) else words


def _periods(rows: list[dict]) -> list[str]:
    """Days with the same times side by side are one span: Monday to Thursday 9–15, Friday 9–12."""
    nights = [row for row in rows if "closes_weekday" in row]
    days: dict[int | None, set[tuple[str, str]]] = {}
    for row in rows:
        if "closes_weekday" not in row:
            days.setdefault(row.get("weekday"), set()).add((row["opens"], row["closes"]))
    words = [_clock(sorted(days.pop(None)))] if None in days else []
    for first, last, times in _spans(days):
        words.append(f"{_days(first, last)} {_clock(times)}")
    return words + [_night(row) for row in sorted(nights, key=lambda row: (row["weekday"], row["opens"]))]


def _spans(days: dict[int, set]) -> list[tuple[int, int, list]]:
    spans: list[tuple[int, int, list]] = []
    for day in sorted(days):
        times = sorted(days[day])
        if spans and spans[-1][1] == day - 1 and spans[-1][2] == times:
            spans[-1] = (spans[-1][0], day, times)
        else:
            spans.append((day, day, times))
    return spans


def _days(first: int, last: int) -> str:
    ends = [weekday_short(first), weekday_short(last)]
    return ends[0] if first == last else "–".join(ends) if last - first > 1 else ", ".join(ends)


def _clock(times: list[tuple[str, str]]) -> str:
    spans = gettext(" and ").join(span_words(_time(opens), _time(closes)) for opens, closes in times)
    return pgettext("times of day", "%(times)s") % {"times": spans}


def _night(row: dict) -> str:
    """Over midnight both days are said: Friday 22 to Saturday 4."""
    times = [span_words(_time(row[key]), time(12)).split("–")[0] for key in ("opens", "closes")]
    return gettext("%(first_day)s %(opens)s – %(last_day)s %(closes)s") % {
        "first_day": weekday_short(row["weekday"]),
        "opens": times[0],
        "last_day": weekday_short(row["closes_weekday"]),
        "closes": times[1],
    }


def _dates(row: dict) -> str:
    """The days between which a row holds; weekly hours that hold until further notice have none."""
    first, last = _date(row.get("from")), _date(row.get("until"))
    if row.get("kind") != "exception" and not last:
        return gettext("From %(day)s") % {"day": first} if first and row["from"] > _today() else ""
    if first and last and first != last:
        return f"{first}–{last}"
    return first or last


def _today() -> str:
    return timestamps.local_day(timestamps.now()).isoformat()


def _date(text: str | None) -> str:
    if not text:
        return ""
    day = date.fromisoformat(text)
    return f"{day.day}.{day.month}.{day.year}"


def _time(text: str) -> time:
    return time.fromisoformat(text)


def _note(texts: dict[str, str]) -> tuple[str, str]:
    for code in FALLBACK[page_language()]:
        if texts.get(code):
            return texts[code], code
    return "", ""
