"""A worklist's rows as the page shows them: when, who, state and age in words and shapes, and their groups."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from contactcenter.timestamps import local, local_day

from ..models import HandOverKind
from ..queries.worklists import RETURNED_FIRST, Reader, WorkRow


class Chip(NamedTuple):
    """A state: word, shape and tone (a class of `nv-chip`)."""

    text: str
    icon: str
    tone: str


class Line(NamedTuple):
    """One row of the page."""

    row: WorkRow
    url: str
    when: str
    tone: str  # late, soon or nothing
    who: str
    what: str
    chip: Chip
    actor: str
    age: str
    may_finish: bool
    may_postpone: bool


class Group(NamedTuple):
    code: str
    heading: str
    lines: list[Line]


def groups_of(rows: list[WorkRow], reader: Reader, now: datetime) -> list[Group]:
    """The rows under their headings, in the order in which they came."""
    found = []
    for code, members in groupby(rows, lambda row: group_code(row, reader.today)):
        found.append(Group(code, headings()[code], [line_of(row, reader, now) for row in members]))
    return found


def headings() -> dict[str, str]:
    return {"returned": _("Returned to me"), "late": _("Late"), "today": _("Today"), "week": _("This week"),
            "later": _("Later")}  # fmt: skip


def group_code(row: WorkRow, today: date) -> str:
    if row.rank == RETURNED_FIRST:
        return "returned"
    if row.day is None or row.started:
        return "later"
    if row.day <= today:
        return "late" if row.day < today else "today"
    sunday = today + timedelta(days=6 - today.weekday())
    return "week" if row.day <= sunday else "later"


def line_of(row: WorkRow, reader: Reader, now: datetime) -> Line:
    return Line(
        row, url_of(row), when_of(row, reader.today), tone_of(row, reader.today),
        row.who or anonymous(row), what_of(row), chip_of(row, reader.today), actor_of(row, reader), age_of(row, now),
        row.kind == "task", row.kind in ("task", "case"),
    )  # fmt: skip


def url_of(row: WorkRow) -> str:
    if row.kind == "draft":
        return reverse("casework:contact", args=[row.pk])
    if row.kind in ("received", "assessment"):
        return reverse("casework:hand_over", args=[row.pk])
    return reverse("casework:case", args=[row.case])


def anonymous(row: WorkRow) -> str:
    return _("anonymous, %(number)s") % {"number": row.number}


def tone_of(row: WorkRow, today: date) -> str:
    return {"returned": "late", "late": "late", "today": "soon"}.get(group_code(row, today), "")


def when_of(row: WorkRow, today: date) -> str:
    """A time for today, `yesterday`, a weekday within a week, else a date."""
    if row.kind in ("returned", "draft") or (row.kind == "received" and row.deadline is None):
        return _moment(row.moment, today)
    if row.day is None:
        return ""
    time = date_format(row.at, "TIME_FORMAT") if row.at else ""
    if row.day == today:
        return time or _("today")
    return f"{day_words(row.day, today)} {time}".strip()


def _moment(moment: datetime, today: date) -> str:
    day = local_day(moment)
    return date_format(local(moment), "TIME_FORMAT") if day == today else day_words(day, today)


def day_words(day: date, today: date) -> str:
    distance = (day - today).days
    named = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    if distance in named:
        return named[distance]
    short = f"{day.day}.{day.month}."
    if day.year != today.year:
        return f"{short}{day.year}"
    return f"{date_format(day, 'D').lower()} {short}" if abs(distance) < 7 else short


def what_of(row: WorkRow) -> str:
    if row.kind == "draft":
        return _("Draft: %(channel)s") % {"channel": row.what.lower()}
    return row.what


def chip_of(row: WorkRow, today: date) -> Chip:
    if row.kind == "returned":
        return Chip(_("Hand-over returned"), "back", "is-alert")
    if row.kind == "draft":
        return Chip(_("Draft"), "file", "is-line")
    if row.kind == "task":
        return Chip(_("Waits for others"), "clock", "is-line") if row.state else Chip(_("Task"), "check", "is-info")
    if row.kind == "case":
        is_waiting = row.is_waiting
        return Chip(
            _("Waits for others") if is_waiting else row.state_name, "clock" if is_waiting else "person", "is-line"
        )
    return _chip_of_hand_over(row, today)


def _chip_of_hand_over(row: WorkRow, today: date) -> Chip:
    if row.deadline and not row.started:
        is_soon = row.deadline <= today + timedelta(days=3)
        tone = "is-alert" if row.deadline < today else "is-warn" if is_soon else "is-info"
        return Chip(_("Deadline %(day)s") % {"day": day_words(row.deadline, today)}, "clock", tone)
    if row.kind == "assessment":
        return Chip(_("Assessment under way") if row.started else _("Assessment accepted"), "clock", "is-info")
    words = {HandOverKind.TRANSFER: _("Transfer offered"), HandOverKind.QUESTION: _("Question to answer"),
             HandOverKind.ASSESSMENT: _("Assessment asked for")}  # fmt: skip
    icons = {HandOverKind.TRANSFER: "arrow", HandOverKind.QUESTION: "mail", HandOverKind.ASSESSMENT: "flag"}
    return Chip(words[row.state], icons[row.state], "is-warn" if row.kind == "received" else "is-line")


def actor_of(row: WorkRow, reader: Reader) -> str:
    if row.actor == reader.user.pk:
        return pgettext("who acts next", "me")
    person = f"{row.actor_first or ''} {row.actor_last or ''}".strip()
    return person or row.actor_name or ""


def age_of(row: WorkRow, now: datetime) -> str:
    """How long the matter has been open, in the largest fitting unit."""
    days = (local_day(now) - local_day(row.since)).days
    if days > 0:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    minutes = max(int((now - row.since).total_seconds() // 60), 0)
    if minutes >= 60:
        return _("%(n)s h") % {"n": minutes // 60}
    return _("%(n)s min") % {"n": minutes}
