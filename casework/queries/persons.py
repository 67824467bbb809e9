"""Persons: hits of a search, and their contacts."""

from django.db.models import QuerySet

from ..models import Contact, Person
from .contacts import contains, with_main_question


def person_hits(text: str) -> list[Person]:
    """Persons by the parts of a name in any order, or by a phone number however it is written."""
    rows = Person.objects.select_related("municipality", "language")
    digits = "".join(sign for sign in text if sign.isdigit()).lstrip("0")  # a row of zeros would end every number
    if len(digits) >= 5:
        return list(rows.filter(phone_e164__endswith=digits)[:20])
    words = text.split()[:5]
    if not words or len(words[0]) < 2:
        return []
    for word in words:
        rows = rows.filter(contains(("first_name", "last_name"), word))
    return list(rows[:20])


def contacts_of_person(person: Person) -> QuerySet[Contact]:
    rows = person.contacts.select_related("channel", "municipality", "unit", "service_area")
    return with_main_question(rows).order_by("-opened_at")
