"""The steps of a case are rows: every one of them does what it says, from its own state only, and no other exists."""

from datetime import timedelta

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import actions
from casework.models import Case, CaseOutcome, CaseState, CaseTransition
from contactcenter.errors import ActionRefused
from contactcenter.timestamps import local_day, now
from tests.factories import sign_in

pytestmark = pytest.mark.django_db
TOMORROW = local_day(now()) + timedelta(days=1)
NEXT = {"acts_next": "unit", "next_step": "Soita", "next_on": TOMORROW}
STEPS = ["WAIT", "RESUME", "CLOSE", "CLOSEW", "REOPEN"]
STATES = ["ACT", "WAI", "CLO"]


def open_one(contact, by) -> Case:
    return actions.open_case(contact=contact, by=by, subject="Kotiutus", **NEXT)


@pytest.fixture
def case(contact, counsellor):
    return open_one(contact, counsellor)


def put(case: Case, state: str, by) -> Case:
    """The case in `state`, by the steps that lead there."""
    way = {"ACT": [], "WAI": ["WAIT"], "CLO": ["CLOSE"]}[state]
    for step in way:
        case = actions.move_case(case, transition=step, by=by, outcome="GOAL", reason="x", **NEXT)
    return case


def test_the_starting_data_is_what_these_tests_know():
    assert sorted(CaseTransition.objects.values_list("pk", flat=True)) == sorted(STEPS)
    assert set(CaseState.objects.values_list("pk", flat=True)) == set(STATES)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("code", STEPS)
def test_a_step_is_taken_from_its_own_state_and_from_no_other(case, counsellor, code, state):
    step = CaseTransition.objects.select_related("to_state").get(pk=code)
    case = put(case, state, counsellor)
    values = {"outcome": "GOAL", "reason": "Uusi tarve", **NEXT}
    if step.from_state_id != state:
        with pytest.raises(ActionRefused) as refused:
            actions.move_case(case, transition=code, by=counsellor, **values)
        assert refused.value.code == "step"
        assert Case.objects.get().state_id == state
        return
    actions.move_case(case, transition=code, by=counsellor, **values)
    moved = Case.objects.get()
    assert (moved.state_id, moved.is_closed) == (step.to_state_id, step.to_state.is_closed)


@pytest.mark.parametrize("code", STEPS)
def test_what_a_step_asks_for_must_be_given(case, counsellor, code):
    step = CaseTransition.objects.select_related("to_state").get(pk=code)
    case = put(case, step.from_state_id, counsellor)
    whole = {"outcome": "GOAL", "reason": "Uusi tarve", **NEXT}
    for asked, name, empty in [(step.needs_reason, "reason", "  "), (step.needs_outcome, "outcome", None)]:
        if asked:
            with pytest.raises(ActionRefused) as refused:
                actions.move_case(case, transition=code, by=counsellor, **{**whole, name: empty})
            assert refused.value.code == name
    assert Case.objects.get().state_id == step.from_state_id


@pytest.mark.parametrize("wrong", ["", "NONE", "x" * 300])
def test_an_unknown_step_and_an_unknown_outcome_are_refused(case, counsellor, wrong):
    with pytest.raises(ActionRefused):
        actions.move_case(case, transition=wrong, by=counsellor)
    with pytest.raises(ActionRefused):
        actions.move_case(case, transition="CLOSE", outcome=wrong, by=counsellor)


def test_a_step_or_an_outcome_out_of_use_is_refused(case, counsellor):
    CaseOutcome.objects.filter(pk="GOAL").update(is_active=False)
    with pytest.raises(ActionRefused):
        actions.move_case(case, transition="CLOSE", outcome="GOAL", by=counsellor)
    CaseTransition.objects.filter(pk="CLOSE").update(is_active=False)
    with pytest.raises(ActionRefused):
        actions.move_case(case, transition="CLOSE", outcome="PART", by=counsellor)


def test_a_new_step_in_the_data_works_at_once_and_a_closed_state_always_has_an_outcome(case, counsellor):
    end = CaseState.objects.create(code="MOV", name_fi="Siirtynyt", is_closed=True)
    CaseTransition.objects.create(code="MOVE", name_fi="Siirtyi", from_state_id="ACT", to_state=end)
    with pytest.raises(ActionRefused):
        actions.move_case(case, transition="MOVE", by=counsellor)
    assert actions.move_case(case, transition="MOVE", outcome="MOVE", by=counsellor).state == end


def test_a_closed_case_says_how_it_ended_and_a_reopened_one_what_happens_next(case, counsellor):
    closed = actions.move_case(case, transition="CLOSE", outcome="GOAL", closing_note="Kaikki kunnossa", by=counsellor)
    assert (closed.outcome_id, closed.closing_note, closed.next_step) == ("GOAL", "Kaikki kunnossa", "")
    with translation.override("en"), pytest.raises(ActionRefused, match="Say who acts next"):
        actions.move_case(closed, transition="REOPEN", reason="Uusi tarve", by=counsellor)
    opened = actions.move_case(closed, transition="REOPEN", reason="Uusi tarve", by=counsellor, **NEXT)
    assert (opened.outcome, opened.closed_at, opened.next_step) == (None, None, "Soita")


def test_between_open_states_the_next_step_stays_unless_another_is_given(case, counsellor):
    waiting = actions.move_case(case, transition="WAIT", by=counsellor)
    assert (waiting.next_step, waiting.acts_next) == ("Soita", "unit")
    again = actions.move_case(waiting, transition="RESUME", by=counsellor, next_step="Käy")
    assert again.next_step == "Käy"


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.booleans(), st.booleans(), st.booleans()), max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_walk_leads_to_a_state_in_which_the_rules_do_not_hold(counsellor, walk):
    from casework.actions import open_contact

    case = open_one(open_contact(by=counsellor, channel="PUH", language="fi"), counsellor)
    for code, has_outcome, has_reason, has_next in walk:
        before = Case.objects.get(pk=case.pk)
        try:
            actions.move_case(
                case, transition=code, by=counsellor, outcome="GOAL" if has_outcome else None,
                reason="Syy" if has_reason else "", **(NEXT if has_next else {}),
            )  # fmt: skip
        except ActionRefused:
            assert Case.objects.get(pk=case.pk).version == before.version
        holds(Case.objects.select_related("state").get(pk=case.pk))


def holds(case: Case):
    assert case.is_closed == case.state.is_closed
    assert case.is_closed == bool(case.outcome_id and case.closed_at)
    assert case.is_closed or (case.acts_next and case.next_step and case.next_on)
    assert case.history.first().version == case.version


WRITES = [
    ("note", lambda case, by: actions.write_note(case, text="x", by=by)),
    ("task", lambda case, by: actions.add_task(case, title="x", due_on=TOMORROW, by=by)),
    ("plan", lambda case, by: actions.save_plan(case, by=by, version=None, own_words="x", agreed="", fallback="",
                                                goals=[], services=[])),
    ("next", lambda case, by: actions.set_next(case, by=by, **NEXT)),
    ("details", lambda case, by: actions.change_case(case, by=by, version=None, subject="x")),
    ("owner", lambda case, by: actions.assign_case(case, responsible=by, by=by)),
    ("service", lambda case, by: actions.agree_service(case, name="x", by=by)),
]  # fmt: skip


@pytest.mark.parametrize("write", [write for _, write in WRITES], ids=[name for name, _ in WRITES])
def test_a_closed_case_takes_no_writing(case, counsellor, write):
    actions.move_case(case, transition="CLOSE", outcome="GOAL", by=counsellor)
    with pytest.raises(ActionRefused) as refused:
        write(case, counsellor)
    assert refused.value.code == "closed"


def test_closing_and_reopening_through_the_page(client, case, counsellor):
    sign_in(client, counsellor)
    address = f"/cases/{case.pk}/step"
    assert f"{address}/CLOSE/" in client.get(f"/cases/{case.pk}/").content.decode()
    assert client.post(f"{address}/CLOSE/", {"closing_note": "x"}).status_code == 422
    assert client.post(f"{address}/CLOSE/", {"outcome": "PART", "closing_note": "Hyvin meni"}).status_code == 302
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert "Hyvin meni" in page
    assert f"/cases/{case.pk}/plan/" not in page
    assert client.get(f"{address}/CLOSE/").status_code == 404
    values = {"reason": "Tarve palasi", "acts_next": "unit", "next_step": "Soita", "next_on": TOMORROW.isoformat()}
    assert client.post(f"{address}/REOPEN/", {**values, "reason": ""}).status_code == 422
    assert client.post(f"{address}/REOPEN/", values).status_code == 302
    assert not Case.objects.get().is_closed


def test_a_simple_step_is_one_press(client, case, counsellor):
    sign_in(client, counsellor)
    values = {"acts_next": "unit", "acts_next_name": "", "next_step": "Soita", "next_on": TOMORROW.isoformat()}
    client.post(f"/cases/{case.pk}/step/WAIT/", values)
    assert Case.objects.get().state_id == "WAI"
