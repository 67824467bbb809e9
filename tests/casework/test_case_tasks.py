"""Tasks, services and the responsible person of a case, through its pages; and whom they stay shut for."""

from datetime import timedelta

import pytest

from casework import actions
from casework.models import Task
from catalogue.actions import index_service
from catalogue.models import Provider, Service
from tests.factories import make_user, sign_in

from .case_rows import make_case, make_person, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(counsellor):
    return make_case(counsellor, subject="Kotiutus", person=make_person(counsellor))


@pytest.fixture
def task(case, counsellor) -> Task:
    return actions.add_task(case, by=counsellor, title="Soita tyttärelle", due_on=today(), responsible=counsellor)


def as_posted(**values) -> dict:
    return {"title": "Soita tyttärelle", "due_on": today().isoformat(), **values}


# ---- tasks ----
def test_a_task_is_added_changed_and_moved_to_another_day(client, case, counsellor, lead):
    sign_in(client, counsellor)
    assert client.post(f"/cases/{case.pk}/tasks/", as_posted(responsible=counsellor.pk)).status_code == 302
    task = case.tasks.get()
    assert (task.title, task.responsible, task.unit) == ("Soita tyttärelle", counsellor, case.unit)
    later = today() + timedelta(days=3)
    values = as_posted(due_on=later.isoformat(), due_at="10:30", responsible=lead.pk, waits_for="Auraturva Oy")
    assert client.post(f"/cases/tasks/{task.pk}/", values).status_code == 302
    task.refresh_from_db()
    assert (task.due_on, task.due_at.hour, task.responsible, task.waits_for) == (later, 10, lead, "Auraturva Oy")
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert "Auraturva Oy" in page
    assert "10" in page


def test_a_task_is_ticked_done_and_taken_up_again(client, case, task, counsellor):
    sign_in(client, counsellor)
    client.post(f"/cases/tasks/{task.pk}/done/")
    task.refresh_from_db()
    assert (task.done_by, task.done_at is not None) == (counsellor, True)
    assert 'aria-pressed="true"' in client.get(f"/cases/{case.pk}/").content.decode()
    client.post(f"/cases/tasks/{task.pk}/done/")
    task.refresh_from_db()
    assert (task.done_by, task.done_at) == (None, None)


@pytest.mark.parametrize(
    "values",
    [{"title": ""}, {"due_on": ""}, {"due_on": "0001-01-01"}, {"title": "x" * 201}, {"responsible": 0}],
    ids=["no title", "no day", "impossible day", "long", "nobody"],
)
def test_a_task_that_is_not_whole_comes_back_with_what_was_typed(client, case, counsellor, values):
    typed = {**as_posted(waits_for="Auraturva Oy"), **values}
    answer = sign_in(client, counsellor).post(f"/cases/{case.pk}/tasks/", typed)
    assert answer.status_code == 422
    assert 'value="Auraturva Oy"' in answer.content.decode()
    assert not Task.objects.exists()


def test_somebody_of_another_unit_cannot_be_given_a_task(client, case, counsellor, stranger):
    answer = sign_in(client, counsellor).post(f"/cases/{case.pk}/tasks/", as_posted(responsible=stranger.pk))
    assert answer.status_code == 422


def test_a_closed_case_takes_no_task(client, case, counsellor):
    actions.move_case(case, transition="CLOSE", outcome="GOAL", by=counsellor)
    answer = sign_in(client, counsellor).post(f"/cases/{case.pk}/tasks/", as_posted())
    assert (answer.status_code, Task.objects.exists()) == (422, False)


# ---- the responsible person ----
def test_a_colleague_becomes_responsible_or_the_unit_acts_next(client, case, counsellor, lead):
    sign_in(client, counsellor)
    assert client.post(f"/cases/{case.pk}/responsible/", {"responsible": lead.pk}).status_code == 302
    case.refresh_from_db()
    assert (case.responsible, case.acts_next) == (lead, "responsible")
    assert client.post(f"/cases/{case.pk}/responsible/", {"responsible": ""}).status_code == 302
    case.refresh_from_db()
    assert (case.responsible, case.acts_next, case.unit) == (None, "unit", counsellor.unit)


def test_an_intensive_case_never_loses_its_responsible_person(client, counsellor):
    case = make_case(counsellor, level="L3")
    answer = sign_in(client, counsellor).post(f"/cases/{case.pk}/responsible/", {"responsible": ""})
    assert answer.status_code == 422
    case.refresh_from_db()
    assert case.responsible == counsellor


@pytest.mark.parametrize("role", ["supervisor", "professional", "administrator"], ids=str)
def test_who_does_not_work_on_cases_is_not_offered(client, case, counsellor, role):
    other = make_user(role)
    sign_in(client, counsellor)
    assert f'value="{other.pk}"' not in client.get(f"/cases/{case.pk}/responsible/").content.decode()
    assert client.post(f"/cases/{case.pk}/responsible/", {"responsible": other.pk}).status_code == 422


# ---- services to agree on ----
@pytest.fixture
def alarm() -> Service:
    provider = Provider.objects.create(name_fi="Auraturva Oy", type_id="Organization")
    service = Service.objects.create(name_fi="Turvapuhelin kotiin", provider=provider, is_nationwide=True)
    index_service(service)
    return service


def plan_form(**values) -> dict:
    return {"own_words": "", "agreed": "", "fallback": "", "version": 1, "goal-TOTAL_FORMS": 0,
            "goal-INITIAL_FORMS": 0, **values}  # fmt: skip


def test_a_service_of_the_catalogue_is_found_and_agreed_on(client, case, counsellor, alarm):
    sign_in(client, counsellor)
    hits = client.get(f"/cases/{case.pk}/plan/services/?q=turvapuhelin").content.decode()
    assert f'name="new_service" value="{alarm.pk}"' in hits
    assert (
        client.post(f"/cases/{case.pk}/plan/", plan_form(new_service=alarm.pk, new_name="Ateriat")).status_code == 302
    )
    rows = case.agreed_services.order_by("pk")
    assert [(row.service, row.name, row.state) for row in rows] == [(alarm, "", "agreed"), (None, "Ateriat", "agreed")]
    failed = {f"service-{rows[0].pk}": "failed", f"service-{rows[1].pk}": "started"}
    client.post(f"/cases/{case.pk}/plan/", plan_form(**failed, version=2))
    assert [row.state for row in rows.all()] == ["failed", "started"]


def test_nothing_found_is_said(client, case, counsellor):
    sign_in(client, counsellor)
    answer = client.get(f"/cases/{case.pk}/plan/services/?q=xyzzy", headers={"Accept-Language": "fi"})
    assert (answer.status_code, "new_service" in answer.content.decode()) == (200, False)


def test_a_refused_plan_keeps_the_ticked_services_and_the_chosen_states(client, case, counsellor, lead, alarm):
    row = actions.agree_service(case, by=counsellor, name="Ateriat")
    words = {"own_words": "", "fallback": "", "goals": [], "services": []}
    actions.save_plan(case, by=lead, version=None, agreed="Toisen sanat", **words)
    typed = plan_form(agreed="Omat sanat", new_service=alarm.pk, version=2, **{f"service-{row.pk}": "failed"})
    answer = sign_in(client, counsellor).post(f"/cases/{case.pk}/plan/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{alarm.pk}" checked' in page
    assert '<option value="failed" selected>' in page


@pytest.mark.parametrize("text", ["x", "170a629a-1c70-49a5-8218-1586b14d7243"], ids=["no identifier", "unknown"])
def test_a_service_that_is_not_there_is_not_agreed_on(client, case, counsellor, text):
    sign_in(client, counsellor).post(f"/cases/{case.pk}/plan/", plan_form(new_service=text))
    assert not case.agreed_services.exists()


# ---- whom they stay shut for ----
DOORS = ["plan/", "plan/services/", "tasks/", "responsible/", "details/", "next/", "postpone/", "step/CLOSE/", "notes/"]


@pytest.mark.parametrize("door", DOORS)
def test_strangers_find_no_such_page(client, case, stranger, door):
    assert sign_in(client, stranger).get(f"/cases/{case.pk}/{door}").status_code == 404


def test_strangers_touch_no_task(client, task, stranger):
    sign_in(client, stranger)
    for door in ("", "done/"):
        assert client.post(f"/cases/tasks/{task.pk}/{door}", as_posted()).status_code == 404
    task.refresh_from_db()
    assert task.done_at is None
