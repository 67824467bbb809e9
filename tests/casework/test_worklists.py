"""Worklists: every kind of row on its tab and in its group, at every hour of the day, and the cost of a page."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from casework import actions
from casework.actions import hand_overs
from casework.models import Case, Contact, HandOver, Task
from casework.queries.worklists import PAGE_SIZE, Filters, Reader, WorkRow, tab_counts, work_page
from casework.views.work_words import group_code, when_of
from contactcenter import timestamps
from contactcenter.accesslog.models import AccessEntry
from contactcenter.accounts.access import units_of
from tests.factories import make_unit, make_user, sign_in

from .case_rows import days_from_today, make_case, make_person, send, today

pytestmark = pytest.mark.django_db
EVERYTHING = Filters()


@pytest.fixture
def other(db):
    return make_user("counsellor", unit=make_unit("Toinen piste"), first_name="Jari", last_name="Koskela")


@pytest.fixture
def at(monkeypatch):
    """`at(datetime)`: the clock of rules stands there."""

    def stand(instant: datetime):
        monkeypatch.setattr(timestamps, "now", lambda: instant)

    return stand


def rows(user, tab="mine", filters=EVERYTHING, number=1) -> list[WorkRow]:
    return work_page(reader(user), tab, filters, number).rows


def reader(user) -> Reader:
    return Reader(user, units_of(user), today())


def kinds(user, tab) -> list[str]:
    return sorted(row.kind for row in rows(user, tab))


def test_an_empty_worklist_teaches(client, counsellor):
    for tab in ("mine", "unit", "due", "waiting", "received", "returned", "drafts"):
        answer = sign_in(client, counsellor).get(f"/worklist/?tab={tab}")
        assert answer.status_code == 200
        assert b"nv-empty" in answer.content


def test_an_unknown_tab_is_not_found(client, counsellor):
    assert sign_in(client, counsellor).get("/worklist/?tab=secret").status_code == 404


class TestTabs:
    """One of each kind of row, and the tabs on which its people see it."""

    def test_a_case_is_its_responsible_persons_and_the_units(self, counsellor, other):
        make_case(counsellor)
        colleague = make_user("counsellor")
        assert kinds(counsellor, "mine") == kinds(counsellor, "due") == ["case"]
        assert kinds(colleague, "unit") == ["case"]
        assert kinds(colleague, "mine") == kinds(colleague, "due") == []
        assert kinds(other, "unit") == []

    def test_what_nobody_has_taken_is_due_for_everybody_of_the_unit(self, counsellor):
        make_case(counsellor, responsible=None)
        assert kinds(make_user("counsellor"), "due") == ["case"]

    def test_a_case_for_next_month_is_not_due(self, counsellor):
        make_case(counsellor, next_on=days_from_today(30))
        assert (kinds(counsellor, "mine"), kinds(counsellor, "due")) == (["case"], [])

    def test_a_task_follows_its_person_and_leaves_when_done(self, counsellor):
        case = make_case(counsellor, next_on=days_from_today(30))
        task = actions.add_task(case, by=counsellor, title="Soita", due_on=today(), responsible=counsellor)
        assert kinds(counsellor, "due") == ["task"]
        actions.finish_task(task, by=counsellor)
        assert kinds(counsellor, "due") == []

    def test_waiting_for_others(self, counsellor, other):
        make_case(counsellor, acts_next="other", acts_next_name="Kaarinan kaupunki")
        case = make_case(counsellor)
        actions.add_task(case, by=counsellor, title="Asennus", due_on=today(), waits_for="Auraturva Oy")
        send(case, "question", to_user=other)
        assert kinds(counsellor, "waiting") == ["case", "sent", "task"]

    @pytest.mark.parametrize("kind", ["transfer", "question", "assessment"])
    def test_a_hand_over_is_received_returned_and_kept(self, counsellor, other, kind):
        hand_over = send(make_case(counsellor), kind, to_unit=other.unit)
        assert kinds(other, "received") == kinds(other, "unit") == ["received"]
        assert kinds(counsellor, "received") == []
        hand_overs.return_hand_over(hand_over, reason="Kuuluu keskustaan", by=other)
        assert kinds(other, "received") == []
        assert kinds(counsellor, "returned") == ["returned"]
        assert rows(counsellor, "mine")[0].kind == "returned"
        hand_overs.see_return(hand_over, by=counsellor)
        assert kinds(counsellor, "returned") == []

    def test_a_promised_assessment_stays_until_it_is_ready(self, counsellor, other):
        hand_over = send(make_case(counsellor), "assessment", to_user=other, birth_year=1940)
        assert kinds(other, "mine") == ["received"]
        hand_overs.accept_hand_over(hand_over, by=other)
        assert kinds(other, "mine") == kinds(other, "received") == ["assessment"]
        assert kinds(counsellor, "waiting") == ["sent"]
        hand_overs.start_assessment(hand_over, started_on=today(), by=other)
        assert (kinds(other, "mine"), kinds(counsellor, "waiting")) == (["assessment"], [])

    def test_an_open_contact_is_a_draft(self, counsellor, contact):
        assert kinds(counsellor, "drafts") == kinds(counsellor, "mine") == ["draft"]
        assert rows(counsellor, "drafts")[0].pk == str(contact.pk)

    def test_a_closed_case_leaves_every_tab(self, counsellor, other):
        case = make_case(counsellor)
        send(case, "question", to_user=other)
        actions.move_case(case, transition="CLOSE", outcome="GOAL", by=counsellor)
        counts = {**tab_counts(reader(counsellor)), **tab_counts(reader(other), ["received"])}
        assert set(counts.values()) == {0}

    def test_counts_are_what_the_tabs_hold(self, counsellor, other, contact):
        case = make_case(counsellor)
        actions.add_task(case, by=counsellor, title="Soita", due_on=days_from_today(-3), responsible=counsellor)
        hand_overs.return_hand_over(send(case, to_user=other), reason="Ei kuulu meille", by=other)
        counts = tab_counts(reader(counsellor))
        assert counts == {tab: len(rows(counsellor, tab)) for tab in counts}
        assert counts["mine"] == 4


class TestOrder:
    def test_returned_then_by_day_and_time(self, counsellor, other):
        case = make_case(counsellor, next_on=days_from_today(9))
        for title, days, at_time in [("Myöhemmin", 0, None), ("Eilen", -1, None), ("Aamulla", 0, time(9, 30))]:
            actions.add_task(case, by=counsellor, title=title, due_on=days_from_today(days), due_at=at_time,
                             responsible=counsellor)  # fmt: skip
        hand_overs.return_hand_over(send(case, to_user=other), reason="Ei meille", by=other)
        whats = [row.what for row in rows(counsellor)]
        assert whats == ["Kotona asuminen", "Eilen", "Aamulla", "Myöhemmin", "Soittaa tyttärelle"]

    def test_pages_hold_everything_once(self, counsellor):
        case = make_case(counsellor)
        days = [days_from_today(number % 7 - 3) for number in range(PAGE_SIZE + 9)]
        Task.objects.bulk_create(
            Task(case=case, title="Soita", due_on=day, responsible=counsellor, unit=case.unit, created_by=counsellor)
            for day in days
        )
        first, second = (work_page(reader(counsellor), "mine", Filters(), number) for number in (1, 2))
        found = [(row.kind, row.pk) for row in first.rows + second.rows]
        assert (first.has_next, second.has_next) == (True, False)
        assert len(found) == len(set(found)) == PAGE_SIZE + 10
        assert [row.day for row in first.rows + second.rows] == sorted(row.day for row in first.rows + second.rows)


def row_on(day, **values) -> WorkRow:
    given = dict.fromkeys(WorkRow._fields) | {"rank": 1, "day": day, "kind": "task", "what": "Soita"}
    return WorkRow(**{**given, **values})


class TestGroups:
    @pytest.mark.parametrize(
        ("instant", "expected"),
        [
            (datetime(2026, 11, 18, 21, 59, tzinfo=UTC), "today"),  # 23.59 in Finland
            (datetime(2026, 11, 18, 22, 0, tzinfo=UTC), "late"),  # midnight
            (datetime(2026, 11, 17, 22, 0, tzinfo=UTC), "today"),
            (datetime(2026, 11, 17, 21, 59, tzinfo=UTC), "week"),
            (datetime(2026, 11, 15, 21, 59, tzinfo=UTC), "later"),  # the Sunday before
        ],
    )  # fmt: skip
    def test_around_midnight(self, counsellor, at, instant, expected):
        at(instant)
        make_case(counsellor, next_on=date(2026, 11, 18))
        assert group_code(rows(counsellor)[0], today()) == expected

    @pytest.mark.parametrize(
        ("instant", "expected"),
        [
            (datetime(2026, 3, 28, 22, 0, tzinfo=UTC), date(2026, 3, 29)),  # the day of 23 hours begins
            (datetime(2026, 3, 29, 20, 59, tzinfo=UTC), date(2026, 3, 29)),
            (datetime(2026, 3, 29, 21, 0, tzinfo=UTC), date(2026, 3, 30)),
            (datetime(2026, 10, 24, 21, 0, tzinfo=UTC), date(2026, 10, 25)),  # the day of 25 hours
            (datetime(2026, 10, 25, 21, 59, tzinfo=UTC), date(2026, 10, 25)),
            (datetime(2026, 10, 25, 22, 0, tzinfo=UTC), date(2026, 10, 26)),
        ],
    )
    def test_around_daylight_saving(self, counsellor, at, instant, expected):
        at(instant)
        make_case(counsellor, next_on=expected)
        assert group_code(rows(counsellor)[0], today()) == "today"

    @given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(-400, 400))
    def test_every_day_has_one_group(self, day, distance):
        code = group_code(row_on(day + timedelta(days=distance)), day)
        is_same_week = (day + timedelta(days=distance)).isocalendar()[:2] == day.isocalendar()[:2]
        expected = "late" if distance < 0 else "today" if distance == 0 else "week" if is_same_week else "later"
        assert code == expected

    def test_days_in_words(self):
        day = date(2026, 11, 11)
        spoken = {when_of(row_on(day + timedelta(days=days)), day) for days in (-1, 0, 1)}
        assert spoken == {"eilen", "tänään", "huomenna"}
        assert when_of(row_on(date(2026, 11, 13)), day) == "pe 13.11."
        assert when_of(row_on(date(2027, 1, 4)), day) == "4.1.2027"
        assert when_of(row_on(day, at=time(13)), day) == "13.00"


class TestPage:
    def test_names_are_logged_once_and_narrowing_is_by_post(self, client, counsellor):
        one, two = make_person(counsellor), make_person(counsellor, "Esimerkki-Virta")
        for person in (one, one, two):
            make_case(counsellor, person=person)
        page = sign_in(client, counsellor).get("/worklist/").content.decode()
        assert "Esimerkki-Aalto" in page
        entry = AccessEntry.objects.get()
        assert (entry.action, entry.door) == ("list", "casework:worklist")
        assert {subject.person_id for subject in entry.subjects.all()} == {one.pk, two.pk}
        narrowed = client.post("/worklist/?tab=mine", {"text": "virta"}).content.decode()
        assert ("Esimerkki-Virta" in narrowed, "Esimerkki-Aalto" in narrowed) == (True, False)

    def test_the_same_rows_are_not_sent_again(self, client, counsellor):
        person = make_person(counsellor)
        case = make_case(counsellor, person=person)
        first = sign_in(client, counsellor).get("/worklist/")
        stamp = first.context["stamp"]
        ask = {"headers": {"HX-Request": "true"}}
        assert client.post("/worklist/?tab=mine", {"seen": stamp}, **ask).status_code == 204
        assert AccessEntry.objects.count() == 1
        actions.set_next(case, by=counsellor, acts_next="unit", next_step="Odotetaan", next_on=today())
        answer = client.post("/worklist/?tab=mine", {"seen": stamp}, **ask)
        assert "Odotetaan" in answer.content.decode()
        assert 'hx-swap-oob="true"' in answer.content.decode()
        assert AccessEntry.objects.count() == 2

    def test_area_and_language_narrow(self, counsellor):
        make_case(counsellor, language="sv", subject="Färdtjänst", next_step="Ring")
        make_case(counsellor)
        assert [row.language for row in rows(counsellor, filters=Filters(language="sv"))] == ["sv"]
        assert len(rows(counsellor, filters=Filters(area="IAK"))) == 2
        assert rows(counsellor, filters=Filters(area="VAM")) == []

    def test_a_task_is_done_and_postponed_from_the_list(self, client, counsellor):
        case = make_case(counsellor)
        task = actions.add_task(case, by=counsellor, title="Soita", due_on=today(), responsible=counsellor)
        sign_in(client, counsellor)
        later = days_from_today(5)
        client.post(f"/worklist/task/{task.pk}/postpone/", {"day": later.isoformat()})
        client.post(f"/worklist/case/{case.pk}/postpone/", {"day": later.isoformat()})
        task.refresh_from_db(), case.refresh_from_db()
        assert (task.due_on, case.next_on) == (later, later)
        client.post(f"/worklist/task/{task.pk}/done/")
        task.refresh_from_db()
        assert task.done_by == counsellor

    @pytest.mark.parametrize("day", ["", "2020-01-01", "kesä"], ids=["none", "past", "words"])
    def test_a_row_is_not_postponed_into_the_past(self, client, counsellor, day):
        case = make_case(counsellor)
        answer = sign_in(client, counsellor).post(f"/worklist/case/{case.pk}/postpone/", {"day": day})
        assert answer.status_code == 422
        case.refresh_from_db()
        assert case.next_on == today()

    def test_a_strangers_row_is_nobodys(self, client, counsellor, stranger):
        case = make_case(counsellor)
        task = actions.add_task(case, by=counsellor, title="Soita", due_on=today(), responsible=counsellor)
        sign_in(client, stranger)
        later = days_from_today(5).isoformat()
        addresses = [f"task/{task.pk}/done", f"task/{task.pk}/postpone", f"case/{case.pk}/postpone",
                     "case/x/postpone", "task/x/done", f"hand-over/{case.pk}/done"]  # fmt: skip
        answers = [client.post(f"/worklist/{address}/", {"day": later}).status_code for address in addresses]
        assert answers == [404] * len(addresses)

    def test_the_number_in_the_navigation(self, client, counsellor):
        assert sign_in(client, counsellor).get("/worklist/count/").content == b""
        make_case(counsellor)
        assert client.get("/worklist/count/").content == b"1"


def one_of_each(counsellor, other):
    """A row of every kind on the counsellor's own list."""
    person = make_person(counsellor)
    case = make_case(counsellor, person=person)
    actions.add_task(case, by=counsellor, title="Soita", due_on=today(), responsible=counsellor)
    hand_overs.return_hand_over(send(case, to_user=other), reason="Ei meille", by=other)
    theirs = make_case(other, person=person)
    hand_over = send(theirs, "assessment", to_user=counsellor, birth_year=1940)
    hand_overs.accept_hand_over(hand_over, by=counsellor)
    send(theirs, "question", to_user=counsellor)
    actions.open_contact(by=counsellor, channel="PUH", language="fi")


@pytest.mark.parametrize("tab", ["mine", "unit", "due", "waiting", "received", "returned", "drafts"])
def test_a_page_costs_the_same_at_two_and_at_ten_rows(client, counsellor, other, tab):
    one_of_each(counsellor, other)
    few = cost(client, counsellor, tab)
    for _ in range(4):
        one_of_each(counsellor, other)
    assert cost(client, counsellor, tab) <= few
    assert few <= 12


def cost(client, user, tab) -> int:
    """Statements of a page, without those that only begin and end transactions."""
    sign_in(client, user)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(f"/worklist/?tab={tab}").status_code == 200
    words = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return len([query for query in queries if not query["sql"].startswith(words)])


def test_the_count_in_the_navigation_is_one_statement(counsellor, other, django_assert_num_queries):
    one_of_each(counsellor, other)
    reading = reader(counsellor)
    with django_assert_num_queries(1):
        assert tab_counts(reading, ["mine"])["mine"] == 6
    assert Case.objects.count() + HandOver.objects.count() + Contact.objects.count() > 0
