"""Rows written one by one, so that each has its history and says who wrote it."""

from collections.abc import Iterable

from contactcenter.accounts.models import User


def save(row, by: User):
    row._history_user = by
    row.save()


def save_if_changed(row, values: dict, by: User) -> bool:
    """Write `values` to a new row, or to one that differs from them; says whether it was written."""
    if row.pk and not row._state.adding and all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    save(row, by)
    return True


def remove(rows: Iterable, by: User):
    for row in rows:
        row._history_user = by
        row.delete()
