"""How long each kind of personal data is kept: every app registers its rules here, one mechanism applies them."""

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.timezone import get_default_timezone


@dataclass(frozen=True)
class RetentionRule:
    """What is kept how long, and how it goes.

    `rows` is everything the rule keeps now, `due(at)` the part whose time is over. `destroy` gets a small part of
    `due` inside a transaction and says how many rows it dealt with; without it the rule only lists. `holds` says by
    which lookups a row belongs to a person, a contact or a case: {"person": "person_id"}. `covers` are further
    models that the rule looks after; what CASCADEs from a covered row is covered with it.
    """

    code: str
    label: str
    source: str
    period: Callable[[], str]
    rows: Callable[[], models.QuerySet]
    due: Callable[[datetime], models.QuerySet]
    destroy: Callable[[models.QuerySet], int] | None = None
    holds: dict[str, str] = field(default_factory=dict)
    covers: tuple[type[models.Model], ...] = ()
    is_by_command_only: bool = False

    @property
    def is_only_listed(self) -> bool:
        return self.destroy is None

    @property
    def models(self) -> set[type[models.Model]]:
        return {self.rows().model, *self.covers}


@dataclass(frozen=True)
class Subject:
    """A kind of thing that a hold can name. `find` takes what a privacy officer types; `family` widens a set of
    identifiers to all that are the same thing, such as merged persons."""

    code: str
    label: str
    find: Callable[[str], UUID | None]
    family: Callable[[set[UUID]], set[UUID]] = set


RULES: dict[str, RetentionRule] = {}
SUBJECTS: dict[str, Subject] = {}


def register(*rules: RetentionRule):
    """Add rules in an app's `ready()`. They are applied in the order they came, lower apps first."""
    RULES.update({rule.code: rule for rule in rules})


def register_subjects(*subjects: Subject):
    SUBJECTS.update({subject.code: subject for subject in subjects})


def before(at: datetime, *, years: int = 0, months: int = 0, days: int = 0) -> datetime:
    """The same local time that long ago; the 31st becomes the last day of a shorter month."""
    there = at.astimezone(get_default_timezone())
    count = there.year * 12 + there.month - 1 - years * 12 - months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    wall = there.replace(year=year, month=month + 1, day=min(there.day, last)) - timedelta(days=days)
    return wall.astimezone(UTC)


def kept_for(name: str) -> int:
    return settings.RETENTION[name]


def erase_history(model: type[models.Model], pks: Iterable) -> int:
    """Remove the history of these rows and of everything that cascades from them, rows that are gone included.

    Deleting a row writes a last line of history: call this after the deletion, with the tree of before.
    """
    return sum(rows.delete()[0] for rows in histories(model, set(pks)))


def histories(model: type[models.Model], pks: set) -> list[models.QuerySet]:
    """The historical rows of a tree, as querysets that still find them when the tree itself is gone."""
    if not pks:
        return []
    found = [model.history.model.objects.filter(**{f"{model._meta.pk.attname}__in": pks})] if has_history(model) else []
    for link in model._meta.related_objects:
        child, name = link.related_model, link.field.attname
        if link.on_delete is models.CASCADE and child is not model and not is_historical(child):
            found += histories(child, children(child, name, pks))
    return found


def children(child: type[models.Model], name: str, pks: set) -> set:
    """Those that belong to `pks` now, and those that did when their history was written."""
    here = set(child._base_manager.filter(**{f"{name}__in": pks}).values_list("pk", flat=True))
    if not has_history(child):
        return here
    past = child.history.model.objects.filter(**{f"{name}__in": pks})
    return here | set(past.values_list(child._meta.pk.attname, flat=True))


def has_history(model: type[models.Model]) -> bool:
    return hasattr(model, "history") and hasattr(model.history, "model")


def is_historical(model: type[models.Model]) -> bool:
    return hasattr(model, "history_id") or model.__name__.startswith("Historical")


def destroy_rows(rows: models.QuerySet) -> int:
    """Delete rows with all that cascades from them and the history of it all."""
    pks = set(rows.values_list("pk", flat=True))
    past = histories(rows.model, pks)
    rows.model._base_manager.filter(pk__in=pks).delete()
    for historical in past:
        historical.delete()
    return len(pks)
