"""What is kept and what is due, in numbers; holds; the brake. The pages name nobody."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contactcenter.accounts.access import can, requires
from contactcenter.accounts.roles import Permission
from contactcenter.errors import ActionRefused
from contactcenter.personal_data.retention import RULES, SUBJECTS

from . import actions, background, queries
from .forms import HoldForm, LiftForm


@requires(Permission.RETENTION_VIEW)
@require_safe
def overview(request):
    """Every rule with the numbers of the last count, and what is held."""
    return render(request, "retention/overview.html", page_of(request, HoldForm()))


def page_of(request, form: HoldForm) -> dict:
    run = queries.last_run()
    numbers, releases = (run.counts if run else {}), queries.pending_releases()
    rules = sorted(RULES.values(), key=lambda rule: not rule.holds)  # what concerns clients comes first
    rows = [{"rule": rule, "count": numbers.get(rule.code), "release": releases.get(rule.code)} for rule in rules]
    return {
        "rules": rows,
        "run": run,
        "real_run": queries.last_run(is_real=True),
        "is_running": queries.is_running(),
        "holds": [(hold, SUBJECTS[hold.kind].label) for hold in queries.holds().select_related("set_by")],
        "form": form,
        "may_hold": can(request.user, Permission.RETENTION_HOLD),
    }


@requires(Permission.RETENTION_VIEW)
@require_POST
def count(request):
    """Order a new count; it may take a while and is made by the job process."""
    background.count_now(request.user.pk)
    messages.success(request, _("The rows are being counted. Open this page again in a moment."))
    return redirect("retention:overview")


@requires(Permission.RETENTION_HOLD)
@require_POST
def hold_new(request):
    form = HoldForm(request.POST)
    if not form.is_valid() or not is_held(request, form):
        return render(request, "retention/overview.html", page_of(request, form), status=422)
    messages.success(request, _("It is kept until the hold is lifted."))
    return redirect("retention:overview")


def is_held(request, form: HoldForm) -> bool:
    """Whether the hold was set; a refusal becomes an error of the form, so that nothing typed is lost."""
    try:
        actions.set_hold(by=request.user, **form.cleaned_data)
    except ActionRefused as refusal:
        form.add_error("text", refusal.text)
        return False
    return True


@requires(Permission.RETENTION_HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def hold_lift(request, pk):
    """Asks why, and says what follows."""
    hold = get_object_or_404(queries.holds().select_related("set_by"), pk=pk)
    form = LiftForm(request.POST or None)
    if not form.is_valid():
        context = {"hold": hold, "label": SUBJECTS[hold.kind].label, "form": form}
        return render(request, "retention/lift.html", context, status=422 if form.is_bound else 200)
    actions.lift_hold(hold, by=request.user, **form.cleaned_data)
    messages.success(request, _("The hold is lifted."))
    return redirect("retention:overview")


@requires(Permission.RETENTION_HOLD)
@require_POST
def release(request, code):
    """Let the next night erase what the brake stopped."""
    if code not in RULES:
        raise Http404
    actions.release_brake(code, by=request.user)
    messages.success(request, _("It is erased in the next night."))
    return redirect("retention:overview")
