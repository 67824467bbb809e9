"""Tasks of a case: a new one, changing it, done and not done after all."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contactcenter.accounts.access import requires, units_of
from contactcenter.accounts.roles import Permission

from .. import access, actions
from ..forms.cases import TaskForm
from ..models import Case
from .case_doors import recorded, show_form, tried
from .cases import redirect_saved

FIELDS = ("title", "due_on", "due_at", "responsible", "waits_for")


@requires(Permission.CASE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def case_task_new(request, pk):
    case = access.get_case_for_edit(request.user, pk)
    first = {"responsible": request.user.pk}
    form = TaskForm(request.POST or None, units=units_of(request.user), responsible=request.user, initial=first)
    if form.is_valid() and tried(form, lambda: changed(request, case, lambda: added(request, case, form))):
        return redirect_saved(request, pk)
    return show_form(request, case, form, _("New task"))


def added(request, case: Case, form):
    return actions.add_task(case, by=request.user, **form.cleaned_data)


def changed(request, case: Case, write):
    with recorded(request, "task", case.person_id, access.ground_of_case(request.user, case)):
        return write()


@requires(Permission.CASE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def task(request, pk):
    """Change a task, also its day."""
    found = access.get_task_for_edit(request.user, pk)
    first = {name: getattr(found, name) for name in FIELDS}
    form = TaskForm(request.POST or None, units=units_of(request.user), responsible=found.responsible, initial=first)
    if form.is_valid() and tried(form, lambda: changed(request, found.case, lambda: rewritten(request, found, form))):
        return redirect_saved(request, found.case_id)
    return show_form(request, found.case, form, _("Task"))


def rewritten(request, found, form):
    return actions.change_task(found, by=request.user, **form.cleaned_data)


@requires(Permission.CASE_EDIT)
@require_POST
def task_done(request, pk):
    """Done; pressed again, not done after all."""
    found = access.get_task_for_edit(request.user, pk)
    action = actions.reopen_task if found.done_at else actions.finish_task
    changed(request, found.case, lambda: action(found, by=request.user))
    return redirect("casework:case", found.case_id)
