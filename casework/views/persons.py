"""Persons: search, a new one, one of them, and who an open contact is about. Names are never in an address."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contactcenter import accesslog
from contactcenter.accesslog.models import AccessAction
from contactcenter.accounts.access import can, requires
from contactcenter.accounts.roles import Permission

from .. import access, actions, queries
from ..forms import PersonForm, PersonSearchForm, ReasonForm
from ..models import Person


def log(request, action: str, door: str, ground: access.Ground, persons: list[Person], reason: str = ""):
    if persons:
        accesslog.record(
            user=request.user, action=action, door=f"casework:{door}", ground=ground.code,
            subjects=[person.pk for person in persons], contact=ground.contact, reason=reason,
        )  # fmt: skip


def search(request, door: str, contact=None) -> tuple[PersonSearchForm, list[Person]]:
    """The search form and its hits; every name shown is logged. A supervisor states a reason first."""
    needs_reason = not access.may_list_persons(request.user)
    form = PersonSearchForm(request.POST or None, needs_reason=needs_reason)
    if not form.is_valid():
        return form, []
    hits = queries.person_hits(form.cleaned_data["text"])
    usual = access.Ground("reason" if needs_reason else "unit")
    ground = access.Ground("open_contact", contact.pk) if contact else usual
    log(request, AccessAction.LIST, door, ground, hits, form.cleaned_data.get("reason", ""))
    return form, hits


@requires(Permission.PERSON_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def persons(request):
    """Search by name or phone; by POST, so that names stay out of addresses and logs of servers."""
    form, hits = search(request, "persons")
    context = {"form": form, "hits": hits, "may_edit": can(request.user, Permission.PERSON_EDIT)}
    return render(request, "casework/persons.html", context)


@requires(Permission.PERSON_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request):
    """A new person, and back to the contact that asked for one."""
    contact = asking_contact(request)
    first = {"language": actions.language_of(request.user)}
    form = PersonForm(request.POST or None, initial=first, label_suffix="")
    if not form.is_valid():
        return render(request, "casework/person_new.html", {"form": form, "contact": contact})
    person = actions.create_person(by=request.user, **form.cleaned_data)
    log(request, AccessAction.CHANGE, "person_new", access.Ground("own"), [person])
    if contact is None:
        return redirect("casework:person", person.pk)
    actions.attach_person(contact, person=person, by=request.user)
    return redirect("casework:contact", contact.pk)


def asking_contact(request):
    """The open contact in `?contact=`, when there is one."""
    asked = request.GET.get("contact")
    return access.get_contact_for_edit(request.user, access.identifier(asked)) if asked else None


@requires(Permission.PERSON_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request, pk):
    """A person and their contacts. Without a ground the page asks for a reason; with one it opens by POST."""
    found = access.get_person(request.user, pk)
    ground = access.ground_for(request.user, found)
    form = ReasonForm(request.POST or None, label_suffix="")
    if ground is None and not form.is_valid():
        return render(request, "casework/person_reason.html", {"form": form, "pk": pk}, status=403)
    reason = "" if ground else form.cleaned_data["reason"]
    log(request, AccessAction.VIEW, "person", ground or access.Ground("reason"), [found], reason)
    context = {
        "person": found,
        "contacts": queries.contacts_of_person(found),
        "readable": set(access.contacts_of(request.user).filter(person=found).values_list("pk", flat=True)),
        "may_edit": ground is not None and can(request.user, Permission.PERSON_EDIT),
    }
    return render(request, "casework/person.html", context)


@requires(Permission.PERSON_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request, pk):
    """Correct a person's details; only with a ground of one's own."""
    found = access.get_person_for_edit(request.user, pk)
    first = {name: getattr(found, name) for name in PersonForm.base_fields}
    form = PersonForm(request.POST or None, initial=first, label_suffix="")
    if not form.is_valid():
        log(request, AccessAction.VIEW, "person_edit", access.ground_for(request.user, found), [found])
        return render(request, "casework/person_new.html", {"form": form, "person": found, "contact": None})
    log(request, AccessAction.CHANGE, "person_edit", access.ground_for(request.user, found), [found])
    actions.change_person(found, by=request.user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("casework:person", pk)


@requires(Permission.PERSON_EDIT)
@require_POST
def contact_persons(request, pk):
    """Hits to choose from, for the form of an open contact."""
    contact = access.get_contact_for_edit(request.user, pk)
    form, hits = search(request, "contact_persons", contact)
    return render(request, "casework/_person_hits.html", {"form": form, "hits": hits, "contact": contact})


@requires(Permission.PERSON_EDIT)
@require_POST
def contact_person(request, pk):
    """Say whom an open contact is about, or (without a person) that it is about nobody known."""
    contact = access.get_contact_for_edit(request.user, pk)
    chosen = request.POST.get("person")
    if not chosen:
        contact = actions.detach_person(contact, by=request.user)
    else:
        found = access.get_person(request.user, access.identifier(chosen))
        log(request, AccessAction.CHANGE, "contact_person", access.Ground("open_contact", contact.pk), [found])
        contact = actions.attach_person(contact, person=found, by=request.user)
    return render(request, "casework/_person_of_contact.html", {"contact": contact})
