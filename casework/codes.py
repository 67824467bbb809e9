"""Continuation codes: a word and two digits that are said on the phone, such as `KOIVU 42` or `BJÖRK 17`.

The words of both languages are so chosen that no two of them sound or look alike, whatever the dots over the
letters; an error in one letter is therefore never another person's code.
"""

import csv
import secrets
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

from contactcenter.personal_data.keyed import keyed_hash

DATA = Path(__file__).parent / "data"
LANGUAGES = ("fi", "sv")
FIRST, LAST = 10, 99
LIMIT = 40  # of what is typed


class Code(NamedTuple):
    """A code as it is told: the word in capitals and the number."""

    word: str
    number: int
    language: str

    def __str__(self):
        return f"{self.word} {self.number}"

    @property
    def spelt(self) -> str:
        """For reading aloud, letter by letter and digit by digit: Kalle, Urho, Urho, Sakari, Iivari · 4 · 2."""
        letters = ", ".join(letter_names()[self.language, letter] for letter in self.word)
        return " · ".join([letters, *str(self.number)])


def new_code(language: str) -> Code:
    """A code drawn by chance, in the language of the contact when there is a list for it, else in Finnish."""
    chosen = language if language in LANGUAGES else LANGUAGES[0]
    word = secrets.choice(code_words()[chosen]).upper()
    return Code(word, FIRST + secrets.randbelow(LAST - FIRST + 1), chosen)


def plain_code(text: str) -> str:
    """What counts of a code as somebody typed it: letters without dots and digits, nothing else."""
    parted = unicodedata.normalize("NFKD", text[:LIMIT].casefold())
    return "".join(sign for sign in parted if sign.isascii() and sign.isalnum())


def code_hash(text: str) -> str:
    return keyed_hash("continuation-code", plain_code(text))


@cache
def code_words() -> dict[str, tuple[str, ...]]:
    rows = _rows("code_words.csv")
    return {code: tuple(row["word"] for row in rows if row["language"] == code) for code in LANGUAGES}


@cache
def letter_names() -> dict[tuple[str, str], str]:
    return {(row["language"], row["letter"]): row["name"] for row in _rows("code_letters.csv")}


def _rows(name: str) -> list[dict]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
