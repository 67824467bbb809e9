"""An anonymous client is known again: by a code, by the hash of a number, by the chain of contacts."""

import logging
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from casework import access, actions
from casework.actions.returning import months_of, number_hash
from casework.models import CallerMark, Contact, ContinuationCode
from casework.queries import returning
from contactcenter import timestamps
from contactcenter.accesslog.models import AccessEntry
from contactcenter.errors import NotFound
from contactcenter.reference.models import Language
from tests.factories import sign_in

from .conftest import whole

pytestmark = pytest.mark.django_db
NUMBER = "040 123 4567"


@pytest.fixture
def at(monkeypatch):
    """`at(days)`: from now on it is so many days later."""
    began = timestamps.now()

    def go(days: float):
        monkeypatch.setattr(timestamps, "now", lambda: began + timedelta(days=days))

    return go


@pytest.fixture
def call(counsellor):
    """`call(days_ago, by=, **changes)`: a complete contact of so many days ago; open with `is_open`."""

    def make(days_ago=0, by=counsellor, is_open=False, **changes) -> Contact:
        contact = actions.open_contact(by=by, channel="PUH", language="fi")
        opened_at = contact.opened_at - timedelta(days=days_ago)
        Contact.objects.filter(pk=contact.pk).update(opened_at=opened_at)
        contact.refresh_from_db()
        return contact if is_open else actions.complete_contact(contact, facts=whole(contact, **changes), by=by)

    return make


@pytest.fixture
def post(client, counsellor):
    """`post(contact, door, by=, **fields)`: the fragment that comes back, as text."""

    def send(contact, door, by=counsellor, **fields) -> str:
        answer = sign_in(client, by).post(f"/contacts/{contact.pk}/{door}/", fields)
        assert answer.status_code == 200
        return answer.content.decode()

    return send


def given_code(contact, by) -> str:
    """A code of a contact, given while it was open."""
    Contact.objects.filter(pk=contact.pk).update(state="open", completed_at=None)
    code = actions.give_code(contact, by=by)
    Contact.objects.filter(pk=contact.pk).update(state="complete", completed_at=timestamps.now())
    return str(code)


# ---- codes ----
def test_a_code_is_shown_once_and_only_its_hash_is_kept(client, post, contact, counsellor):
    page = post(contact, "code")
    row = ContinuationCode.objects.get()
    word = page.split("nv-told-code")[1].split("<b>")[1].split("</b>")[0]
    assert returning.living_code(word, timestamps.now()) == row
    assert word not in str(vars(row))
    again = sign_in(client, counsellor).get(f"/contacts/{contact.pk}/returning/").content.decode()
    assert word not in again
    assert timedelta(days=89) < row.expires_at - timestamps.now() <= timedelta(days=90)


def test_a_new_code_ends_the_old_one(contact, counsellor):
    old, new = (str(actions.give_code(contact, by=counsellor)) for _ in range(2))
    assert returning.living_code(new, timestamps.now())
    assert old == new or returning.living_code(old, timestamps.now()) is None


def test_a_code_that_lives_is_never_given_to_somebody_else(contact, call, counsellor, monkeypatch):
    drawn = iter([*["KUUSI 42"] * 3, "KUUSI 43"])
    monkeypatch.setattr("casework.actions.returning.new_code", lambda language: next(drawn))
    assert actions.give_code(contact, by=counsellor) == "KUUSI 42"
    assert actions.give_code(call(is_open=True), by=counsellor) == "KUUSI 43"


def test_a_code_that_has_expired_is_given_again(contact, call, counsellor, monkeypatch, at):
    monkeypatch.setattr("casework.actions.returning.new_code", lambda language: "KUUSI 42")
    actions.give_code(contact, by=counsellor)
    at(91)
    assert actions.give_code(call(is_open=True), by=counsellor) == "KUUSI 42"


def test_when_every_draw_is_taken_the_counsellor_is_told_what_to_do(post, contact, call, counsellor, monkeypatch):
    monkeypatch.setattr("casework.actions.returning.new_code", lambda language: "KUUSI 42")
    actions.give_code(contact, by=counsellor)
    assert "nv-error" in post(call(is_open=True), "code")


def test_a_code_links_the_contact_and_shows_the_chain_to_a_colleague(post, call, stranger):
    first = call(20, note="Kysyi kotihoidosta.")
    code = given_code(first, first.handled_by)
    new = call(by=stranger, is_open=True)
    page = post(new, "continue", by=stranger, code=f" {code.lower()}")
    new.refresh_from_db()
    assert new.earlier == first
    assert "Kysyi kotihoidosta." in page
    assert first.number in page
    assert 'data-cc-take="municipality" data-value="853"' in page
    assert new.municipality is None  # offered, not written
    assert not AccessEntry.objects.exists()  # nobody is named in the chain


def test_the_whole_chain_is_shown_and_counts_as_earlier(call, counsellor, post):
    first = call(20, note="Ensimmäinen")
    second, third = call(12, is_open=True, note=""), call(is_open=True)
    code = given_code(first, counsellor)
    actions.continue_by_code(second, text=code, by=counsellor)
    page = post(third, "continue", code=code)
    assert page.index(second.number) < page.index(first.number)
    earlier = returning.earlier_contacts(third)
    assert [one.pk for one in earlier.contacts] == [second.pk, first.pk]
    assert earlier.counts == {7: 0, 14: 1, 30: 2}


@pytest.mark.parametrize("age, opens", [(89, True), (91, False)])
def test_a_code_leads_back_for_ninety_days(call, counsellor, at, age, opens):
    code = given_code(call(), counsellor)
    at(age)
    assert bool(returning.living_code(code, timestamps.now())) is opens
    assert returning.expired_codes(timestamps.now()).exists() is not opens


def test_a_wrong_code_is_refused_in_words_and_logged_without_the_code(post, contact, caplog):
    with caplog.at_level(logging.WARNING, "neuvo.casework"):
        page = post(contact, "continue", code="KUUSI 99")
    assert "nv-error" in page
    assert caplog.messages
    assert "kuusi" not in caplog.text.casefold()
    assert "KUUSI 99" not in page


def test_the_own_code_leads_nowhere(post, contact, counsellor):
    code = str(actions.give_code(contact, by=counsellor))
    assert "nv-error" in post(contact, "continue", code=code)
    contact.refresh_from_db()
    assert contact.earlier is None


def test_after_ten_tries_a_counsellor_waits_and_the_right_code_does_not_help(post, call, contact, counsellor):
    code = given_code(call(), counsellor)
    for number in range(10, 20):
        post(contact, "continue", code=f"EIMIKÄÄN {number}")
    assert "nv-error" in post(contact, "continue", code=code)
    contact.refresh_from_db()
    assert contact.earlier is None


def test_all_together_may_not_guess_either(post, call, contact, stranger, monkeypatch):
    monkeypatch.setattr("casework.actions.returning.TRIES_OF_ALL", 3)
    code = given_code(call(), contact.handled_by)
    for number in range(10, 13):
        post(contact, "continue", code=f"EIMIKÄÄN {number}")
    foreign = call(by=stranger, is_open=True)
    assert "nv-error" in post(foreign, "continue", by=stranger, code=code)
    foreign.refresh_from_db()
    assert foreign.earlier is None


@pytest.fixture
def named(call, counsellor):
    """A complete contact with a person of the counsellor's unit."""
    person = actions.create_person(by=counsellor, last_name="Esimerkki-Aalto", language=Language.objects.get(pk="fi"))
    one = call(3, is_open=True)
    actions.attach_person(one, person=person, by=counsellor)
    return actions.complete_contact(one, facts=whole(one, note="Salainen asia"), by=counsellor)


def test_a_named_persons_contact_opens_by_the_usual_rule_only(post, call, named, stranger):
    code = given_code(named, named.handled_by)
    page = post(call(by=stranger, is_open=True), "continue", by=stranger, code=code)
    assert "Salainen asia" not in page
    assert "Esimerkki-Aalto" not in page
    assert f"/persons/{named.person_id}/" in page
    assert not AccessEntry.objects.exists()


def test_who_may_see_the_person_sees_it_and_that_is_logged(post, call, named, lead):
    code = given_code(named, named.handled_by)
    page = post(call(by=lead, is_open=True), "continue", by=lead, code=code)
    assert "Salainen asia" in page
    entry = AccessEntry.objects.get()
    assert [one.person_id for one in entry.subjects.all()] == [named.person_id]


@pytest.mark.parametrize("door", ["returning", "earlier"])
@pytest.mark.parametrize("who, status", [("stranger", 404), ("supervisor", 403)])
def test_the_doors_are_the_contacts_own(client, request, contact, door, who, status):
    user = request.getfixturevalue(who)
    assert sign_in(client, user).get(f"/contacts/{contact.pk}/{door}/").status_code == status


@pytest.mark.parametrize(
    "door, field", [("code", {}), ("continue", {"code": "KUUSI 42"}), ("caller", {"number": NUMBER})]
)
def test_a_foreign_contact_is_not_found(client, stranger, contact, door, field):
    assert sign_in(client, stranger).post(f"/contacts/{contact.pk}/{door}/", field).status_code == 404
    assert not CallerMark.objects.exists()
    assert not ContinuationCode.objects.exists()


@pytest.mark.parametrize(
    "door, field", [("code", {}), ("continue", {"code": "KUUSI 42"}), ("caller", {"number": NUMBER})]
)
def test_a_complete_contact_takes_none_of_them(post, call, counsellor, door, field):
    other = call(1)
    if door == "continue":
        field = {"code": given_code(other, counsellor)}
    assert "nv-error" in post(call(), door, **field)
    assert not CallerMark.objects.exists()


# ---- the caller's number ----
def test_a_number_is_known_again_however_it_is_written_and_is_nowhere_kept(post, call, caplog):
    first, second = call(10, is_open=True), call(is_open=True)
    with caplog.at_level(logging.DEBUG):
        assert "1234567" not in post(first, "caller", number=NUMBER).replace(" ", "")
        page = post(second, "caller", number="+358401234567")
    assert "1 contact in 30 days" in page or "1 yhteydenotto 30" in page
    assert "1234567" not in page.replace(" ", "")
    assert "1234567" not in caplog.text.replace(" ", "")
    assert "1234567" not in str(list(CallerMark.objects.values()))
    assert [one.pk for one in returning.earlier_contacts(second).contacts] == [first.pk]


@pytest.mark.parametrize("number", ["", "123", "no number", "\0", "9" * 200, "++358"])
def test_what_is_no_number_is_answered_with_words(post, contact, number):
    assert "nv-error" in post(contact, "caller", number=number)
    assert not CallerMark.objects.exists()


def test_another_number_is_nobody(post, call):
    first, second = call(2, is_open=True), call(is_open=True)
    post(first, "caller", number=NUMBER)
    post(second, "caller", number="040 123 4568")
    assert returning.earlier_contacts(second).contacts == []


def test_a_number_corrected_leaves_no_trace_of_the_wrong_one(post, contact):
    post(contact, "caller", number="040 999 9999")
    post(contact, "caller", number=NUMBER)
    assert CallerMark.objects.count() == 1


@pytest.mark.parametrize("began", ["2026-01-31", "2026-10-31", "2026-11-15", "2027-12-31", "2028-02-01"])
@pytest.mark.parametrize("later, is_known", [(0, True), (15, True), (29.9, True), (30.1, False)])
def test_a_mark_is_found_for_thirty_days_across_the_months(call, counsellor, monkeypatch, began, later, is_known):
    start = datetime.fromisoformat(f"{began}T12:00:00+00:00")
    first, second = call(is_open=True), call(is_open=True)
    monkeypatch.setattr(timestamps, "now", lambda: start)
    actions.mark_caller(first, number=NUMBER, by=counsellor)
    now = start + timedelta(days=later)
    monkeypatch.setattr(timestamps, "now", lambda: now)
    assert returning.expired_marks(now).exists() is not is_known
    assert actions.mark_caller(second, number=NUMBER, by=counsellor) == is_known
    assert bool(returning.earlier_contacts(second).contacts) is is_known


@given(st.integers(0, 40 * 365 * 24), st.integers(0, 30 * 24))
def test_every_month_of_a_living_mark_is_looked_under(hour, hours):
    now = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
    then = now - timedelta(hours=hours)
    months = months_of(now)
    assert months[0] == f"{timestamps.local(now):%Y-%m}"
    assert f"{timestamps.local(then):%Y-%m}" in months
    assert len(months) <= 3
    assert len({number_hash(month, "+358401234567") for month in months}) == len(months)


# ---- earlier contacts ----
def test_the_same_person_counts_and_others_do_not(call, named, counsellor, client):
    new = call(is_open=True)
    call(1)  # somebody else's
    actions.attach_person(new, person=named.person, by=counsellor)
    new.refresh_from_db()
    assert [one.pk for one in returning.earlier_contacts(new).contacts] == [named.pk]
    page = sign_in(client, counsellor).get(f"/contacts/{new.pk}/earlier/").content.decode()
    assert f'name="earlier" value="{named.pk}" data-cc-bind="earlier_contact"' in page
    assert 'name="earlier" value="" data-cc-bind="earlier_contact"' in page
    assert "Salainen asia" not in page
    assert [one.person_id for one in AccessEntry.objects.get().subjects.all()] == [named.person_id]


def test_later_contacts_and_older_ones_than_thirty_days_are_left_out(call, counsellor):
    old, near, new, later = call(36), call(34), call(5, is_open=True), call()
    for one in (old, near, later):
        Contact.objects.filter(pk=one.pk).update(earlier=new)
    assert [one.pk for one in returning.earlier_contacts(new).contacts] == [near.pk]


def test_a_ring_of_contacts_ends(call):
    one, other = call(2), call(1)
    Contact.objects.filter(pk=one.pk).update(earlier=other)
    Contact.objects.filter(pk=other.pk).update(earlier=one)
    assert set(returning.chain_ids(one)) == {one.pk, other.pk}


def test_the_number_of_queries_does_not_grow_with_the_chain(client, call, counsellor):
    def queries(length):
        before = None
        for day in range(length, -1, -1):
            one = call(day, is_open=True)
            Contact.objects.filter(pk=one.pk).update(earlier=before)
            before = one
        sign_in(client, counsellor)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page = client.get(f"/contacts/{before.pk}/returning/").content.decode()
        assert page.count("<li") == length
        return len(seen)

    assert queries(2) == queries(10)


def test_who_may_be_pointed_to(call, named, counsellor, stranger):
    foreign, own, later = call(2, by=stranger), call(2), call(-1)
    new = call(is_open=True)
    assert access.get_earlier(counsellor, new, own.pk) == own
    for pk in (foreign.pk, new.pk, later.pk, uuid4()):
        with pytest.raises(NotFound):
            access.get_earlier(counsellor, new, pk)
    actions.continue_by_code(new, text=given_code(foreign, stranger), by=counsellor)
    new.refresh_from_db()
    assert access.get_earlier(counsellor, new, foreign.pk) == foreign


def test_repeats_are_counted_within_seven_fourteen_and_thirty_days(call, named, counsellor, post):
    def of(person, days):
        one = call(days)
        Contact.objects.filter(pk=one.pk).update(person=person)
        return one

    of(named.person, 12)  # `named` is 3 days old: a repeat within 14
    first, second = call(40), call(20)
    Contact.objects.filter(pk=second.pk).update(earlier=first)  # within 30
    marked = [call(6, is_open=True), call(5, is_open=True)]
    for one in marked:
        actions.mark_caller(one, number=NUMBER, by=counsellor)
        actions.complete_contact(one, facts=whole(one), by=counsellor)  # the second within 7
    call(1)
    with CaptureQueriesContext(connection) as seen:
        assert returning.repeat_counts(Contact.objects.all()) == {7: 1, 14: 2, 30: 3}
    assert len(seen) == 1
