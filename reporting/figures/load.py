"""The shape the load figures share: a label, its contacts, their share of all contacts."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext

from reporting.tables import Column, Kind, Row, Share


def by_name(counts: Mapping[str, int], named: Mapping[str, object]) -> Counter:
    """Counts by the name of the coded row; two codes of one name are one line."""
    names: Counter = Counter()
    for code, count in counts.items():
        names[named[code].name] += count
    return names


def load_columns(label: str) -> tuple[Column, ...]:
    return (
        Column(label),
        Column(gettext("Contacts"), Kind.COUNT),
        Column(gettext("Share"), Kind.SHARE),
    )


def load_rows(counts: Mapping[str, int], whole: int) -> tuple[Row, ...]:
    """Rows by label, the largest first."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(load_row(label, count, whole) for label, count in ordered)


def load_row(label: str, count: int, whole: int) -> Row:
    return Row((label, count, Share(count, whole)))


def load_total(counts: Iterable[int]) -> Row:
    whole = sum(counts)
    return load_row(gettext("Total"), whole, whole)
