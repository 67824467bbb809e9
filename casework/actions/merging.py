"""Two rows of one human being become one, with a journal of everything that moved; and the way back."""

from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from contactcenter.accounts.models import User
from contactcenter.errors import ActionRefused
from contactcenter.personal_data.identity_codes import mask_in
from contactcenter.timestamps import now

from .. import events
from ..models import Case, Contact, ContactState, Person, PersonFlag, PersonMerge, Representative
from ..person_keys import renew_keys
from .persons import FIELDS, open_identity_code, put_identity_code, save_person, sentence_of

MOVED = {"contacts": Contact, "cases": Case, "flags": PersonFlag, "representatives": Representative}
CODE = "identity_code"
MERGED_FIELDS = (*FIELDS, CODE)


@transaction.atomic
def merge_persons(kept: Person, *, gone: Person, by: User, taken: set[str], reason: str) -> PersonMerge:
    """Everything of `gone` moves to `kept`; of the `MERGED_FIELDS` in `taken` the value of `gone` stays."""
    if kept.pk == gone.pk:
        raise ActionRefused(_("A person cannot be merged into themselves."))
    kept, gone = _lock_both(kept, gone)
    if kept.merged_into_id or gone.merged_into_id:
        raise ActionRefused(_("One of these persons was merged already. Search again."), code="merged")
    moved = {name: _move(name, gone, kept, by) for name in MOVED}
    merge = PersonMerge(kept=kept, gone=gone, by=by, reason=mask_in(reason), moved=moved)
    moved["before"] = {name: _plain(kept, name) for name in FIELDS if name in taken}
    moved["after"] = {name: _plain(gone, name) for name in FIELDS if name in taken}
    if CODE in taken and kept.identity_code_sealed:
        moved["code_sealed"] = kept.identity_code_sealed
    moved["code_taken"] = CODE in taken
    _leave(gone, kept, by)
    _take(kept, gone, taken, by)
    merge.save()
    return merge


@transaction.atomic
def undo_merge(merge: PersonMerge, *, by: User) -> PersonMerge:
    """Give back what the merge moved and what is still there. What was written since stays where it is."""
    merge = PersonMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.undone_at:
        raise ActionRefused(_("This merge was undone already."), code="undone")
    kept, gone = _lock_both(Person(pk=merge.kept_id), Person(pk=merge.gone_id))
    if kept.merged_into_id:
        raise ActionRefused(_("The person was merged onward. Undo the later merge first."), code="merged")
    for name, pks in merge.moved.items():
        if name in MOVED:
            _move(name, kept, gone, by, pks)
    _give_back(kept, gone, merge, by)
    merge.undone_at, merge.undone_by = now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    return merge


def _lock_both(one: Person, other: Person) -> tuple[Person, Person]:
    """Both rows, locked in the order of their ids, so that two merges of the same persons never wait for each other."""
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk, other.pk]).order_by("pk")
    found = {person.pk: person for person in rows}
    return found[one.pk], found[other.pk]


def _move(name: str, source: Person, target: Person, by: User, pks: list | None = None) -> list[str]:
    """Rows of `source` (or those of `pks` that still are) become those of `target`; returns their ids."""
    rows = MOVED[name].objects.select_for_update(of=("self",)).filter(person=source).order_by("pk")
    found = list(rows if pks is None else rows.filter(pk__in=pks))
    for row in found:
        row.person = target
    opened = [row for row in found if isinstance(row, Contact) and row.state == ContactState.OPEN]
    MOVED[name].objects.filter(pk__in=[row.pk for row in opened]).update(person=target)  # these have no history yet
    written = [row for row in found if row not in opened]
    bulk_update_with_history(written, MOVED[name], ["person"], default_user=by, batch_size=500)
    _tell(name, found)
    return [str(row.pk) for row in found]


def _tell(name: str, rows: list):
    tell = {"contacts": events.contact_changed, "cases": events.case_changed}.get(name)
    for row in rows if tell else ():
        tell(row.pk)


def _plain(person: Person, name: str):
    """A field's value as JSON holds it: of a foreign key its code."""
    return model_to_dict(person, [name])[name]


def _leave(gone: Person, kept: Person, by: User):
    gone.merged_into, gone._history_user = kept, by
    gone.save(update_fields=["merged_into"])
    renew_keys([gone])


def _take(kept: Person, gone: Person, taken: set[str], by: User):
    if CODE in taken:
        kept.identity_code_sealed, kept.identity_code_hash = gone.identity_code_sealed, gone.identity_code_hash
    save_person(kept, {name: getattr(gone, name) for name in FIELDS if name in taken}, by)


def _give_back(kept: Person, gone: Person, merge: PersonMerge, by: User):
    """The fields as they were before, except those that were changed since; then the other one stands alone again."""
    before, after = merge.moved["before"], merge.moved["after"]
    for name, value in before.items():
        if _plain(kept, name) == after[name]:
            setattr(kept, Person._meta.get_field(name).attname, value)
    if merge.moved["code_taken"] and kept.identity_code_hash == gone.identity_code_hash:
        sealed = merge.moved.get("code_sealed", "")
        put_identity_code(kept, open_identity_code(sealed) if sealed else "")
    save_person(kept, {}, by)
    gone.merged_into, gone._history_user = None, by
    try:
        with transaction.atomic():
            gone.save(update_fields=["merged_into"])
    except IntegrityError as error:
        raise ActionRefused(sentence_of(error)) from error
    renew_keys([gone])
