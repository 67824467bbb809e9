"""Whom a contact is about: hits beside the form, attaching, and saying it afterwards."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contactcenter.accesslog.models import AccessAction
from contactcenter.accounts.access import requires
from contactcenter.accounts.roles import Permission
from contactcenter.errors import ActionRefused

from .. import access, actions
from ..forms import LaterPersonForm, LaterReasonForm, PersonSearchForm
from ..models import Contact, ContactState
from .persons import hits_of, log, usual_ground


@requires(Permission.PERSON_EDIT)
@require_POST
def contact_persons(request, pk):
    """Hits to choose from, for the form of an open contact."""
    contact = access.get_contact_for_edit(request.user, pk)
    form = PersonSearchForm(request.POST, needs_reason=False)
    hits = hits_of(request, form, "contact_persons", contact)
    return render(request, "casework/_person_hits.html", {"form": form, "hits": hits, "contact": contact})


@requires(Permission.PERSON_EDIT)
@require_POST
def contact_person(request, pk):
    """Say whom an open contact is about, or (without a person) that it is about nobody known."""
    contact = access.get_contact_for_edit(request.user, pk)
    if contact.state != ContactState.OPEN:
        raise ActionRefused(_("This contact is already complete."), code="already_complete")
    if request.POST.get("person"):
        contact = _attach(request, contact, "contact_person")
    else:
        contact = actions.detach_person(contact, by=request.user)
    return render(request, "casework/_person_of_contact.html", {"contact": contact})


@requires(Permission.PERSON_EDIT)
@require_POST
def contact_same_person(request, pk):
    """Instead of the new person being typed for an open contact: the one who is there already."""
    contact = access.get_contact_for_edit(request.user, pk)
    if contact.state != ContactState.OPEN:
        raise ActionRefused(_("This contact is already complete."), code="already_complete")
    _attach(request, contact, "contact_same_person")
    return redirect("casework:contact", pk)


def _attach(request, contact: Contact, door: str) -> Contact:
    found = access.get_person(request.user, access.identifier(request.POST.get("person", "")))
    log(request, AccessAction.CHANGE, door, usual_ground(request, contact), [found])
    return actions.attach_person(contact, person=found, by=request.user)


@requires(Permission.PERSON_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def contact_person_later(request, pk):
    """Say of a complete contact whom it was about: found by a search, attached with a reason that is kept."""
    contact = access.get_contact_for_edit(request.user, pk)
    if contact.state == ContactState.OPEN:
        return redirect("casework:contact", pk)
    chosen, told = request.POST.get("person"), LaterReasonForm(request.POST)
    if chosen and told.is_valid():
        return _attach_later(request, contact, chosen, told.cleaned_data["reason"])
    form = LaterPersonForm(request.POST or None)
    hits = hits_of(request, form, "contact_person_later", contact)
    return render(request, "casework/contact_person_later.html", {"form": form, "hits": hits, "contact": contact})


def _attach_later(request, contact, chosen: str, reason: str):
    found = access.get_person(request.user, access.identifier(chosen))
    ground = access.ground_for(request.user, found) or access.Ground("reason")
    log(request, AccessAction.CHANGE, "contact_person_later", ground, [found], reason)
    actions.attach_person(contact, person=found, by=request.user)
    messages.success(request, _("The person was attached to the contact."))
    return redirect("casework:contact", contact.pk)
