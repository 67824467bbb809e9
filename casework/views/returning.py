"""Who an anonymous client was last time: the code, the number, and the earlier contacts to go on from."""

from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from contactcenter import accesslog, timestamps
from contactcenter.accesslog.models import AccessAction
from contactcenter.accounts.access import requires
from contactcenter.accounts.roles import Permission
from contactcenter.errors import ActionRefused

from .. import access, actions
from ..models import Contact
from ..queries import returning


def panel(request, contact: Contact, door: str, **said):
    """The three ways to know a client again, and what is known; `said` is what has just been done or refused."""
    chain = returning.chain_of(contact) if contact.earlier_id else []
    open_to = open_contacts_of(request.user, chain)
    earlier = returning.earlier_contacts(contact)
    log(request, contact, door, [one for one in [*chain, *earlier.contacts] if one.person_id and (
        one.pk in open_to or one.person_id == contact.person_id)])  # fmt: skip
    context = {
        "contact": contact, "chain": chain, "open_to": open_to, "earlier": earlier,
        "given": returning.code_given(contact, timestamps.now()),
        "code": None, "known": None, "refused": "", "refused_in": "", **said,
    }  # fmt: skip
    return render(request, "casework/_returning.html", context)


def open_contacts_of(user, chain: list[Contact]) -> set:
    """Those of a chain that the code opens: a named person's contact opens by the usual rule only."""
    persons = {one.person_id: one.person for one in chain if one.person_id}
    reached = {None, *(pk for pk, person in persons.items() if access.ground_for(user, person))}
    return {one.pk for one in chain if one.person_id in reached}


def log(request, contact: Contact, door: str, shown: list[Contact]):
    if persons := {one.person_id for one in shown}:
        accesslog.record(
            user=request.user, action=AccessAction.LIST, door=f"casework:{door}", ground="open_contact",
            subjects=persons, contact=contact.pk,
        )  # fmt: skip


@requires(Permission.CONTACT_EDIT)
@require_safe
def contact_returning(request, pk):
    """The ways and what is known, for the form's step of the person."""
    return panel(request, access.get_contact_for_edit(request.user, pk), "contact_returning")


@requires(Permission.CONTACT_EDIT)
@require_POST
def contact_code(request, pk):
    """Give a continuation code: the only time it is shown."""
    contact = access.get_contact_for_edit(request.user, pk)
    try:
        code = actions.give_code(contact, by=request.user)
    except ActionRefused as refused:
        return panel(request, contact, "contact_code", refused=refused.text, refused_in="give")
    return panel(request, contact, "contact_code", code=code)


@requires(Permission.CONTACT_EDIT)
@require_POST
def contact_continue(request, pk):
    """Go on from the contact whose code was told."""
    contact = access.get_contact_for_edit(request.user, pk)
    try:
        contact = actions.continue_by_code(contact, text=request.POST.get("code", ""), by=request.user)
    except ActionRefused as refused:
        return panel(request, contact, "contact_continue", refused=refused.text, refused_in="code")
    return panel(request, contact, "contact_continue")


@requires(Permission.CONTACT_EDIT)
@require_POST
def contact_caller(request, pk):
    """Say from which number an anonymous call came. The number itself goes no further than its hash."""
    contact = access.get_contact_for_edit(request.user, pk)
    try:
        known = actions.mark_caller(contact, number=request.POST.get("number", ""), by=request.user)
    except ActionRefused as refused:
        return panel(request, contact, "contact_caller", refused=refused.text, refused_in="number")
    return panel(request, contact, "contact_caller", known=known)


@requires(Permission.CONTACT_EDIT)
@require_safe
def contact_earlier(request, pk):
    """The earlier contacts one of which a failure goes back to, as choices of the form."""
    contact = access.get_contact_for_edit(request.user, pk)
    earlier = returning.earlier_contacts(contact)
    log(request, contact, "contact_earlier", [one for one in earlier.contacts if one.person_id])
    return render(request, "casework/_earlier.html", {"contact": contact, "earlier": earlier})
