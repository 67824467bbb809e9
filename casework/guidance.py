"""The rows that lead a contact's form, and what the rules say of its facts."""

from copy import copy
from dataclasses import dataclass
from functools import cached_property

from contactcenter import timestamps
from contactcenter.reference.cache import cached

from . import segments
from .drafts import ContactFacts
from .models import (
    Contact,
    ContactState,
    FirstInformation,
    GuidanceLevel,
    SegmentAssessment,
    SegmentQuestion,
    SegmentRules,
    Trigger,
)

REPEAT_QUESTION = "QC5"  # how many times contact was made in 30 days: the system may know it
SEGMENTS_OF_RULES = ("good_simple", "good_complex", "weak_simple", "weak_complex", "unknown")


def rules_in_force() -> SegmentRules | None:
    """The newest rules that are in use today; without any the segment guidance is switched off."""
    today = timestamps.local_day(timestamps.now())
    return next((row for row in _rules() if row.is_active and row.in_force_on <= today), None)


def _rules() -> list[SegmentRules]:
    return cached("segment_rules", lambda: list(SegmentRules.objects.select_related(*SEGMENTS_OF_RULES)))


def _triggers() -> list[Trigger]:
    rows = Trigger.objects.select_related("default_route").prefetch_related("areas")
    return sorted(rows, key=lambda row: not row.blocks_questions)


def _questions() -> list[SegmentQuestion]:
    return list(SegmentQuestion.objects.prefetch_related("areas"))


def _items() -> list[FirstInformation]:
    return list(FirstInformation.objects.prefetch_related("areas", "opens_on_triggers"))


@dataclass
class Guide:
    """What leads one contact. Of a complete contact (`contact`) the levels of its triggers and the assessment
    stay as they were recorded until the answers change."""

    facts: ContactFacts
    contact: Contact | None = None

    @cached_property
    def levels(self) -> list[GuidanceLevel]:
        return cached("levels", lambda: list(GuidanceLevel.objects.all()))

    @property
    def order(self) -> list[str]:
        return [row.pk for row in self.levels]

    @cached_property
    def triggers(self) -> list[Trigger]:
        return cached("triggers", _triggers)

    @cached_property
    def questions(self) -> list[SegmentQuestion]:
        return cached("segment_questions", _questions)

    @cached_property
    def items(self) -> list[FirstInformation]:
        return cached("first_information", _items)

    @cached_property
    def recorded(self) -> SegmentAssessment | None:
        """The assessment that a complete contact already has."""
        if not self._is_complete:
            return None
        rows = SegmentAssessment.objects.select_related(*(f"rules__{name}" for name in SEGMENTS_OF_RULES))
        return rows.filter(contact=self.contact).first()

    @property
    def _is_complete(self) -> bool:
        return self.contact is not None and self.contact.state == ContactState.COMPLETE

    @property
    def is_as_recorded(self) -> bool:
        return self.recorded is not None and self.recorded.answers == self.facts.segment_answers

    @cached_property
    def rules(self) -> SegmentRules | None:
        return self.recorded.rules if self.is_as_recorded else rules_in_force()

    @cached_property
    def marked(self) -> list[Trigger]:
        """The triggers of the facts; those recorded earlier with the level they had then."""
        if not self.facts.triggers:
            return []
        rows = [copy(row) for row in self.triggers if row.pk in self.facts.triggers]  # the list itself is shared
        levels = dict(self.contact.triggers.values_list("trigger", "level")) if self._is_complete else {}
        for row in rows:
            row.level_id = levels.get(row.pk, row.level_id)
        return rows

    @property
    def is_stopped(self) -> bool:
        return segments.stops(self.marked)

    @property
    def raised_level(self) -> str:
        """The least level that the triggers leave; nothing without any."""
        return segments.level_by(self.marked, self.order) if self.marked else ""

    @cached_property
    def level(self) -> str:
        """The chosen level, raised by the triggers."""
        return segments.level_by(self.marked, self.order, self.facts.level) if self.marked else self.facts.level

    def questions_of(self, area: str) -> list[SegmentQuestion]:
        """What is asked in a service area, the heaviest first; nothing while no rules are in force."""
        if self.rules is None:
            return []
        rows = [row for row in self.questions if row.is_active and segments.is_of_area(row, area)]
        return segments.by_weight(rows)

    @cached_property
    def suggestion(self) -> segments.Suggestion:
        if self.rules is None:
            return segments.Suggestion("", self.raised_level, is_stopped=self.is_stopped)
        if self.is_as_recorded and self._has_recorded_triggers:
            kept = self.recorded
            return segments.Suggestion(
                kept.suggested_id, kept.suggested_level_id, kept.resources, kept.complexity, self.is_stopped
            )
        questions = self.questions_of(self.facts.service_area)
        return segments.suggest(self.rules, questions, self.facts.segment_answers, self.marked, self.order)

    @property
    def _has_recorded_triggers(self) -> bool:
        return set(self.contact.triggers.values_list("trigger", flat=True)) == set(self.facts.triggers)

    @property
    def scores(self) -> tuple[list[int], list[int]]:
        """The answers on the two axes: resources, complexity."""
        questions = self.questions_of(self.facts.service_area)
        resources, complexity = (
            segments.scores_on(axis, questions, self.facts.segment_answers)
            for axis in (segments.RESOURCES, segments.COMPLEXITY)
        )
        return resources, complexity

    @property
    def next_question(self) -> str | None:
        if self.rules is None or self.is_stopped:
            return None
        questions = self.questions_of(self.facts.service_area)
        return segments.next_question(self.rules, questions, self.facts.segment_answers)

    @property
    def open_items(self) -> list[FirstInformation]:
        """The first information that is asked now."""
        asked = {"level": self.level, "triggers": self.marked, "area": self.facts.service_area, "order": self.order}
        return [row for row in self.items if row.is_active and segments.is_open(row, **asked)]
