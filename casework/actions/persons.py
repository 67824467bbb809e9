"""Persons: a new one, changes, and the sealed identity code."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from contactcenter.accounts.models import User
from contactcenter.errors import ActionRefused
from contactcenter.personal_data import identity_codes
from contactcenter.personal_data.phones import e164

from ..models import Person, PersonMerge
from ..person_keys import renew_keys, sort_key_of

FIELDS = (
    "first_name",
    "last_name",
    "phone",
    "email",
    "birth_year",
    "municipality",
    "language",
    "safe_to_call",
    "safe_to_call_note",
    "interpreter_language",
    "hearing",
    "approach",
)
BATCH = 500


@transaction.atomic
def create_person(*, by: User, identity_code: str = "", **values) -> Person:
    """A new person of the creator's unit; `values` are `FIELDS`."""
    if by.unit is None:
        raise ActionRefused(_("You have no unit yet. Ask an administrator to give you one."))
    person = Person(unit=by.unit, created_by=by)
    return save_person(person, values, by, identity_code=identity_code or None)


@transaction.atomic
def change_person(person: Person, *, by: User, identity_code: str | None = None, **values) -> Person:
    """Change what is in `values`. The identity code stays when it is None and is removed when it is empty."""
    return save_person(lock_person(person), values, by, identity_code=identity_code)


def lock_person(person: Person) -> Person:
    """The row of somebody who is still a person of their own. Must run in a transaction."""
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if locked.merged_into_id is not None:
        raise ActionRefused(_("This person was merged into another one meanwhile."), code="merged")
    return locked


def save_person(person: Person, values: dict, by: User, *, identity_code: str | None = None) -> Person:
    """Write `values` and all that follows from them: the number to match by, the place in order, the keys."""
    for name, value in without_codes(values).items():
        if name in FIELDS:
            setattr(person, name, value)
    if identity_code is not None:
        set_identity_code(person, identity_code)
    person.phone_e164, person.sort_key = e164(person.phone), sort_key_of(person)
    person._history_user = by
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise ActionRefused(sentence_of(error)) from error
    renew_keys([person])
    return person


def without_codes(values: dict) -> dict:
    """The same values; a code of identity stands masked in every text."""
    return {name: identity_codes.mask_in(value) if isinstance(value, str) else value for name, value in values.items()}


def set_identity_code(person: Person, text: str):
    code = identity_codes.normal_form(text)
    if text and not code:
        raise ActionRefused(_("This is not a valid identity code. Check the date, the sign and the last character."))
    put_identity_code(person, code)


def put_identity_code(person: Person, code: str):
    person.identity_code_sealed = identity_codes.seal(code) if code else ""
    person.identity_code_hash = identity_codes.hash_of(code) if code else ""
    if code and not person.birth_year:
        person.birth_year = identity_codes.birth_date_of(code).year


def open_identity_code(sealed: str) -> str:
    try:
        return identity_codes.unseal(sealed)
    except identity_codes.NotReadable as error:
        raise ActionRefused(_("The identity code cannot be opened: its key is missing.")) from error


def sentence_of(error: IntegrityError) -> str:
    """The sentence of the constraint that refused a person; SQLite names the column, PostgreSQL the constraint."""
    for constraint in Person._meta.constraints:
        fields = getattr(constraint, "fields", ())
        if constraint.name in str(error) or any(f"casework_person.{field}" in str(error) for field in fields):
            return str(constraint.violation_error_message)
    return _("Somebody changed the same person at the same moment. Try again.")


def reseal_identity_codes() -> int:
    """Seal every code under the first key and hash it anew; returns how many. Codes that no key opens stop it."""
    count, rows = 0, Person.objects.exclude(identity_code_sealed="").order_by("pk")
    pks = list(rows.values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        with transaction.atomic():
            some = list(rows.select_for_update(of=("self",)).filter(pk__in=pks[start : start + BATCH]))
            for person in some:
                put_identity_code(person, open_identity_code(person.identity_code_sealed))
            Person.objects.bulk_update(some, ["identity_code_sealed", "identity_code_hash"])
        count += len(some)
    return count + _reseal_journal()


@transaction.atomic
def _reseal_journal() -> int:
    """A merge may have replaced a code; its journal keeps the earlier one, sealed, for undoing."""
    merges = [one for one in PersonMerge.objects.select_for_update(of=("self",)) if one.moved.get("code_sealed")]
    for merge in merges:
        merge.moved["code_sealed"] = identity_codes.seal(open_identity_code(merge.moved["code_sealed"]))
        merge.save(update_fields=["moved"])
    return len(merges)
