"""Tasks of a case: what is to be done by when, by whom, or what others are waited for."""

from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from contactcenter.accounts.models import Unit, User
from contactcenter.errors import ActionRefused

from .. import events
from ..models import Case, Task
from ..queries import database_now
from .cases import lock_open_case, save_row, words_of

TASK_FIELDS = ("title", "due_on", "due_at", "responsible", "unit", "waits_for")
TASK_LIMITS = {"title": 200, "waits_for": 150}


@transaction.atomic
def add_task(
    case: Case,
    *,
    by: User,
    title: str,
    due_on: date,
    due_at: time | None = None,
    responsible: User | None = None,
    unit: Unit | None = None,
    waits_for: str = "",
) -> Task:
    """Something to do; without a person it is the unit's, the case's own unless another is given."""
    locked = lock_open_case(case)
    values = {"title": title, "due_on": due_on, "due_at": due_at, "responsible": responsible, "waits_for": waits_for}
    return _write(Task(case=locked, created_by=by), {**values, "unit": unit or locked.unit}, by)


@transaction.atomic
def change_task(task: Task, *, by: User, **values) -> Task:
    """Change a task; `values` are of `TASK_FIELDS`."""
    return _write(_lock(task), values, by)


@transaction.atomic
def postpone_task(task: Task, *, by: User, due_on: date, due_at: time | None = None) -> Task:
    return _write(_lock(task), {"due_on": due_on, "due_at": due_at}, by)


@transaction.atomic
def finish_task(task: Task, *, by: User) -> Task:
    """Mark a task done; one that somebody already did keeps who did it."""
    locked = _lock(task)
    if locked.done_at is None:
        locked.done_at, locked.done_by = database_now(by), by
        _save(locked, by)
    return locked


@transaction.atomic
def reopen_task(task: Task, *, by: User) -> Task:
    locked = _lock(task)
    if locked.done_at is not None:
        locked.done_at = locked.done_by = None
        _save(locked, by)
    return locked


def _lock(task: Task) -> Task:
    """The case's row first, then the task's: the order in which every write of a case locks."""
    case = lock_open_case(Case(pk=task.case_id))
    locked = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    locked.case = case
    return locked


def _write(task: Task, values: dict, by: User) -> Task:
    if unknown := set(values) - set(TASK_FIELDS):
        raise ValueError(f"not fields of a task: {unknown}")
    for name, value in values.items():
        limit = TASK_LIMITS.get(name)
        setattr(task, name, words_of(value, limit) if limit else value)
    if not task.title:
        raise ActionRefused(_("Write what is to be done."), status=422)
    return _save(task, by)


def _save(task: Task, by: User) -> Task:
    save_row(task, by)
    events.case_changed(task.case_id)
    return task
