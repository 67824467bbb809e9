"""The story of a case in words, newest first: its contacts, notes, hand-overs and everything that was changed."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import FilteredRelation, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .models import (
    ActsNext,
    AgreedService,
    Case,
    CaseGoal,
    CaseNote,
    Contact,
    Task,
)
from .queries.hand_overs import hand_over_events

REMOVED = "-"
NOTE, CONTACT = "note", "contact"
PLAN = ("own_words", "agreed", "fallback")
DETAILS = ("subject", "service_area_id", "language_id", "municipality_id")
NEXT = ("acts_next", "acts_next_name", "next_step", "next_on")


class Line(NamedTuple):
    """What one change says: `tone` marks a milestone (`is-key`) or what went wrong (`is-bad`)."""

    text: str
    icon: str = "edit"
    tone: str = ""
    detail: str = ""


class Entry(NamedTuple):
    """A line of the timeline; a note and a contact also bring their row."""

    at: datetime
    line: Line
    kind: str = ""
    note: CaseNote | None = None
    contact: Contact | None = None
    annulled_by: str = ""


def timeline_of(case: Case) -> list[Entry]:
    """Every entry, newest first. A case is read whole: a line tells what a row said before it changed."""
    cases = case.history.select_related("responsible", "unit", "state", "outcome", "level", "segment")
    entries = [
        *_changes(cases, of_case),
        *_changes(CaseGoal.history.filter(case_id=case.pk), of_goal),
        *_changes(AgreedService.history.filter(case_id=case.pk).select_related("service"), of_service),
        *_changes(Task.history.filter(case_id=case.pk), of_task),
        *_hand_overs(case),
        *_notes(case),
        *_contacts(case),
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def contacts_with_reason(case: Case) -> QuerySet[Contact]:
    """The case's contacts with their main question, newest first."""
    main = FilteredRelation("topics", condition=Q(topics__is_main=True))
    rows = case.contacts.annotate(main=main).select_related("main__reason", "channel", "handled_by", "municipality")
    return rows.order_by("-opened_at")


def _changes(rows: QuerySet, words_of: Callable) -> Iterator[Entry]:
    """The rows of a history, each told against the one before it."""
    before: dict = {}
    for row in rows.select_related("history_user").order_by("history_id"):
        for line in words_of(row, before.get(row.id), name_of(row.history_user)):
            yield Entry(row.history_date, line)
        before[row.id] = row


def name_of(user) -> str:
    return user.display_name if user else _("Somebody")


def day(value: date | None) -> str:
    return date_format(value, "SHORT_DATE_FORMAT") if value else ""


def differs(row, before, *names: str) -> bool:
    return any(getattr(row, name) != getattr(before, name) for name in names)


# ---- the case itself ----
def of_case(row, before, who: str) -> Iterator[Line]:
    if before is None:
        yield Line(_("%(who)s opened the case") % {"who": who}, "flag", "is-key")
        return
    if differs(row, before, "state_id"):
        yield _state_line(row, before, who)
    if differs(row, before, "responsible_id", "unit_id"):
        yield _owner_line(row, before, who)
    if not row.is_closed and differs(row, before, *NEXT):
        yield _next_line(row, before, who)
    if differs(row, before, *PLAN):
        is_new = not any(getattr(before, name) for name in PLAN)
        words = _("%(who)s wrote the plan") if is_new else _("%(who)s changed the plan")
        yield Line(words % {"who": who}, "list")
    yield from _detail_lines(row, before, who)


def _state_line(row, before, who: str) -> Line:
    if row.is_closed:
        words = _("%(who)s closed the case: %(outcome)s") % {"who": who, "outcome": str(row.outcome or "").lower()}
        return Line(words, "check", "is-key", row.closing_note)
    if before.is_closed:
        return Line(_("%(who)s reopened the case") % {"who": who}, "again", "is-key", row.history_change_reason or "")
    words = _("%(who)s set the state: %(state)s") % {"who": who, "state": row.state.name}
    return Line(words, "clock", "", row.history_change_reason or "")


def _owner_line(row, before, who: str) -> Line:
    if row.responsible_id and differs(row, before, "responsible_id"):
        words = _("%(who)s made %(person)s responsible") % {"who": who, "person": row.responsible.display_name}
    elif differs(row, before, "unit_id"):
        words = _("%(who)s gave the case to the unit %(unit)s") % {"who": who, "unit": row.unit.name}
    else:
        words = _("%(who)s left the case to the unit") % {"who": who}
    return Line(words, "person")


def _next_line(row, before, who: str) -> Line:
    if not differs(row, before, "acts_next", "acts_next_name", "next_step"):
        return Line(_("%(who)s moved the next step to %(day)s") % {"who": who, "day": day(row.next_on)}, "calendar")
    words = _("%(who)s agreed what happens next: %(step)s, %(day)s")
    return Line(words % {"who": who, "step": row.next_step, "day": day(row.next_on)}, "arrow", "", _actor(row))


def _actor(row) -> str:
    """Who acts next, in words."""
    if row.acts_next == ActsNext.OTHER:
        return row.acts_next_name
    name = row.unit.name if row.acts_next == ActsNext.UNIT else row.responsible and row.responsible.display_name
    return name or ""


def _detail_lines(row, before, who: str) -> Iterator[Line]:
    if differs(row, before, "level_id"):
        yield Line(_("%(who)s changed the level: %(level)s") % {"who": who, "level": row.level.name}, "figures")
    if differs(row, before, "segment_id"):
        name = row.segment.name if row.segment else pgettext("segment", "none")
        yield Line(_("%(who)s changed the client segment: %(segment)s") % {"who": who, "segment": name}, "figures")
    if differs(row, before, *DETAILS):
        yield Line(_("%(who)s corrected the details of the case") % {"who": who})
    if differs(row, before, "person_id"):
        yield Line(_("%(who)s recorded whose case this is") % {"who": who}, "person")


# ---- the plan ----
def of_goal(row, before, who: str) -> Iterator[Line]:
    values = {"who": who, "goal": row.text}
    if row.history_type == REMOVED:
        yield Line(_("%(who)s took away the goal: %(goal)s") % values, "x")
    elif before is None:
        yield Line(_("%(who)s added the goal: %(goal)s") % values, "flag")
    elif row.reached_on and not before.reached_on:
        yield Line(_("Goal reached: %(goal)s · %(who)s") % values, "check", "is-key")
    elif before.reached_on and not row.reached_on:
        yield Line(_("%(who)s marked the goal as not reached: %(goal)s") % values, "again")
    elif differs(row, before, "text"):
        yield Line(_("%(who)s changed the goal: %(goal)s") % values)


def of_service(row, before, who: str) -> Iterator[Line]:
    name = row.service.name if row.service else row.name
    values = {"who": who, "service": name, "state": row.get_state_display().lower()}
    if row.history_type == REMOVED:
        yield Line(_("%(who)s took away the service: %(service)s") % values, "x")
    elif before is None:
        yield Line(_("%(who)s added the agreed service: %(service)s") % values, "book")
    elif differs(row, before, "state"):
        tone = "is-bad" if row.state == "failed" else ""
        yield Line(_("%(service)s: %(state)s · %(who)s") % values, "book", tone)


def of_task(row, before, who: str) -> Iterator[Line]:
    values = {"who": who, "task": row.title, "day": day(row.due_on)}
    if before is None:
        yield Line(_("%(who)s added the task: %(task)s, by %(day)s") % values, "plus")
    elif row.done_at and not before.done_at:
        yield Line(_("%(who)s finished the task: %(task)s") % values, "check")
    elif before.done_at and not row.done_at:
        yield Line(_("%(who)s took up the task again: %(task)s") % values, "again")
    elif not differs(row, before, "title", "responsible_id", "unit_id", "waits_for"):
        if differs(row, before, "due_on", "due_at"):
            yield Line(_("%(who)s moved the task to %(day)s: %(task)s") % values, "calendar")
    else:
        yield Line(_("%(who)s changed the task: %(task)s") % values)


# ---- hand-overs, notes and contacts ----
def _hand_overs(case: Case) -> Iterator[Entry]:
    for event in hand_over_events(case):
        text = f"{event.title} · {event.by}" if event.by else event.title
        yield Entry(event.at, Line(text, event.icon, f"is-{event.tone}" if event.tone else "", event.text))


def _notes(case: Case) -> Iterator[Entry]:
    """A note stands where it was written; an annulled one is shown struck, with who did it and why."""
    notes = list(case.notes.select_related("written_by"))
    by = _who_annulled(case) if any(note.annulled_at for note in notes) else {}
    for note in notes:
        line = Line(note.written_by.display_name, "lock")
        yield Entry(note.written_at, line, NOTE, note=note, annulled_by=by.get(note.pk, ""))


def _who_annulled(case: Case) -> dict[int, str]:
    rows = CaseNote.history.filter(case_id=case.pk, annulled_at__isnull=False).select_related("history_user")
    return {row.id: name_of(row.history_user) for row in rows}


def _contacts(case: Case) -> Iterator[Entry]:
    for contact in contacts_with_reason(case):
        values = {"channel": contact.channel.name, "number": contact.number, "who": contact.handled_by.display_name}
        main = getattr(contact, "main", None)  # not there at all when no question is
        reason = main.reason.name if main else ""
        icon = "chat" if contact.channel_id == "CHAT" else "phone"
        line = Line(_("%(channel)s, contact %(number)s · %(who)s") % values, icon, "", reason)
        yield Entry(contact.opened_at, line, CONTACT, contact=contact)
