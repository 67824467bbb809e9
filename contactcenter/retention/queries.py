"""What is held, what is due, and when it was last counted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from contactcenter.personal_data.retention import RULES, SUBJECTS, RetentionRule, kept_for

from .models import BrakeRelease, RetentionHold, RetentionRun


def holds() -> QuerySet[RetentionHold]:
    return RetentionHold.objects.filter(lifted_at=None)


def held_rows(rule: RetentionRule) -> Q | None:
    """The condition under which a row of the rule is held; None while nothing of its kinds is."""
    found = None
    for kind, lookup in rule.holds.items():
        held = set(holds().filter(kind=kind).values_list("subject", flat=True))
        if held:
            one = Q(**{f"{lookup}__in": SUBJECTS[kind].family(held)})
            found = one if found is None else found | one
    return found


def free_rows(rule: RetentionRule, at: datetime) -> QuerySet:
    """What is due and not held."""
    due, held = rule.due(at), held_rows(rule)
    return due if held is None else due.exclude(pk__in=rule.rows().model._base_manager.filter(held).values("pk"))


def is_expired(code: str, pk, at: datetime) -> bool:
    """Whether one row's time is over and nothing holds it: it is hidden from then on."""
    return free_rows(RULES[code], at).filter(pk=pk).exists()


@dataclass(frozen=True)
class Count:
    """A rule's numbers: all rows it keeps, those due, those due but held."""

    rule: RetentionRule
    kept: int
    due: int
    held: int

    @property
    def free(self) -> int:
        return self.due - self.held

    @property
    def is_braked(self) -> bool:
        """More would go than one run may take by itself."""
        many = self.free > kept_for("brake_rows")
        return bool(self.rule.destroy) and many and self.free * 100 > kept_for("brake_percent") * self.kept

    @property
    def is_released(self) -> bool:
        """A person has agreed to this many, give or take what a few days add."""
        released = BrakeRelease.objects.filter(rule=self.rule.code, used_in=None).first()
        return released is not None and self.free <= released.rows + kept_for("brake_rows")


def count_of(rule: RetentionRule, at: datetime) -> Count:
    due = rule.due(at).count()
    return Count(rule, rule.rows().count(), due, due - free_rows(rule, at).count() if due else 0)


def counts(at: datetime) -> list[Count]:
    return [count_of(rule, at) for rule in RULES.values()]


def last_run(*, is_real: bool | None = None) -> RetentionRun | None:
    found = RetentionRun.objects.filter(finished_at__isnull=False).select_related("by")
    return (found if is_real is None else found.filter(is_real=is_real)).first()


def is_running() -> bool:
    """Whether a run is under way; one that died is forgotten after six hours."""
    return RetentionRun.objects.filter(finished_at=None, started_at__gt=Now() - timedelta(hours=6)).exists()


def pending_releases() -> dict[str, BrakeRelease]:
    return {row.rule: row for row in BrakeRelease.objects.filter(used_in=None).select_related("released_by")}
