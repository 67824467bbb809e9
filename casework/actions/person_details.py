"""What stands beside a person: flags that everybody must see first, and who may speak for them."""

from django.db import transaction
from django.utils.translation import gettext as _

from contactcenter.accounts.models import User
from contactcenter.errors import ActionRefused
from contactcenter.timestamps import local_day, now

from ..models import Person, PersonFlag, Representative
from .persons import lock_person, without_codes


@transaction.atomic
def add_flag(person: Person, *, by: User, **values) -> PersonFlag:
    """A flag from today; `values` are kind, text and until_on."""
    _check_day(values)
    return _add(PersonFlag(person=lock_person(person), created_by=by, **without_codes(values)), by)


@transaction.atomic
def add_representative(person: Person, *, by: User, **values) -> Representative:
    """Somebody close; `values` are name, relation, phone, ground and until_on."""
    _check_day(values)
    return _add(Representative(person=lock_person(person), **without_codes(values)), by)


@transaction.atomic
def end_flag(flag: PersonFlag, *, by: User) -> PersonFlag:
    return _end(flag, by)


@transaction.atomic
def end_representative(representative: Representative, *, by: User) -> Representative:
    return _end(representative, by)


def _check_day(values: dict):
    if values.get("until_on") and values["until_on"] < local_day(now()):
        raise ActionRefused(_("The last day is already past."))


def _add(row, by: User):
    row._history_user = by
    row.save()
    return row


def _end(row, by: User):
    """Ended once; a second press changes nothing."""
    locked = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.ended_at is None:
        locked.ended_at, locked._history_user = now(), by
        locked.save()
    return locked
