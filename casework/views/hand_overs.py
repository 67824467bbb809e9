"""Hand-overs: those of a case, a new one, and each step of sender and receiver."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from contactcenter import accesslog, timestamps
from contactcenter.accesslog.models import AccessAction
from contactcenter.accounts.access import requires, units_of
from contactcenter.accounts.roles import Permission
from contactcenter.errors import ActionRefused, NotFound

from .. import access
from ..actions import hand_overs as actions
from ..assessments import deadline_words
from ..forms.hand_overs import AcceptForm, AnswerForm, EmptyForm, EndForm, ReturnForm, SendForm, StartForm
from ..models import Case, HandOver, HandOverKind, HandOverState
from ..queries import hand_overs as queries


class Step(NamedTuple):
    """A step of a hand-over: its form, its action, who may take it, what is said, and where one goes then."""

    form: type
    action: Callable
    allowed: tuple
    heading: str
    done: str
    to_worklist: bool = False


RECEIVER, SENDER = (access.may_answer, access.may_key_in), (access.may_withdraw,)
STEPS = {
    "accept": Step(AcceptForm, actions.accept_hand_over, RECEIVER, gettext_lazy("Accept the hand-over"),
                   gettext_lazy("You accepted the hand-over.")),
    "return": Step(ReturnForm, actions.return_hand_over, RECEIVER, gettext_lazy("Return the hand-over"),
                   gettext_lazy("The hand-over was returned to its sender."), to_worklist=True),
    "answer": Step(AnswerForm, actions.answer_hand_over, RECEIVER, gettext_lazy("Answer the question"),
                   gettext_lazy("The answer was sent."), to_worklist=True),
    "start": Step(StartForm, actions.start_assessment, RECEIVER, gettext_lazy("The assessment begins"),
                  gettext_lazy("Saved.")),
    "end": Step(EndForm, actions.end_assessment, RECEIVER, gettext_lazy("The assessment is ready"),
                gettext_lazy("Saved."), to_worklist=True),
    "withdraw": Step(EmptyForm, actions.withdraw_hand_over, SENDER, gettext_lazy("Withdraw the hand-over"),
                     gettext_lazy("The hand-over was withdrawn. The case stays where it was.")),
    "keep": Step(EmptyForm, actions.see_return, SENDER, gettext_lazy("Keep the case"),
                 gettext_lazy("The case stays with you.")),
}  # fmt: skip
RECEIVERS_STEPS = {
    (HandOverKind.TRANSFER, HandOverState.SENT): ("accept", "return"),
    (HandOverKind.QUESTION, HandOverState.SENT): ("answer", "return"),
    (HandOverKind.ASSESSMENT, HandOverState.SENT): ("accept", "return"),
    (HandOverKind.ASSESSMENT, HandOverState.ACCEPTED): ("start", "end"),
}


class Row(NamedTuple):
    """A hand-over as the page shows it: the forms this user may send, and the deadline in words."""

    hand_over: HandOver
    steps: list
    is_keyed_in: bool
    may_send: bool
    deadline: object


def row_of(user, hand_over: HandOver, own_units: set[int]) -> Row:
    may_answer = access.may_answer(user, hand_over, own_units)
    is_keyed_in = not may_answer and access.may_key_in(user, hand_over, own_units)
    names = RECEIVERS_STEPS.get((hand_over.kind, hand_over.state), ()) if may_answer or is_keyed_in else ()
    steps = [
        (name, STEPS[name].heading, STEPS[name].form(hand_over=hand_over, is_keyed_in=is_keyed_in))
        for name in names
        if not (name == "start" and hand_over.started_on)
    ]
    today = timestamps.local_day(timestamps.now())
    deadline = deadline_words(hand_over, today) if hand_over.kind == HandOverKind.ASSESSMENT else None
    return Row(hand_over, steps, is_keyed_in, access.may_withdraw(user, hand_over, own_units), deadline)


def log(request, action: str, door: str, case: Case):
    if case.person_id:
        ground = access.ground_of_case(request.user, case)
        accesslog.record(user=request.user, action=action, door=f"casework:{door}", ground=ground.code,
                         subjects=[case.person_id], contact=ground.contact)  # fmt: skip


def context_of(user, case: Case) -> dict:
    """What the fragment on the case's page shows; nobody's name but colleagues'."""
    own_units = units_of(user)
    rows = []
    for hand_over in queries.hand_overs_of(case):
        hand_over.case = case
        rows.append(row_of(user, hand_over, own_units))
    return {
        "case": case,
        "returned": [row for row in rows if row.hand_over.state == "returned" and not row.hand_over.is_return_seen],
        "waiting": [row for row in rows if row.hand_over.state == "sent"],
        "under_way": [row for row in rows if row.hand_over.state == "accepted" and row.hand_over.kind == "assessment"],
        "past": [row for row in rows if is_past(row.hand_over)],
    }


def is_past(hand_over: HandOver) -> bool:
    if hand_over.state == HandOverState.ACCEPTED:
        return hand_over.kind != HandOverKind.ASSESSMENT
    return hand_over.state in ("answered", "withdrawn") or (hand_over.state == "returned" and hand_over.is_return_seen)


@requires(Permission.CASE_VIEW)
@require_safe
def case_hand_overs(request, pk):
    """The part of a case's page that tells where its hand-overs stand."""
    case = access.get_case(request.user, pk)
    return render(request, "casework/_hand_overs.html", context_of(request.user, case))


@requires(Permission.CASE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_new(request, pk):
    """Hand the case over: to whom, what and why. `?unit=` or `?kind=` begin with a choice."""
    case = access.get_case_for_edit(request.user, pk)
    first = {name: request.GET[key] for name, key in (("to_unit", "unit"), ("kind", "kind")) if key in request.GET}
    form = SendForm(request.POST or None, case=case, initial=first)
    if form.is_valid() and sent(request, case, form):
        messages.success(request, _("Sent. The case stays with you until it is accepted."))
        return redirect("casework:case", pk)
    log(request, AccessAction.VIEW, "hand_over_new", case)
    status = 422 if form.is_bound else 200
    return render(request, "casework/hand_over_new.html", {"case": case, "form": form}, status=status)


def sent(request, case: Case, form: SendForm) -> bool:
    """Whether the hand-over went; a refusal becomes an error of the form, so that nothing typed is lost."""
    try:
        with transaction.atomic():
            log(request, AccessAction.CHANGE, "hand_over_new", case)
            actions.send_hand_over(case, by=request.user, **form.cleaned_data)
    except ActionRefused as refusal:
        form.add_error(None, refusal.text)
        return False
    return True


@requires(Permission.CASE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_step(request, pk, step: str):
    """One step of a hand-over. What is wrong is said on a page of its own, with everything typed kept."""
    chosen = STEPS.get(step)
    if chosen is None:
        raise NotFound
    hand_over = access.get_hand_over_for(request.user, pk, *chosen.allowed)
    row = row_of(request.user, hand_over, units_of(request.user))
    form = chosen.form(request.POST if request.method == "POST" else None, hand_over=hand_over,
                       is_keyed_in=row.is_keyed_in)  # fmt: skip
    if form.is_valid() and stepped(request, chosen, hand_over, form):
        messages.success(request, chosen.done)
        is_home = chosen.to_worklist and not row.may_send
        return redirect("casework:worklist") if is_home else redirect("casework:case", hand_over.case_id)
    log(request, AccessAction.VIEW, "hand_over_step", hand_over.case)
    context = {"row": row, "form": form, "step": step, "heading": chosen.heading, "case": hand_over.case}
    return render(request, "casework/hand_over_step.html", context, status=422 if form.is_bound else 200)


def stepped(request, step: Step, hand_over: HandOver, form) -> bool:
    values = dict(form.cleaned_data)
    if "told_by" in values:
        values["told"] = actions.Told(values.pop("told_by"), values.pop("told_on"))
    try:
        with transaction.atomic():
            log(request, AccessAction.CHANGE, "hand_over_step", hand_over.case)
            step.action(hand_over, by=request.user, **values)
    except ActionRefused as refusal:
        form.add_error(None, refusal.text)
        return False
    return True


@requires(Permission.CASE_VIEW)
@require_safe
def hand_over(request, pk):
    """A hand-over for its receiver: what is asked, by whom, about whom, and the answers."""
    found = access.get_hand_over(request.user, pk)
    log(request, AccessAction.VIEW, "hand_over", found.case)
    context = {"row": row_of(request.user, found, units_of(request.user)), "case": found.case}
    return render(request, "casework/hand_over.html", context)
