"""Opening, changing and moving a case; every write of the case's own row goes through here."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from contactcenter.accounts.models import Unit, User
from contactcenter.errors import ActionRefused
from contactcenter.timestamps import local_day

from .. import events
from ..drafts import clean_text, read_facts
from ..models import (
    ActsNext,
    AgreedService,
    Case,
    CaseNote,
    CaseNumberSeries,
    CaseOutcome,
    CaseState,
    CaseTransition,
    Contact,
    ContactState,
    Person,
    Task,
)
from ..queries import database_now
from .case_merging import merged

NOT_FOLLOWED = {"L0", "L1"}  # levels that know no case: following a matter is guidance
FIRST_LEVEL = "L2"
DETAILS = ("subject", "service_area", "language", "municipality", "level", "segment")
LIMITS = {"subject": 200, "acts_next_name": 150, "next_step": 300, "closing_note": 500, "own_words": 2000,
          "agreed": 4000, "fallback": 2000}  # fmt: skip


# ---- opening ----
@transaction.atomic
def open_case(
    *,
    contact: Contact,
    by: User,
    subject: str,
    responsible: User | None = None,
    acts_next: str,
    acts_next_name: str = "",
    next_step: str,
    next_on: date,
    level: str | None = None,
    segment: str | None = None,
    unit: Unit | None = None,
) -> Case:
    """A case from an open or a complete contact, named or anonymous: what the contact knows is not asked again."""
    origin = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if origin.case_id:
        raise ActionRefused(_("This contact already belongs to a case."), code="already_in_case")
    known = known_of(origin)
    opened_at = database_now(by)
    case = Case(
        number=take_case_number(local_day(opened_at).year), person_id=origin.person_id, opened_by=by,
        opened_at=opened_at, state=first_state(), responsible=responsible,
        unit=unit or unit_of(responsible, by), version=0, service_area_id=known["service_area"],
        language_id=known["language"], municipality_id=known["municipality"] or None,
        level_id=level or level_of(known["level"]), segment_id=segment or known["segment"] or None,
        **cleaned(subject=subject, acts_next=acts_next, acts_next_name=acts_next_name, next_step=next_step),
        next_on=next_on,
    )  # fmt: skip
    save_case(case, by)
    _join(origin, case, by)
    return case


def known_of(contact: Contact) -> dict[str, str]:
    """What a contact already says: its row's, and while it is open its draft's."""
    names = ("service_area", "language", "municipality", "level", "segment")
    row = {name: getattr(contact, f"{name}_id") or "" for name in names}
    if contact.state == ContactState.COMPLETE:
        return row
    draft = read_facts(contact.draft.data)
    return {name: getattr(draft, name) or row[name] for name in names}


def level_of(contact_level: str) -> str:
    return FIRST_LEVEL if contact_level in NOT_FOLLOWED else contact_level


def first_state() -> CaseState:
    state = CaseState.objects.filter(is_first=True, is_active=True).first()
    if state is None:
        raise ActionRefused(_("No state says where cases begin. Ask an administrator to mark one."))
    return state


def unit_of(responsible: User | None, by: User) -> Unit:
    unit = (responsible and responsible.unit) or by.unit
    if unit is None:
        raise ActionRefused(_("You have no unit yet. Ask an administrator to give you one."))
    return unit


def take_case_number(year: int) -> str:
    """The year's next case number, such as `A26-00042`. Must run in a transaction: the row stays locked."""
    CaseNumberSeries.objects.get_or_create(year=year)
    CaseNumberSeries.objects.filter(year=year).update(last=F("last") + 1)
    last = CaseNumberSeries.objects.values_list("last", flat=True).get(year=year)
    return f"A{year % 100:02d}-{last:05d}"


@transaction.atomic
def attach_contact_to_case(contact: Contact, case: Case, *, by: User) -> Contact:
    """A later contact joins a case. A case opened anonymously learns from it who the person is."""
    locked = lock_open_case(case)
    later = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if later.case_id == locked.pk:
        return later
    if later.case_id:
        raise ActionRefused(_("This contact already belongs to a case."), code="already_in_case")
    if later.person_id and locked.person_id and later.person_id != locked.person_id:
        raise ActionRefused(_("The contact and the case are of different persons."), code="other_person")
    if later.person_id and locked.person_id is None:
        locked.person_id = later.person_id
        save_case(locked, by)
    _join(later, locked, by)
    return later


def _join(contact: Contact, case: Case, by: User):
    contact.case = case
    contact._history_user = by
    if contact.state == ContactState.OPEN:
        contact.skip_history_when_saving = True  # history begins when the contact is complete
    contact.save(update_fields=["case"])
    events.case_changed(case.pk)
    events.contact_changed(contact.pk)


@transaction.atomic
def name_case(case: Case, *, person: Person, by: User) -> Case:
    """Say whose an anonymous case is, once a contact of it has become a named one."""
    locked = lock_open_case(case)
    if locked.person_id and locked.person_id != person.pk:
        raise ActionRefused(_("The contact and the case are of different persons."), code="other_person")
    if not locked.contacts.filter(person=person).exists():
        raise ActionRefused(_("No contact of this case is of that person."), code="other_person")
    locked.person = person
    return save_case(locked, by)


# ---- changing ----
@transaction.atomic
def change_case(case: Case, *, by: User, version: int | None, **values) -> Case:
    """Change what the case is about: `values` are of `DETAILS`."""
    locked = lock_open_case(case)
    texts = {name: value for name, value in values.items() if name in LIMITS}
    rows = {name: value for name, value in values.items() if name not in LIMITS}
    if set(values) - set(DETAILS):
        raise ValueError(f"not details of a case: {set(values) - set(DETAILS)}")
    return _change(locked, version, {**rows, **cleaned(**texts)}, by)


@transaction.atomic
def set_next(
    case: Case,
    *,
    by: User,
    acts_next: str,
    acts_next_name: str = "",
    next_step: str,
    next_on: date,
    version: int | None = None,
) -> Case:
    """Who acts next, what they do and when."""
    locked = lock_open_case(case)
    texts = cleaned(acts_next=acts_next, acts_next_name=acts_next_name, next_step=next_step)
    return _change(locked, version, {**texts, "next_on": next_on}, by)


@transaction.atomic
def postpone_next(case: Case, *, by: User, next_on: date, version: int | None = None) -> Case:
    """The same step on another day."""
    return _change(lock_open_case(case), version, {"next_on": next_on}, by)


@transaction.atomic
def assign_case(case: Case, *, responsible: User | None, unit: Unit | None = None, by: User) -> Case:
    """Give the case to a person, to a unit or to both; without a person the unit acts next."""
    locked = lock_open_case(case)
    locked.responsible = responsible
    locked.unit = unit or (responsible and responsible.unit) or locked.unit
    if responsible is None and locked.acts_next == ActsNext.RESPONSIBLE:
        locked.acts_next = ActsNext.UNIT
    return save_case(locked, by)


def _change(locked: Case, version: int | None, values: dict, by: User) -> Case:
    for name, value in merged(locked, version, values).items():
        setattr(locked, name, value)
    return save_case(locked, by)


# ---- moving ----
@transaction.atomic
def move_case(
    case: Case,
    *,
    transition: CaseTransition | str,
    by: User,
    reason: str = "",
    outcome: CaseOutcome | str | None = None,
    closing_note: str = "",
    acts_next: str = "",
    acts_next_name: str = "",
    next_step: str = "",
    next_on: date | None = None,
) -> Case:
    """Take a step that the data allows from the state the case is in now, and no other.

    Into a closed state goes an outcome and closing words; out of one, who acts next. Between open states the next
    step stays as it was unless one is given.
    """
    locked = Case.objects.select_for_update(of=("self",)).select_related("state").get(pk=case.pk)
    step = _allowed(locked, transition)
    words = cleaned(closing_note=closing_note, acts_next=acts_next, acts_next_name=acts_next_name, next_step=next_step)
    reason = words_of(reason, 500)
    ended_as = _outcome(outcome)
    if step.needs_reason and not reason:
        raise ActionRefused(_("Write the reason."), code="reason", status=422)
    if (step.needs_outcome or step.to_state.is_closed) and ended_as is None:
        raise ActionRefused(_("Choose how the case ended."), code="outcome", status=422)
    locked.state, locked.is_closed = step.to_state, step.to_state.is_closed
    if locked.is_closed:
        _close(locked, ended_as, words["closing_note"], by)
    else:
        _go_on(locked, words, next_on)
    return save_case(locked, by, reason=reason)


def _allowed(case: Case, transition: CaseTransition | str) -> CaseTransition:
    code = transition if isinstance(transition, str) else transition.pk
    rows = CaseTransition.objects.filter(pk=code[:20], from_state=case.state_id, is_active=True)
    step = rows.filter(to_state__is_active=True).select_related("to_state").first()
    if step is None:
        raise ActionRefused(
            _("The case cannot take this step now. Look at where it stands and try again."), code="step"
        )
    return step


def _outcome(outcome: CaseOutcome | str | None) -> CaseOutcome | None:
    code = outcome if isinstance(outcome, str) else outcome and outcome.pk
    return CaseOutcome.objects.filter(pk=code[:20], is_active=True).first() if code else None


def _close(case: Case, outcome: CaseOutcome, closing_note: str, by: User):
    case.outcome, case.closing_note, case.closed_at = outcome, closing_note, database_now(by)
    case.acts_next, case.acts_next_name, case.next_step, case.next_on = "", "", "", None


def _go_on(case: Case, words: dict, next_on: date | None):
    case.outcome, case.closing_note, case.closed_at = None, "", None
    given = {"acts_next": words["acts_next"], "next_step": words["next_step"], "next_on": next_on}
    for name, value in given.items():
        if value:
            setattr(case, name, value)
    if words["acts_next"]:
        case.acts_next_name = words["acts_next_name"]


# ---- what every write of a case shares ----
def lock_open_case(case: Case) -> Case:
    """The case's row, locked; a closed one is refused."""
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if locked.is_closed:
        raise ActionRefused(_("The case is closed. Reopen it first."), code="closed")
    return locked


def cleaned(**texts: str) -> dict[str, str]:
    """The texts as they are stored: a code of identity is masked; too long or unreadable ones are refused."""
    return {name: words_of(text, LIMITS.get(name, 40)) for name, text in texts.items()}


def words_of(text: str, limit: int) -> str:
    return clean_text((text or "").strip(), limit)


def save_case(case: Case, by: User, *, reason: str = "") -> Case:
    """Write the case's row with its history; a constraint that refuses speaks its sentence."""
    case.version += 1
    case._history_user, case._change_reason = by, reason or None
    if case.acts_next != ActsNext.OTHER:
        case.acts_next_name = ""
    write_row(case)
    events.case_changed(case.pk)
    return case


def write_row(row):
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ActionRefused(case_sentence_of(error), code="constraint", status=422) from error


def save_row(row, by: User):
    row._history_user = by
    write_row(row)


def remove_row(row, by: User):
    if row is not None:
        row._history_user = by
        row.delete()


def case_sentence_of(error: IntegrityError) -> str:
    for model in (Case, AgreedService, CaseNote, Task):
        for constraint in model._meta.constraints:
            if constraint.name in str(error):
                return str(constraint.violation_error_message)
    return _("Somebody changed the same case at the same moment. Try again.")
