"""The history of a complete contact in words: who wrote it when, and what changed each time."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..models import Contact, ContactTopic, ContactTrigger, FirstInformationAnswer, Routing, SegmentAssessment
from .guidance import Words

# What names a part of the contact; the assessment is one of a kind.
NAMED_BY = {
    ContactTopic: "reason", Routing: "destination", ContactTrigger: "trigger", FirstInformationAnswer: "item",
    SegmentAssessment: "",
}  # fmt: skip
UNTOLD = {
    "state", "ended_at", "completed_at", "opened_at", "contact", "topic", "position", "provider", "provider_type",
    "outside_sote", "is_urgent", "is_by_rule", "recorded_at", "recorded_by",
}  # fmt: skip
NAMELESS = {"person", "case"}  # whose record it is stays off this page


class Line(NamedTuple):
    """One change: what, and from what to what where that can be said."""

    what: str
    old: str = ""
    new: str = ""


class Entry(NamedTuple):
    """One writing of a contact. The first one completed it."""

    at: datetime
    who: str
    is_first: bool
    lines: list[Line]


class Change(NamedTuple):
    """A row of history, the one of the same row before it, and the model they belong to."""

    model: type[models.Model]
    row: models.Model
    before: models.Model | None


def history_of(contact: Contact) -> list[Entry]:
    """Newest first, in one query for each table."""
    own = list(contact.history.select_related("history_user").order_by("history_date", "history_id"))
    changes = [*_changes(Contact, own), *(change for model in NAMED_BY for change in _changes_of(model, contact))]
    changes.sort(key=lambda change: change.row.history_date)
    names = Names(changes)
    entries: list[Entry] = []
    for change in changes:
        row, user = change.row, change.row.history_user
        who = user.display_name if user else ""
        if not entries or change.model is Contact or entries[-1].who != who:
            entries.append(Entry(row.history_date, who, not entries, []))
        if not entries[-1].is_first:
            entries[-1].lines.extend(_lines(change, names))
    return entries[::-1]


def _changes_of(model: type[models.Model], contact: Contact) -> list[Change]:
    related = ["history_user", *filter(None, [NAMED_BY[model]])]
    rows = model.history.filter(contact_id=contact.pk).select_related(*related)
    return _changes(model, list(rows.order_by("history_date", "history_id")))


def _changes(model: type[models.Model], rows: list) -> list[Change]:
    key = model._meta.pk.attname
    found = []
    for _pk, group in groupby(sorted(rows, key=lambda row: str(getattr(row, key))), key=lambda row: getattr(row, key)):
        before = None
        for row in group:
            found.append(Change(model, row, before))
            before = row
    return found


def _lines(change: Change, names: "Names") -> Iterator[Line]:
    kind, title = change.model._meta.verbose_name, _title(change)
    if change.row.history_type == "-":
        yield Line(_("Removed %(kind)s") % {"kind": kind}, title)
    elif change.before is None:
        yield Line(_("Added %(kind)s") % {"kind": kind}, "", title or names.text_of(change.row, "chosen"))
    else:
        for field in _changed(change):
            yield _line(change, field, title, names)


def _title(change: Change) -> str:
    name = NAMED_BY.get(change.model, "")
    return getattr(change.row, name).name if name else ""


def _changed(change: Change) -> Iterator[str]:
    for field in change.row.diff_against(change.before).changed_fields:
        if field not in UNTOLD:
            yield field


def _line(change: Change, name: str, title: str, names: "Names") -> Line:
    field = change.model._meta.get_field(name)
    what = ": ".join(filter(None, [title, capfirst(str(field.verbose_name))]))
    if name in NAMELESS or isinstance(field, models.TextField | models.JSONField):
        return Line(what, "", _("changed"))
    return Line(what, names.text_of(change.before, name), names.text_of(change.row, name))


class Names:
    """Codes and keys of history as names; the rows they name are read once for each table."""

    def __init__(self, changes: Iterable[Change]):
        self._keys: dict[type[models.Model], set] = {}
        self._names: dict[type[models.Model], dict] = {}
        told = []
        for change in changes:
            for field in self._relations(change.row):
                self._keys.setdefault(field.related_model, set()).add(getattr(change.row, field.attname))
            if change.model is FirstInformationAnswer:
                told.append(change.row)
        self._words = Words(told)

    @staticmethod
    def _relations(row) -> list[models.ForeignKey]:
        return [field for field in row.tracked_fields if field.is_relation and field.name not in UNTOLD | NAMELESS]

    def text_of(self, row, name: str) -> str:
        field, value = row._meta.get_field(name), getattr(row, row._meta.get_field(name).attname)
        if field.is_relation:
            return self._name(field.related_model, value) or "–"
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if field.choices:
            return str(dict(field.flatchoices).get(value, value)) or "–"
        return (self._words.of(row) if name == "value" else str("" if value is None else value)) or "–"

    def _name(self, model: type[models.Model], key) -> str:
        if model not in self._names:
            found = model._default_manager.in_bulk(self._keys.get(model, set()) - {None})
            self._names[model] = {pk: getattr(row, "display_name", "") or str(row) for pk, row in found.items()}
        return self._names[model].get(key, "")
