"""Notes of a case: written once, never changed; a wrong one is struck out with a reason."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from contactcenter.accounts.access import can
from contactcenter.accounts.models import User
from contactcenter.accounts.roles import Permission
from contactcenter.errors import ActionRefused

from .. import events
from ..models import Case, CaseNote
from ..queries import database_now
from .cases import lock_open_case, save_row, words_of

OWN_NOTE_HOURS = 24


@transaction.atomic
def write_note(case: Case, *, text: str, by: User) -> CaseNote:
    """A note in the case's timeline."""
    locked = lock_open_case(case)
    words = words_of(text, 10_000)
    if not words:
        raise ActionRefused(_("Write the note first."), status=422)
    note = CaseNote(case=locked, text=words, written_by=by, written_at=database_now(by))
    save_row(note, by)
    events.case_changed(locked.pk)
    return note


@transaction.atomic
def annul_note(note: CaseNote, *, reason: str, by: User) -> CaseNote:
    """Strike a wrong note out. Its text stays readable, with the reason: one's own for a day, a lead at any time."""
    lock_open_case(Case(pk=note.case_id))
    locked = CaseNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if locked.annulled_at:
        raise ActionRefused(_("The note is already annulled."), code="annulled")
    if not may_annul(locked, by, database_now(by)):
        raise ActionRefused(
            _("A note can be annulled by its writer within 24 hours, and by a lead counsellor at any time."),
            code="too_late",
        )
    locked.annulled_at, locked.annulled_reason = database_now(by), words_of(reason, 300)
    save_row(locked, by)
    events.case_changed(locked.case_id)
    return locked


def may_annul(note: CaseNote, user: User, at: datetime) -> bool:
    is_fresh = at - note.written_at < timedelta(hours=OWN_NOTE_HOURS)
    return (note.written_by_id == user.pk and is_fresh) or can(user, Permission.WORK_REASSIGN)
