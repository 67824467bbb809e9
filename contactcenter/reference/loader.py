"""The loader of starting data: each app registers its files; a reload never undoes an administrator's edit.

A file's columns are taken by the name of the model's field; `columns` says what differs::

    register(Language, DATA / "languages.csv", columns={"national": "is_national"})
    register(Trigger, DATA / "triggers.csv", columns={"options": lambda text: {"options": text.split("|")}})

A column that is no field and is not in `columns` is not read. Empty text is the field's default, `1` is true,
a key is written as it stands and a list of keys with semicolons. The order of lines becomes `position`.
"""

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from pathlib import Path

from django.db import models, transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

REASON = "loaded"
Column = str | Callable[[str], dict] | None


@dataclass(frozen=True)
class Source:
    """A model and the file its starting rows come from."""

    model: type[models.Model]
    path: Path
    columns: Mapping[str, Column]
    after: frozenset
    is_once: bool

    @property
    def needs(self) -> set:
        """Models whose rows must exist first: those it points to, and those it was told."""
        meta = self.model._meta
        pointed = {link.related_model for link in (*meta.concrete_fields, *meta.many_to_many) if link.is_relation}
        return (pointed | self.after) - {self.model}

    def lines(self) -> Iterator[dict]:
        """The file's lines as values by field name, keys as keys and lists of keys sorted."""
        names = {column.name for column in self.model._meta.get_fields() if not column.auto_created}
        with self.path.open(encoding="utf-8", newline="") as file:
            for position, line in enumerate(csv.DictReader(file), start=1):
                values = {"position": position} if "position" in names else {}
                values |= {"is_active": True} if "is_active" in names else {}
                for column, text in line.items():
                    values |= self._values(column, (text or "").strip(), names)
                yield values

    def _values(self, column: str, text: str, names: set[str]) -> dict:
        target = self.columns.get(column, column if column in names else None)
        if callable(target):
            return target(text)
        return {} if target is None else {target: _value(self.model._meta.get_field(target), text)}


@dataclass
class Outcome:
    """What a load did to one model; `kept` are codes that somebody edited and the file would change."""

    created: int = 0
    updated: int = 0
    deactivated: int = 0
    kept: list = field(default_factory=list)

    @property
    def writes(self) -> int:
        return self.created + self.updated + self.deactivated


SOURCES: dict[type[models.Model], Source] = {}


def register(model, path, *, columns: Mapping[str, Column] | None = None, after: Iterable = (), once: bool = False):
    """Say in an app's `ready()` which file holds the starting rows of `model`.

    `once` is for rows without a code of their own (links, hours): loaded while the table is empty, then left.
    `after` names models to load first beyond those `model` points to.
    """
    SOURCES[model] = Source(model, Path(path), columns or {}, frozenset(after), once)


def sources() -> list[Source]:
    """Everything registered, in an order that satisfies foreign keys."""
    order = TopologicalSorter({model: source.needs & SOURCES.keys() for model, source in SOURCES.items()})
    return [SOURCES[model] for model in order.static_order()]


@transaction.atomic
def load() -> dict[type[models.Model], Outcome]:
    """Bring the database to the files, edits excepted. Running it again writes nothing."""
    return {source.model: _load_once(source) if source.is_once else _load_rows(source) for source in sources()}


def _load_once(source: Source) -> Outcome:
    if source.model._default_manager.exists():
        return Outcome()
    rows = [_filled(source.model(), values) for values in source.lines()]
    _create(source.model, rows)
    return Outcome(created=len(rows))


def _load_rows(source: Source) -> Outcome:
    outcome, model = Outcome(), source.model
    lines = {values[model._meta.pk.name]: values for values in source.lines()}
    names = list(next(iter(lines.values()), {}))
    lists = [link.name for link in model._meta.many_to_many if link.name in names]
    present = {row.pk: row for row in model._default_manager.prefetch_related(*lists)}
    new = [_filled(model(), values, _hash(values)) for code, values in lines.items() if code not in present]
    changed = [row for code, row in present.items() if code in lines and _is_to_change(row, lines[code], outcome)]
    gone = [row for code, row in present.items() if code not in lines and _is_to_leave(row, names)]
    for row in changed:
        _filled(row, lines[row.pk], _hash(lines[row.pk]))
    for row in gone:
        _filled(row, values := _present(row, names) | {"is_active": False}, _hash(values))
    _create(model, new)
    _update(model, [*changed, *gone], names)
    for row in (*new, *changed):
        for name in lists:
            getattr(row, name).set(lines[row.pk][name])
    outcome.created, outcome.updated, outcome.deactivated = len(new), len(changed), len(gone)
    return outcome


def _is_to_change(row, values: dict, outcome: Outcome) -> bool:
    """Whether the file may and must change a row that exists; notes edited rows in `outcome.kept`."""
    now, wanted = _hash(_present(row, values)), _hash(values)
    if now not in (row.loaded_hash, wanted):
        outcome.kept.append(row.pk)
        return False
    return wanted != row.loaded_hash


def _is_to_leave(row, names: list[str]) -> bool:
    """Whether a row that left the file goes out of use: only if it came from there and nobody edited it."""
    return row.is_active and row.loaded_hash == _hash(_present(row, names))


def _hash(values: Mapping) -> str:
    """Empty values are left out: a column that the file gains later must not make every row look edited."""
    kept = {name: value for name, value in values.items() if value}
    return hashlib.sha256(json.dumps(kept, sort_keys=True, default=str).encode()).hexdigest()


def _value(target: models.Field, text: str):
    if target.many_to_many:
        return sorted(text.split(";")) if text else []
    if not text:
        return target.get_default()
    if isinstance(target, models.BooleanField):
        return text == "1"
    return (target.target_field if target.is_relation else target).to_python(text)


def _present(row, names: Iterable[str]) -> dict:
    values = {}
    for name in names:
        target = row._meta.get_field(name)
        values[name] = getattr(row, target.attname) if not target.many_to_many else _keys(getattr(row, name))
    return values


def _keys(related) -> list:
    return sorted(one.pk for one in related.all())


def _filled(row, values: Mapping, loaded_hash: str | None = None):
    for name, value in values.items():
        target = row._meta.get_field(name)
        if not target.many_to_many:
            setattr(row, target.attname, value)
    if loaded_hash:
        row.loaded_hash = loaded_hash
    return row


def _create(model, rows: list):
    if hasattr(model, "history"):
        bulk_create_with_history(rows, model, default_change_reason=REASON)
    else:
        model._default_manager.bulk_create(rows)


def _update(model, rows: list, names: list[str]):
    plain = [name for name in names if name != model._meta.pk.name and not model._meta.get_field(name).many_to_many]
    if hasattr(model, "history"):
        bulk_update_with_history(rows, model, [*plain, "loaded_hash"], default_change_reason=REASON)
    else:
        model._default_manager.bulk_update(rows, [*plain, "loaded_hash"])
