"""The rules that suggest a segment: the worked examples, the limits, and what must hold whatever is answered."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from casework import segments
from casework.drafts import ContactFacts
from casework.guidance import Guide, rules_in_force
from casework.models import FirstInformation, SegmentRules

pytestmark = pytest.mark.django_db
EXAMPLES = json.loads((Path(__file__).parent / "segment_examples.json").read_text())
RESOURCES = [f"QR{n}" for n in range(1, 7)]
COMPLEXITY = [f"QC{n}" for n in range(1, 7)]
TRIGGERS = [f"T{n:02d}" for n in range(1, 16)]

answers_of = st.dictionaries(st.sampled_from(RESOURCES + COMPLEXITY), st.integers(0, 2))
triggers_of = st.lists(st.sampled_from(TRIGGERS), unique=True, max_size=4)
quickly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def guide():
    """The rows of the starting data, read once for all examples of a property."""
    guide = Guide(ContactFacts(service_area="IAK"))
    assert (len(guide.questions), len(guide.triggers), guide.order) == (12, 15, ["L0", "L1", "L2", "L3", "L9"])
    return guide


def suggest(guide, answers, triggers=()):
    marked = [row for row in guide.triggers if row.pk in triggers]
    return segments.suggest(guide.rules, guide.questions_of("IAK"), answers, marked, guide.order)


@pytest.mark.parametrize("worked", EXAMPLES, ids=[worked["segment"] for worked in EXAMPLES])
def test_the_worked_examples(guide, worked):
    found = suggest(guide, worked["answers"])
    assert (found.segment, found.level) == (worked["segment"], worked["level"])


@pytest.mark.parametrize(
    ("resources", "segment"),
    [
        ((1, 1, 1, 1, 0), "YHT"),
        ((1, 1, 1, 0, 0), "OMA"),
        ((2, 2, 0, 0, 0), "YHT"),
        ((2, 1, 0), "YHT"),
        ((2, 0, 0), "OMA"),
    ],
    ids=["exactly-0.8", "0.6", "0.8-of-twos", "1", "0.66"],
)
def test_resources_are_weak_from_exactly_the_limit(guide, resources, segment):
    found = suggest(guide, {**dict(zip(RESOURCES, resources, strict=False)), "QC1": 0, "QC2": 0, "QC3": 0})
    assert found.segment == segment


@pytest.mark.parametrize(("complexity", "segment"), [((1, 1, 1, 1, 0), "YTT"), ((1, 1, 1, 0, 0), "OMA")])
def test_the_situation_is_complex_from_exactly_the_limit(guide, complexity, segment):
    found = suggest(guide, {**dict(zip(COMPLEXITY, complexity, strict=False)), "QR1": 0, "QR2": 0, "QR3": 0})
    assert found.segment == segment


def test_a_mean_under_the_limit_is_never_rounded_up_to_it():
    scores = [1] * 35 + [0] * 9  # 0.7954…
    assert segments.mean(scores) == Decimal("0.79")
    assert segments.mean([1, 1, 1, 1, 0]) == Decimal("0.80")


@quickly
@given(answers_of, triggers_of, st.data())
def test_a_higher_answer_never_makes_anything_better(guide, answers, triggers, data):
    worse = {code: data.draw(st.integers(score, 2)) for code, score in answers.items()}
    before, after = suggest(guide, answers, triggers), suggest(guide, worse, triggers)
    assert before.is_enough == after.is_enough
    if before.is_enough:
        assert after.resources >= before.resources
        assert after.complexity >= before.complexity
    weak, complicated = ("YHT", "VER"), ("YTT", "VER")
    assert before.segment not in weak or after.segment in weak
    assert before.segment not in complicated or after.segment in complicated
    assert guide.order.index(after.level) >= guide.order.index(before.level)


@quickly
@given(answers_of, triggers_of, st.randoms())
def test_the_order_of_answers_and_triggers_says_nothing(guide, answers, triggers, random):
    mixed = list(answers.items())
    random.shuffle(mixed)
    shuffled = random.sample(triggers, len(triggers))
    assert suggest(guide, dict(mixed), shuffled) == suggest(guide, answers, triggers)


@quickly
@given(answers_of, triggers_of, st.sampled_from(["T01", "T02", "T03", "T04", "T12"]))
def test_a_trigger_that_stops_all_questions_always_wins(guide, answers, triggers, blocking):
    found = suggest(guide, answers, [*triggers, blocking])
    assert (found.segment, found.is_enough, found.is_stopped) == ("EIT", False, True)
    level = next(row.level_id for row in guide.triggers if row.pk == blocking)
    assert guide.order.index(found.level) >= guide.order.index(level)


@quickly
@example(dict.fromkeys([*RESOURCES, *COMPLEXITY], 2), ["T07"])
@given(answers_of, triggers_of)
def test_triggers_never_lower_a_level_and_never_change_a_segment(guide, answers, triggers):
    without, found = suggest(guide, answers), suggest(guide, answers, triggers)
    assert guide.order.index(found.level) >= guide.order.index(without.level)
    assert found.is_stopped or found.segment == without.segment


@quickly
@given(answers_of)
def test_too_few_answers_never_suggest_and_ask_on(guide, answers):
    counts = [sum(code in answers for code in axis) for axis in (RESOURCES, COMPLEXITY)]
    found = suggest(guide, answers)
    asked = segments.next_question(guide.rules, guide.questions_of("IAK"), answers)
    if min(counts) < 3:
        assert (found.segment, found.is_enough, found.resources) == ("EIT", False, None)
        assert asked is not None
        assert asked not in answers
        lacking = [code for code, count in (("QR", counts[0]), ("QC", counts[1])) if count < 3]
        assert asked[:2] in lacking
    else:
        assert (found.is_enough, asked) == (True, None)


@quickly
@given(st.lists(st.integers(0, 2), min_size=6, max_size=6))
def test_the_questions_lead_to_a_suggestion_in_six_answers(guide, scores):
    """Answering what is asked next, one at a time, ends after the least number of answers."""
    answers = {}
    for score in scores:
        answers[segments.next_question(guide.rules, guide.questions_of("IAK"), answers)] = score
    assert suggest(guide, answers).is_enough


def test_the_heaviest_question_is_asked_first(guide):
    asked = [row.pk for row in guide.questions_of("IAK")]
    assert asked[:3] == ["QR1", "QC4", "QC6"]
    assert segments.next_question(guide.rules, guide.questions_of("IAK"), {}) == "QR1"
    assert segments.next_question(guide.rules, guide.questions_of("IAK"), {"QR1": 0, "QR2": 0, "QR3": 0}) == "QC4"


@quickly
@given(st.sampled_from(["", "L0", "L1", "L2", "L3", "L9"]), triggers_of)
def test_the_level_is_at_least_the_chosen_one_and_the_triggers(guide, level, triggers):
    marked = [row for row in guide.triggers if row.pk in triggers]
    found = segments.level_by(marked, guide.order, level)
    places = [guide.order.index(one) for one in [*(row.level_id for row in marked), level] if one]
    if not segments.stops(marked):
        assert (guide.order.index(found) if found else None) == max(places, default=None)
    else:
        assert found == segments.highest(guide.order, (row.level_id for row in marked))


def test_a_stopped_contact_gets_the_triggers_level_even_under_the_chosen_one(guide):
    [violence] = [row for row in guide.triggers if row.pk == "T04"]
    assert segments.level_by([violence], guide.order, "L9") == "L3"


def opens(guide, level, triggers=(), area="IAK"):
    asked = replace(guide, facts=ContactFacts(level=level, triggers=list(triggers), service_area=area))
    return {row.pk for row in asked.open_items}


def test_first_information_opens_from_its_level_on(guide):
    assert opens(guide, "L0") == opens(guide, "L1") == opens(guide, "") == set()
    assert opens(guide, "L2") == {f"I{n:02d}" for n in range(1, 13)} - {"I07"}
    assert opens(guide, "L3") == {f"I{n:02d}" for n in range(1, 13)}


def test_a_trigger_opens_its_own_facts_and_raises_the_level(guide):
    assert opens(guide, "L1", ["T15"]) == {"I10"}
    assert opens(guide, "L1", ["T14"]) == set()
    assert opens(guide, "L1", ["T07"]) == opens(guide, "L2")


def test_while_all_questions_are_stopped_only_what_the_trigger_itself_asks_stays_open(guide):
    assert opens(guide, "L3", ["T01"]) == set()
    assert opens(guide, "L3", ["T04", "T15"]) == {"I04"}


def test_a_fact_of_another_service_area_stays_closed(guide):
    FirstInformation.objects.get(pk="I08").areas.set(["TYO"])
    assert "I08" not in opens(guide, "L2")
    assert "I08" in opens(guide, "L2", area="TYO")


@pytest.mark.parametrize(
    ("changes", "version"),
    [
        ({"in_force_on": date(2026, 6, 1)}, "0.2"),
        ({"in_force_on": date(2100, 1, 1)}, "0.1"),
        ({"in_force_on": date(2026, 6, 1), "is_active": False}, "0.1"),
        ({"in_force_on": date(2025, 6, 1)}, "0.1"),
    ],
    ids=["newer", "later", "out-of-use", "older"],
)
def test_the_newest_rules_in_force_are_used(changes, version):
    SegmentRules(
        version="0.2", weak_resources_at=1, complex_at=1, good_simple_id="OMA", good_complex_id="YTT",
        weak_simple_id="YHT", weak_complex_id="VER", unknown_id="EIT", **changes,
    ).save()  # fmt: skip
    assert rules_in_force().version == version


def test_without_rules_in_use_nothing_is_asked_or_suggested():
    SegmentRules.objects.get().delete()
    guide = Guide(ContactFacts(service_area="IAK", segment_answers={"QR1": 0}, triggers=["T07"]))
    assert (guide.rules, guide.questions_of("IAK"), guide.next_question) == (None, [], None)
    assert (guide.suggestion.segment, guide.suggestion.level, guide.suggestion.is_enough) == ("", "L2", False)
