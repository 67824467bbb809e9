"""Hand-overs: who may take which step in which state, what each step does, and races between two receivers."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from casework import actions
from casework.actions import hand_overs
from casework.assessments import deadline_for, deadline_words
from casework.models import AssessmentOutcome, HandOver
from casework.queries.hand_overs import hand_over_events
from contactcenter.accesslog.models import AccessEntry
from contactcenter.errors import ActionRefused
from contactcenter.opening_hours.working_days import working_days_between
from tests.factories import make_unit, make_user, sign_in

from .case_rows import days_from_today, make_case, make_person, send, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def point(db):
    return make_unit("Lähipiste")


@pytest.fixture
def receiver(point):
    return make_user("counsellor", unit=point, first_name="Jari", last_name="Koskela")


@pytest.fixture
def case(counsellor):
    return make_case(counsellor, person=make_person(counsellor))


def forms(step: str) -> dict:
    """What each step's form sends."""
    return {
        "accept": {"next_step": "Soitan itse", "next_on": today().isoformat()}, "return": {"reason": "Ei meille"},
        "answer": {"answer": "Tarvitaan"}, "start": {"started_on": today().isoformat()},
        "end": {"outcome": "DECI", "ended_on": today().isoformat()},
    }.get(step, {})  # fmt: skip


def take(client, user, hand_over, step, **extra) -> int:
    sign_in(client, user)
    return client.post(f"/hand-overs/{hand_over.pk}/{step}/", {**forms(step), **extra}).status_code


DONE, REFUSED, HIDDEN = 302, 422, 404
# (kind, state when the step is tried, step, what the receiver gets, what the sender gets, what a stranger gets)
TABLE = [
    ("transfer", "sent", "accept", DONE, HIDDEN, HIDDEN),
    ("transfer", "sent", "return", DONE, HIDDEN, HIDDEN),
    ("transfer", "sent", "answer", REFUSED, HIDDEN, HIDDEN),
    ("transfer", "sent", "start", REFUSED, HIDDEN, HIDDEN),
    ("transfer", "sent", "end", REFUSED, HIDDEN, HIDDEN),
    ("transfer", "sent", "withdraw", HIDDEN, DONE, HIDDEN),
    ("transfer", "sent", "keep", HIDDEN, REFUSED, HIDDEN),
    ("transfer", "returned", "accept", HIDDEN, HIDDEN, HIDDEN),
    ("transfer", "returned", "withdraw", HIDDEN, REFUSED, HIDDEN),
    ("transfer", "returned", "keep", HIDDEN, DONE, HIDDEN),
    ("transfer", "withdrawn", "accept", HIDDEN, HIDDEN, HIDDEN),
    ("transfer", "accepted", "accept", REFUSED, HIDDEN, HIDDEN),
    ("transfer", "accepted", "return", REFUSED, HIDDEN, HIDDEN),
    ("question", "sent", "answer", DONE, HIDDEN, HIDDEN),
    ("question", "sent", "return", DONE, HIDDEN, HIDDEN),
    ("question", "sent", "accept", REFUSED, HIDDEN, HIDDEN),
    ("question", "answered", "answer", HIDDEN, HIDDEN, HIDDEN),
    ("assessment", "sent", "accept", DONE, HIDDEN, HIDDEN),
    ("assessment", "sent", "return", DONE, HIDDEN, HIDDEN),
    ("assessment", "sent", "start", REFUSED, HIDDEN, HIDDEN),
    ("assessment", "accepted", "start", DONE, HIDDEN, HIDDEN),
    ("assessment", "accepted", "end", DONE, HIDDEN, HIDDEN),
    ("assessment", "accepted", "withdraw", HIDDEN, REFUSED, HIDDEN),
    ("assessment", "sent", "nonsense", HIDDEN, HIDDEN, HIDDEN),
]


def brought_to(state, hand_over, sender, receiver):
    if state == "returned":
        hand_overs.return_hand_over(hand_over, reason="Ei meille", by=receiver)
    elif state == "withdrawn":
        hand_overs.withdraw_hand_over(hand_over, by=sender)
    elif state == "accepted":
        hand_overs.accept_hand_over(hand_over, by=receiver)
    elif state == "answered":
        hand_overs.answer_hand_over(hand_over, answer="Kyllä", by=receiver)


@pytest.mark.parametrize("to", ["person", "unit"])
@pytest.mark.parametrize("row", TABLE, ids=lambda row: "-".join(row[:3]))
def test_who_may_take_which_step(client, counsellor, receiver, case, row, to):
    kind, state, step, *expected = row
    hand_over = send(case, kind, **({"to_user": receiver} if to == "person" else {"to_unit": receiver.unit}))
    brought_to(state, hand_over, counsellor, receiver)
    stranger = make_user("counsellor", unit=make_unit("Aivan muu"))
    assert take(client, stranger, hand_over, step) == expected[2]
    assert take(client, counsellor, hand_over, step) == expected[1]
    assert take(client, receiver, hand_over, step) == expected[0]


class TestSending:
    @pytest.mark.parametrize("role", ["supervisor", "professional", "administrator"])
    def test_only_those_who_work_on_cases_receive(self, case, role):
        with pytest.raises(ActionRefused):
            send(case, to_user=make_user(role))

    def test_one_receiver_and_not_oneself(self, case, counsellor, receiver):
        for wrong in ({}, {"to_user": receiver, "to_unit": receiver.unit}, {"to_user": counsellor}):
            with pytest.raises(ActionRefused):
                send(case, **wrong)
        assert not HandOver.objects.exists()

    def test_one_of_a_kind_waits_at_a_time(self, case, receiver):
        send(case, to_user=receiver)
        send(case, "question", to_user=receiver)
        with pytest.raises(ActionRefused) as refusal:
            send(case, to_unit=receiver.unit)
        unique = HandOver._meta.constraints[-1]
        assert refusal.value.text == str(unique.violation_error_message)

    def test_a_question_asks_something(self, case, receiver):
        with pytest.raises(ActionRefused):
            send(case, "question", to_user=receiver, message="  ")

    def test_a_closed_case_stays(self, case, counsellor, receiver):
        actions.move_case(case, transition="CLOSE", outcome="GOAL", by=counsellor)
        with pytest.raises(ActionRefused):
            send(case, to_user=receiver)

    def test_the_page_keeps_what_was_typed_and_sends(self, client, counsellor, case, receiver):
        sign_in(client, counsellor)
        address = f"/cases/{case.pk}/hand-overs/new/"
        assert client.get(address).status_code == 200
        wrong = client.post(address, {"kind": "question", "message": "Sopiiko?"})
        assert (wrong.status_code, "Sopiiko?" in wrong.content.decode()) == (422, True)
        right = client.post(address, {"kind": "question", "message": "Sopiiko?", "to_user": receiver.pk})
        assert right.headers["Location"] == f"/cases/{case.pk}/"
        assert HandOver.objects.get().message == "Sopiiko?"
        assert list(AccessEntry.objects.values_list("action", flat=True).order_by("id")) == ["view", "view", "change"]

    def test_a_stranger_cannot_send(self, client, case, stranger):
        answer = sign_in(client, stranger).get(f"/cases/{case.pk}/hand-overs/new/")
        assert answer.status_code == 404


class TestTransfer:
    def test_accepting_moves_the_case_and_what_was_still_to_do(self, counsellor, receiver, case):
        own = actions.add_task(case, by=counsellor, title="Soita", due_on=today(), responsible=counsellor)
        hand_over = send(case, to_unit=receiver.unit)
        case.refresh_from_db()
        assert case.responsible == counsellor
        hand_overs.accept_hand_over(hand_over, by=receiver, next_step="Kotikäynti", next_on=days_from_today(3))
        case.refresh_from_db(), own.refresh_from_db()
        assert (case.responsible, case.unit, case.acts_next) == (receiver, receiver.unit, "responsible")
        assert (case.next_step, case.next_on) == ("Kotikäynti", days_from_today(3))
        assert (own.responsible, own.unit) == (receiver, receiver.unit)
        assert case.history.first().history_user == receiver

    def test_a_return_stands_on_the_case_with_its_reason_until_dealt_with(self, client, counsellor, receiver, case):
        hand_over = send(case, to_user=receiver)
        take(client, receiver, hand_over, "return", reason="Asiakas on Turun alueella")
        fragment = sign_in(client, counsellor).get(f"/cases/{case.pk}/hand-overs/").content.decode()
        assert ("nv-banner is-alert" in fragment, "Asiakas on Turun alueella" in fragment) == (True, True)
        send(case, to_unit=make_unit("Keskustan tiimi"))
        hand_over.refresh_from_db()
        assert hand_over.is_return_seen
        assert "nv-banner is-alert" not in client.get(f"/cases/{case.pk}/hand-overs/").content.decode()

    def test_who_comes_second_is_told_who_was_first(self, receiver, case, point):
        hand_over = send(case, to_unit=point)
        hand_overs.accept_hand_over(hand_over, by=receiver)
        with pytest.raises(ActionRefused, match="Jari Koskela"):
            hand_overs.accept_hand_over(hand_over, by=make_user("counsellor", unit=point))

    def test_somebody_of_an_upper_unit_may_accept_for_it(self, client, case):
        upper = make_unit("Ylempi")
        lower = make_unit("Alempi", parent=upper)
        make_user("counsellor", unit=lower)
        chief = make_user("lead", unit=upper)
        assert take(client, chief, send(case, to_unit=lower), "accept") == DONE
        case.refresh_from_db()
        assert (case.responsible, case.unit) == (chief, lower)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("steps", [("accept", "accept"), ("accept", "return"), ("accept", "withdraw")],
                         ids=lambda steps: "-".join(steps))  # fmt: skip
def test_of_two_at_once_one_wins(counsellor, receiver, point, case, steps):
    hand_over = send(case, to_unit=point)
    second = counsellor if steps[1] == "withdraw" else make_user("counsellor", unit=point)
    deeds = {
        "accept": lambda by: hand_overs.accept_hand_over(hand_over, by=by),
        "return": lambda by: hand_overs.return_hand_over(hand_over, reason="Ei meille", by=by),
        "withdraw": lambda by: hand_overs.withdraw_hand_over(hand_over, by=by),
    }
    results, gate = [], threading.Barrier(2)

    def run(step, by):
        try:
            gate.wait()
            results.append(deeds[step](by).answered_by)
        except ActionRefused as refusal:
            results.append(refusal.text)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in zip(steps, (receiver, second), strict=True)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    hand_over.refresh_from_db()
    winners = [result for result in results if not isinstance(result, str)]
    losers = [result for result in results if isinstance(result, str)]
    assert (winners, len(losers)) == ([hand_over.answered_by], 1)
    assert hand_over.answered_by.display_name in losers[0]


class TestUnitWithoutAccounts:
    @pytest.fixture
    def silent(self, db):
        return make_unit("Kaupungin kotihoito")

    def told(self, **values):
        return {"told_by": "Maija Hoitaja", "told_on": today().isoformat(), **values}

    @pytest.mark.parametrize(("kind", "step"), [("transfer", "accept"), ("transfer", "return"), ("question", "answer"),
                                                ("assessment", "accept")])  # fmt: skip
    def test_the_desk_keys_in_what_it_was_told(self, client, counsellor, case, silent, kind, step):
        hand_over = send(case, kind, to_unit=silent)
        colleague = make_user("counsellor")
        assert take(client, colleague, hand_over, step) == REFUSED  # who told it?
        assert take(client, colleague, hand_over, step, **self.told()) == DONE
        hand_over.refresh_from_db()
        assert (hand_over.is_keyed_in, hand_over.told_by, hand_over.told_on) == (True, "Maija Hoitaja", today())
        assert hand_over.answered_by == colleague

    def test_a_transfer_to_them_stays_here_and_waits(self, client, counsellor, case, silent):
        take(client, counsellor, send(case, to_unit=silent), "accept", **self.told())
        case.refresh_from_db()
        assert (case.responsible, case.acts_next, case.acts_next_name) == (counsellor, "other", "Kaupungin kotihoito")

    def test_an_assessment_of_theirs_is_followed_by_the_desk(self, client, counsellor, case, silent):
        hand_over = send(case, "assessment", to_unit=silent, birth_year=1940)
        take(client, counsellor, hand_over, "accept", **self.told())
        assert take(client, counsellor, hand_over, "start") == DONE
        assert take(client, counsellor, hand_over, "end") == DONE
        hand_over.refresh_from_db()
        assert (hand_over.state, hand_over.outcome_id) == ("answered", "DECI")

    def test_nobody_keys_in_for_those_who_have_accounts(self, receiver, case, point, counsellor):
        with pytest.raises(ActionRefused):
            hand_overs.accept_hand_over(send(case, to_unit=point), by=counsellor, told=hand_overs.Told("X", today()))


class TestAssessment:
    @given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(1900, 2020), st.booleans(), st.booleans())
    def test_who_has_a_deadline_and_which(self, requested_on, birth_year, is_urgent, has_allowance):
        deadline = deadline_for(
            requested_on, is_urgent=is_urgent, birth_year=birth_year, has_highest_allowance=has_allowance
        )
        if is_urgent:
            assert deadline == requested_on
        elif requested_on.year - birth_year >= 75 or has_allowance:
            assert working_days_between(requested_on, deadline) == 7
        else:
            assert deadline is None

    def test_settings_decide(self, settings):
        settings.NEEDS_ASSESSMENT = {"age": 80, "days": 3, "saturday_counts": True, "highest_allowance": False}
        friday = date(2026, 11, 13)
        given = {"is_urgent": False, "has_highest_allowance": True}
        assert deadline_for(friday, birth_year=1947, **given) is None
        assert deadline_for(friday, birth_year=1946, **given) == date(2026, 11, 17)
        assert deadline_for(friday, birth_year=None, **given) is None

    @given(st.integers(-60, 60), st.one_of(st.none(), st.integers(-60, 60)))
    def test_it_is_in_time_or_late_by_the_day_it_began(self, distance, began):
        day = date(2026, 6, 1)
        row = HandOver(deadline_on=day, started_on=None if began is None else day + timedelta(days=began))
        words = deadline_words(row, day + timedelta(days=distance))
        is_late = distance > 0 if began is None else began > 0
        assert (words.tone == "late") == is_late

    def test_days_left_in_words(self):
        row = HandOver(deadline_on=date(2026, 11, 20))
        assert deadline_words(row, date(2026, 11, 17)).text == "3 arkipäivää jäljellä"
        assert deadline_words(row, date(2026, 11, 19)).text == "1 arkipäivä jäljellä"
        assert deadline_words(row, date(2026, 11, 20)).text == "Alettava tänään"
        assert deadline_words(row, date(2026, 11, 24)).text == "Myöhässä 2 arkipäivää"
        assert deadline_words(HandOver(), date(2026, 11, 24)).text == "Ei lakisääteistä määräaikaa"

    def test_days_come_in_order(self, case, receiver):
        hand_over = send(case, "assessment", to_user=receiver, requested_on=days_from_today(-3))
        hand_overs.accept_hand_over(hand_over, by=receiver)
        for wrong in (days_from_today(-4), days_from_today(1)):
            with pytest.raises(ActionRefused):
                hand_overs.start_assessment(hand_over, started_on=wrong, by=receiver)
        hand_overs.start_assessment(hand_over, started_on=days_from_today(-1), by=receiver)
        ready = AssessmentOutcome.objects.get(pk="GUID")
        with pytest.raises(ActionRefused):
            hand_overs.end_assessment(hand_over, outcome=ready, ended_on=days_from_today(-2), by=receiver)
        hand_overs.end_assessment(hand_over, outcome=ready, ended_on=today(), by=receiver)
        assert send(case, "assessment", to_user=receiver)  # the former is ready, so another may be asked for


class TestPages:
    def test_the_receivers_page_shows_whom_it_is_about_and_is_logged(self, client, receiver, case):
        hand_over = send(case, to_user=receiver)
        page = sign_in(client, receiver).get(f"/hand-overs/{hand_over.pk}/").content.decode()
        assert "Esimerkki-Aalto" in page
        entry = AccessEntry.objects.get()
        assert (entry.action, entry.door, entry.subjects.get().person_id) == (
            "view", "casework:hand_over", case.person_id,
        )  # fmt: skip

    def test_the_receiver_opens_the_case_while_it_waits(self, client, receiver, case):
        sign_in(client, receiver)
        assert client.get(f"/cases/{case.pk}/").status_code == 403  # a stated reason is asked
        hand_over = send(case, "question", to_user=receiver)
        assert client.get(f"/cases/{case.pk}/").status_code == 200
        hand_overs.answer_hand_over(hand_over, answer="Kyllä", by=receiver)
        assert client.get(f"/cases/{case.pk}/").status_code == 403  # a stated reason is asked

    def test_the_fragment_costs_the_same_for_two_and_ten(self, client, counsellor, receiver, case):
        def cost() -> int:
            from django.test.utils import CaptureQueriesContext

            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/cases/{case.pk}/hand-overs/").status_code == 200
            return len(queries)

        def one():
            hand_overs.return_hand_over(send(case, to_user=receiver), reason="Ei", by=receiver)

        sign_in(client, counsellor)
        one(), one()
        few = cost()
        for _ in range(8):
            one()
        assert cost() == few

    def test_the_timeline_tells_each_step(self, case, counsellor, receiver):
        hand_over = send(case, "assessment", to_user=receiver)
        hand_overs.accept_hand_over(hand_over, by=receiver)
        hand_overs.start_assessment(hand_over, started_on=today(), by=receiver)
        ready = AssessmentOutcome.objects.get(pk="DECI")
        hand_overs.end_assessment(hand_over, outcome=ready, ended_on=today(), by=receiver)
        hand_overs.return_hand_over(send(case, to_user=receiver), reason="Ei meille", by=receiver)
        events = hand_over_events(case)
        assert [event.icon for event in events] == ["back", "arrow", "check", "check", "check", "arrow"]
        assert (events[0].text, events[0].by, events[0].tone) == ("Ei meille", "Jari Koskela", "bad")
