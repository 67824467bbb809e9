"""Persons: who may open a record on what ground, and the trace each showing leaves."""

import uuid

import pytest

from casework import access, actions
from casework.models import Contact, Person
from contactcenter.accesslog.models import AccessEntry, AccessSubject
from contactcenter.reference.models import Language
from tests.factories import sign_in

from .conftest import whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(stranger):
    """Somebody of another unit."""
    language = Language.objects.get(pk="fi")
    return actions.create_person(
        by=stranger, last_name="Esimerkki", first_name="Äijö", phone="040 123 4567", language=language
    )


def entries():
    return [(e.action, e.ground, e.contact_id) for e in AccessEntry.objects.order_by("pk")]


def test_a_number_is_kept_as_typed_and_matched_in_international_form(person):
    assert (person.phone, person.phone_e164) == ("040 123 4567", "+358401234567")


@pytest.mark.parametrize("phone", ["", "abc", "112", "+", "0" * 40])
def test_what_is_no_number_is_kept_and_matched_by_nothing(counsellor, phone):
    made = actions.create_person(by=counsellor, last_name="X", phone=phone, language=Language.objects.get(pk="fi"))
    assert made.phone == phone
    assert not made.phone_e164.startswith("+3580000")


@pytest.mark.parametrize("text", ["esimerkki", "äijö", "Äijö Esimerkki", "esim äij", "0401234567", "+358 40 123 4567"])
def test_a_person_is_found_by_parts_of_the_name_or_the_number_however_written(client, counsellor, person, text):
    page = sign_in(client, counsellor).post("/persons/", {"text": text}).content.decode()
    assert "Esimerkki" in page.split("<table")[1]
    assert entries() == [("list", "unit", None)]
    assert AccessSubject.objects.get().person_id == person.pk


@pytest.mark.parametrize("text", ["00000", "0000000000", "+0 000 00"])
def test_zeros_alone_find_nobody(client, counsellor, person, text):
    page = sign_in(client, counsellor).post("/persons/", {"text": text}).content.decode()
    assert "Esimerkki" not in page


def test_a_search_that_finds_nobody_shows_nobody_and_logs_nothing(client, counsellor, person):
    assert sign_in(client, counsellor).post("/persons/", {"text": "Toinen"}).status_code == 200
    assert entries() == []


def test_another_units_person_asks_for_a_reason_and_opens_with_it(client, counsellor, person):
    sign_in(client, counsellor)
    refused = client.get(f"/persons/{person.pk}/")
    assert (refused.status_code, "Esimerkki" in refused.content.decode(), entries()) == (403, False, [])
    opened = client.post(f"/persons/{person.pk}/", {"reason": "Soittaa juuri nyt"})
    assert "Esimerkki" in opened.content.decode()
    assert entries() == [("view", "reason", None)]
    assert AccessEntry.objects.get().reason == "Soittaa juuri nyt"


def test_a_reason_must_say_something(client, counsellor, person):
    response = sign_in(client, counsellor).post(f"/persons/{person.pk}/", {"reason": "  x "})
    assert (response.status_code, entries()) == (403, [])


def test_an_open_contact_is_the_ground_until_it_ends(client, counsellor, contact, person):
    actions.attach_person(contact, person=person, by=counsellor)
    assert sign_in(client, counsellor).get(f"/persons/{person.pk}/").status_code == 200
    assert entries() == [("view", "open_contact", contact.pk)]
    assert access.ground_for(counsellor, person).code == "open_contact"


def test_ones_own_person_opens_and_so_does_the_units(client, stranger, person):
    assert access.ground_for(stranger, person).code == "own"
    assert sign_in(client, stranger).get(f"/persons/{person.pk}/").status_code == 200


def test_a_supervisor_opens_nobody_without_a_reason_and_searches_with_one(client, supervisor, person):
    sign_in(client, supervisor)
    assert client.get(f"/persons/{person.pk}/").status_code == 403
    assert "<table" not in client.post("/persons/", {"text": "Esimerkki"}).content.decode()
    found = client.post("/persons/", {"text": "Esimerkki", "reason": "Muistutuksen käsittely"})
    assert "<table" in found.content.decode()
    assert entries() == [("list", "reason", None)]
    assert client.get(f"/persons/{person.pk}/edit/").status_code == 403


def test_the_page_of_a_contact_that_names_a_person_is_logged_once(client, counsellor, contact, person):
    actions.attach_person(contact, person=person, by=counsellor)
    sign_in(client, counsellor).get(f"/contacts/{contact.pk}/")
    assert entries() == [("view", "open_contact", contact.pk)]
    actions.complete_contact(contact, facts=whole(contact), by=counsellor)
    client.get(f"/contacts/{contact.pk}/")
    assert entries()[1:] == [("view", "own", contact.pk)]


def test_attaching_and_taking_off_through_the_form(client, counsellor, contact, person):
    sign_in(client, counsellor)
    hits = client.post(f"/contacts/{contact.pk}/persons/", {"text": "Esimerkki"}).content.decode()
    assert str(person.pk) in hits
    client.post(f"/contacts/{contact.pk}/person/", {"person": person.pk})
    assert Contact.objects.get().person == person
    client.post(f"/contacts/{contact.pk}/person/")
    assert Contact.objects.get().person is None
    assert {ground for _, ground, _ in entries()} == {"open_contact"}


def test_a_complete_contact_takes_nobody_any_more(client, counsellor, contact, person):
    actions.complete_contact(contact, facts=whole(contact), by=counsellor)
    response = sign_in(client, counsellor).post(f"/contacts/{contact.pk}/person/", {"person": person.pk})
    assert response.status_code == 409


@pytest.mark.parametrize("chosen", ["x", "170a629a-1c70-49a5-8218-1586b14d7243"])
def test_an_unknown_person_is_not_attached(client, counsellor, contact, chosen):
    response = sign_in(client, counsellor).post(f"/contacts/{contact.pk}/person/", {"person": chosen})
    assert response.status_code == 404


def test_a_new_person_goes_to_the_contact_that_asked(client, counsellor, contact):
    sign_in(client, counsellor)
    values = {"last_name": "Uusi", "language": "fi", "unit": 99, "created_by": 1, "id": str(uuid.uuid4())}
    assert client.post(f"/persons/new/?contact={contact.pk}", values).status_code == 302
    made = Person.objects.get()
    assert Contact.objects.get().person == made
    assert (made.unit, made.created_by) == (counsellor.unit, counsellor)
    assert made.history.get().history_user == counsellor


def test_a_new_person_cannot_be_put_on_somebody_elses_contact(client, stranger, contact):
    sign_in(client, stranger)
    assert (
        client.post(f"/persons/new/?contact={contact.pk}", {"last_name": "Uusi", "language": "fi"}).status_code == 404
    )
    assert not Person.objects.exists()


def test_editing_needs_a_ground_of_ones_own(client, counsellor, stranger, person):
    values = {"last_name": "Toinen", "language": "sv"}
    assert sign_in(client, counsellor).post(f"/persons/{person.pk}/edit/", values).status_code == 404
    assert sign_in(client, stranger).post(f"/persons/{person.pk}/edit/", values).status_code == 302
    person.refresh_from_db()
    assert (person.last_name, person.language_id, person.history.count()) == ("Toinen", "sv", 2)
    assert ("change", "own", None) in entries()


@pytest.mark.parametrize("name", ["<b>x</b>", "\u202eabc", "😀", "x" * 101, "a\0b", ""])
def test_names_of_any_kind_are_text_or_refused(client, counsellor, name):
    response = sign_in(client, counsellor).post("/persons/new/", {"last_name": name, "language": "fi"}, follow=True)
    assert response.status_code == 200
    assert "<b>x</b>" not in response.content.decode()
