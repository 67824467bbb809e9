"""Worklists: everything that waits for somebody as rows of one shape, out of cases, tasks, hand-overs and drafts.

Each source is limited and ordered in the database by its own index; the union of what is left is one statement, and
so is the count of every tab.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import NamedTuple
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    Count,
    DateField,
    DateTimeField,
    F,
    IntegerField,
    Q,
    QuerySet,
    Subquery,
    TimeField,
    UUIDField,
    Value,
    When,
)
from django.db.models import Case as Either
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import get_language

from contactcenter.accounts.models import User
from contactcenter.opening_hours.working_days import working_day_after

from ..models import ActsNext, Case, Contact, ContactState, HandOver, HandOverKind, HandOverState, Task
from .contacts import contains
from .hand_overs import received_by

PAGE_SIZE = 50
PAGES = 40
TABS = ("mine", "unit", "due", "waiting", "received", "returned", "drafts")
RETURNED_FIRST, BY_DAY = 0, 1
WAITS = Q(acts_next=ActsNext.OTHER) | Q(state__is_waiting=True)  # of a case


class WorkRow(NamedTuple):
    """A row of a worklist. `day` is when somebody is expected to act; `moment` when it came, where that matters."""

    rank: int
    day: date | None
    at: time | None
    kind: str
    pk: str
    case: UUID | None
    number: str
    what: str
    person: UUID | None
    first_name: str | None
    last_name: str | None
    language: str
    area: str
    state: str
    state_name: str
    is_waiting: bool
    actor: int | None
    actor_first: str | None
    actor_last: str | None
    actor_name: str | None
    moment: datetime | None
    since: datetime
    deadline: date | None
    started: date | None

    @property
    def who(self) -> str:
        """The person's name as lists write it; nothing when nobody is known by name."""
        return ", ".join(name for name in (self.last_name, self.first_name) if name)


class Filters(NamedTuple):
    """What narrows a worklist; names come by POST and never stand in an address."""

    text: str = ""
    area: str = ""
    language: str = ""


class Reader(NamedTuple):
    """Whose worklist it is: asked once a page."""

    user: User
    units: set[int]
    today: date

    @property
    def horizon(self) -> date:
        """Due is what is late, what is for today and what is for the next working day."""
        return working_day_after(self.today, 1)


class Source(NamedTuple):
    """Rows of one table, how they become a `WorkRow`, and the path from them to the case."""

    rows: QuerySet
    shape: dict
    case_path: str


class WorkPage(NamedTuple):
    rows: list[WorkRow]
    number: int
    has_next: bool


def work_page(reader: Reader, tab: str, filters: Filters, number: int) -> WorkPage:
    """One page of a tab in one statement."""
    number = min(max(number, 1), PAGES)
    first = (number - 1) * PAGE_SIZE
    parts = [_limited(narrowed(rows, filters), first + PAGE_SIZE + 1) for rows in sources(reader, tab)]
    fields = [f"r_{name}" for name in WorkRow._fields]
    rows = parts[0].values_list(*fields)
    if len(parts) > 1:
        rows = rows.union(*(part.values_list(*fields) for part in parts[1:]), all=True)
    found = [_read(*row) for row in rows.order_by(*_order())[first : first + PAGE_SIZE + 1]]
    return WorkPage(found[:PAGE_SIZE], number, len(found) > PAGE_SIZE)


def _read(*values) -> WorkRow:
    """Keys as text come out of the two databases with and without dashes; those of tasks are numbers."""
    row = WorkRow(*values)
    return row if row.kind == "task" else row._replace(pk=str(UUID(row.pk)))


def tab_counts(reader: Reader, tabs: Iterable[str] = TABS) -> dict[str, int]:
    """How much stands on each tab, in one statement."""
    totals = {f"n_{tab}": sum(_count(rows) for rows in sources(reader, tab)) for tab in tabs}
    row = User.objects.filter(pk=reader.user.pk).values(**totals).get()
    return {name.removeprefix("n_"): count for name, count in row.items()}


# ---- what stands on a tab ----
def sources(reader: Reader, tab: str) -> list[Source]:
    return {
        "mine": _mine, "unit": _unit, "due": _due, "waiting": _waiting, "received": _received,
        "returned": lambda reader: [returned(Q(from_user=reader.user))],
        "drafts": lambda reader: [drafts(reader.user)],
    }[tab](reader)  # fmt: skip


def _mine(reader: Reader) -> list[Source]:
    own, user = Q(responsible=reader.user), reader.user
    return [
        cases(own), tasks(own), received(Q(to_user=user), reader.today), under_way(Q(answered_by=user)),
        returned(Q(from_user=user)), drafts(user),
    ]  # fmt: skip


def _unit(reader: Reader) -> list[Source]:
    units = Q(unit__in=reader.units)
    to_unit = Q(to_unit__in=reader.units) & ~Q(from_user=reader.user)
    assessing = Q(to_unit__in=reader.units) | Q(answered_by__unit__in=reader.units)
    return [
        cases(units), tasks(units), received(to_unit, reader.today), under_way(assessing),
        returned(Q(from_unit__in=reader.units)),
    ]  # fmt: skip


def _due(reader: Reader) -> list[Source]:
    """What the user is to do soon, and what nobody of the user's units has taken."""
    whose = Q(responsible=reader.user) | Q(responsible=None, unit__in=reader.units)
    deadline = Q(deadline_on__lte=reader.horizon)
    return [
        cases(whose & Q(next_on__lte=reader.horizon)),
        tasks(whose & Q(due_on__lte=reader.horizon)),
        received(received_by(reader.user, reader.units) & deadline, reader.today),
        under_way(Q(answered_by=reader.user, started_on=None) & deadline),
    ]


def _waiting(reader: Reader) -> list[Source]:
    user = reader.user
    return [
        cases(Q(responsible=user) & WAITS),
        tasks((Q(responsible=user) | Q(created_by=user)) & ~Q(waits_for="")),
        sent(Q(from_user=user)),
    ]


def _received(reader: Reader) -> list[Source]:
    whose = received_by(reader.user, reader.units)
    return [received(whose, reader.today), under_way(whose)]


# ---- the sources, as rows of one shape ----
def cases(condition: Q) -> Source:
    rows = Case.objects.filter(condition, is_closed=False)
    return _shaped(
        rows, "case", "", day=F("next_on"), what=Coalesce(NullIf(F("next_step"), Value("")), F("subject")),
        state=F("state_id"), state_name=_named("state"), is_waiting=_either(WAITS), **_actor_of_case(),
    )  # fmt: skip


def tasks(condition: Q) -> Source:
    rows = Task.objects.filter(condition, done_at=None, case__is_closed=False)
    waits = Coalesce(NullIf(F("waits_for"), Value("")), _named("unit"))
    return _shaped(
        rows, "task", "case__", day=F("due_on"), at=F("due_at"), what=F("title"),
        state=Coalesce(NullIf(F("waits_for"), Value("")), Value("")), **_person_when(Q(waits_for="")), actor_name=waits,
    )  # fmt: skip


def received(condition: Q, today: date) -> Source:
    """Waits for the receiver; without a deadline it is something for today."""
    rows = HandOver.objects.filter(condition, state=HandOverState.SENT, case__is_closed=False)
    day = Coalesce(F("deadline_on"), Value(today, DateField()))
    return _hand_overs(rows, "received", day=day, **_receiver())


def under_way(condition: Q) -> Source:
    """Assessments that were promised and are not ready."""
    accepted = Q(kind=HandOverKind.ASSESSMENT, state=HandOverState.ACCEPTED, case__is_closed=False)
    rows = HandOver.objects.filter(condition, accepted)
    who = {**_person("answered_by"), "actor_name": _none(CharField())}
    return _hand_overs(rows, "assessment", day=F("deadline_on"), **who)


def returned(condition: Q) -> Source:
    rows = HandOver.objects.filter(condition, state=HandOverState.RETURNED, is_return_seen=False, case__is_closed=False)
    first = {"rank": Value(RETURNED_FIRST, IntegerField()), **_person("from_user"), "actor_name": _none(CharField())}
    return _hand_overs(rows, "returned", day=_none(DateField()), moment=F("answered_at"), **first)


def sent(condition: Q) -> Source:
    """The sender's side: what others have not answered, and assessments that have not begun."""
    waits = Q(state=HandOverState.SENT) | Q(
        state=HandOverState.ACCEPTED, kind=HandOverKind.ASSESSMENT, started_on__isnull=True
    )
    rows = HandOver.objects.filter(condition, waits, case__is_closed=False)
    return _hand_overs(rows, "sent", day=F("deadline_on"), **_receiver())


def drafts(user: User) -> Source:
    rows = Contact.objects.filter(handled_by=user, state=ContactState.OPEN)
    return _shaped(
        rows, "draft", None, day=F("opened_on"), what=_named("channel"), state=F("channel_id"), moment=F("opened_at"),
        **_person("handled_by"), actor_name=_none(CharField()),
    )  # fmt: skip


def _hand_overs(rows: QuerySet[HandOver], kind: str, **given) -> Source:
    values = {"what": F("case__subject"), "moment": F("sent_at"), "deadline": F("deadline_on"),
              "started": F("started_on"), "state": F("kind")}  # fmt: skip
    return _shaped(rows, kind, "case__", **{**values, **given})


def _shaped(rows: QuerySet, kind: str, case: str | None, **given) -> Source:
    """The rows with every field of `WorkRow`; `case` leads to the case, and None says that there is none."""
    base, text, day = case or "", CharField(), DateField()
    values = {
        "rank": Value(BY_DAY, IntegerField()), "kind": Value(kind, text), "pk": Cast(F("pk"), text),
        "at": _none(TimeField()), "moment": _none(DateTimeField()), "deadline": _none(day), "started": _none(day),
        "case": _none(UUIDField()) if case is None else F(f"{base}pk"),
        "number": F(f"{base}number"), "person": F(f"{base}person_id"), "since": F(f"{base}opened_at"),
        "first_name": F(f"{base}person__first_name"), "last_name": F(f"{base}person__last_name"),
        "language": F(f"{base}language_id"), "area": F(f"{base}service_area_id"),
        "state_name": Value("", text), "is_waiting": Value(False, BooleanField()), **given,
    }  # fmt: skip
    return Source(rows, {f"r_{name}": values[name] for name in WorkRow._fields}, base)


def _none(field):
    return Cast(Value(None), field)


def _named(path: str):
    """A row's name in the language of the page, or in one that exists."""
    first = get_language() or "fi"
    names = [f"{path}__name_{code}" for code in dict.fromkeys([first, "fi", "sv", "en"])]
    return Coalesce(*(NullIf(F(name), Value("")) for name in names), Value(""), output_field=CharField())


def _person(path: str) -> dict:
    return {"actor": F(f"{path}_id"), "actor_first": F(f"{path}__first_name"), "actor_last": F(f"{path}__last_name")}


def _receiver() -> dict:
    return {**_person("to_user"), "actor_name": _named("to_unit")}


def _actor_of_case() -> dict:
    """The responsible person when they act next; else the unit's name or who else was written down."""
    other = Coalesce(NullIf(F("acts_next_name"), Value("")), _named("unit"))
    return {**_person_when(Q(acts_next=ActsNext.RESPONSIBLE)), "actor_name": other}


def _person_when(condition: Q) -> dict:
    """The responsible person where `condition` holds, else nobody."""
    fields = (IntegerField(), CharField(), CharField())
    return {
        name: Either(When(condition, then=value), default=_none(field))
        for (name, value), field in zip(_person("responsible").items(), fields, strict=True)
    }


def _either(condition: Q):
    return Either(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


# ---- narrowing, ordering, counting ----
def narrowed(source: Source, filters: Filters) -> Source:
    rows, path = source.rows, source.case_path
    if filters.area:
        rows = rows.filter(**{f"{path}service_area": filters.area})
    if filters.language:
        rows = rows.filter(**{f"{path}language": filters.language})
    names = [f"{path}{name}" for name in ("person__last_name", "person__first_name", "number")]
    for word in filters.text.split()[:4]:
        rows = rows.annotate(r_what=source.shape["r_what"]).filter(contains([*names, "r_what"], word))
    return source._replace(rows=rows)


ORDER = ("r_day", "r_at", "r_moment")


def _order() -> list:
    return [F("r_rank").asc(), *(F(name).asc(nulls_last=True) for name in ORDER), F("r_pk").asc()]


def _limited(source: Source, limit: int) -> QuerySet:
    """Only the first ones. Through their keys, since SQLite knows no limit inside a union."""
    ordered = source.rows.annotate(**{name: source.shape[name] for name in ORDER})
    first = ordered.order_by(*(F(name).asc(nulls_last=True) for name in ORDER), "pk").values("pk")[:limit]
    return source.rows.model.objects.filter(pk__in=first).order_by().annotate(**source.shape)


def _count(source: Source):
    counted = source.rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0))
