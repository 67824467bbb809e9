"""Which contacts and persons a user reaches: every view and socket asks here."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from contactcenter.accounts.access import scope_of, units_of
from contactcenter.accounts.models import User
from contactcenter.accounts.roles import Permission, Scope
from contactcenter.errors import NotFound

from .models import Contact, ContactState, Person, QuickEnd


def contacts_of(user: User, permission: Permission = Permission.CONTACT_VIEW) -> QuerySet[Contact]:
    """The contacts `user` may see (or, with CONTACT_EDIT, change): own, own units' or all."""
    scope = scope_of(user, permission)
    if scope == Scope.ALL:
        return Contact.objects.all()
    if scope in (Scope.UNIT, Scope.ORGANISATION):
        return Contact.objects.filter(unit__in=units_of(user)) | Contact.objects.filter(handled_by=user)
    return Contact.objects.filter(handled_by=user) if scope == Scope.OWN else Contact.objects.none()


def get_contact(user: User, pk: UUID, permission: Permission = Permission.CONTACT_VIEW) -> Contact:
    """The contact, or NotFound: unknown and somebody else's are the same answer."""
    rows = contacts_of(user, permission).select_related(
        "channel",
        "language",
        "service_area",
        "party",
        "municipality",
        "handled_by",
        "unit",
        "person",
        "level",
        "segment",
        "demand_class",
        "cause_provider",
        "quick_end",
    )
    contact = rows.filter(pk=pk).first()
    if contact is None:
        raise NotFound
    return contact


def get_contact_for_edit(user: User, pk: UUID) -> Contact:
    return get_contact(user, pk, Permission.CONTACT_EDIT)


class Ground(NamedTuple):
    """Why a person's record opens: the log's word, and the open contact when that is the reason."""

    code: str
    contact: UUID | None = None


def ground_for(user: User, person: Person) -> Ground | None:
    """An open contact of the user with this person, the user's own or the own units' persons; None asks a reason."""
    own = person.contacts.filter(handled_by=user)
    open_contact = own.filter(state=ContactState.OPEN).order_by("opened_at").first()
    if open_contact:
        return Ground("open_contact", open_contact.pk)
    if scope_of(user, Permission.PERSON_VIEW) in (None, Scope.OWN):
        return None  # a supervisor never has another ground than a stated reason
    if person.created_by_id == user.pk or own.exists():
        return Ground("own")
    units = units_of(user)
    return Ground("unit") if person.unit_id in units or person.contacts.filter(unit__in=units).exists() else None


def may_list_persons(user: User) -> bool:
    """Whether a search may show names without a reason."""
    return scope_of(user, Permission.PERSON_VIEW) not in (None, Scope.OWN)


def get_person(user: User, pk: UUID) -> Person:
    """A person for somebody who may see persons at all; whether the record opens is `ground_for`'s to say."""
    person = Person.objects.select_related("municipality", "language", "unit").filter(pk=pk).first()
    if person is None or scope_of(user, Permission.PERSON_VIEW) is None:
        raise NotFound
    return person


def get_person_for_edit(user: User, pk: UUID) -> Person:
    """A person whose record the user has a ground of their own to open."""
    person = get_person(user, pk)
    if scope_of(user, Permission.PERSON_EDIT) is None or ground_for(user, person) is None:
        raise NotFound
    return person


def get_quick_end(code: str) -> QuickEnd:
    found = QuickEnd.objects.filter(pk=code[:20], is_active=True).select_related("demand_class").first()
    if found is None:
        raise NotFound
    return found


def identifier(text: str) -> UUID:
    """An identifier out of a form or an address's query; anything else is nobody's."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
