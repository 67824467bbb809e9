"""Handing over all that a colleague has open, a chunk at a time; what cannot move is told with its reason."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from contactcenter.accounts.access import can
from contactcenter.accounts.models import Unit, User
from contactcenter.accounts.roles import Permission
from contactcenter.errors import ActionRefused

from .. import events
from ..models import HandOver, HandOverKind, HandOverState
from ..queries import reassigning as queries
from ..queries.reassigning import OpenWork
from .cases import assign_case
from .opening import take_over_open_contact
from .tasks import change_task

CHUNK = 50


class Failed(NamedTuple):
    work: OpenWork
    reason: str


class Result(NamedTuple):
    """What moved, and what did not and why."""

    moved: list[OpenWork]
    failed: list[Failed]


class Receiver(NamedTuple):
    """A person, or a unit whose people take what they can."""

    user: User | None = None
    unit: Unit | None = None


def reassign_work(*, colleague: User, keys: Iterable[str], receiver: Receiver, by: User) -> Result:
    """Move the chosen work of `colleague` to a person or a unit: a transaction for each chunk, a savepoint for each
    row, so that one which cannot move holds up no other. What the colleague no longer has is passed over."""
    _check_receiver(colleague, receiver)
    wanted = set(keys)
    chosen = [work for work in queries.work_of(colleague) if work.key in wanted]
    result = Result([], [])
    for first in range(0, len(chosen), CHUNK):
        with transaction.atomic():
            for work in chosen[first : first + CHUNK]:
                _move(work, colleague, receiver, by, result)
    events.worklist_changed()
    return result


def _check_receiver(colleague: User, receiver: Receiver):
    if (receiver.user is None) == (receiver.unit is None):
        raise ActionRefused(_("Choose the receiver: a person or a unit."), code="receiver", status=422)
    if receiver.user == colleague:
        raise ActionRefused(_("Choose somebody else as the receiver."), code="receiver", status=422)
    if receiver.user and not can(receiver.user, Permission.CASE_EDIT):
        raise ActionRefused(_("This person does not work on cases. Choose another."), code="receiver", status=422)


def _move(work: OpenWork, colleague: User, receiver: Receiver, by: User, result: Result):
    row = queries.SOURCES[work.kind](colleague).filter(pk=work.key.partition(":")[2]).first()
    if row is None:
        return  # somebody dealt with it meanwhile
    try:
        with transaction.atomic():
            MOVES[work.kind](row, colleague, receiver, by)
    except ActionRefused as refusal:
        result.failed.append(Failed(work, str(refusal.text)))
    except IntegrityError:
        result.failed.append(Failed(work, _("Somebody changed the same case at the same moment. Try again.")))
    else:
        result.moved.append(work)


def _move_case(case, _colleague: User, receiver: Receiver, by: User):
    assign_case(case, responsible=receiver.user, unit=receiver.unit or receiver.user.unit, by=by)


def _move_task(task, _colleague: User, receiver: Receiver, by: User):
    change_task(task, by=by, responsible=receiver.user, unit=receiver.unit or receiver.user.unit)


def _move_hand_over(hand_over: HandOver, colleague: User, receiver: Receiver, by: User):
    """Received ones wait for the new receiver; sent ones come back to the new sender, or to the unit's list."""
    locked = HandOver.objects.select_for_update(of=("self",)).get(pk=hand_over.pk)
    if locked.kind == HandOverKind.ASSESSMENT and locked.state == HandOverState.ACCEPTED:
        if receiver.user is None:
            raise ActionRefused(_("An assessment that was promised needs a person."))
        locked.answered_by = receiver.user
    elif locked.to_user_id == colleague.pk and locked.state == HandOverState.SENT:
        locked.to_user, locked.to_unit = receiver.user, receiver.unit
    else:
        locked.from_user, locked.from_unit = receiver.user or locked.from_user, receiver.unit or receiver.user.unit
    locked._history_user = by
    locked.save()
    events.case_changed(locked.case_id)


def _move_contact(contact, _colleague: User, receiver: Receiver, by: User):
    if receiver.user is None:
        raise ActionRefused(_("An open contact needs a person."))
    take_over_open_contact(contact, by=receiver.user)
    events.contact_changed(contact.pk)


MOVES: dict[str, Callable] = {
    "case": _move_case, "task": _move_task, "hand_over": _move_hand_over, "contact": _move_contact,
}  # fmt: skip
