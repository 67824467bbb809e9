"""Which contacts and persons a user reaches: every view and socket asks here."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from contactcenter.accounts.access import scope_of, units_of
from contactcenter.accounts.models import User
from contactcenter.accounts.roles import Permission, Scope
from contactcenter.errors import NotFound

from .models import Case, CaseNote, Contact, ContactState, HandOver, HandOverState, Person, QuickEnd, Task
from .queries import hand_overs


def contacts_of(user: User, permission: Permission = Permission.CONTACT_VIEW) -> QuerySet[Contact]:
    """The contacts `user` may see (or, with CONTACT_EDIT, change): own, own units' or all."""
    scope = scope_of(user, permission)
    if scope == Scope.ALL:
        return Contact.objects.all()
    if scope in (Scope.UNIT, Scope.ORGANISATION):
        return Contact.objects.filter(unit__in=units_of(user)) | Contact.objects.filter(handled_by=user)
    return Contact.objects.filter(handled_by=user) if scope == Scope.OWN else Contact.objects.none()


def get_contact(user: User, pk: UUID, permission: Permission = Permission.CONTACT_VIEW) -> Contact:
    """The contact, or NotFound: unknown and somebody else's are the same answer."""
    rows = contacts_of(user, permission).select_related(
        "channel",
        "language",
        "service_area",
        "party",
        "municipality",
        "handled_by",
        "unit",
        "person",
        "level",
        "segment",
        "demand_class",
        "cause_provider",
        "quick_end",
    )
    contact = rows.filter(pk=pk).first()
    if contact is None:
        raise NotFound
    return contact


def get_contact_for_edit(user: User, pk: UUID) -> Contact:
    return get_contact(user, pk, Permission.CONTACT_EDIT)


class Ground(NamedTuple):
    """Why a person's record opens: the log's word, and the open contact when that is the reason."""

    code: str
    contact: UUID | None = None


def ground_for(user: User, person: Person) -> Ground | None:
    """An open contact of the user with this person, the user's own or the own units' persons; None asks a reason."""
    own = person.contacts.filter(handled_by=user)
    open_contact = own.filter(state=ContactState.OPEN).order_by("opened_at").first()
    if open_contact:
        return Ground("open_contact", open_contact.pk)
    if scope_of(user, Permission.PERSON_VIEW) in (None, Scope.OWN):
        return None  # a supervisor never has another ground than a stated reason
    if person.created_by_id == user.pk or own.exists():
        return Ground("own")
    units = units_of(user)
    return Ground("unit") if person.unit_id in units or person.contacts.filter(unit__in=units).exists() else None


def may_list_persons(user: User) -> bool:
    """Whether a search may show names without a reason."""
    return scope_of(user, Permission.PERSON_VIEW) not in (None, Scope.OWN)


def get_person(user: User, pk: UUID) -> Person:
    """A person for somebody who may see persons at all; whether the record opens is `ground_for`'s to say."""
    person = Person.objects.select_related("municipality", "language", "unit").filter(pk=pk).first()
    if person is None or scope_of(user, Permission.PERSON_VIEW) is None:
        raise NotFound
    return person


def get_person_for_edit(user: User, pk: UUID) -> Person:
    """A person whose record the user has a ground of their own to open."""
    person = get_person(user, pk)
    if scope_of(user, Permission.PERSON_EDIT) is None or ground_for(user, person) is None:
        raise NotFound
    return person


def get_quick_end(code: str) -> QuickEnd:
    found = QuickEnd.objects.filter(pk=code[:20], is_active=True).select_related("demand_class").first()
    if found is None:
        raise NotFound
    return found


def identifier(text: str) -> UUID:
    """An identifier out of a form or an address's query; anything else is nobody's."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


# ---- cases ----
def cases_of(user: User, permission: Permission = Permission.CASE_VIEW) -> QuerySet[Case]:
    """The cases `user` has a ground to open (or, with CASE_EDIT, to work on): own, own units', handed over to them,
    and of the user's service areas those of a person with whom the user has an open contact."""
    if scope_of(user, permission) in (None, Scope.OWN):
        return Case.objects.none()  # a supervisor never has another ground than a stated reason
    units = units_of(user)
    receiver = Q(to_user=user) | Q(to_unit__in=units)
    handed_over = HandOver.objects.filter(receiver, state__in=_readable_states(permission)).values("case")
    callers = _open_contacts(user).filter(person__isnull=False).values("person")
    of_caller = Q(person__in=callers, service_area__in=user.service_areas.values("pk"))
    own = Q(responsible=user) | Q(opened_by=user) | Q(unit__in=units)
    return Case.objects.filter(own | Q(pk__in=handed_over) | of_caller)


def _readable_states(permission: Permission) -> list[str]:
    """What waits for its receiver may be read; what was accepted may be worked on."""
    is_reading = permission == Permission.CASE_VIEW
    return [HandOverState.ACCEPTED, *([HandOverState.SENT] if is_reading else [])]


def _open_contacts(user: User) -> QuerySet[Contact]:
    return Contact.objects.filter(handled_by=user, state=ContactState.OPEN).order_by("opened_at")


CASE_ROWS = ("person", "service_area", "language", "municipality", "unit", "responsible", "state", "level", "segment",
             "outcome", "opened_by")  # fmt: skip


def get_case(user: User, pk: UUID, permission: Permission = Permission.CASE_VIEW) -> Case:
    """The case, or NotFound: unknown and without a ground are the same answer."""
    same_person = _open_contacts(user).filter(person=OuterRef("person")).values("pk")[:1]
    handed_to_user = HandOver.objects.filter(case=OuterRef("pk"), to_user=user)
    rows = cases_of(user, permission).annotate(open_contact=Subquery(same_person), is_received=Exists(handed_to_user))
    found = rows.select_related(*CASE_ROWS).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def get_case_for_edit(user: User, pk: UUID) -> Case:
    return get_case(user, pk, Permission.CASE_EDIT)


def get_case_with_reason(user: User, pk: UUID) -> Case:
    """A case of a named person for somebody without a ground: its page asks why. Anonymous ones stay the unit's."""
    rows = Case.objects.select_related(*CASE_ROWS).filter(pk=pk, person__isnull=False)
    found = rows.first() if scope_of(user, Permission.CASE_VIEW) else None
    if found is None:
        raise NotFound
    return found


def ground_of_case(user: User, case: Case) -> Ground:
    """Why a case that came through `get_case` is open to the user."""
    if case.open_contact:
        return Ground("open_contact", case.open_contact)
    is_own = user.pk in (case.responsible_id, case.opened_by_id) or case.is_received
    return Ground("own" if is_own else "unit")


def get_task_for_edit(user: User, pk: int) -> Task:
    task = Task.objects.filter(pk=pk).first()
    if task is None:
        raise NotFound
    task.case = get_case_for_edit(user, task.case_id)
    return task


def get_case_note_for_edit(user: User, pk: int) -> CaseNote:
    note = CaseNote.objects.filter(pk=pk).first()
    if note is None:
        raise NotFound
    note.case = get_case_for_edit(user, note.case_id)
    return note


# ---- hand-overs ----
def get_hand_over(user: User, pk: UUID) -> HandOver:
    """A hand-over of a case the user may open; its case came through the case's own door."""
    found = HandOver.objects.select_related("from_unit", "from_user", "to_unit", "to_user", "answered_by", "outcome")
    hand_over = found.filter(pk=pk).first()
    if hand_over is None:
        raise NotFound
    hand_over.case = get_case(user, hand_over.case_id)
    return hand_over


def may_answer(user: User, hand_over: HandOver, own_units: set[int]) -> bool:
    """The receiver: the person, or anybody of the unit and those above it; never who sent it."""
    is_receiver = hand_over.to_user_id == user.pk or hand_over.to_unit_id in own_units
    return is_receiver and hand_over.from_user_id != user.pk and scope_of(user, Permission.CASE_EDIT) is not None


def may_key_in(user: User, hand_over: HandOver, own_units: set[int]) -> bool:
    """For a unit without accounts the sending unit's people write down what they were told."""
    is_sender = hand_over.from_user_id == user.pk or hand_over.from_unit_id in own_units
    if not is_sender or hand_over.to_unit is None or scope_of(user, Permission.CASE_EDIT) is None:
        return False
    return not hand_overs.has_accounts(hand_over.to_unit)


def may_withdraw(user: User, hand_over: HandOver, own_units: set[int]) -> bool:
    """The sender's side: who sent it, and the sending unit's people."""
    is_sender = hand_over.from_user_id == user.pk or hand_over.from_unit_id in own_units
    return is_sender and scope_of(user, Permission.CASE_EDIT) is not None


def get_hand_over_for(user: User, pk: UUID, *allowed) -> HandOver:
    """The hand-over when one of the rules `allowed` lets the user act on it."""
    hand_over, own_units = get_hand_over(user, pk), units_of(user)
    if not any(rule(user, hand_over, own_units) for rule in allowed):
        raise NotFound
    return hand_over
