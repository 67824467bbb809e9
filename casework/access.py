"""Which contacts and persons a user reaches: every view and socket asks here."""

from functools import reduce
from operator import or_
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from contactcenter.accounts.access import scope_of, units_of
from contactcenter.accounts.models import User
from contactcenter.accounts.roles import TABLE, Permission, Role, Scope
from contactcenter.errors import NotFound
from contactcenter.reference.models import ServiceArea

from . import retention
from .models import (
    Case,
    CaseNote,
    Contact,
    ContactState,
    HandOver,
    HandOverState,
    Notice,
    Person,
    PersonFlag,
    PersonMerge,
    QuickEnd,
    Representative,
    Task,
)
from .queries import hand_overs, returning


def contacts_of(user: User, permission: Permission = Permission.CONTACT_VIEW) -> QuerySet[Contact]:
    """The contacts `user` may see (or, with CONTACT_EDIT, change): own, own units' or all. What somebody records
    afterwards for a colleague is theirs, too, until it is complete."""
    shown, grounds = Contact.objects.filter(retention.shown_contacts()), _contact_grounds(user, permission)
    return shown.filter(reduce(or_, grounds)) if grounds else shown.none()


def contacts_by_ground(user: User) -> list[QuerySet[Contact]]:
    """The contacts `user` may see, apart by the ground: each has an index that knows its newest. Some are in two."""
    shown = Contact.objects.filter(retention.shown_contacts())
    return [shown.filter(ground) for ground in _contact_grounds(user, Permission.CONTACT_VIEW)]


def _contact_grounds(user: User, permission: Permission) -> list[Q]:
    scope = scope_of(user, permission)
    if scope in (None, Scope.ALL):
        return [] if scope is None else [Q()]
    own = [Q(handled_by=user), Q(recorded_by=user, state=ContactState.OPEN)]
    return own if scope == Scope.OWN else [*own, Q(unit__in=units_of(user))]


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


def may_be_recorded_for(user: User) -> QuerySet[User]:
    """Whose contacts `user` may record afterwards: the own ones, and those of colleagues in the own units."""
    records = [role for role in Role if Permission.CONTACT_EDIT in TABLE[role]]
    colleagues = Q(unit__in=units_of(user), is_active=True, grants__ended_at=None, grants__role__in=records)
    return User.objects.filter(Q(pk=user.pk) | colleagues).distinct().order_by("last_name", "first_name", "pk")


def get_earlier(user: User, contact: Contact, pk: UUID) -> Contact:
    """A contact that `contact` may point to as the earlier one: known as the same client's, or in the user's reach."""
    before = Q(opened_at__lte=contact.opened_at) & ~Q(pk=contact.pk)
    for rows in (returning.same_client(contact), contacts_of(user)):
        if found := rows.filter(before, pk=pk).first():
            return found
    raise NotFound


class Ground(NamedTuple):
    """Why a person's record opens: the log's word, and the open contact when that is the reason."""

    code: str
    contact: UUID | None = None


def ground_for(user: User, person: Person) -> Ground | None:
    """An open contact of the user with this person, or the user's own or the own units' person, contact or case;
    None asks a reason."""
    own = person.contacts.filter(Q(handled_by=user) | Q(recorded_by=user, state=ContactState.OPEN))
    open_contact = own.filter(state=ContactState.OPEN).order_by("opened_at").first()
    if open_contact:
        return Ground("open_contact", open_contact.pk)
    if scope_of(user, Permission.PERSON_VIEW) in (None, Scope.OWN):
        return None  # a supervisor never has another ground than a stated reason
    if person.created_by_id == user.pk or own.exists() or person.cases.filter(responsible=user).exists():
        return Ground("own")
    units = units_of(user)
    is_known = person.unit_id in units or any(
        rows.filter(unit__in=units).exists() for rows in (person.contacts, person.cases)
    )
    return Ground("unit") if is_known else None


def may_list_persons(user: User) -> bool:
    """Whether a search may show names without a reason."""
    return scope_of(user, Permission.PERSON_VIEW) not in (None, Scope.OWN)


def get_person(user: User, pk: UUID) -> Person:
    """A person for somebody who may see persons at all; whether the record opens is `ground_for`'s to say."""
    rows = Person.objects.select_related("municipality", "language", "interpreter_language", "unit", "merged_into")
    person = rows.filter(pk=pk).first()
    if person is None or scope_of(user, Permission.PERSON_VIEW) is None or retention.is_person_expired(person):
        raise NotFound
    return person


def get_person_for_edit(user: User, pk: UUID) -> Person:
    """A person whose record the user has a ground of their own to open."""
    return _with_ground(user, pk, Permission.PERSON_EDIT)


def get_person_for_identity_code(user: User, pk: UUID) -> Person:
    """A person whose whole identity code the user may ask for: a stated reason alone is not enough."""
    return _with_ground(user, pk, Permission.IDENTITY_CODE_VIEW)


def get_person_for_merge(user: User, pk: UUID) -> Person:
    return _with_ground(user, pk, Permission.PERSON_MERGE)


def _with_ground(user: User, pk: UUID, permission: Permission) -> Person:
    person = get_person(user, pk)
    if person.merged_into_id or scope_of(user, permission) is None or ground_for(user, person) is None:
        raise NotFound
    return person


def get_flag(user: User, person: UUID, pk: int) -> PersonFlag:
    return _beside(PersonFlag, user, person, pk)


def get_representative(user: User, person: UUID, pk: int) -> Representative:
    return _beside(Representative, user, person, pk)


def _beside(model, user: User, person: UUID, pk: int):
    """A row beside a person whom the user may edit."""
    row = model.objects.filter(person=get_person_for_edit(user, person), pk=pk).first()
    if row is None:
        raise NotFound
    return row


def get_merge(user: User, kept: UUID, pk: int) -> PersonMerge:
    """A merge in the journal of somebody whom the user may merge."""
    merge = PersonMerge.objects.select_related("gone").filter(kept=get_person_for_merge(user, kept), pk=pk).first()
    if merge is None:
        raise NotFound
    return merge


def get_notice(user: User, pk: int) -> Notice:
    """News or an instruction in use: everybody who may read them may read all of them."""
    found = Notice.objects.filter(pk=pk, is_active=True).first()
    if found is None or scope_of(user, Permission.NOTICE_VIEW) is None:
        raise NotFound
    return found


def get_service_area(user: User, code: str) -> ServiceArea:
    """A service area for those who keep reference data, also one that is not in use yet; the first without a code."""
    rows = ServiceArea.objects.filter(pk=code_in(code)) if code else ServiceArea.objects.all()
    found = rows.first()
    if found is None or scope_of(user, Permission.REFERENCE_EDIT) is None:
        raise NotFound
    return found


def get_quick_end(code: str) -> QuickEnd:
    found = QuickEnd.objects.filter(pk=code_in(code), is_active=True).select_related("demand_class").first()
    if found is None:
        raise NotFound
    return found


def code_in(text: str) -> str:
    """A code out of an address; one with a character that no database takes is nobody's."""
    if "\0" in text:
        raise NotFound
    return text[:20]


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
    return Case.objects.filter(_case_reach(user, units_of(user), permission))


def _case_reach(user: User, units: set[int], permission: Permission) -> Q:
    receiver = Q(to_user=user) | Q(to_unit__in=units)
    handed_over = _open_hand_overs(permission).filter(receiver).values("case")
    callers = _open_contacts(user).filter(person__isnull=False).values("person")
    of_caller = Q(person__in=callers, service_area__in=user.service_areas.values("pk"))
    own = Q(responsible=user) | Q(opened_by=user) | Q(unit__in=units)
    return own | Q(pk__in=handed_over) | of_caller


def _open_hand_overs(permission: Permission) -> QuerySet[HandOver]:
    """What waits for its receiver may be read; an assessment under way may be worked on. An accepted transfer opens
    nothing by itself: the case is its receiver's own, until it moves on."""
    rows = HandOver.objects.filter(hand_overs.WITH_RECEIVER)
    return rows if permission == Permission.CASE_VIEW else rows.filter(state=HandOverState.ACCEPTED)


def _open_contacts(user: User) -> QuerySet[Contact]:
    mine = Q(handled_by=user) | Q(recorded_by=user)
    return Contact.objects.filter(mine, state=ContactState.OPEN).order_by("opened_at")


CASE_ROWS = ("person", "service_area", "language", "municipality", "unit", "responsible", "state", "level", "segment",
             "outcome", "opened_by")  # fmt: skip


def get_case(user: User, pk: UUID, permission: Permission = Permission.CASE_VIEW) -> Case:
    """The case, or NotFound: unknown and without a ground are the same answer."""
    if scope_of(user, permission) in (None, Scope.OWN):
        raise NotFound
    units = units_of(user)
    rows = Case.objects.filter(_case_reach(user, units, permission), pk=pk).annotate(
        open_contact=Subquery(_open_contacts(user).filter(person=OuterRef("person")).values("pk")[:1]),
        first_contact=Subquery(Contact.objects.filter(case=OuterRef("pk")).order_by("opened_at").values("number")[:1]),
        is_received=Exists(_open_hand_overs(Permission.CASE_VIEW).filter(case=OuterRef("pk"), to_user=user)),
        is_editable=_case_reach(user, units, Permission.CASE_EDIT),
    )
    found = rows.select_related(*CASE_ROWS).first()
    if found is None or retention.is_case_expired(found):
        raise NotFound
    return found


def get_case_for_edit(user: User, pk: UUID) -> Case:
    return get_case(user, pk, Permission.CASE_EDIT)


def get_case_with_reason(user: User, pk: UUID) -> Case:
    """A case of a named person for somebody without a ground: its page asks why. Anonymous ones stay the unit's."""
    rows = Case.objects.select_related(*CASE_ROWS).filter(pk=pk, person__isnull=False)
    found = rows.first() if scope_of(user, Permission.CASE_VIEW) else None
    if found is None or retention.is_case_expired(found):
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
