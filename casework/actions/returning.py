"""What makes an anonymous client known again: a code that is told, and for a month the keyed hash of a number.
Neither is ever written anywhere but as its hash."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from limits import RateLimitItemPerMinute

from contactcenter import rate_limits, timestamps
from contactcenter.accounts.models import User
from contactcenter.errors import ActionRefused
from contactcenter.personal_data.keyed import keyed_hash
from contactcenter.personal_data.phones import e164
from contactcenter.timestamps import local

from .. import events
from ..codes import Code, code_hash, new_code
from ..models import CallerMark, Contact, ContinuationCode
from ..queries import returning
from .drafting import lock_open_contact

log = logging.getLogger("neuvo.casework")
TRIES_OF_A_USER, TRIES_OF_ALL, TRIES_MINUTES = 10, 100, 10
DRAWS = 200


@transaction.atomic
def give_code(contact: Contact, *, by: User) -> Code:
    """A new continuation code of `contact`; the one given before dies. The code itself is only in the answer."""
    lock_open_contact(contact)
    now = timestamps.now()
    ContinuationCode.objects.filter(contact=contact).delete()
    expires_at = now + timedelta(days=settings.CONTINUATION_CODE_DAYS)
    for _draw in range(DRAWS):
        code = new_code(contact.language_id)
        returning.expired_codes(now).filter(code_hash=code_hash(str(code))).delete()
        row = ContinuationCode(contact=contact, code_hash=code_hash(str(code)), given_by=by, expires_at=expires_at)
        if _saved(row):
            return code
    raise ActionRefused(_("No continuation code is free now. Write down the number of the contact instead."))


def _saved(row: ContinuationCode) -> bool:
    """False when the code is somebody else's; the database says so, also to two who draw at once."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def continue_by_code(contact: Contact, *, text: str, by: User) -> Contact:
    """Link an open contact to the one whose code was told. Every try counts against guessing."""
    count_try(by)
    found = returning.living_code(text, timestamps.now())
    if found is None:
        log.warning("a wrong continuation code was tried by user %s", by.pk)
        raise ActionRefused(_("No contact has this code. Check the word and the number with the client."))
    if found.contact_id == contact.pk:
        raise ActionRefused(_("This code was given in this very contact."))
    return _link(contact, found.contact, by)


@transaction.atomic
def _link(contact: Contact, earlier: Contact, by: User) -> Contact:
    locked = lock_open_contact(contact)
    locked.earlier = earlier
    locked.skip_history_when_saving = True  # history begins when the contact is complete
    locked.save(update_fields=["earlier"])
    events.contact_changed(locked.pk)
    return locked


def count_try(by: User):
    """Refuse whoever tries too many codes or numbers, and everybody when all together try too many."""
    for amount, key in ((TRIES_OF_A_USER, str(by.pk)), (TRIES_OF_ALL, "all")):
        limit = RateLimitItemPerMinute(rate_limits.scaled(amount), TRIES_MINUTES)
        if rate_limits.seconds_until_allowed(limit, "returning", key):
            raise ActionRefused(_("Too many tries. Wait ten minutes and try again."), code="too_fast", status=429)


@transaction.atomic
def mark_caller(contact: Contact, *, number: str, by: User) -> int:
    """Remember the caller of an open contact by the keyed hash of the number for 30 days; returns how many other
    contacts the number has. The key changes monthly: marks under an earlier key are renewed with this month's."""
    count_try(by)
    whole = e164(number)
    if not whole:
        raise ActionRefused(_("This is not a phone number. Write it as 040 123 4567 or +358 40 123 4567."))
    lock_open_contact(contact)
    now = timestamps.now()
    hashes = [number_hash(month, whole) for month in months_of(now)]
    known = returning.contacts_of_number(hashes, now)
    known.update(month=months_of(now)[0], number_hash=hashes[0])
    fields = {"month": months_of(now)[0], "number_hash": hashes[0], "expires_at": now + mark_age()}
    CallerMark.objects.update_or_create(contact=contact, defaults=fields)
    return known.exclude(contact=contact).count()


def mark_age() -> timedelta:
    return timedelta(days=settings.RETENTION["caller_mark_days"])


def number_hash(month: str, number: str) -> str:
    """The keyed hash of a number in international form, under the key of `month`."""
    return keyed_hash(f"caller:{month}", number)


def months_of(now: datetime) -> list[str]:
    """The months whose keys a living mark may have, this one first: 2026-11, 2026-10. February is so short that a
    mark may outlive it."""
    days = [local(now).date() - timedelta(days=day) for day in range(mark_age().days + 1)]
    return list(dict.fromkeys(f"{day:%Y-%m}" for day in days))
