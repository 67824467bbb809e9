"""A case: its page, its timeline, opening one, and what is changed of its own row."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contactcenter import timestamps
from contactcenter.accesslog.models import AccessAction
from contactcenter.accounts.access import requires, units_of
from contactcenter.accounts.roles import Permission
from contactcenter.errors import NotFound

from .. import access, actions
from ..forms import ReasonForm
from ..forms.cases import AssignForm, DetailsForm, NewCaseForm, NextForm, NoteForm, PostponeForm, StepForm
from ..models import ActsNext, Case, ContactState
from ..queries import cases as queries
from ..timeline import timeline_of
from .case_conflicts import places_of, posted
from .case_doors import log_case, recorded, show_form, tried, was_shown_lately

SHOWN = 50
NEXT = ("acts_next", "acts_next_name", "next_step", "next_on")
DETAILS = ("subject", "service_area", "level", "segment", "municipality", "language")


# ---- reading ----
@requires(Permission.CASE_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def case(request, pk):
    """A case. Without a ground of one's own the page asks for a reason; with one it opens by POST, to be read."""
    try:
        found = access.get_case(request.user, pk)
    except NotFound:
        return case_by_reason(request, access.get_case_with_reason(request.user, pk))
    if not (request.htmx and was_shown_lately(request.user, found)):
        log_case(request, AccessAction.VIEW, "case", found)
    return render(request, "casework/case.html", case_context(request, found))


def case_by_reason(request, found: Case):
    form = ReasonForm(request.POST or None, label_suffix="")
    if not form.is_valid():
        return render(request, "casework/case_reason.html", {"form": form, "pk": found.pk}, status=403)
    reason = form.cleaned_data["reason"]
    log_case(request, AccessAction.VIEW, "case", found, access.Ground("reason"), reason)
    found.is_editable = False
    entries = timeline_of(found)
    context = {**case_context(request, found), **timeline_context(request, found, entries, len(entries))}
    context |= {"is_by_reason": True, "is_fetched": False}
    return render(request, "casework/case.html", context)


def case_context(request, found: Case) -> dict:
    """The page but for its story: timeline and contacts are fetched by the page, or come with a stated reason."""
    tasks, done = queries.tasks_of(found)
    return {
        "case": found,
        "is_by_reason": False,
        "is_fetched": False,
        "may_edit": found.is_editable and not found.is_closed,
        "steps": queries.steps_of(found) if found.is_editable else [],
        "actor": queries.actor_of(found),
        "urgency": queries.urgency_of(found.next_on),
        "has_plan": queries.has_plan(found),
        "goals": found.goals.all(),
        "services": queries.agreed_services(found),
        "tasks": tasks,
        "done_tasks": done,
        "contacts": [],
        "representatives": queries.representatives_of(found.person),
        "came_known": queries.persons_who_came_known(found) if found.person_id is None else [],
        "note_form": NoteForm(label_suffix=""),
        "warns": False,
    }


@requires(Permission.CASE_VIEW)
@require_safe
def case_timeline(request, pk):
    """The timeline of a page that is open, fetched anew at every change; read by itself it leaves its own entry."""
    found = access.get_case(request.user, pk)
    if not was_shown_lately(request.user, found):
        log_case(request, AccessAction.VIEW, "case_timeline", found)
    asked = request.GET.get("shown", "")
    shown = max(SHOWN, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else SHOWN
    context = timeline_context(request, found, timeline_of(found), shown)
    return render(request, "casework/_case_timeline.html", context)


def timeline_context(request, found: Case, entries: list, shown: int) -> dict:
    readable = set(access.contacts_of(request.user).filter(case=found).values_list("pk", flat=True))
    page = entries[:shown]
    return {
        "case": found,
        "entries": page,
        "shown": shown,
        "more": shown + SHOWN if len(entries) > shown else 0,
        "readable": readable,
        "contacts": [entry for entry in entries if entry.contact],
        "is_fetched": True,
        "annullable": annullable(request.user, found, page),
        "is_by_reason": False,
    }


def annullable(user, found: Case, entries: list) -> set[int]:
    """The notes among `entries` that the user may strike out."""
    if found.is_closed or not found.is_editable:
        return set()
    at = timestamps.now()
    return {entry.note.pk for entry in entries if entry.note and actions.may_annul(entry.note, user, at)}


@requires(Permission.PERSON_VIEW)
@require_safe
def person_cases(request, pk):
    """The cases of a person, for the person's own page."""
    person = access.get_person(request.user, pk)
    if access.ground_for(request.user, person) is None:
        raise NotFound
    readable = set(access.cases_of(request.user).filter(person=person).values_list("pk", flat=True))
    context = {"cases": queries.cases_of_person(person), "readable": readable}
    return render(request, "casework/_person_cases.html", context)


# ---- opening ----
@requires(Permission.CASE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def case_new(request, pk):
    """A case from a contact; an open case of the same person is offered first."""
    contact = access.get_contact_for_edit(request.user, pk)
    if contact.case_id:
        return redirect("casework:case", contact.case_id)
    level = actions.level_of(actions.known_of(contact)["level"])
    first = {"subject": queries.first_subject(contact), "responsible": request.user.pk, "level": level,
             "acts_next": ActsNext.RESPONSIBLE}  # fmt: skip
    form = NewCaseForm(request.POST or None, user=request.user, units=units_of(request.user), initial=first)
    if form.is_valid():
        made = tried(form, lambda: opened(request, contact, form))
        if made:
            messages.success(request, _("The case %(number)s was opened.") % {"number": made.number})
            return redirect("casework:case", made.pk)
    joinable = access.cases_of(request.user, Permission.CASE_EDIT).filter(person=contact.person_id, is_closed=False)
    joinable = joinable.select_related("responsible", "unit") if contact.person_id else []
    context = {"form": form, "contact": contact, "joinable": joinable}
    return render(request, "casework/case_new.html", context, status=422 if form.is_bound else 200)


def opened(request, contact, form) -> Case:
    values = dict(form.cleaned_data)
    level = values.pop("level")
    is_open = contact.state == ContactState.OPEN
    ground = access.Ground("open_contact" if is_open else "own", contact.pk)
    with recorded(request, "case_new", contact.person_id, ground):
        return actions.open_case(contact=contact, by=request.user, level=level.pk, **values)


@requires(Permission.CASE_EDIT)
@require_POST
def case_join(request, pk):
    """Put a contact into a case that is already open."""
    found = access.get_case_for_edit(request.user, pk)
    contact = access.get_contact_for_edit(request.user, access.identifier(request.POST.get("contact", "")))
    ground = access.ground_of_case(request.user, found)
    with recorded(request, "case_join", found.person_id or contact.person_id, ground):
        actions.attach_contact_to_case(contact, found, by=request.user)
    messages.success(request, _("The contact is now part of the case."))
    return redirect("casework:case", pk)


# ---- changing ----
def redirect_saved(request, pk, text: str = ""):
    messages.success(request, text or _("Saved."))
    return redirect("casework:case", pk)


@requires(Permission.CASE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def case_next(request, pk):
    """Who acts next; `?done` after a step was done."""
    found = access.get_case_for_edit(request.user, pk)
    is_done = "done" in request.GET
    first = {name: getattr(found, name) for name in (*NEXT, "version")}
    first |= {"next_step": "", "next_on": None} if is_done else {}
    form = NextForm(posted(request, places_of(found, NEXT)), case=found, initial=first)
    if form.is_valid() and tried(form, lambda: write(request, "case_next", found, actions.set_next, form)):
        return redirect_saved(request, pk)
    heading = _("Done. What happens next?") if is_done else _("What happens next")
    steps = [step for step in queries.steps_of(found) if step.to_state.is_closed] if is_done else []
    return show_form(request, found, form, heading, steps=steps)


def write(request, door: str, found: Case, action, form) -> Case:
    with recorded(request, door, found.person_id, access.ground_of_case(request.user, found)):
        return action(found, by=request.user, **form.cleaned_data)


@requires(Permission.CASE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def case_postpone(request, pk):
    """The same next step on another day."""
    found = access.get_case_for_edit(request.user, pk)
    form = PostponeForm(request.POST or None, initial={"next_on": found.next_on}, label_suffix="")
    if form.is_valid() and tried(form, lambda: write(request, "case_postpone", found, actions.postpone_next, form)):
        return redirect_saved(request, pk)
    return show_form(request, found, form, _("Postpone: %(step)s") % {"step": found.next_step})


@requires(Permission.CASE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def case_details(request, pk):
    """What the case is about."""
    found = access.get_case_for_edit(request.user, pk)
    first = {name: getattr(found, name) for name in (*DETAILS, "version")}
    form = DetailsForm(posted(request, places_of(found, DETAILS)), initial=first, label_suffix="")
    if form.is_valid() and tried(form, lambda: write(request, "case_details", found, actions.change_case, form)):
        return redirect_saved(request, pk)
    return show_form(request, found, form, _("Details of the case"))


@requires(Permission.CASE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def case_assign(request, pk):
    """Who of the own units is responsible; to others a case is handed over."""
    found = access.get_case_for_edit(request.user, pk)
    form = AssignForm(request.POST or None, case=found, units=units_of(request.user))
    if form.is_valid() and tried(form, lambda: write(request, "case_assign", found, actions.assign_case, form)):
        return redirect_saved(request, pk)
    return show_form(request, found, form, _("Responsible person"))


@requires(Permission.CASE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def case_step(request, pk, step: str):
    """A step that the data allows; a simple one is a button, the others ask what they need."""
    found = access.get_case_for_edit(request.user, pk)
    chosen = next((row for row in queries.steps_of(found) if row.pk == step), None)
    if chosen is None:
        raise NotFound
    form = StepForm(request.POST or None, case=found, step=chosen)
    if form.is_valid():
        values = {**form.cleaned_data, "transition": chosen}
        if tried(form, lambda: moved(request, found, values)):
            return redirect_saved(request, pk)
    left = len(queries.tasks_of(found)[0]) if chosen.to_state.is_closed else 0
    return show_form(request, found, form, chosen.name, button=chosen.name, tasks_left=left)


def moved(request, found: Case, values: dict) -> Case:
    with recorded(request, "case_step", found.person_id, access.ground_of_case(request.user, found)):
        return actions.move_case(found, by=request.user, **values)


@requires(Permission.CASE_EDIT)
@require_POST
def case_name(request, pk):
    """Say whose an anonymous case is: somebody whom a contact of it is about."""
    found = access.get_case_for_edit(request.user, pk)
    person = access.get_person(request.user, access.identifier(request.POST.get("person", "")))
    with recorded(request, "case_name", person.pk, access.ground_of_case(request.user, found)):
        actions.name_case(found, person=person, by=request.user)
    return redirect_saved(request, pk)
