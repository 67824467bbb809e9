"""Hand-overs: who may receive them, those of a case, and what happened to them in words."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from contactcenter.accounts.models import Unit, User
from contactcenter.accounts.roles import TABLE, Permission

from ..models import AssessmentOutcome, Case, HandOver, HandOverKind, HandOverState

CASE_WORKERS = [role for role, row in TABLE.items() if Permission.CASE_EDIT in row]
WITH_RECEIVER = Q(state=HandOverState.SENT) | Q(
    state=HandOverState.ACCEPTED, kind=HandOverKind.ASSESSMENT, ended_on__isnull=True
)


def case_workers() -> QuerySet[User]:
    """Those who may work on cases, and so receive a hand-over."""
    granted = Q(grants__ended_at=None, grants__role__in=CASE_WORKERS)
    rows = User.objects.filter(granted, is_active=True, unit__isnull=False).select_related("unit")
    return rows.distinct().order_by("last_name", "first_name", "pk")


def units() -> QuerySet[Unit]:
    return Unit.objects.order_by("name_fi")


def outcomes_of_assessment() -> QuerySet[AssessmentOutcome]:
    return AssessmentOutcome.objects.filter(is_active=True)


def has_accounts(unit: Unit) -> bool:
    """Whether anybody of the unit itself can answer; for a unit without accounts the desk keys it in."""
    return case_workers().filter(unit=unit).exists()


def received_by(user: User, own_units: Iterable[int]) -> Q:
    """Sent to the user or to one of their units, and not by themselves."""
    return (Q(to_user=user) | Q(to_unit__in=own_units)) & ~Q(from_user=user)


def hand_overs_of(case: Case) -> QuerySet[HandOver]:
    rows = case.hand_overs.select_related("from_unit", "from_user", "to_unit", "to_user", "answered_by", "outcome")
    return rows.order_by("-sent_at")


class HandOverEvent(NamedTuple):
    """Something that happened to a hand-over: a line of the case's timeline. `tone` is key, bad or nothing."""

    at: datetime
    by: str
    title: str
    text: str
    icon: str
    tone: str
    hand_over: HandOver


def hand_over_events(case: Case) -> list[HandOverEvent]:
    """What happened to the case's hand-overs, newest first."""
    current = {row.pk: row for row in hand_overs_of(case)}
    if not current:
        return []
    rows = HandOver.history.filter(case_id=case.pk).select_related("history_user", "outcome")
    before: dict = {}
    found = []
    for row in rows.order_by("history_date", "history_id"):
        if row.id in current and (words := _happened(before.get(row.id), row, current[row.id])):
            by = row.history_user.display_name if row.history_user else ""
            found.append(HandOverEvent(row.history_date, by, *words, current[row.id]))
        before[row.id] = row
    return found[::-1]


def _happened(before, after, hand_over: HandOver) -> tuple[str, str, str, str] | None:
    """Title, text, icon and tone of one change; None for a change that is not told."""
    if before is None:
        return _sent(hand_over)
    if before.state != after.state and after.state != HandOverState.SENT:
        return _settled(after, hand_over)
    if before.started_on is None and after.started_on:
        return _("Assessment began"), "", "check", "key"
    return None


def _sent(hand_over: HandOver) -> tuple[str, str, str, str]:
    titles = {
        HandOverKind.TRANSFER: _("Transfer offered"),
        HandOverKind.QUESTION: _("Question sent"),
        HandOverKind.ASSESSMENT: _("Assessment of service needs asked for"),
    }
    tone = "key" if hand_over.kind == HandOverKind.ASSESSMENT else ""
    return titles[hand_over.kind], f"→ {receiver_name(hand_over)}", "arrow", tone


def _settled(row, hand_over: HandOver) -> tuple[str, str, str, str]:
    if row.state == HandOverState.ANSWERED and row.outcome:
        return _("Assessment ready"), row.outcome.name, "check", "key"
    return {
        HandOverState.ACCEPTED: (_("Hand-over accepted"), receiver_name(hand_over), "check", "key"),
        HandOverState.RETURNED: (_("Hand-over returned"), row.reason, "back", "bad"),
        HandOverState.ANSWERED: (_("Question answered"), row.answer, "mail", "key"),
        HandOverState.WITHDRAWN: (_("Hand-over withdrawn"), receiver_name(hand_over), "x", ""),
    }[row.state]


def receiver_name(hand_over: HandOver) -> str:
    return hand_over.to_user.display_name if hand_over.to_user else hand_over.to_unit.name
