"""How much work each unit has: numbers and no persons."""

from collections.abc import Iterable
from datetime import date, timedelta
from statistics import median
from typing import NamedTuple

from django.db.models import Count, F, Q, Window
from django.db.models.functions import Coalesce, RowNumber

from contactcenter.accounts.models import Unit
from contactcenter.timestamps import local_day

from ..models import ActsNext, Case, HandOver, HandOverKind, HandOverState


class UnitNumbers(NamedTuple):
    """A unit's work now; `median_age` in days, empty without open cases."""

    name: str
    open: int
    late: int
    due: int
    waiting: int
    received: int
    returned: int
    within: int
    over: int
    median_age: int | None


COUNTS = ("open", "late", "due", "waiting", "received", "returned", "within", "over")


def numbers_by_unit(units: Iterable[int] | None, today: date) -> list[UnitNumbers]:
    """One row for each unit that has work; `None` means all units. The same statements for one unit and a hundred."""
    every = Unit.objects.order_by("name_fi")
    chosen = every if units is None else every.filter(pk__in=units)
    parts = [_of_cases(today), _received(), _returned(), _assessments(today)]
    ages = _median_ages(today)
    found = []
    for unit in chosen:
        counts = {name: sum(part.get(unit.pk, {}).get(name, 0) for part in parts) for name in COUNTS}
        if any(counts.values()):
            found.append(UnitNumbers(unit.name, *counts.values(), ages.get(unit.pk)))
    return found


def total_of(rows: list[UnitNumbers], name: str) -> UnitNumbers:
    """All units together; a median of medians would be none."""
    return UnitNumbers(name, *(sum(getattr(row, column) for row in rows) for column in COUNTS), None)


def _of_cases(today: date) -> dict[int, dict]:
    sunday = today + timedelta(days=6 - today.weekday())
    rows = Case.objects.filter(is_closed=False).values("unit").annotate(
        open=Count("pk"),
        late=Count("pk", filter=Q(next_on__lt=today)),
        due=Count("pk", filter=Q(next_on__gte=today, next_on__lte=sunday)),
        waiting=Count("pk", filter=Q(acts_next=ActsNext.OTHER)),
    )  # fmt: skip
    return {row.pop("unit"): row for row in rows.order_by()}


RECEIVER = Coalesce(F("to_unit"), F("to_user__unit"))


def _received() -> dict[int, dict]:
    rows = HandOver.objects.filter(state=HandOverState.SENT, case__is_closed=False)
    rows = rows.annotate(at=RECEIVER).values("at").annotate(received=Count("pk"))
    return {row.pop("at"): row for row in rows.order_by()}


def _returned() -> dict[int, dict]:
    rows = HandOver.objects.filter(state=HandOverState.RETURNED, is_return_seen=False, case__is_closed=False)
    return {row.pop("from_unit"): row for row in rows.values("from_unit").annotate(returned=Count("pk")).order_by()}


def _assessments(today: date) -> dict[int, dict]:
    """Those that have not begun, and are still within their deadline or over it; at the unit that assesses."""
    is_open = Q(state=HandOverState.SENT) | Q(state=HandOverState.ACCEPTED)
    waiting = HandOver.objects.filter(is_open, kind=HandOverKind.ASSESSMENT, started_on=None, deadline_on__isnull=False)
    rows = waiting.annotate(at=RECEIVER).values("at").annotate(
        within=Count("pk", filter=Q(deadline_on__gte=today)), over=Count("pk", filter=Q(deadline_on__lt=today))
    )  # fmt: skip
    return {row.pop("at"): row for row in rows.order_by()}


def _median_ages(today: date) -> dict[int, int]:
    """Days since opening of the one or two cases in the middle of each unit's open ones."""
    rows = Case.objects.filter(is_closed=False).annotate(
        place=Window(RowNumber(), partition_by="unit", order_by="opened_at"),
        total=Window(Count("pk"), partition_by="unit"),
    )  # fmt: skip
    middle = rows.filter(place__gte=F("total") / 2.0, place__lte=F("total") / 2.0 + 1)
    ages: dict[int, list[int]] = {}
    for unit, opened_at in middle.values_list("unit", "opened_at"):
        ages.setdefault(unit, []).append((today - local_day(opened_at)).days)
    return {unit: round(median(days)) for unit, days in ages.items()}
