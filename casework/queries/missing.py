"""What was missing: contacts where no answer was found or a service does not exist, without a word of who asked."""

from django.db.models import Q, QuerySet

from contactcenter.accounts.access import scope_of, units_of
from contactcenter.accounts.models import User
from contactcenter.accounts.roles import Permission, Scope

from ..models import Contact, ContactState, ContactTopic
from ..retention import shown_contacts

NO_ANSWER = "NOA"
NOT_ANSWERED, MISSING = Q(outcome=NO_ANSWER), Q(is_service_missing=True)


def missing_services(user: User) -> QuerySet[ContactTopic]:
    """Questions of complete contacts in the user's reach that nobody could answer or that no service meets."""
    rows = ContactTopic.objects.filter(NOT_ANSWERED | MISSING, contact__state=ContactState.COMPLETE)
    if scope_of(user, Permission.FIGURES_VIEW) != Scope.ALL:
        rows = rows.filter(contact__unit__in=units_of(user))
    rows = rows.filter(contact__in=Contact.objects.filter(shown_contacts()))
    rows = rows.select_related("reason", "contact__service_area", "contact__municipality")
    return rows.order_by("-contact__opened_on", "-pk")
