"""What the pages of a case show: its plan, tasks, next steps, and the cases of a person."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import QuerySet

from contactcenter import timestamps
from contactcenter.accounts.models import User

from ..drafts import read_facts
from ..models import (
    ActsNext,
    AgreedService,
    Case,
    CaseOutcome,
    CaseTransition,
    Contact,
    ContactReason,
    ContactState,
    Person,
    Representative,
    Task,
)
from ..retention import shown_cases
from .hand_overs import case_workers

SOON = timedelta(days=2)
DONE_SHOWN = 5


class Due(NamedTuple):
    """A row with a day: `urgency` is `late`, `soon` or nothing."""

    row: object
    urgency: str


def today() -> date:
    return timestamps.local_day(timestamps.now())


def urgency_of(day: date | None) -> str:
    if day is None or day > today() + SOON:
        return ""
    return "late" if day < today() else "soon"


def tasks_of(case: Case) -> tuple[list[Due], list[Task]]:
    """What is open, by its day, and the last that were done, so that a slip can be undone."""
    rows = list(case.tasks.select_related("responsible", "unit", "done_by"))
    done = sorted((task for task in rows if task.done_at), key=lambda task: task.done_at, reverse=True)
    return [Due(task, urgency_of(task.due_on)) for task in rows if not task.done_at], done[:DONE_SHOWN]


def agreed_services(case: Case) -> QuerySet[AgreedService]:
    return case.agreed_services.select_related("service__provider")


def steps_of(case: Case) -> QuerySet[CaseTransition]:
    """The steps that the data allows from where the case stands."""
    rows = CaseTransition.objects.filter(from_state=case.state_id, is_active=True, to_state__is_active=True)
    return rows.select_related("to_state")


def outcomes() -> QuerySet[CaseOutcome]:
    return CaseOutcome.objects.filter(is_active=True)


def workers_of(units: set[int]) -> QuerySet[User]:
    return case_workers().filter(unit__in=units)


def actor_of(case: Case) -> str:
    """Who acts next, in words."""
    if case.acts_next == ActsNext.OTHER:
        return case.acts_next_name
    if case.acts_next == ActsNext.UNIT:
        return case.unit.name
    return case.responsible.display_name if case.responsible else ""


def representatives_of(person: Person | None) -> list[Representative]:
    return list(person.representatives.filter(ended_at__isnull=True)) if person else []


def cases_of_person(person: Person) -> QuerySet[Case]:
    """Open ones first, then the newest."""
    rows = person.cases.filter(shown_cases()).select_related("state", "responsible", "unit", "service_area", "outcome")
    return rows.order_by("is_closed", "-opened_at")


def open_cases_of_person(person: Person | None) -> QuerySet[Case]:
    return cases_of_person(person).filter(is_closed=False) if person else Case.objects.none()


def first_subject(contact: Contact) -> str:
    """What a case of this contact is called unless the counsellor says otherwise: the main question."""
    if contact.state == ContactState.COMPLETE:
        main = contact.topics.filter(is_main=True).select_related("reason").first()
        return main.reason.name if main else ""
    code = next((topic.reason for topic in read_facts(contact.draft.data).topics if topic.is_main), "")
    reason = ContactReason.objects.filter(pk=code).first()
    return reason.name if reason else ""


def persons_who_came_known(case: Case) -> QuerySet[Person]:
    """Of an anonymous case: the persons whom its contacts turned out to be about."""
    rows = Person.objects.filter(contacts__case=case, merged_into__isnull=True)
    return rows.distinct() if case.person_id is None else Person.objects.none()


def has_plan(case: Case) -> bool:
    return bool(case.own_words or case.agreed or case.fallback)
