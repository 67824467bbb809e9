"""A colleague leaves: what moves, what cannot and why; and the numbers of work, which name nobody."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework import actions
from casework.actions import hand_overs
from casework.actions.reassigning import Receiver, reassign_work
from casework.queries.reassigning import work_of
from casework.queries.work_numbers import numbers_by_unit
from contactcenter.accesslog.models import AccessEntry
from contactcenter.errors import ActionRefused
from tests.factories import make_unit, make_user, sign_in

from .case_rows import days_from_today, make_case, make_person, send, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaver(db):
    return make_user("counsellor", first_name="Lea", last_name="Lähtijä")


@pytest.fixture
def work(leaver, counsellor):
    """One row of each kind, and one that a unit cannot take."""
    person = make_person(leaver)
    case = make_case(leaver, person=person)
    rows = {
        "case": case,
        "intensive": make_case(leaver, person=person, level="L3", subject="Tehostettu"),
        "task": actions.add_task(case, by=leaver, title="Soita", due_on=today(), responsible=leaver),
        "sent": send(case, to_unit=make_unit("Toinen piste")),
        "received": send(make_case(counsellor), "question", to_user=leaver),
        "promised": send(make_case(counsellor), "assessment", to_user=leaver),
        "contact": actions.open_contact(by=leaver, channel="PUH", language="fi"),
    }
    hand_overs.accept_hand_over(rows["promised"], by=leaver)
    return rows


def refreshed(work) -> dict:
    for row in work.values():
        row.refresh_from_db()
    return work


def keys(user) -> list[str]:
    return [row.key for row in work_of(user)]


def test_everything_goes_to_a_person(work, leaver, counsellor, lead):
    receiver = make_user("counsellor", unit=make_unit("Uusi piste"))
    result = reassign_work(colleague=leaver, keys=keys(leaver), receiver=Receiver(user=receiver), by=lead)
    assert (len(result.moved), result.failed) == (7, [])
    rows = refreshed(work)
    assert (rows["case"].responsible, rows["case"].unit) == (receiver, receiver.unit)
    assert rows["task"].responsible == rows["received"].to_user == receiver
    assert rows["sent"].from_user == rows["promised"].answered_by == rows["contact"].handled_by == receiver
    assert rows["received"].from_user == counsellor
    assert rows["case"].history.first().history_user == lead
    assert work_of(leaver) == []


def test_a_unit_takes_what_needs_no_person_and_the_rest_says_why(work, leaver, lead):
    point = make_unit("Uusi piste")
    result = reassign_work(colleague=leaver, keys=keys(leaver), receiver=Receiver(unit=point), by=lead)
    kept = {failed.work.what: failed.reason for failed in result.failed}
    assert set(kept) == {"Tehostettu", "Luonnos: puhelu", "Palvelutarpeen arviointi: Kotona asuminen"}
    assert all(kept.values())
    rows = refreshed(work)
    assert (rows["case"].responsible, rows["case"].unit, rows["case"].acts_next) == (None, point, "unit")
    assert (rows["received"].to_user, rows["received"].to_unit) == (None, point)
    assert (rows["sent"].from_user, rows["sent"].from_unit) == (leaver, point)
    assert (rows["intensive"].responsible, rows["contact"].handled_by) == (leaver, leaver)


def test_only_the_chosen_move(work, leaver, lead, counsellor):
    key = f"task:{work['task'].pk}"
    result = reassign_work(
        colleague=leaver, keys=[key, "task:999999", "nonsense"], receiver=Receiver(counsellor), by=lead
    )
    assert [row.key for row in result.moved] == [key]
    assert refreshed(work)["case"].responsible == leaver


def test_others_work_is_not_moved_by_its_key(work, leaver, lead, counsellor):
    theirs = make_case(counsellor)
    result = reassign_work(colleague=leaver, keys=[f"case:{theirs.pk}"], receiver=Receiver(lead), by=lead)
    assert (result.moved, result.failed) == ([], [])


@pytest.mark.parametrize("wrong", ["nobody", "both", "same", "supervisor"])
def test_a_receiver_who_cannot_take_work_is_refused(work, leaver, lead, wrong):
    receiver = {
        "nobody": Receiver(), "both": Receiver(lead, lead.unit), "same": Receiver(leaver),
        "supervisor": Receiver(make_user("supervisor")),
    }[wrong]  # fmt: skip
    with pytest.raises(ActionRefused):
        reassign_work(colleague=leaver, keys=keys(leaver), receiver=receiver, by=lead)


class TestPage:
    def test_a_lead_hands_over_the_work_of_somebody_who_has_left(self, client, work, leaver, lead, counsellor):
        type(leaver).objects.filter(pk=leaver.pk).update(is_active=False)
        sign_in(client, lead)
        address = f"/worklist/reassign/?colleague={leaver.pk}"
        page = client.get(address).content.decode()
        assert "Esimerkki-Aalto" in page
        entry = AccessEntry.objects.get()
        assert (entry.action, entry.subjects.get().person_id) == ("list", work["case"].person_id)
        answer = client.post(address, {"work": keys(leaver), "to_user": counsellor.pk})
        assert len(answer.context["result"].moved) == 7
        assert AccessEntry.objects.filter(action="change").count() == 1
        assert work_of(leaver) == []

    def test_without_a_receiver_nothing_moves_and_the_ticks_stay(self, client, work, leaver, lead):
        address = f"/worklist/reassign/?colleague={leaver.pk}"
        answer = sign_in(client, lead).post(address, {"work": [f"task:{work['task'].pk}"]})
        assert answer.status_code == 422
        assert answer.content.decode().count(" checked") == 1
        assert len(work_of(leaver)) == 7

    def test_colleagues_of_other_units_are_not_offered(self, client, work, leaver):
        other = make_user("lead", unit=make_unit("Aivan muu"))
        page = sign_in(client, other).get(f"/worklist/reassign/?colleague={leaver.pk}").content.decode()
        assert ("Esimerkki-Aalto" in page, "Lähtijä" in page) == (False, False)
        assert client.post(f"/worklist/reassign/?colleague={leaver.pk}", {"work": keys(leaver)}).status_code == 404

    def test_the_page_costs_the_same_for_two_and_ten(self, client, leaver, lead):
        def cost() -> int:
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/worklist/reassign/?colleague={leaver.pk}")
            return len(queries)

        sign_in(client, lead)
        [make_case(leaver, person=make_person(leaver)) for _ in range(2)]
        few = cost()
        [make_case(leaver, person=make_person(leaver)) for _ in range(8)]
        assert cost() == few


class TestNumbers:
    def test_each_unit_has_its_own(self, counsellor, db):
        point = make_unit("Lähipiste")
        other = make_user("counsellor", unit=point)
        ages = {days: make_case(counsellor) for days in (1, 4, 9)}
        for days, case in ages.items():
            type(case).objects.filter(pk=case.pk).update(opened_at=case.opened_at - days_from(days))
        make_case(counsellor, next_on=days_from_today(-1), acts_next="other", acts_next_name="Kela")
        send(ages[1], to_unit=point)
        send(ages[4], "assessment", to_user=other, birth_year=1940)
        hand_overs.return_hand_over(send(ages[4], to_user=other), reason="Ei meille", by=other)
        send(ages[9], "assessment", to_unit=point, birth_year=1940, requested_on=days_from_today(-40))
        rows = {row.name: row for row in numbers_by_unit(None, today())}
        centre, there = rows[counsellor.unit.name], rows["Lähipiste"]
        assert (centre.open, centre.late, centre.due, centre.waiting, centre.returned) == (4, 1, 3, 1, 1)
        assert (centre.received, centre.median_age) == (0, 2)  # of 0, 1, 4 and 9 days: 2.5 rounds to the even 2
        assert (there.open, there.received, there.within, there.over, there.median_age) == (0, 3, 1, 1, None)

    def test_they_name_nobody(self, client, supervisor, leaver):
        make_case(leaver, person=make_person(leaver))
        page = sign_in(client, supervisor).get("/worklist/numbers/").content.decode()
        assert leaver.unit.name in page
        assert ("Esimerkki" in page, "Lähtijä" in page) == (False, False)
        assert not AccessEntry.objects.exists()

    def test_a_lead_sees_the_own_units_alone(self, client, counsellor):
        make_case(counsellor)
        other = make_user("lead", unit=make_unit("Aivan muu"))
        assert counsellor.unit.name not in sign_in(client, other).get("/worklist/numbers/").content.decode()

    def test_they_cost_the_same_for_one_unit_and_for_five(self, counsellor):
        def cost() -> int:
            with CaptureQueriesContext(connection) as queries:
                numbers_by_unit(None, today())
            return len(queries)

        make_case(counsellor)
        few = cost()
        [make_case(make_user("counsellor", unit=make_unit(f"Piste {number}"))) for number in range(4)]
        assert cost() == few


def days_from(days: int):
    return days_from_today(days) - today()
