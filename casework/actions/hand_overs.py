"""Handing a case over: sent, accepted, returned, answered or withdrawn; and the assessment of service needs."""

from datetime import date
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from contactcenter import timestamps
from contactcenter.accounts.access import can
from contactcenter.accounts.models import Unit, User
from contactcenter.accounts.roles import Permission
from contactcenter.errors import ActionRefused
from contactcenter.timestamps import local_day

from .. import events
from ..assessments import deadline_for
from ..drafts import clean_text
from ..models import ActsNext, AssessmentOutcome, Case, HandOver, HandOverKind, HandOverState, Task
from ..queries import database_now
from ..queries import hand_overs as queries
from .cases import lock_open_case, save_case


class Told(NamedTuple):
    """Who told the desk what a unit without accounts decided, and on which day."""

    by: str
    on: date | None


# ---- sending ----
@transaction.atomic
def send_hand_over(
    case: Case,
    *,
    kind: str,
    by: User,
    to_unit: Unit | None = None,
    to_user: User | None = None,
    message: str = "",
    requested_on: date | None = None,
    is_urgent: bool = False,
    birth_year: int | None = None,
    has_highest_allowance: bool = False,
) -> HandOver:
    """Offer the case, ask a question or ask for an assessment. The case stays where it is until it is accepted."""
    locked = lock_open_case(case)
    _check_receiver(locked, kind, to_user, by)
    hand_over = HandOver(
        case=locked, kind=kind, from_unit=by.unit or locked.unit, from_user=by, to_unit=to_unit, to_user=to_user,
        message=clean_text(message.strip(), 2000), sent_at=database_now(by),
    )  # fmt: skip
    if kind == HandOverKind.QUESTION and not hand_over.message:
        raise ActionRefused(_("Write the question."), code="message", status=422)
    if kind == HandOverKind.ASSESSMENT and requested_on:
        _check_day(requested_on)
        hand_over.requested_on, hand_over.is_urgent = requested_on, is_urgent
        hand_over.deadline_on = deadline_for(
            requested_on, is_urgent=is_urgent, birth_year=birth_year, has_highest_allowance=has_highest_allowance
        )
    _see_earlier_returns(locked, by)
    return _save(hand_over, by)


def _check_receiver(case: Case, kind: str, to_user: User | None, by: User):
    if to_user is None:
        return
    if to_user == by:
        raise ActionRefused(_("You cannot hand over to yourself."), code="receiver", status=422)
    if not can(to_user, Permission.CASE_EDIT):
        raise ActionRefused(_("This person does not work on cases. Choose another."), code="receiver", status=422)
    if kind == HandOverKind.TRANSFER and case.responsible_id == to_user.pk:
        raise ActionRefused(_("This person is already responsible for the case."), code="receiver", status=422)


def _check_day(day: date, first: date | None = None):
    if day > local_day(timestamps.now()):
        raise ActionRefused(_("The day cannot be in the future."), code="day", status=422)
    if first is not None and day < first:
        raise ActionRefused(_("The day cannot be before the earlier step."), code="day", status=422)


def _see_earlier_returns(case: Case, by: User):
    """Sending on is dealing with what came back."""
    for row in case.hand_overs.select_for_update(of=("self",)).filter(state="returned", is_return_seen=False):
        row.is_return_seen = True
        _save(row, by)


# ---- the receiver's part ----
@transaction.atomic
def accept_hand_over(
    hand_over: HandOver, *, by: User, next_step: str = "", next_on: date | None = None, told: Told | None = None
) -> HandOver:
    """Take the case, or promise the assessment. A transfer moves the case to who accepted, who acts next."""
    locked = _lock_waiting(hand_over)
    if locked.kind == HandOverKind.QUESTION:
        raise ActionRefused(_("A question is answered, not accepted."))
    if locked.kind == HandOverKind.TRANSFER:
        _move_case(locked, by, next_step, next_on, told)
    return _settle(locked, HandOverState.ACCEPTED, by, told)


@transaction.atomic
def return_hand_over(hand_over: HandOver, *, reason: str, by: User, told: Told | None = None) -> HandOver:
    """Back to the sender, with the reason."""
    locked = _lock_waiting(hand_over)
    locked.reason = clean_text(reason.strip(), 500)
    return _settle(locked, HandOverState.RETURNED, by, told)


@transaction.atomic
def answer_hand_over(hand_over: HandOver, *, answer: str, by: User, told: Told | None = None) -> HandOver:
    """Answer a question; the case stays with the sender."""
    locked = _lock_waiting(hand_over)
    if locked.kind != HandOverKind.QUESTION:
        raise ActionRefused(_("Only a question is answered. Accept this or return it."))
    locked.answer = clean_text(answer.strip(), 2000)
    return _settle(locked, HandOverState.ANSWERED, by, told)


@transaction.atomic
def start_assessment(hand_over: HandOver, *, started_on: date, by: User) -> HandOver:
    locked = _lock_assessment(hand_over)
    _check_day(started_on, locked.requested_on)
    locked.started_on = started_on
    return _save(locked, by)


@transaction.atomic
def end_assessment(hand_over: HandOver, *, outcome: AssessmentOutcome, ended_on: date, by: User) -> HandOver:
    """The assessment is ready, or never began because the person declined: the outcome says which."""
    locked = _lock_assessment(hand_over)
    _check_day(ended_on, locked.started_on or locked.requested_on)
    locked.outcome, locked.ended_on = outcome, ended_on
    locked.state = HandOverState.ANSWERED
    return _save(locked, by)


# ---- the sender's part ----
@transaction.atomic
def withdraw_hand_over(hand_over: HandOver, *, by: User) -> HandOver:
    return _settle(_lock_waiting(hand_over), HandOverState.WITHDRAWN, by)


@transaction.atomic
def see_return(hand_over: HandOver, *, by: User) -> HandOver:
    """The sender keeps the case: the return leaves the top of the worklist."""
    locked = _lock(hand_over)
    if locked.state != HandOverState.RETURNED:
        raise ActionRefused(_("This hand-over has not been returned."))
    locked.is_return_seen = True
    return _save(locked, by)


# ---- what they share ----
def _lock(hand_over: HandOver) -> HandOver:
    """The row, locked after its case: the order in which everybody locks."""
    Case.objects.select_for_update(of=("self",)).get(pk=hand_over.case_id)
    rows = HandOver.objects.select_for_update(of=("self",)).select_related("to_unit", "answered_by")
    return rows.get(pk=hand_over.pk)


def _lock_waiting(hand_over: HandOver) -> HandOver:
    locked = _lock(hand_over)
    if locked.state != HandOverState.SENT:
        raise ActionRefused(settled_words(locked), code="settled")
    return locked


def _lock_assessment(hand_over: HandOver) -> HandOver:
    locked = _lock(hand_over)
    if locked.kind != HandOverKind.ASSESSMENT or locked.state != HandOverState.ACCEPTED:
        raise ActionRefused(_("This assessment is not under way."), code="settled")
    return locked


def settled_words(hand_over: HandOver) -> str:
    """What to tell the one who came second, and who was first."""
    who = {"who": hand_over.answered_by.display_name if hand_over.answered_by else ""}
    return {
        HandOverState.ACCEPTED: _("%(who)s has already accepted this."),
        HandOverState.RETURNED: _("%(who)s has already returned this."),
        HandOverState.ANSWERED: _("%(who)s has already answered this."),
        HandOverState.WITHDRAWN: _("%(who)s has withdrawn this."),
    }[hand_over.state] % who


def _settle(hand_over: HandOver, state: str, by: User, told: Told | None = None) -> HandOver:
    if told is not None:
        _key_in(hand_over, told)
    hand_over.state, hand_over.answered_by, hand_over.answered_at = state, by, database_now(by)
    return _save(hand_over, by)


def _key_in(hand_over: HandOver, told: Told):
    if hand_over.to_unit is None or queries.has_accounts(hand_over.to_unit):
        raise ActionRefused(_("The receiver has an account and answers in their own name."))
    if told.on:
        _check_day(told.on, local_day(hand_over.sent_at))
    hand_over.is_keyed_in, hand_over.told_by, hand_over.told_on = True, clean_text(told.by.strip(), 150), told.on


def _move_case(hand_over: HandOver, by: User, next_step: str, next_on: date | None, told: Told | None):
    """To who accepted. A unit without accounts could never open it: then it stays here and waits for them."""
    case = lock_open_case(hand_over.case)
    former = {case.responsible_id, hand_over.from_user_id}
    if told is None:
        case.responsible, case.unit = by, hand_over.to_unit or by.unit
        case.acts_next = ActsNext.RESPONSIBLE
        _move_tasks(case, former, by)
    else:
        case.acts_next, case.acts_next_name = ActsNext.OTHER, hand_over.to_unit.name[:150]
    case.next_step = clean_text(next_step.strip(), 300) or case.next_step
    case.next_on = next_on or case.next_on
    save_case(case, by)


def _move_tasks(case: Case, former: set[int | None], by: User):
    """What the former people had still to do in the case goes along; what others do stays with them."""
    tasks = Task.objects.select_for_update(of=("self",)).filter(
        case=case, done_at=None, responsible__in=former - {None}
    )
    for task in tasks:
        task.responsible, task.unit = by, case.unit
        task._history_user = by
        task.save()


def _save(hand_over: HandOver, by: User) -> HandOver:
    hand_over._history_user = by
    try:
        with transaction.atomic():
            hand_over.save()
    except IntegrityError as error:
        raise ActionRefused(hand_over_sentence_of(error), code="constraint", status=422) from error
    events.case_changed(hand_over.case_id)
    return hand_over


def hand_over_sentence_of(error: IntegrityError) -> str:
    text = str(error)
    for constraint in HandOver._meta.constraints:
        # SQLite names the columns of a unique index, PostgreSQL the index.
        if constraint.name in text or set(getattr(constraint, "fields", ["?"])) == _columns_in(text):
            return str(constraint.violation_error_message)
    return _("Somebody changed the same case at the same moment. Try again.")


def _columns_in(text: str) -> set[str]:
    return {word.partition(".")[2].removesuffix("_id") for word in text.replace(",", " ").split() if "." in word}
