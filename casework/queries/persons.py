"""One person: contacts, what is told of them, flags, who may speak for them, merges."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from ..models import Contact, FirstInformationAnswer, Person, PersonMerge
from ..retention import shown_contacts
from .contacts import with_main_question
from .guidance import Words

CONTACTS_SHOWN = 50


def contacts_of_person(person: Person) -> QuerySet[Contact]:
    rows = person.contacts.filter(shown_contacts())
    rows = rows.select_related("channel", "municipality", "unit", "service_area", "party", "handled_by")
    return with_main_question(rows).order_by("-opened_at")


class InForce(NamedTuple):
    """Rows that hold today, and those that have ended."""

    now: list
    over: list


def flags_of(person: Person) -> InForce:
    return _parted(person.flags.select_related("created_by").order_by("kind", "-created_at"))


def representatives_of(person: Person) -> InForce:
    return _parted(person.representatives.order_by("name", "pk"))


def _parted(rows) -> InForce:
    parted = InForce([], [])
    for row in rows:
        (parted.over if row.is_over else parted.now).append(row)
    return parted


class Told(NamedTuple):
    """A fact of the first information: the newest answer, when and from whom it came."""

    name: str
    value: str
    at: datetime
    source: str
    contact: str


def told_by(person: Person) -> list[Told]:
    """The newest answer of each item, in the order of the items."""
    shown = person.contacts.filter(shown_contacts())
    rows = FirstInformationAnswer.objects.filter(contact__in=shown.values("pk"))
    rows = rows.select_related("item", "source", "contact").order_by("item__position", "-recorded_at")
    newest = {}
    for row in rows:
        newest.setdefault(row.item_id, row)
    words = Words(newest.values())
    return [
        Told(row.item.name, words.of(row), row.recorded_at, row.source.name, row.contact.number)
        for row in newest.values()
    ]


def merges_of(person: Person) -> QuerySet[PersonMerge]:
    """The journal: who was merged into this one, newest first."""
    return person.merges.select_related("gone", "by", "undone_by").order_by("-at")


def kept_of(person: Person) -> Person:
    """Who stands for a person now: the end of the chain of merges."""
    seen = {person.pk}
    while person.merged_into_id and person.merged_into_id not in seen:
        person = person.merged_into
        seen.add(person.pk)
    return person
