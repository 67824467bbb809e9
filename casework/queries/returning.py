"""Who has been in contact before: the same person, the same number or the same chain of contacts."""

from collections import Counter
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from contactcenter import timestamps

from ..codes import code_hash
from ..models import CallerMark, Contact, ContactState, ContinuationCode
from ..retention import shown_contacts
from .contacts import with_main_question

DAYS = (7, 14, 30)
CHAIN_LIMIT = 50
# `UNION` leaves out what was found before, so a ring of contacts ends, too.
CHAIN = """
WITH RECURSIVE up(id, earlier_id) AS (
    SELECT id, earlier_id FROM casework_contact WHERE id = %s
    UNION SELECT one.id, one.earlier_id FROM casework_contact one JOIN up ON one.id = up.earlier_id
), chain(id) AS (
    SELECT id FROM up
    UNION SELECT one.id FROM casework_contact one JOIN chain ON one.earlier_id = chain.id
)
SELECT id FROM chain LIMIT %s
"""


class Earlier(NamedTuple):
    """Contacts of the same client before this one, newest first, and how many of them fall within each of DAYS."""

    contacts: list[Contact]
    counts: dict[int, int]


def earlier_contacts(contact: Contact, *, within_days: int = 30) -> Earlier:
    """Earlier contacts of the same person, number or chain, open and complete ones."""
    since = contact.opened_at - timedelta(days=within_days)
    rows = with_main_question(same_client(contact).filter(opened_at__gte=since).select_related("channel", "quick_end"))
    found = list(rows.order_by("-opened_at", "-number"))
    ages = [contact.opened_at - one.opened_at for one in found]
    counts = {days: sum(age <= timedelta(days=days) for age in ages) for days in DAYS}
    return Earlier(found, counts)


def same_client(contact: Contact) -> QuerySet[Contact]:
    """Every earlier contact that is known to be of the same client as `contact`."""
    known = Q(pk__in=[*chain_ids(contact), *_ids_of_number(contact)])
    if contact.person_id:
        known |= Q(person=contact.person_id)
    shown = Contact.objects.filter(shown_contacts(), known)
    return shown.filter(opened_at__lte=contact.opened_at).exclude(pk=contact.pk)


def chain_ids(contact: Contact) -> list[UUID]:
    """The contact and everything that is linked to it as earlier or later, in one query."""
    with connection.cursor() as cursor:
        key = Contact._meta.pk.get_db_prep_value(contact.pk, connection)
        cursor.execute(CHAIN, [key, CHAIN_LIMIT])
        return [UUID(str(row[0])) for row in cursor.fetchall()]


def chain_of(contact: Contact) -> list[Contact]:
    """The contacts that `contact` goes on from, newest first; itself left out."""
    rows = Contact.objects.filter(shown_contacts(), pk__in=chain_ids(contact)).exclude(pk=contact.pk)
    rows = rows.select_related("channel", "municipality", "service_area", "quick_end", "person")
    return list(with_main_question(rows).order_by("-opened_at", "-number"))


def _ids_of_number(contact: Contact) -> list[UUID]:
    valid = CallerMark.objects.filter(expires_at__gt=timestamps.now())
    own = valid.filter(contact=contact).values("number_hash")
    return list(valid.filter(number_hash__in=own).values_list("contact_id", flat=True))


def contacts_of_number(hashes: list[str], now: datetime) -> QuerySet[CallerMark]:
    """The marks that are still valid of a number, whose hash depends on the month."""
    return CallerMark.objects.filter(number_hash__in=hashes, expires_at__gt=now)


def living_code(text: str, now: datetime) -> ContinuationCode | None:
    rows = ContinuationCode.objects.select_related("contact")
    return rows.filter(code_hash=code_hash(text), expires_at__gt=now).first()


def code_given(contact: Contact, now: datetime) -> ContinuationCode | None:
    return ContinuationCode.objects.filter(contact=contact, expires_at__gt=now).first()


def expired_marks(now: datetime) -> QuerySet[CallerMark]:
    """Marks of callers that are to be erased."""
    return CallerMark.objects.filter(expires_at__lte=now)


def expired_codes(now: datetime) -> QuerySet[ContinuationCode]:
    """Continuation codes that open nothing any more and are to be erased."""
    return ContinuationCode.objects.filter(expires_at__lte=now)


def repeat_counts(contacts: QuerySet[Contact]) -> dict[int, int]:
    """Of complete `contacts`, how many are repeats within 7, 14 and 30 days: the same person, number or chain had
    been in contact so shortly before. In one query."""
    flags = {f"within_{days}": _is_repeat(days) for days in DAYS}
    counted: Counter[int] = Counter()
    for row in contacts.filter(state=ContactState.COMPLETE).annotate(**flags).values_list(*flags):
        counted.update(days for days, is_repeat in zip(DAYS, row, strict=True) if is_repeat)
    return {days: counted[days] for days in DAYS}


def _is_repeat(days: int):
    before = Q(opened_at__lt=OuterRef("opened_at"), opened_at__gte=OuterRef("opened_at") - timedelta(days=days))
    same = [Q(person=OuterRef("person")), Q(pk=OuterRef("earlier")),
            Q(caller_mark__number_hash=OuterRef("caller_mark__number_hash"))]  # fmt: skip
    found = [Exists(Contact.objects.filter(before, one)) for one in same]
    return found[0] | found[1] | found[2]
