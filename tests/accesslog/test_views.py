"""The page of the access log: for its supervisors, searchable, and itself recorded."""

import uuid

import pytest

from contactcenter.accesslog.models import AccessEntry
from contactcenter.accounts.roles import Role
from tests.factories import make_user, sign_in

from .test_actions import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    return sign_in(client, make_user(Role.PRIVACY, first_name="Tiina", last_name="Torni"))


def test_reading_the_log_is_itself_recorded_with_everybody_shown(officer):
    shown = make_entry(subjects=2)
    assert officer.get("/accesslog/").status_code == 200
    own = AccessEntry.objects.first()
    assert (own.user_name, own.ground, own.door) == ("Tiina Torni", "log", "accesslog:entries")
    assert {s.person_id for s in own.subjects.all()} == {s.person_id for s in shown.subjects.all()}


def test_a_person_is_found_by_identifier_and_nobody_else_is_shown(officer):
    person, other = uuid.uuid4(), uuid.uuid4()
    make_entry(subjects=[person])
    make_entry(subjects=[other])
    page = officer.get("/accesslog/", {"person": str(person)}).content.decode()
    assert str(person) in page
    assert str(other) not in page


@pytest.mark.parametrize(
    "query, is_found",
    [
        ({"user": "aalto"}, True),
        ({"user": "nobody"}, False),
        ({"since": "2020-01-01"}, True),
        ({"until": "2020-01-01"}, False),
    ],
)
def test_entries_are_found_by_user_and_period(officer, query, is_found):
    entry = make_entry(make_user(Role.COUNSELLOR, last_name="Aalto"))
    page = officer.get("/accesslog/", query).content.decode()
    assert (str(entry.subjects.get().person_id) in page) is is_found


@pytest.mark.parametrize(
    "query",
    [
        {"person": "not-an-id"},
        {"since": "31.12."},
        {"since": "2026-02-01", "until": "2026-01-01"},
        {"since": "0001-01-01"},
        {"until": "9999-12-31"},
        {"ground": "x"},
        {"page": "minus"},
        {"user": "\x00" + "a" * 500},
    ],
)
def test_bad_searches_are_answered_in_words(officer, query):
    assert officer.get("/accesslog/", query).status_code == 200


def test_the_page_costs_the_same_with_more_entries(officer, django_assert_max_num_queries):
    user = make_user(Role.COUNSELLOR)
    for _ in range(10):
        make_entry(user)
    with django_assert_max_num_queries(16):
        officer.get("/accesslog/")


def test_when_the_log_cannot_be_written_nothing_is_shown(officer, monkeypatch):
    from django.db import DatabaseError

    entry = make_entry()

    def broken(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(AccessEntry.objects, "create", broken)
    answer = officer.get("/accesslog/")
    assert answer.status_code == 503
    assert str(entry.subjects.get().person_id) not in answer.content.decode()


def test_what_was_opened_by_a_stated_reason_alone_is_counted_and_listed_first_of_all(officer):
    asked = make_entry(ground="reason", reason="Muistutuksen käsittely")
    usual = make_entry()
    assert officer.get("/accesslog/by-reason/count/").content == b"1"
    page = officer.get("/accesslog/")
    address = page.context["by_reason_address"]
    assert address.replace("&", "&amp;") in page.content.decode()
    listed = officer.get(address).content.decode()
    assert str(asked.subjects.get().person_id) in listed
    assert str(usual.subjects.get().person_id) not in listed


def test_without_such_entries_nothing_is_counted(officer, monkeypatch):
    make_entry()
    assert officer.get("/accesslog/by-reason/count/").content == b""
    assert "ground=reason" not in officer.get("/accesslog/").content.decode()


def test_the_number_is_for_those_who_read_the_log_and_reading_it_leaves_no_entry(client, officer):
    officer.get("/accesslog/by-reason/count/")
    assert not AccessEntry.objects.exists()
    assert sign_in(client, make_user(Role.LEAD)).get("/accesslog/by-reason/count/").status_code == 403
