"""Who is found by a few words: names with typing errors, numbers by their end, parts of e-mails, identity codes.

Every step asks an index of `PersonKey` for a bounded number of rows, so that it costs the same however many there are.
"""

import re
from functools import reduce
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower

from contactcenter.personal_data import identity_codes
from contactcenter.personal_data.phones import e164, endings_of
from contactcenter.reference.models import Municipality

from ..models import Person, PersonKey
from ..person_keys import fold, folded_words, is_like, like_keys, name_words
from ..retention import shown_persons

HITS = 20
LOOKED_AT = 200  # candidates that are read to be compared and sorted
NARROWED = 1000  # keys that are brought along to be narrowed; more stay in the database
WORDS = 6
PHONE_DIGITS = 5
NUMBER = re.compile(r"\+?\d[\d\s()/-]{3,}\d")
ADDRESS = re.compile(r"\w@|@\w|\w\w\.\w\w")
LAST = "\U0010ffff"


class PersonHit(NamedTuple):
    person: Person
    is_exact: bool


class Hits(NamedTuple):
    """The first `HITS`, exact ones before those that only look alike; whether there were more."""

    rows: list[PersonHit]
    is_cut: bool

    @property
    def persons(self) -> list[Person]:
        return [hit.person for hit in self.rows]


class Wanted(NamedTuple):
    """A typed text taken apart. `places` are the municipalities each word names, by word."""

    codes: list[str]
    numbers: list[set[str]]
    words: list[str]
    addresses: list[str]
    places: dict[str, list[str]]

    @property
    def is_empty(self) -> bool:
        return not (self.codes or self.numbers or self.addresses or any(len(word) > 1 for word in self.words))


NOBODY = Hits([], False)


def persons_by_keys() -> QuerySet[Person]:
    """Persons with what narrows a search as expressions: no index of their own may lead the database away from the
    keys. Who was merged away has no keys."""
    rows = Person.objects.select_related("municipality", "language")
    return rows.annotate(
        place=Coalesce("municipality_id", Value("")), year=Coalesce("birth_year", 0), in_order=Lower("sort_key")
    )


def person_hits(text: str, *, municipality: Municipality | None = None, birth_year: int | None = None) -> Hits:
    """Persons by parts of the name in any order and with typing errors, by number, e-mail or identity code."""
    wanted = take_apart(text)
    if wanted.is_empty:
        return NOBODY
    narrowing = _narrowing(wanted, municipality, birth_year)
    found = [PersonHit(person, True) for person in _persons(wanted, narrowing, _begins)]
    if len(found) < HITS and wanted.words:
        known = {hit.person.pk for hit in found}
        alike = _persons(wanted, narrowing, _is_like)
        found += [PersonHit(one, False) for one in alike if one.pk not in known and _is_meant(one, wanted)]
    return Hits(found[:HITS], len(found) > HITS)


def take_apart(text: str) -> Wanted:
    """Identity codes, numbers and addresses out of `text`; what is left are words of names and places."""
    codes = identity_codes.codes_in(text)
    text = identity_codes.IN_TEXT.sub(" ", text)
    numbers = [endings for run in NUMBER.findall(text) if (endings := endings_of(run, PHONE_DIGITS))]
    parts = NUMBER.sub(" ", text).split()
    addresses = [part.lower() for part in parts if ADDRESS.search(part)]
    named = [part for part in parts if not ADDRESS.search(part)]
    words = list(dict.fromkeys(folded_words(" ".join(named))))[:WORDS]
    return Wanted(codes, numbers, words, addresses, _places(named, words))


def _places(parts: list[str], words: list[str]) -> dict[str, list[str]]:
    """Which words name a municipality. When all do, they are looked for as names alone: Salo is both."""
    spelled = {form for part in parts[:WORDS] for form in (part, part.capitalize(), part.title())}
    if len(words) < 2 or not spelled:
        return {}
    rows = Municipality.objects.filter(Q(name_fi__in=spelled) | Q(name_sv__in=spelled), is_active=True)
    found: dict[str, list[str]] = {}
    for row in rows:
        for name in {fold(row.name_fi), fold(row.name_sv)} & set(words):
            found.setdefault(name, []).append(row.pk)
    return found if len(found) < len(words) else {}


def _narrowing(wanted: Wanted, municipality: Municipality | None, birth_year: int | None) -> Q:
    """What is asked of the persons themselves, who are read for it."""
    narrowing = Q(place=municipality.pk) if municipality else Q()
    if birth_year:
        narrowing &= Q(year=birth_year)
    for code in wanted.codes:
        narrowing &= Q(identity_code_hash=identity_codes.hash_of(code), merged_into=None)
    return narrowing


def _persons(wanted: Wanted, narrowing: Q, condition) -> list[Person]:
    """The first in Finnish order. The index alone says who has every word, number and address, and in which order:
    nothing else is read of the thousands who share a common name."""
    for word, places in wanted.places.items():
        narrowing &= Q(pk__in=_owners(condition(word), "person")) | Q(place__in=places)
    asked = [condition(word) for word in wanted.words if word not in wanted.places]
    asked += [[_beginning(PersonKey.PHONE, end[::-1]) for end in sorted(ends)] for ends in wanted.numbers]
    asked += [[_beginning(PersonKey.EMAIL, address)] for address in wanted.addresses]
    rows = persons_by_keys().order_by("in_order", "pk")
    if asked and not narrowing:
        first = _owners_of_all(asked, "sort_key", "person").order_by("sort_key", "person")[:LOOKED_AT]
        return shown_persons(rows.filter(pk__in=[row["person"] for row in first]))
    if asked:
        owners = _owners_of_all(asked, "person")
        some = [row["person"] for row in owners[: NARROWED + 1]]
        narrowing &= Q(pk__in=some if len(some) <= NARROWED else owners)
    return shown_persons(rows.filter(narrowing)[:LOOKED_AT])


def _begins(word: str) -> list[Q]:
    found = [_beginning(PersonKey.NAME, word)]
    return [*found, _beginning(PersonKey.EMAIL, word)] if len(word) > 2 else found


def _is_like(word: str) -> list[Q]:
    return [*_begins(word), Q(kind=PersonKey.LIKE, key__in=like_keys(word))]


def _beginning(kind: str, key: str) -> Q:
    """Keys that begin so, as the index finds them: SQLite by a range, PostgreSQL by its own kind of LIKE."""
    if connection.vendor == "sqlite":
        return Q(kind=kind, key__gte=key, key__lt=key + LAST)
    return Q(kind=kind, key__startswith=key)


def _owners(conditions: list[Q], *columns: str) -> QuerySet:
    """Whose keys meet one of `conditions`. Each is asked alone: then the index answers without the table."""
    first, *others = (PersonKey.objects.filter(condition).values(*columns) for condition in conditions)
    return first.union(*others) if others else first.distinct()


def _owners_of_all(asked: list[list[Q]], *columns: str) -> QuerySet:
    return reduce(QuerySet.intersection, [_owners(conditions, *columns) for conditions in asked])


def _is_meant(person: Person, wanted: Wanted) -> bool:
    """Cut keys find a little too much: the whole words decide."""
    own = name_words(person)
    return all(
        any(is_like(word, name) or name.startswith(word) for name in own)
        or person.municipality_id in wanted.places.get(word, ())
        or word in person.email.lower()
        for word in wanted.words
    )


def likely_same(values: dict, *, apart_from: Person | None = None) -> list[Person]:
    """Who is likely the human being described by `values`: by identity code, number, or a like name and place."""
    found = {person.pk: person for person in _same_identity(values)}
    words = folded_words(f"{values.get('last_name', '')} {values.get('first_name', '')}")[:WORDS]
    near = Q(place=values["municipality"].pk) if values.get("municipality") else Q()
    if values.get("birth_year"):
        near |= Q(year=values["birth_year"])
    if near and len(words) > 1:
        wanted = Wanted([], [], words, [], {})
        alike = _persons(wanted, near, _is_like)
        found |= {person.pk: person for person in alike if _is_meant(person, wanted)}
    if apart_from:
        found.pop(apart_from.pk, None)
    return list(found.values())[:HITS]


def _same_identity(values: dict) -> list[Person]:
    """By the identity code or the number, which need no likeness of names."""
    same = Q()
    if code := identity_codes.normal_form(values.get("identity_code", "")):
        same |= Q(identity_code_hash=identity_codes.hash_of(code))
    if number := e164(values.get("phone", "")):
        same |= Q(phone_e164=number)
    return shown_persons(persons_by_keys().filter(same, merged_into=None)[:HITS]) if same else []
