"""The demo's texts, as rows of its CSV files."""

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@cache
def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parts(text: str) -> list[str]:
    """`a;b` or `a,b` as a list; empty text is an empty list."""
    return [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
