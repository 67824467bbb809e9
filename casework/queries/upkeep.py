"""What administration asks of rows that are in use: who was assessed by them, who has read them, what stands there."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ..models import Case, CaseState, FormStep, Notice, SegmentAssessment, SegmentRules


def with_assessments(rules: QuerySet[SegmentRules]) -> QuerySet[SegmentRules]:
    """Each version with how many contacts were assessed by it."""
    counted = SegmentAssessment.objects.filter(rules=OuterRef("pk")).values("rules").annotate(n=Count("pk"))
    return rules.annotate(assessments=Coalesce(Subquery(counted.values("n")), 0))


def with_readers(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    return notices.annotate(read_by=Count("reads", distinct=True))


def are_rules_used(rules: SegmentRules) -> bool:
    return SegmentAssessment.objects.filter(rules=rules.pk).exists()


def has_cases(state: CaseState) -> bool:
    return Case.objects.filter(state=state.pk).exists()


def other_first_states(state: CaseState) -> QuerySet[CaseState]:
    return CaseState.objects.filter(is_first=True, is_active=True).exclude(pk=state.pk)


def steps_like(step: str, areas: set[str], *, but: str) -> list[FormStep]:
    """Other rows in use for the same step and one of `areas`; no areas asks for the general rows."""
    rows = FormStep.objects.filter(step=step, is_active=True).exclude(pk=but).prefetch_related("areas")
    return [row for row in rows if {area.pk for area in row.areas.all()} & areas or not (areas or row.areas.all())]
