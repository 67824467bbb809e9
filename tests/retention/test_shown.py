"""From the second it is due nothing is shown any more, although the night has not come yet."""

from datetime import UTC, datetime, timedelta

import pytest

from casework import access
from casework.models import Case
from casework.queries import guidance, persons
from casework.queries.person_search import likely_same
from casework.retention import is_case_expired, is_person_expired, shown_cases, shown_persons
from chat import access as chat_access
from chat.models import Participant
from contactcenter.errors import NotFound
from contactcenter.retention import actions, runs
from tests.factories import sign_in

from .conftest import CANARY, LONG_AGO
from .test_rules import SECOND, later, make_chat  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def is_found(get, user, row) -> bool:
    try:
        return get(user, row.pk).pk == row.pk
    except NotFound:
        return False


@pytest.mark.parametrize("due", [False, True])
@pytest.mark.parametrize(("named", "span"), [(False, {"months": 24}), (True, {"years": 10})], ids=["nameless", "named"])
def test_a_contact_whose_texts_are_due_answers_as_not_found(
    make_contact, make_person, counsellor, clock, client, due, named, span
):
    contact = make_contact(person=make_person() if named else None)
    clock(later(**span) - (timedelta() if due else SECOND))
    assert is_found(access.get_contact, counsellor, contact) is not due
    assert is_found(access.get_contact_for_edit, counsellor, contact) is not due
    answer = sign_in(client, counsellor).get(f"/contacts/{contact.pk}/")
    assert answer.status_code == (404 if due else 200)
    assert (CANARY in answer.content.decode()) is not due


def test_an_erased_contact_is_shown_again_with_its_codes(make_contact, counsellor, clock, client):
    contact = make_contact()
    clock(later(months=24))
    runs.erase_due()
    answer = sign_in(client, counsellor).get(f"/contacts/{contact.pk}/")
    assert answer.status_code == 200
    assert contact.number in answer.content.decode()


@pytest.mark.parametrize("due", [False, True])
def test_a_due_case_answers_as_not_found_and_leaves_the_lists(make_case, counsellor, clock, due):
    case = make_case()
    at = clock(later(years=10) - (timedelta() if due else SECOND))
    assert is_found(access.get_case, counsellor, case) is not due
    assert Case.objects.filter(shown_cases(at)).exists() is not due


@pytest.mark.parametrize("due", [False, True])
def test_a_due_person_answers_as_not_found_and_is_not_found_by_number(make_person, counsellor, clock, due):
    person = make_person(phone="040 123 4567", phone_e164="+358401234567")
    clock(later(months=24) - (timedelta() if due else SECOND))
    assert is_found(access.get_person, counsellor, person) is not due
    assert (likely_same({"phone": "0401234567"}) == [person]) is not due


def test_what_was_told_in_a_due_contact_is_told_no_more(make_contact, make_person, counsellor, clock):
    person = make_person()
    old = make_contact(person=person)
    fresh = make_contact(at=later(years=10) - timedelta(days=3), person=person)
    fresh.first_information.all().delete()
    clock(later(years=10) - SECOND)
    assert [told.value for told in persons.told_by(person)] == [CANARY]
    assert [told.value for told in guidance.told_before(fresh).values()] == [CANARY]
    assert set(persons.contacts_of_person(person)) == {old, fresh}
    clock(later(years=10))
    assert persons.told_by(person) == []
    assert guidance.told_before(fresh) == {}
    assert list(persons.contacts_of_person(person)) == [fresh]


@pytest.mark.parametrize("due", [False, True])
def test_a_due_chat_is_not_sent_to_anybody(make_chat, counsellor, clock, due):  # noqa: F811
    chat = make_chat()
    Participant.objects.create(conversation=chat, user=counsellor, role="counsellor", joined_at=LONG_AGO)
    clock(later(days=30) - (timedelta() if due else SECOND))
    assert is_found(chat_access.get_conversation, counsellor, chat) is not due


def test_what_is_held_is_still_shown(make_contact, make_person, make_case, make_chat, counsellor, privacy, clock):  # noqa: F811
    person = make_person()
    contact, case = make_contact(), make_case(person=person)
    named = make_contact(person=make_person())
    chat = make_chat(contact=contact)
    Participant.objects.create(conversation=chat, user=counsellor, role="counsellor", joined_at=LONG_AGO)
    for kind, text in [("contact", contact.number), ("case", case.number), ("person", str(named.person_id))]:
        actions.set_hold(kind=kind, text=text, reason="Kantelu", by=privacy)
    clock(later(years=40))
    assert is_found(access.get_contact, counsellor, contact)
    assert is_found(access.get_contact, counsellor, named)
    assert is_found(access.get_case, counsellor, case)
    assert is_found(access.get_person, counsellor, person)
    assert is_found(access.get_person, counsellor, named.person)
    assert is_found(chat_access.get_conversation, counsellor, chat)


def test_fresh_rows_cost_no_extra_query(make_person, make_case, counsellor, django_assert_num_queries):
    person, case = make_person(at=datetime.now(UTC)), make_case(closed_at=datetime.now(UTC))
    assert case.service_area.retention_years == 10
    with django_assert_num_queries(0):
        assert not is_person_expired(person)
        assert not is_case_expired(case)
        assert shown_persons([person]) == [person]
