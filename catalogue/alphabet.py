"""Services by the first letter of the name that a page shows, in the order of the Finnish and Swedish alphabet."""

from collections import defaultdict
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from contactcenter.reference.models import FALLBACK

from .models import Service

AFTER_Z = str.maketrans({"å": "z\u0001", "ä": "z\u0002", "ö": "z\u0003"})
OTHER = "0–9"


class NamedRow(NamedTuple):
    """A service in an alphabetical list; `language` is that of the name."""

    pk: UUID
    name: str
    language: str


def by_letter(services: QuerySet[Service], language: str) -> dict[str, list[NamedRow]]:
    """Rows by letter, both in alphabetical order; digits and signs come last."""
    letters = defaultdict(list)
    for pk, *names in services.values_list("pk", *(f"name_{code}" for code in FALLBACK[language])):
        name, code = next(
            ((name, code) for name, code in zip(names, FALLBACK[language], strict=True) if name), ("", "")
        )
        letters[_letter(name)].append(NamedRow(pk, name, code))
    ordered = sorted(letters, key=lambda letter: (letter == OTHER, _sorting(letter)))
    return {letter: sorted(letters[letter], key=lambda row: _sorting(row.name)) for letter in ordered}


def chosen(asked: str, letters: dict) -> str:
    """The letter that was asked for, else the first that has services."""
    return asked if asked in letters else next(iter(letters), "")


def _letter(name: str) -> str:
    first = name[:1].upper()
    return first if first.isalpha() else OTHER


def _sorting(text: str) -> str:
    return text.lower().translate(AFTER_Z)
