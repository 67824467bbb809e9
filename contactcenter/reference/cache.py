"""Lists of reference rows kept in the process: a page reads the epoch once instead of every list anew."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from . import epoch

Value = TypeVar("Value")
_kept: dict[str, tuple[UUID, object]] = {}  # one entry a name, replaced whole: a thread sees the old or the new


def cached(name: str, load: Callable[[], Value]) -> Value:
    """What `load()` gives, remembered under `name` until any reference row changes.

    The value is shared by all threads: rows to read and never to change, lists evaluated, related rows
    prefetched. It must not depend on the user or the language; texts are chosen where they are drawn.
    """
    token = epoch.token()
    kept = _kept.get(name)
    if kept is not None and kept[0] == token:
        return kept[1]
    value = load()
    if token is not None:
        _kept[name] = (token, value)
    return value


def rows_in_use(model, *related: str) -> list:
    """The rows of `model` in use, in their order, with the lists named in `related`."""
    name = ":".join((model._meta.label, *related))
    return cached(name, lambda: list(model._default_manager.filter(is_active=True).prefetch_related(*related)))
