"""Two editors of one case: what both changed is a conflict, the rest of both is kept."""

from django.utils.translation import gettext as _

from contactcenter.errors import ActionRefused

from ..models import Case


class CaseConflict(ActionRefused):
    """Somebody changed the same fields meanwhile. `version` is the one stored now, `theirs` its values by field, and
    `taken` those of the fields that only others changed."""

    def __init__(self, version: int, theirs: dict, taken: dict | None = None):
        super().__init__(_("This case was changed elsewhere meanwhile. Both texts are kept."), code="conflict")
        self.version, self.theirs, self.taken = version, theirs, taken or {}


def merged(case: Case, version: int | None, values: dict) -> dict:
    """`values` without the fields that only others changed since `version`; raises `CaseConflict` over those that
    both did. `None` is a caller without a form."""
    if version is None or version == case.version:
        return values
    base = case.history.filter(version=version).order_by("-history_id").first()
    mine = {name: value for name, value in values.items() if base is None or value_of(base, name) != plain(value)}
    theirs = {
        name: value_of(case, name)
        for name in mine
        if value_of(case, name) != plain(mine[name]) and (base is None or value_of(case, name) != value_of(base, name))
    }
    if theirs:
        taken = {name: value_of(case, name) for name in values.keys() - mine.keys()}
        raise CaseConflict(case.version, theirs, taken)
    return mine


def value_of(row, name: str):
    """A field of a case or of its history; a foreign key by its key."""
    return getattr(row, Case._meta.get_field(name).attname)


def plain(value):
    return getattr(value, "pk", value)
