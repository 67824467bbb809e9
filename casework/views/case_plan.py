"""The plan of a case: its form, its goals, and services to agree on."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.models import Service
from contactcenter.accounts.access import requires
from contactcenter.accounts.roles import Permission
from contactcenter.errors import NotFound

from .. import access, actions, queries
from ..forms.cases import GoalForms, PlanForm
from ..models import AgreedService, Case
from ..queries import cases as case_queries
from .case_doors import recorded, show_form, tried
from .cases import redirect_saved
from .contact_form import plain

PLAN = ("own_words", "agreed", "fallback", "version")


@requires(Permission.CASE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def case_plan(request, pk):
    """The whole plan in one form."""
    case = access.get_case_for_edit(request.user, pk)
    form = PlanForm(request.POST or None, initial={name: getattr(case, name) for name in PLAN}, label_suffix="")
    first = [{"pk": goal.pk, "was": goal.text, "text": goal.text} for goal in case.goals.all()]
    goals = GoalForms(request.POST or None, initial=first, prefix="goal", form_kwargs={"label_suffix": ""})
    services = case_queries.agreed_services(case)
    if form.is_valid() and goals.is_valid() and tried(form, lambda: planned(request, case, form, goals, services)):
        return redirect_saved(request, pk)
    if getattr(form, "conflicts", []):
        goals = begun_anew(request, goals, case)
    context = {"goals": goals, "services": services, "states": AgreedService.STATES,
               "new_name": request.POST.get("new_name", "")}  # fmt: skip
    return show_form(request, case, form, _("Plan"), template="case_plan", **context)


def planned(request, case: Case, form, goals, services) -> Case:
    with recorded(request, "case_plan", case.person_id, access.ground_of_case(request.user, case)):
        return actions.save_plan(
            case,
            by=request.user,
            goals=goals_of(goals),
            services=[*kept_services(request, services), *new_services(request)],
            **form.cleaned_data,
        )


def begun_anew(request, goals, case: Case):
    """The same goals as typed, told against what is stored now: the next save is meant to stand."""
    data, stored = request.POST.copy(), {goal.pk: goal.text for goal in case.goals.all()}
    for form in goals.forms:
        if form.cleaned_data.get("pk") in stored:
            data[form.add_prefix("was")] = stored[form.cleaned_data["pk"]]
    return GoalForms(data, prefix="goal", form_kwargs={"label_suffix": ""})


def goals_of(goals) -> list[actions.GoalFacts]:
    rows = [form.cleaned_data for form in goals.forms]
    facts = [actions.GoalFacts(row.get("text", ""), row.get("pk"), row.get("was", "")) for row in rows]
    return [goal for goal in facts if goal.pk or goal.text]


def kept_services(request, services) -> list[actions.ServiceFacts]:
    """The states chosen of the services that are already there."""
    chosen = {row: request.POST.get(f"service-{row.pk}", row.state) for row in services}
    return [actions.ServiceFacts(pk=row.pk, state=state, since_on=row.since_on if state == row.state else None)
            for row, state in chosen.items()]  # fmt: skip


def new_services(request) -> list[actions.ServiceFacts]:
    """Services picked from the hits, and one in words."""
    picked = [access.identifier(text) for text in request.POST.getlist("new_service")]
    rows = [actions.ServiceFacts(service=row) for row in Service.objects.filter(pk__in=picked)]
    name = request.POST.get("new_name", "").strip()
    return [*rows, *([actions.ServiceFacts(name=name)] if name else [])]


@requires(Permission.CASE_EDIT)
@require_POST
def case_goal(request, pk, goal: int):
    """Tick a goal reached, or not after all."""
    case = access.get_case_for_edit(request.user, pk)
    row = case.goals.filter(pk=goal).first()
    if row is None:
        raise NotFound
    with recorded(request, "case_goal", case.person_id, access.ground_of_case(request.user, case)):
        actions.reach_goal(row, is_reached=row.reached_on is None, by=request.user)
    return redirect("casework:case", pk)


@requires(Permission.CASE_EDIT)
@require_safe
def case_services(request, pk):
    """Hits of the catalogue to agree on."""
    case = access.get_case_for_edit(request.user, pk)
    hits = queries.service_hits(plain(request.GET.get("q", "")), municipality=case.municipality_id or "", reason="")
    return render(request, "casework/_case_services.html", {"hits": hits})
