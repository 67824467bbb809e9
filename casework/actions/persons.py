"""Persons and their place on a contact."""

import phonenumbers
from django.db import transaction
from django.utils.translation import gettext as _

from contactcenter.accounts.models import User
from contactcenter.errors import ActionRefused

from ..models import Contact, ContactState, Person

FIELDS = ("first_name", "last_name", "phone", "municipality", "language")


def e164(phone: str) -> str:
    """The number in international form, or nothing when it is not a possible number. Finland by default."""
    try:
        number = phonenumbers.parse(phone, "FI")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@transaction.atomic
def create_person(*, by: User, **values) -> Person:
    """A new person of the creator's unit; `values` are `FIELDS`."""
    if by.unit is None:
        raise ActionRefused(_("You have no unit yet. Ask an administrator to give you one."))
    return _save(Person(unit=by.unit, created_by=by), values, by)


@transaction.atomic
def change_person(person: Person, *, by: User, **values) -> Person:
    return _save(Person.objects.select_for_update(of=("self",)).get(pk=person.pk), values, by)


def _save(person: Person, values: dict, by: User) -> Person:
    for name in FIELDS:
        if name in values:
            setattr(person, name, values[name])
    person.phone_e164 = e164(person.phone)
    person._history_user = by
    person.save()
    return person


def attach_person(contact: Contact, *, person: Person, by: User) -> Contact:
    """Say whom an open contact is about: that is the ground on which the person's record then opens."""
    return _set_person(contact, person, by)


def detach_person(contact: Contact, *, by: User) -> Contact:
    return _set_person(contact, None, by)


@transaction.atomic
def _set_person(contact: Contact, person: Person | None, by: User) -> Contact:
    locked = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if locked.state != ContactState.OPEN:
        raise ActionRefused(_("This contact is already complete."), code="already_complete")
    locked.person = person
    locked.skip_history_when_saving = True  # history begins when the contact is complete
    locked.save(update_fields=["person"])
    return locked
