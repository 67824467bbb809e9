"""What a person is found by: folded words, forms with a typing error, parts of the e-mail, the number from its end.

A typing error is found by equality: a word and what somebody typed share a form in which one letter is left out.
"""

import re
import unicodedata
from itertools import groupby

from django.db import transaction
from django.db.models import QuerySet

from contactcenter.languages import in_finnish_order
from contactcenter.personal_data.phones import e164

from .models import Person, PersonKey

# Letters that are mistaken for each other when a name is heard or typed on another keyboard.
SAME = str.maketrans("åäöøæüwßđłŧ", "aaooayvsdlt")
LIKE_LENGTH = 6  # forms are cut, so that a long name costs no more than a short one
LIKE_FROM = 8  # letters looked at: one may be left out and one fold into its neighbour
KEY_LENGTH = 64
WORDS_LIMIT = 8
BATCH = 500


def folded_words(text: str) -> list[str]:
    """The words of `text` as they are compared: no accents, no double letters, ä as a, w as v."""
    return [word for part in _words(text) if (word := fold(part))]


def fold(word: str) -> str:
    return _undoubled(_plain(word))[:KEY_LENGTH]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).replace("'", "").replace("’", ""))


def _plain(text: str) -> str:
    same = unicodedata.normalize("NFC", text).lower().translate(SAME)
    return "".join(sign for sign in unicodedata.normalize("NFKD", same) if sign.isalnum())


def _undoubled(word: str) -> str:
    return "".join(sign for sign, _run in groupby(word))


def forms(word: str) -> set[str]:
    """A folded word and all it becomes when one letter is left out. Very short words have no other form."""
    if len(word) < 3:
        return {word}
    return {word} | {_undoubled(word[:at] + word[at + 1 :]) for at in range(len(word))}


def like_keys(word: str) -> set[str]:
    """The forms of a folded word, cut: what somebody typed has a typing error at most when one of its is here."""
    return {form[:LIKE_LENGTH] for form in forms(word[:LIKE_FROM])}


def is_like(typed: str, word: str) -> bool:
    """Whether a folded word is what was meant: at most one letter away, or begins so when much was typed."""
    mine = forms(typed)
    if mine & forms(word):
        return True
    size = len(typed)
    return size >= LIKE_LENGTH and any(mine & forms(word[: size + more]) for more in (-1, 0, 1))


def name_words(person: Person) -> list[str]:
    """The folded words of a name; of a double name also both together, since the hyphen is often left out."""
    found = folded_words(f"{person.last_name} {person.first_name}")
    for name in (person.last_name, person.first_name):
        if len(parts := _words(name)) > 1:
            found.append(fold("".join(parts)))
    return list(dict.fromkeys(found))[:WORDS_LIMIT]


def sort_key_of(person: Person) -> str:
    return in_finnish_order(person.last_name, person.first_name)[:220]


def email_keys(email: str) -> set[str]:
    """The whole address, the words before the @ and what comes after it."""
    local, _at, domain = email.lower().partition("@")
    found = {email.lower(), domain, *re.split(r"[._+-]+", local)}
    return {key[:KEY_LENGTH] for key in found if len(key) > 1}


def phone_key(phone_e164: str) -> str:
    """The digits from the last to the first: the end of a number is what people remember."""
    return phone_e164.lstrip("+")[::-1]


def keys_of(person: Person) -> list[PersonKey]:
    words = name_words(person)
    found = {(PersonKey.NAME, word) for word in words}
    found |= {(PersonKey.LIKE, key) for word in words for key in like_keys(word)}
    found |= {(PersonKey.EMAIL, key) for key in email_keys(person.email)}
    if number := e164(person.phone):
        found.add((PersonKey.PHONE, phone_key(number)))
    order = sort_key_of(person)
    return [PersonKey(person=person, kind=kind, key=key, sort_key=order) for kind, key in sorted(found)]


def renew_keys(persons: list[Person]):
    """Make the keys of `persons` anew, in bulk and in the caller's transaction. Who was merged away has none."""
    PersonKey.objects.filter(person__in=[person.pk for person in persons]).delete()
    found = [person for person in persons if person.merged_into_id is None]
    PersonKey.objects.bulk_create([key for person in found for key in keys_of(person)], batch_size=2000)


def rebuild_person_keys() -> int:
    """Make everybody's keys and places in order anew, some at a time: after a bulk load or a changed rule."""
    count, last = 0, None
    while some := list(_after(last)):
        for person in some:
            person.sort_key, person.phone_e164 = sort_key_of(person), e164(person.phone)
        with transaction.atomic():
            Person.objects.bulk_update(some, ["sort_key", "phone_e164"])
            renew_keys(some)
        count, last = count + len(some), some[-1].pk
    return count


def _after(pk) -> QuerySet[Person]:
    rows = Person.objects.order_by("pk")
    return (rows.filter(pk__gt=pk) if pk else rows)[:BATCH]
