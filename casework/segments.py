"""The rules that suggest a client segment, raise the level and open first information: rows in, nothing read or said.

Rows are `SegmentRules`, `SegmentQuestion`, `Trigger` and `FirstInformation`; `order` is the levels' codes from the
lightest to the most urgent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from .models import FirstInformation, SegmentQuestion, SegmentRules, Trigger

RESOURCES, COMPLEXITY = "R", "C"


@dataclass(frozen=True)
class Suggestion:
    """What the rules make of the answers. The means are empty while too little is known or a trigger stopped all."""

    segment: str
    level: str
    resources: Decimal | None = None
    complexity: Decimal | None = None
    is_stopped: bool = False

    @property
    def is_enough(self) -> bool:
        return self.resources is not None


def is_of_area(row, area: str) -> bool:
    """An empty list of areas means all; `row` should have its areas prefetched."""
    areas = {one.pk for one in row.areas.all()}
    return not areas or area in areas


def highest(order: Sequence[str], codes: Iterable[str | None]) -> str:
    """The most urgent of the levels; nothing when there is none."""
    return max((code for code in codes if code in order), key=order.index, default="")


def stops(triggers: Iterable[Trigger]) -> bool:
    return any(trigger.blocks_questions for trigger in triggers)


def level_by(triggers: Sequence[Trigger], order: Sequence[str], level: str = "") -> str:
    """`level` raised by the triggers; one that stops all questions sets it."""
    raised = highest(order, (trigger.level_id for trigger in triggers))
    return raised if raised and stops(triggers) else highest(order, [level, raised])


def scores_on(axis: str, questions: Iterable[SegmentQuestion], answers: Mapping[str, int]) -> list[int]:
    return [answers[row.code] for row in questions if row.axis == axis and row.code in answers]


def suggest(
    rules: SegmentRules,
    questions: Sequence[SegmentQuestion],
    answers: Mapping[str, int],
    triggers: Sequence[Trigger],
    order: Sequence[str],
) -> Suggestion:
    """The segment of the answers to `questions`; a trigger that stops all questions comes before everything."""
    resources, complexity = (scores_on(axis, questions, answers) for axis in (RESOURCES, COMPLEXITY))
    is_stopped = stops(triggers)
    if is_stopped or min(len(resources), len(complexity)) < rules.min_answers_per_axis:
        level = level_by(triggers, order, rules.unknown.default_level_id)
        return Suggestion(rules.unknown_id, level, is_stopped=is_stopped)
    means = mean(resources), mean(complexity)
    segment = quadrant(rules, is_weak=means[0] >= rules.weak_resources_at, is_complex=means[1] >= rules.complex_at)
    return Suggestion(segment.pk, level_by(triggers, order, segment.default_level_id), *means)


def mean(scores: Sequence[int]) -> Decimal:
    """As it is kept, shown and compared: two decimals like the limits, cut so that no rounding reaches a limit."""
    return (Decimal(sum(scores)) / len(scores)).quantize(Decimal("0.01"), ROUND_FLOOR)


def quadrant(rules: SegmentRules, *, is_weak: bool, is_complex: bool):
    if is_weak:
        return rules.weak_complex if is_complex else rules.weak_simple
    return rules.good_complex if is_complex else rules.good_simple


def by_weight(questions: Iterable[SegmentQuestion]) -> list[SegmentQuestion]:
    """The heaviest first; equal ones in their own order."""
    return sorted(questions, key=lambda row: (-row.weight, row.position, row.code))


def next_question(rules: SegmentRules, questions: Iterable[SegmentQuestion], answers: Mapping[str, int]) -> str | None:
    """The heaviest unanswered question of an axis that still needs answers."""
    rows = by_weight(questions)
    lacking = {
        axis for axis in (RESOURCES, COMPLEXITY) if len(scores_on(axis, rows, answers)) < rules.min_answers_per_axis
    }
    return next((row.code for row in rows if row.axis in lacking and row.code not in answers), None)


def is_open(
    item: FirstInformation, *, level: str, triggers: Sequence[Trigger], area: str, order: Sequence[str]
) -> bool:
    """Whether the rules call for a fact now: from its level on, or when one of its triggers is marked.

    While a trigger stops all questions only what is asked because of that very trigger stays open, such as whether
    it is safe to call.
    """
    asking = {row.pk for row in item.opens_on_triggers.all()}
    is_stopped = stops(triggers)
    is_called = any(row.pk in asking for row in triggers if row.blocks_questions or not is_stopped)
    is_reached = not is_stopped and is_at_least(order, level, item.opens_from_level_id)
    return is_of_area(item, area) and (is_called or is_reached)


def is_at_least(order: Sequence[str], level: str, least: str | None) -> bool:
    return level in order and least in order and order.index(level) >= order.index(least)
