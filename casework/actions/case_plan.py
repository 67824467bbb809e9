"""The plan of a case: words, goals and agreed services."""

from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.models import Service
from contactcenter.accounts.models import User
from contactcenter.errors import ActionRefused
from contactcenter.timestamps import local_day, now

from ..models import AgreedService, Case, CaseGoal
from .case_merging import CaseConflict, merged
from .cases import cleaned, lock_open_case, remove_row, save_case, save_row, words_of

GOALS_LIMIT, SERVICES_LIMIT = 20, 30


class GoalFacts(NamedTuple):
    """A goal as a form sends it: `was` is its text when the form was opened; an empty text takes it away."""

    text: str
    pk: int | None = None
    was: str = ""


class ServiceFacts(NamedTuple):
    """An agreed service as a form sends it: of the catalogue or in words."""

    service: Service | None = None
    name: str = ""
    state: str = "agreed"
    since_on: date | None = None
    pk: int | None = None


@transaction.atomic
def save_plan(
    case: Case,
    *,
    by: User,
    version: int | None,
    own_words: str,
    agreed: str,
    fallback: str,
    goals: list[GoalFacts],
    services: list[ServiceFacts],
) -> Case:
    """Write the whole plan. What two editors both changed is a `CaseConflict`; the rest of both is kept.

    Goals and services that the form does not mention stay: somebody added them meanwhile.
    """
    locked = lock_open_case(case)
    words = cleaned(own_words=own_words, agreed=agreed, fallback=fallback)
    for name, value in merged(locked, version, words).items():
        setattr(locked, name, value)
    _write_goals(locked, goals, by)
    _write_services(locked, services, by)
    return save_case(locked, by)


def _write_goals(case: Case, goals: list[GoalFacts], by: User):
    present = {goal.pk: goal for goal in case.goals.all()}
    _check_goals(case, goals, present)
    if len(goals) + len(present.keys() - {facts.pk for facts in goals}) > GOALS_LIMIT:
        raise ActionRefused(_("A plan holds at most %(limit)s goals.") % {"limit": GOALS_LIMIT}, status=422)
    for position, facts in enumerate(goals):
        _write_goal(case, present.get(facts.pk), facts, position, by)


def _check_goals(case: Case, goals: list[GoalFacts], present: dict[int, CaseGoal]):
    """Goals that both changed: all of them are told of at once."""
    theirs = {}
    for facts in goals:
        row, text = present.get(facts.pk), words_of(facts.text, 300)
        if row and text != facts.was and row.text not in (facts.was, text):
            theirs[goal_name(row.pk)] = row.text
    if theirs:
        raise CaseConflict(case.version, theirs)


def goal_name(pk: int | str | None) -> str:
    """What a goal is called among the fields of a conflict."""
    return f"goal:{pk}"


def _write_goal(case: Case, row: CaseGoal | None, facts: GoalFacts, position: int, by: User):
    text = words_of(facts.text, 300)
    if text == facts.was and facts.pk:
        return  # untouched in this form: as it is now, or taken away by somebody else
    if not text:
        remove_row(row, by)
        return
    row = row or CaseGoal(case=case)
    row.text, row.position = text, position
    save_row(row, by)


def _write_services(case: Case, services: list[ServiceFacts], by: User):
    present = {row.pk: row for row in case.agreed_services.all()}
    if len(services) + len(present.keys() - {facts.pk for facts in services}) > SERVICES_LIMIT:
        raise ActionRefused(_("A plan holds at most %(limit)s services.") % {"limit": SERVICES_LIMIT}, status=422)
    for facts in services:
        row = present.get(facts.pk)
        if row is None and (facts.service or facts.name.strip()):
            _write_service(AgreedService(case=case, since_on=local_day(now())), facts, by)
        elif row is not None and (row.state, row.since_on) != (facts.state, facts.since_on):
            _write_service(row, facts, by)


def _write_service(row: AgreedService, facts: ServiceFacts, by: User):
    if row.pk is None:
        row.service, row.name = facts.service, words_of(facts.name, 200)
    row.state, row.since_on = _state(facts.state), facts.since_on or row.since_on
    save_row(row, by)


def _state(code: str) -> str:
    if code not in dict(AgreedService.STATES):
        raise ActionRefused(_("Choose the state from the list."), status=422)
    return code


@transaction.atomic
def reach_goal(goal: CaseGoal, *, is_reached: bool, by: User) -> CaseGoal:
    """Mark a goal reached today, or not reached after all."""
    case = lock_open_case(goal.case)
    row = case.goals.select_for_update(of=("self",)).get(pk=goal.pk)
    row.reached_on = (row.reached_on or local_day(now())) if is_reached else None
    save_row(row, by)
    save_case(case, by)
    return row


@transaction.atomic
def agree_service(case: Case, *, by: User, service: Service | None = None, name: str = "") -> AgreedService:
    """Add a service to the plan: of the catalogue, or in words."""
    locked = lock_open_case(case)
    row = AgreedService(case=locked, since_on=local_day(now()))
    _write_service(row, ServiceFacts(service, name), by)
    save_case(locked, by)
    return row


@transaction.atomic
def change_agreed_service(row: AgreedService, *, state: str, by: User) -> AgreedService:
    """Say how an agreed service stands today."""
    case = lock_open_case(row.case)
    found = case.agreed_services.select_for_update(of=("self",)).get(pk=row.pk)
    if found.state != state:
        _write_service(found, ServiceFacts(state=state, since_on=local_day(now())), by)
        save_case(case, by)
    return found


@transaction.atomic
def drop_agreed_service(row: AgreedService, *, by: User):
    """Take away a service that was added by mistake; history keeps it."""
    case = lock_open_case(row.case)
    remove_row(case.agreed_services.filter(pk=row.pk).first(), by)
    save_case(case, by)
