"""The plan of a case: its form, its goals, and services to agree on."""

import re

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.models import Service
from contactcenter.accounts.access import requires
from contactcenter.accounts.roles import Permission
from contactcenter.errors import NotFound

from .. import access, actions, queries
from ..actions.case_plan import goal_name
from ..forms.cases import GoalForms, PlanForm
from ..models import AgreedService, Case
from ..queries import cases as case_queries
from .case_conflicts import BETWEEN_LINES, Place, places_of, posted
from .case_doors import recorded, show_form, tried
from .cases import redirect_saved
from .contact_form import plain

PLAN = ("own_words", "agreed", "fallback", "version")
GOAL = re.compile(r"goal-(\d{1,3})-pk")


@requires(Permission.CASE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def case_plan(request, pk):
    """The whole plan in one form."""
    case = access.get_case_for_edit(request.user, pk)
    data = posted(request, {**places_of(case, PLAN), **places_of_goals(request, case)})
    form = PlanForm(data, initial={name: getattr(case, name) for name in PLAN}, label_suffix="")
    first = [{"pk": goal.pk, "was": goal.text, "text": goal.text} for goal in case.goals.all()]
    goals = GoalForms(data, initial=first, prefix="goal", form_kwargs={"label_suffix": ""})
    services = list(case_queries.agreed_services(case))
    is_whole = form.is_valid() and goals.is_valid()
    if is_whole and tried(form, lambda: planned(request, case, form, goals, services), goals_in_words(goals)):
        return redirect_saved(request, pk)
    clashes = {clash.name: clash.theirs for clash in getattr(form, "conflicts", [])}
    goals = begun_anew(data, goals, clashes) if clashes else goals
    return show_form(request, case, form, _("Plan"), template="case_plan", goals=goals, **chosen(request, services))


def places_of_goals(request, case: Case) -> dict[str, Place]:
    """Where each stored goal stands in the posted form."""
    stored = {str(goal.pk): goal.text for goal in case.goals.all()}
    rows = {match[1]: pk for key, pk in request.POST.items() if (match := GOAL.fullmatch(key)) and pk in stored}
    return {goal_name(pk): Place(f"goal-{row}-text", stored[pk], BETWEEN_LINES) for row, pk in rows.items()}


def goals_in_words(goals) -> dict[str, tuple[str, str]]:
    return {goal_name(goal.pk): (_("Goal"), goal.text) for goal in goals_of(goals) if goal.pk}


def chosen(request, services: list[AgreedService]) -> dict:
    """The services of the form, those stored and those ticked; after a refusal as they were chosen."""
    rows = [(row, request.POST.get(f"service-{row.pk}", row.state)) for row in services]
    return {"services": rows, "picked": picked_services(request), "states": AgreedService.STATES,
            "new_name": request.POST.get("new_name", "")}  # fmt: skip


def planned(request, case: Case, form, goals, services) -> Case:
    with recorded(request, "case_plan", case.person_id, access.ground_of_case(request.user, case)):
        return actions.save_plan(
            case,
            by=request.user,
            goals=goals_of(goals),
            services=[*kept_services(request, services), *new_services(request)],
            **form.cleaned_data,
        )


def begun_anew(data, goals, clashes: dict[str, str]):
    """The same goals as typed; those of `clashes` are told against the other text: their next save is meant to
    stand."""
    told = data.copy()
    for form in goals.forms:
        name = goal_name(form.cleaned_data.get("pk"))
        if name in clashes:
            told[form.add_prefix("was")] = clashes[name]
    return GoalForms(told, prefix="goal", form_kwargs={"label_suffix": ""})


def goals_of(goals) -> list[actions.GoalFacts]:
    rows = [form.cleaned_data for form in goals.forms]
    facts = [actions.GoalFacts(row.get("text", ""), row.get("pk"), row.get("was", "")) for row in rows]
    return [goal for goal in facts if goal.pk or goal.text]


def kept_services(request, services) -> list[actions.ServiceFacts]:
    """The states chosen of the services that are already there."""
    states = {row: request.POST.get(f"service-{row.pk}", row.state) for row in services}
    return [actions.ServiceFacts(pk=row.pk, state=state, since_on=row.since_on if state == row.state else None)
            for row, state in states.items()]  # fmt: skip


def new_services(request) -> list[actions.ServiceFacts]:
    """Services picked from the hits, and one in words."""
    rows = [actions.ServiceFacts(service=row) for row in picked_services(request)]
    name = request.POST.get("new_name", "").strip()
    return [*rows, *([actions.ServiceFacts(name=name)] if name else [])]


def picked_services(request) -> list[Service]:
    picked = [access.identifier(text) for text in request.POST.getlist("new_service")]
    return list(Service.objects.filter(pk__in=picked).select_related("provider")) if picked else []


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
