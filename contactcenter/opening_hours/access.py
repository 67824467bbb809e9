"""The one door to exceptions: whoever may edit hours may reach each of them; unknown ones are not found."""

from contactcenter.accounts.access import can
from contactcenter.accounts.models import User
from contactcenter.accounts.roles import Permission
from contactcenter.errors import NotFound

from .models import OpeningException


def get_exception(user: User, pk: int) -> OpeningException:
    found = OpeningException.objects.filter(pk=pk).first() if can(user, Permission.HOURS_EDIT) else None
    if found is None:
        raise NotFound
    return found
