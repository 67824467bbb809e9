"""Which contacts and persons a user reaches: every view and socket asks here."""

from uuid import UUID

from django.db.models import QuerySet

from contactcenter.accounts.access import scope_of, units_of
from contactcenter.accounts.models import User
from contactcenter.accounts.roles import Permission, Scope
from contactcenter.errors import NotFound

from .models import Contact


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
        "channel", "language", "service_area", "party", "municipality", "handled_by", "unit", "person", "level"
    )
    contact = rows.filter(pk=pk).first()
    if contact is None:
        raise NotFound
    return contact


def get_contact_for_edit(user: User, pk: UUID) -> Contact:
    return get_contact(user, pk, Permission.CONTACT_EDIT)
