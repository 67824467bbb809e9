"""Bulk hand-over of a colleague's open work, and the numbers of work by unit."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contactcenter import accesslog, timestamps
from contactcenter.accesslog.models import AccessAction
from contactcenter.accounts.access import requires, scope_of, units_of
from contactcenter.accounts.models import User
from contactcenter.accounts.roles import Permission, Scope
from contactcenter.errors import ActionRefused, NotFound

from ..actions.reassigning import Receiver, Result, reassign_work
from ..forms.reassigning import ColleagueForm, ReceiverForm
from ..queries import reassigning as queries
from ..queries.reassigning import OpenWork
from ..queries.work_numbers import numbers_by_unit, total_of


def log(request, action: str, rows: list[OpenWork]):
    if persons := {row.person.pk for row in rows if row.person}:
        accesslog.record(user=request.user, action=action, door="casework:reassign", ground="unit", subjects=persons)


@requires(Permission.WORK_REASSIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def reassign(request):
    """Choose a colleague, see what they have open, give it to a person or a unit."""
    choice = ColleagueForm(request.GET if "colleague" in request.GET else None, own_units=units_of(request.user))
    if not choice.is_valid():
        if request.method == "POST":
            raise NotFound
        return render(request, "casework/reassign.html", {"choice": choice})
    colleague = choice.cleaned_data["colleague"]
    receiver = ReceiverForm(request.POST if request.method == "POST" else None, colleague=colleague)
    result = handed_over(request, colleague, receiver) if receiver.is_valid() else None
    rows = queries.work_of(colleague)
    log(request, AccessAction.LIST, [*rows, *(result.moved if result else [])])
    counts = queries.counts_of(colleague)
    context = {
        "choice": choice, "colleague": colleague, "receiver": receiver, "rows": rows, "result": result,
        "counts": [(label, counts[kind]) for kind, label in kind_names().items()], "kinds": kind_names(),
        "total": sum(counts.values()), "chosen": set(request.POST.getlist("work")),
    }  # fmt: skip
    return render(request, "casework/reassign.html", context, status=422 if receiver.errors else 200)


def kind_names() -> dict[str, str]:
    return {"case": _("Cases"), "task": _("Tasks"), "hand_over": _("Hand-overs"), "contact": _("Open contacts")}


def handed_over(request, colleague: User, form: ReceiverForm) -> Result | None:
    """What moved and what did not; a refusal of the whole becomes an error of the form."""
    receiver = Receiver(form.cleaned_data["to_user"], form.cleaned_data["to_unit"])
    keys = request.POST.getlist("work")
    log(request, AccessAction.CHANGE, [row for row in queries.work_of(colleague) if row.key in set(keys)])
    try:
        return reassign_work(colleague=colleague, keys=keys, receiver=receiver, by=request.user)
    except ActionRefused as refusal:
        form.add_error(None, refusal.text)
        return None


@requires(Permission.WORK_NUMBERS)
@require_safe
def work_numbers(request):
    """How much work each unit has; a lead sees the own units, a supervisor all. Numbers, not persons."""
    is_everywhere = scope_of(request.user, Permission.WORK_NUMBERS) == Scope.ALL
    units = None if is_everywhere else units_of(request.user)
    rows = numbers_by_unit(units, timestamps.local_day(timestamps.now()))
    context = {"rows": rows, "total": total_of(rows, _("All together")), "at": timestamps.now()}
    return render(request, "casework/work_numbers.html", context)
