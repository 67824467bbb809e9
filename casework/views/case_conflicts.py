"""Two editors of one case: both texts side by side in the form, and what the buttons keep of them."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.http import QueryDict

from ..actions import CaseConflict
from ..actions.case_merging import value_of
from ..models import Case

LINES, PARAGRAPHS = ("subject", "next_step"), ("own_words", "agreed", "fallback")
BETWEEN_LINES, BETWEEN_PARAGRAPHS = " / ", "\n\n"


class Clash(NamedTuple):
    """A field that both changed, in words."""

    name: str
    label: str
    mine: str
    theirs: str


class Place(NamedTuple):
    """Where one's own text of a clash stands in the posted data, the other text, and what joins the two; a single
    choice cannot be joined."""

    key: str
    theirs: str
    glue: str = ""


def places_of(case: Case, names: Iterable[str]) -> dict[str, Place]:
    glue = dict.fromkeys(LINES, BETWEEN_LINES) | dict.fromkeys(PARAGRAPHS, BETWEEN_PARAGRAPHS)
    return {name: Place(name, as_text(value_of(case, name)), glue.get(name, "")) for name in names if name != "version"}


def as_text(value) -> str:
    """A stored value as a form would post it."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def posted(request, places: dict[str, Place]) -> QueryDict | None:
    """What was posted; after a conflict, with what the pressed button keeps of each text."""
    data, keep = request.POST.copy(), request.POST.get("keep")
    for name in data.getlist("conflict"):
        if name in places:
            data[places[name].key] = kept(keep, data.get(places[name].key, ""), places[name])
    return data or None


def kept(keep: str | None, mine: str, place: Place) -> str:
    if keep == "theirs":
        return place.theirs
    if keep == "both" and place.glue and mine != place.theirs:
        return place.glue.join(text for text in (place.theirs, mine) if text)
    return mine


def show_both(form, conflict: CaseConflict, beside: dict[str, tuple[str, str]]):
    """The form holds both texts, and its next save is meant to stand over the other. `beside` gives label and own
    text of what stands outside the form's own fields."""
    form.conflicts = [in_words(form, name, theirs, beside) for name, theirs in conflict.theirs.items()]
    taken = {name: as_text(value) for name, value in conflict.taken.items()}
    form.data = {**form.data.dict(), **taken, "version": conflict.version}
    form.add_error(None, conflict.text)


def in_words(form, name: str, theirs, beside: dict[str, tuple[str, str]]) -> Clash:
    if name in beside:
        return Clash(name, *beside[name], theirs)
    choices = getattr(form.fields[name], "choices", None)
    labels = {str(code): str(label) for code, label in choices} if choices else {}
    mine = form[name].value()
    return Clash(name, form.fields[name].label, labels.get(str(mine), mine), labels.get(str(theirs), theirs))
