"""Whom a contact is about: said while it is open, or afterwards with its history."""

from django.db import transaction
from django.utils.translation import gettext as _

from contactcenter.accounts.models import User
from contactcenter.errors import ActionRefused

from .. import events
from ..models import Contact, ContactState, Person
from .persons import lock_person


@transaction.atomic
def attach_person(contact: Contact, *, person: Person, by: User) -> Contact:
    """Say whom a contact is about. While it is open, that is the ground on which the person's record opens."""
    return _set_person(contact, lock_person(person), by)  # the person first, as a merge does


@transaction.atomic
def detach_person(contact: Contact, *, by: User) -> Contact:
    """Take the person off an open contact; a complete one can only be given to the right person."""
    return _set_person(contact, None, by)


def _set_person(contact: Contact, person: Person | None, by: User) -> Contact:
    locked = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    is_open = locked.state == ContactState.OPEN
    if person is None and not is_open:
        raise ActionRefused(_("This contact is already complete."), code="already_complete")
    locked.person = person
    locked._history_user = by
    if is_open:
        locked.skip_history_when_saving = True  # history begins when the contact is complete
    locked.save(update_fields=["person"])
    events.contact_changed(locked.pk)
    return locked
