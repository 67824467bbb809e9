"""Two editors of one case, through its forms: both texts are shown, and a button says what is kept of them."""

import re
from datetime import timedelta

import pytest

from casework import actions
from casework.models import CaseGoal
from contactcenter.reference.models import Language
from tests.factories import sign_in

from .case_rows import make_case, make_person, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(counsellor):
    return make_case(counsellor, subject="Kotiutus", person=make_person(counsellor))


def fields_of(page: str) -> dict:
    """What a browser would post of the page's form, but for the pressed button."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: [value for key, value in hidden if key == name] for name, _value in hidden}


def refused(client, address: str, values: dict) -> dict:
    """Post a form that is older than the case; returns what the next post holds."""
    answer = client.post(address, values)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert all(f'name="keep" value="{keep}"' in page for keep in ("both", "mine", "theirs"))
    return {**values, **fields_of(page)}


def details(**values) -> dict:
    return {"subject": "Kotiutus", "service_area": "IAK", "level": "L2", "language": "fi", "version": 1, **values}


# ---- details and the next step ----
@pytest.mark.parametrize(
    ("keep", "kept"),
    [("both", "Toisen aihe / Oma aihe"), ("mine", "Oma aihe"), ("theirs", "Toisen aihe")],
    ids=["both", "mine", "theirs"],
)
def test_a_button_keeps_both_texts_or_one(client, case, counsellor, lead, keep, kept):
    actions.change_case(case, by=lead, version=1, subject="Toisen aihe")
    sign_in(client, counsellor)
    address = f"/cases/{case.pk}/details/"
    again = refused(client, address, details(subject="Oma aihe", language="sv"))
    assert again["conflict"] == ["subject"]
    assert client.post(address, {**again, "keep": keep}).status_code == 302
    case.refresh_from_db()
    assert (case.subject, case.language_id) == (kept, "sv")


def test_of_a_single_choice_keeping_both_keeps_ones_own(client, case, counsellor, lead):
    actions.change_case(case, by=lead, version=1, language=Language.objects.get(pk="en"))
    sign_in(client, counsellor)
    address = f"/cases/{case.pk}/details/"
    client.post(address, {**refused(client, address, details(language="sv")), "keep": "both"})
    case.refresh_from_db()
    assert case.language_id == "sv"


def test_what_only_the_other_changed_is_in_the_form_after_a_conflict(client, case, counsellor, lead):
    actions.change_case(case, by=lead, version=1, subject="Toisen aihe", language=Language.objects.get(pk="sv"))
    answer = sign_in(client, counsellor).post(f"/cases/{case.pk}/details/", details(subject="Oma aihe"))
    assert 'value="sv" selected' in answer.content.decode()


def test_a_third_change_meanwhile_is_a_conflict_again(client, case, counsellor, lead):
    actions.change_case(case, by=lead, version=1, subject="Toisen aihe")
    sign_in(client, counsellor)
    address = f"/cases/{case.pk}/details/"
    again = refused(client, address, details(subject="Oma aihe"))
    actions.change_case(case, by=lead, version=2, subject="Kolmas aihe")
    once_more = refused(client, address, {**again, "keep": "mine"})
    assert once_more["version"] == ["3"]


def test_only_fields_of_the_form_can_be_kept_of(client, case, counsellor):
    values = {**details(subject="Oma aihe"), "keep": "theirs", "conflict": ["is_closed", "pk", "version"]}
    assert sign_in(client, counsellor).post(f"/cases/{case.pk}/details/", values).status_code == 302
    case.refresh_from_db()
    assert (case.subject, case.is_closed) == ("Oma aihe", False)


@pytest.mark.parametrize(
    ("keep", "step", "days"),
    [("both", "Soita pojalle / Soita lääkärille", 2), ("theirs", "Soita pojalle", 1)],
    ids=["both", "theirs"],
)
def test_the_next_step_of_two_editors(client, case, counsellor, lead, keep, step, days):
    first, second = today() + timedelta(days=1), today() + timedelta(days=2)
    actions.set_next(case, by=lead, acts_next="responsible", next_step="Soita pojalle", next_on=first, version=1)
    sign_in(client, counsellor)
    address = f"/cases/{case.pk}/next/"
    values = {"acts_next": "responsible", "next_step": "Soita lääkärille", "next_on": second.isoformat(), "version": 1}
    again = refused(client, address, values)
    assert sorted(again["conflict"]) == ["next_on", "next_step"]
    assert client.post(address, {**again, "keep": keep}).status_code == 302
    case.refresh_from_db()
    assert (case.next_step, case.next_on) == (step, today() + timedelta(days=days))


# ---- the plan ----
@pytest.fixture
def goals(case, counsellor) -> list[CaseGoal]:
    plan(case, counsellor, goals=[actions.GoalFacts("Asuu kotona"), actions.GoalFacts("Käy kaupassa")])
    return list(case.goals.all())


def plan(case, by, goals=(), **words):
    first = {"own_words": "", "agreed": "", "fallback": "", "services": []}
    actions.save_plan(case, by=by, version=None, goals=list(goals), **{**first, **words})


def plan_form(goals, *texts: str, **words) -> dict:
    """The form of a plan as it was opened with `goals`, with `texts` typed over them."""
    values = {"own_words": "", "agreed": "", "fallback": "", "version": 2, "goal-TOTAL_FORMS": len(goals),
              "goal-INITIAL_FORMS": len(goals), **words}  # fmt: skip
    for index, (goal, text) in enumerate(zip(goals, texts, strict=True)):
        values |= {f"goal-{index}-pk": goal.pk, f"goal-{index}-was": goal.text, f"goal-{index}-text": text}
    return values


def theirs_of(goals, *texts: str) -> list[actions.GoalFacts]:
    return [actions.GoalFacts(text, goal.pk, goal.text) for goal, text in zip(goals, texts, strict=True)]


@pytest.mark.parametrize(
    ("keep", "kept"),
    [("both", "Toisen tavoite / Oma tavoite"), ("mine", "Oma tavoite"), ("theirs", "Toisen tavoite")],
    ids=["both", "mine", "theirs"],
)
def test_of_a_goal_both_texts_or_one_are_kept(client, case, counsellor, lead, goals, keep, kept):
    plan(case, lead, theirs_of(goals, "Toisen tavoite", "Käy kaupassa itse"))
    sign_in(client, counsellor)
    address = f"/cases/{case.pk}/plan/"
    again = refused(client, address, plan_form(goals, "Oma tavoite", "Käy kaupassa"))
    assert again["conflict"] == [f"goal:{goals[0].pk}"]
    assert client.post(address, {**again, "keep": keep}).status_code == 302
    assert [goal.text for goal in case.goals.all()] == [kept, "Käy kaupassa itse"]


def test_goals_that_both_changed_are_told_of_at_once(client, case, counsellor, lead, goals):
    plan(case, lead, theirs_of(goals, "Toisen tavoite", "Toisen toinen"))
    sign_in(client, counsellor)
    again = refused(client, f"/cases/{case.pk}/plan/", plan_form(goals, "Oma tavoite", "Oma toinen"))
    assert len(again["conflict"]) == 2


def test_words_that_both_changed_do_not_take_the_others_goal_away(client, case, counsellor, lead, goals):
    plan(case, lead, theirs_of(goals, "Toisen tavoite", "Käy kaupassa"), agreed="Toisen sanat")
    sign_in(client, counsellor)
    address = f"/cases/{case.pk}/plan/"
    again = refused(client, address, plan_form(goals, "Asuu kotona", "Käy kaupassa", agreed="Omat sanat"))
    assert again["conflict"] == ["agreed"]
    assert client.post(address, {**again, "keep": "both"}).status_code == 302
    case.refresh_from_db()
    assert case.agreed == "Toisen sanat\n\nOmat sanat"
    assert case.goals.first().text == "Toisen tavoite"
