"""Services by the first letter of the name that a page shows, in the order of the Finnish and Swedish alphabet."""

from collections import defaultdict
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from contactcenter.languages import AFTER_Z
from contactcenter.reference.models import FALLBACK

from .models import Service

OTHER = "0–9"


class NamedRow(NamedTuple):
    """A service in an alphabetical list; `language` is the name's. Many share a name: the provider tells them apart."""

    pk: UUID
    name: str
    language: str
    provider: str


def by_letter(services: QuerySet[Service], language: str) -> dict[str, list[NamedRow]]:
    """Rows by letter, both in alphabetical order; digits and signs come last."""
    letters, codes = defaultdict(list), FALLBACK[language]
    columns = [f"{prefix}name_{code}" for prefix in ("", "provider__") for code in codes]
    for pk, *names in services.values_list("pk", *columns):
        name, code = _first(names[: len(codes)], codes)
        provider, _code = _first(names[len(codes) :], codes)
        letters[_letter(name)].append(NamedRow(pk, name, code, provider))
    ordered = sorted(letters, key=lambda letter: (letter == OTHER, _sorting(letter)))
    return {letter: sorted(letters[letter], key=_place) for letter in ordered}


def _first(names: list[str], codes: tuple[str, ...]) -> tuple[str, str]:
    """The first name there is, with its language."""
    return next(((name, code) for name, code in zip(names, codes, strict=True) if name), ("", ""))


def _place(row: NamedRow) -> tuple[str, str]:
    return _sorting(row.name), _sorting(row.provider)


def chosen(asked: str, letters: dict) -> str:
    """The letter that was asked for, else the first that has services."""
    return asked if asked in letters else next(iter(letters), "")


def _letter(name: str) -> str:
    first = name[:1].upper()
    return first if first.isalpha() else OTHER


def _sorting(text: str) -> str:
    return text.lower().translate(AFTER_Z)
