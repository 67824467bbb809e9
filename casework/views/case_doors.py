"""What the views of a case share: its entry in the access log, a refusal as a form's error, the page of a form."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.shortcuts import render

from contactcenter import accesslog, timestamps
from contactcenter.accesslog.models import AccessAction, AccessEntry
from contactcenter.accounts.models import User
from contactcenter.errors import ActionRefused

from .. import access, actions
from ..models import Case
from .case_conflicts import show_both

LATELY = timedelta(minutes=10)


def log_case(request, action: str, door: str, case: Case, ground: access.Ground | None = None, reason: str = ""):
    """One entry for a case of a named person; an anonymous one shows nobody."""
    if case.person_id:
        ground = ground or access.ground_of_case(request.user, case)
        accesslog.record(user=request.user, action=action, door=f"casework:{door}", ground=ground.code,
                         subjects=[case.person_id], contact=ground.contact, reason=reason)  # fmt: skip


def was_shown_lately(user: User, case: Case) -> bool:
    """Whether the page of this person's case was just recorded: what the same page fetches is the same look."""
    if case.person_id is None:
        return True
    rows = AccessEntry.objects.filter(user_id=user.pk, door="casework:case", at__gt=timestamps.now() - LATELY)
    return rows.filter(subjects__person_id=case.person_id).exists()


@contextmanager
def recorded(request, door: str, person: UUID | None, ground: access.Ground):
    """A change and its entry in the access log: both happen or neither."""
    with transaction.atomic():
        if person:
            accesslog.record(user=request.user, action=AccessAction.CHANGE, door=f"casework:{door}", ground=ground.code,
                             subjects=[person], contact=ground.contact)  # fmt: skip
        yield


def tried(form, write: Callable, beside: dict[str, tuple[str, str]] | None = None):
    """What `write` returns; a refusal becomes an error of the form, so that nothing typed is lost."""
    try:
        return write() or True
    except actions.CaseConflict as conflict:
        show_both(form, conflict, beside or {})
    except ActionRefused as refusal:
        form.add_error(None, refusal.text)
    return None


def show_form(request, case: Case, form, heading: str, *, template: str = "case_form", **context):
    """A small form of a case: in its place on the page, or a page of its own when it was refused."""
    name = f"casework/_{template}.html" if request.htmx else f"casework/{template}.html"
    defaults = {"steps": [], "button": "", "tasks_left": 0, "quote": "", "conflicts": getattr(form, "conflicts", [])}
    values = {**defaults, **context, "case": case, "form": form, "heading": heading}
    return render(request, name, values, status=422 if form.is_bound else 200)
