"""Persons: who may open a record on what ground, and the trace each showing leaves."""

import uuid
from datetime import timedelta

import pytest
from django.utils.translation import gettext, override

from casework import access, actions
from casework.drafts import ContactFacts
from casework.models import Case, CaseState, Contact, FirstInformationAnswer, Person
from contactcenter.accesslog.models import AccessEntry, AccessSubject
from contactcenter.personal_data import identity_codes
from contactcenter.reference.models import Language
from contactcenter.timestamps import local_day, now
from tests.factories import PASSWORD, sign_in
from tests.personal_data.codes import artificial

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


def test_the_form_of_an_open_contact_is_no_door_to_a_complete_one(client, counsellor, contact, person):
    actions.complete_contact(contact, facts=whole(contact), by=counsellor)
    sign_in(client, counsellor)
    for door in ("person", "same-person"):
        assert client.post(f"/contacts/{contact.pk}/{door}/", {"person": person.pk}).status_code == 409


def test_a_complete_anonymous_contact_is_attached_later_with_a_reason_and_its_history(
    client, counsellor, contact, person
):
    actions.complete_contact(contact, facts=whole(contact), by=counsellor)
    sign_in(client, counsellor)
    address = f"/contacts/{contact.pk}/person/later/"
    assert address in client.get(f"/contacts/{contact.pk}/").content.decode()
    assert client.get(address).status_code == 200
    assert str(person.pk) not in client.post(address, {"text": "esimerkki"}).content.decode()  # no reason yet
    hits = client.post(address, {"text": "esimerkki", "reason": "Kertoi nimensä"}).content.decode()
    assert str(person.pk) in hits
    assert client.post(address, {"person": person.pk, "reason": ""}).status_code == 200
    assert Contact.objects.get().person is None
    assert client.post(address, {"person": person.pk, "reason": "Kertoi nimensä"}).status_code == 302
    found = Contact.objects.get()
    assert (found.person, found.history.count(), found.history.first().history_user) == (person, 2, counsellor)
    assert entries()[-1] == ("change", "reason", None)
    assert AccessEntry.objects.latest("pk").reason == "Kertoi nimensä"


def test_a_new_person_of_a_complete_contact_is_attached_too(client, counsellor, contact):
    actions.complete_contact(contact, facts=whole(contact), by=counsellor)
    answer = sign_in(client, counsellor).post(
        f"/persons/new/?contact={contact.pk}", {"last_name": "Uusi", "language": "fi"}
    )
    assert answer.headers["Location"] == f"/contacts/{contact.pk}/"
    assert Contact.objects.get().person == Person.objects.get()


def test_nobody_else_attaches_a_persons_contact(client, stranger, counsellor, contact, person):
    actions.complete_contact(contact, facts=whole(contact), by=counsellor)
    address = f"/contacts/{contact.pk}/person/later/"
    assert sign_in(client, stranger).post(address, {"person": person.pk, "reason": "Koska"}).status_code == 404


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
    assert response.status_code in (200, 422)
    assert "<b>x</b>" not in response.content.decode()


# ---- what is asked and shown ----

CODE = artificial()
TOLD = {
    "I01": "Aino", "I02": "Lumetti", "I03": "1938", "I04": "040 123 4567, ei saa soittaa turvallisesti",
    "I05": "853", "I10": "ar",
}  # fmt: skip


@pytest.fixture
def own(counsellor):
    return actions.create_person(
        by=counsellor, last_name="Lumetti", first_name="Aino", language=Language.objects.get(pk="fi"),
        identity_code=CODE,
    )  # fmt: skip


def facts_told(contact) -> ContactFacts:
    with override("fi"):
        words = f"040 123 4567, {gettext('not safe to call')}"
    return whole(contact, first_information={**TOLD, "I04": words})


def test_what_the_contact_was_told_is_not_asked_again(client, counsellor, contact):
    actions.save_draft(contact, facts=facts_told(contact), version=1, by=counsellor)
    page = sign_in(client, counsellor).get(f"/persons/new/?contact={contact.pk}")
    initial = page.context["form"].initial
    assert initial == {
        "first_name": "Aino", "last_name": "Lumetti", "birth_year": "1938", "phone": "040 123 4567",
        "safe_to_call": "no", "municipality": "853", "interpreter_language": "ar", "language": "fi",
    }  # fmt: skip
    for value in ('value="Lumetti"', 'value="1938"', '<option value="no" selected', '<option value="853" selected'):
        assert value in page.content.decode()


def test_all_of_the_form_is_kept(client, counsellor):
    values = {
        "last_name": "Lumetti", "first_name": "Aino", "birth_year": "1938", "language": "sv", "phone": "0401234567",
        "email": "aino@example.fi", "municipality": "853", "safe_to_call": "agreed",
        "safe_to_call_note": "Arkisin 9–11", "hearing": "hard", "interpreter_language": "ar",
        "approach": "Asiat yksi kerrallaan.", "identity_code": CODE,
    }  # fmt: skip
    answer = sign_in(client, counsellor).post("/persons/new/", values)
    made = Person.objects.get()
    assert answer.headers["Location"] == f"/persons/{made.pk}/"
    assert (made.email, made.safe_to_call_note, made.interpreter_language_id) == (
        "aino@example.fi",
        "Arkisin 9–11",
        "ar",
    )
    page = client.get(f"/persons/{made.pk}/").content.decode()
    for words in ("Arkisin 9–11", "Asiat yksi kerrallaan.", "120938-••••", "aino@example.fi"):
        assert words in page


def test_a_wrong_code_is_refused_and_nothing_comes_back(client, counsellor):
    wrong = CODE[:-1] + ("A" if CODE[-1] != "A" else "B")
    page = sign_in(client, counsellor).post(
        "/persons/new/", {"last_name": "Lumetti", "language": "fi", "identity_code": wrong}
    )
    assert (page.status_code, wrong in page.content.decode(), Person.objects.count()) == (422, False, 0)


def test_the_code_stays_unless_it_is_changed_or_removed(client, counsellor, own):
    sign_in(client, counsellor)
    address, values = f"/persons/{own.pk}/edit/", {"last_name": "Lumetti", "language": "fi"}
    assert CODE not in client.get(address).content.decode()
    client.post(address, {**values, "identity_code": ""})
    assert Person.objects.get().identity_code_hash == own.identity_code_hash
    other = artificial(number=950)
    client.post(address, {**values, "identity_code": other})
    assert identity_codes.unseal(Person.objects.get().identity_code_sealed) == other
    client.post(address, {**values, "is_code_removed": "on"})
    assert (Person.objects.get().identity_code_sealed, Person.objects.get().identity_code_hash) == ("", "")
    assert not [row for row in Person.history.values() if CODE in str(row) or other in str(row)]


def test_two_persons_never_share_a_code(client, counsellor, own):
    values = {"last_name": "Toinen", "language": "fi", "identity_code": CODE}
    answer = sign_in(client, counsellor).post("/persons/new/", values)
    assert answer.status_code == 422
    assert "Onko kyse samasta" in answer.content.decode()
    assert Person.objects.count() == 1


def confirm_password(client, address):
    """What the page asks for before it shows a code."""
    asked = client.get(address)
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/?next=")
    back = client.post(asked.headers["Location"], {"password": PASSWORD, "next": address})
    assert back.headers["Location"] == address


def test_the_whole_code_is_shown_once_with_a_reason_and_a_password(client, counsellor, own):
    sign_in(client, counsellor)
    address = f"/persons/{own.pk}/identity-code/"
    assert client.post(address, {"reason": "Lähete"}).headers["Location"] == address
    assert entries() == []
    confirm_password(client, address)
    assert CODE not in client.get(address).content.decode()
    assert CODE not in client.post(address, {"reason": " "}).content.decode()
    shown = client.post(address, {"reason": "Lähete sairaalaan"})
    assert CODE in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    entry = AccessEntry.objects.latest("pk")
    assert (entry.action, entry.door, entry.ground) == ("view", "casework:identity_code", "own")
    assert entry.reason == "Lähete sairaalaan"
    assert CODE not in client.get(address).content.decode()


def test_a_stated_reason_alone_never_shows_a_code(client, stranger, lead, supervisor, own):
    address = f"/persons/{own.pk}/identity-code/"
    assert sign_in(client, stranger).get(address).status_code == 404
    assert sign_in(client, supervisor).get(address).status_code == 403
    assert "location" in {name.lower() for name in sign_in(client, lead).get(address).headers}


def test_flags_come_first_and_fold_away_when_they_end(client, counsellor, own, monkeypatch):
    sign_in(client, counsellor)
    today = local_day(now())
    flags = f"/persons/{own.pk}/flags/"
    client.post(flags, {"kind": "stop", "text": "Koira pihalla", "until_on": today.isoformat()})
    client.post(flags, {"kind": "info", "text": "Pitää kahvista"})
    assert own.flags_in_force
    page = client.get(f"/persons/{own.pk}/")
    assert {flag.text for flag in page.context["flags"].now} == {"Koira pihalla", "Pitää kahvista"}
    monkeypatch.setattr("casework.models.persons.now", lambda: now() + timedelta(days=1))
    assert [flag.text for flag in client.get(f"/persons/{own.pk}/").context["flags"].over] == ["Koira pihalla"]
    last = own.flags.get(kind="info")
    assert client.post(f"{flags}{last.pk}/end/").status_code == 302
    assert client.get(f"/persons/{own.pk}/").context["flags"].now == []
    assert last.history.count() == 2


@pytest.mark.parametrize("values", [{"kind": "stop", "text": ""}, {"kind": "x", "text": "y"}, {"until_on": "x"}])
def test_a_flag_that_says_nothing_is_refused_with_its_form(client, counsellor, own, values):
    assert sign_in(client, counsellor).post(f"/persons/{own.pk}/flags/", values).status_code == 422
    assert not own.flags.exists()


def test_a_day_that_is_past_is_refused(client, counsellor, own):
    values = {"kind": "info", "text": "x", "until_on": "2020-01-01"}
    assert sign_in(client, counsellor).post(f"/persons/{own.pk}/flags/", values).status_code == 422


def test_who_may_speak_for_a_person_is_added_and_ended(client, counsellor, stranger, own):
    address = f"/persons/{own.pk}/representatives/"
    values = {"name": "Tytär Lumetti", "relation": "tytär", "phone": "040 1", "ground": "attorney"}
    assert sign_in(client, stranger).post(address, values).status_code == 404
    sign_in(client, counsellor)
    client.post(address, values)
    row = own.representatives.get()
    assert "Tytär Lumetti" in client.get(f"/persons/{own.pk}/").content.decode()
    assert sign_in(client, stranger).post(f"{address}{row.pk}/end/").status_code == 404
    sign_in(client, counsellor).post(f"{address}{row.pk}/end/")
    assert client.get(f"/persons/{own.pk}/").context["representatives"].now == []


@pytest.mark.parametrize(("value", "is_link"), [("yes", True), ("agreed", True), ("no", False), ("", True)])
def test_a_number_that_must_not_be_called_is_no_link(client, counsellor, own, value, is_link):
    actions.change_person(own, by=counsellor, phone="0401234567", safe_to_call=value)
    page = sign_in(client, counsellor).get(f"/persons/{own.pk}/").content.decode()
    assert ('href="tel:' in page) is is_link
    assert ("nv-flag is-stop" in page) is (value == "no")


def test_what_must_be_known_first_stands_in_the_form(client, counsellor, contact, own):
    actions.change_person(own, by=counsellor, safe_to_call="no", approach="Puhu hitaasti",
                          interpreter_language=Language.objects.get(pk="ar"))  # fmt: skip
    actions.add_flag(own, by=counsellor, kind="warn", text="Huonokuuloinen", until_on=None)
    sign_in(client, counsellor)
    page = client.post(f"/contacts/{contact.pk}/person/", {"person": own.pk}).content.decode()
    for words in ("is-stop", "Puhu hitaasti", "Huonokuuloinen", "arabia"):
        assert words in page


def test_the_newest_of_each_fact_is_told_with_its_date_and_source(client, counsellor, own):
    for year in ("1937", "1938"):
        one = actions.open_contact(by=counsellor, channel="PUH", language="fi")
        actions.attach_person(one, person=own, by=counsellor)
        FirstInformationAnswer.objects.create(
            contact=one, item_id="I03", value=year, source_id="REL", recorded_at=now(), recorded_by=counsellor
        )
    FirstInformationAnswer.objects.create(
        contact=one, item_id="I05", value="853", source_id="SELF", recorded_at=now(), recorded_by=counsellor
    )
    page = sign_in(client, counsellor).get(f"/persons/{own.pk}/")
    assert [(fact.value, fact.contact) for fact in page.context["told"]] == [
        ("1938", one.number),
        ("Turku", one.number),
    ]


def test_a_case_of_ones_own_or_of_the_unit_is_a_ground(lead, counsellor, person, contact):
    case = Case.objects.create(
        number="A26-1", subject="Kotihoito", person=person, service_area_id="IAK", language_id="fi",
        unit=person.unit, state=CaseState.objects.get(is_first=True), level_id="L2", acts_next="unit",
        next_step="Soitto", next_on="2026-12-01", opened_by=counsellor, opened_at=contact.opened_at,
    )  # fmt: skip
    assert access.ground_for(lead, person) is None
    Case.objects.filter(pk=case.pk).update(responsible=counsellor)
    assert access.ground_for(counsellor, person).code == "own"
    Case.objects.filter(pk=case.pk).update(unit=lead.unit)
    assert access.ground_for(lead, person).code == "unit"


def test_the_page_asks_as_much_for_ten_of_everything_as_for_two(client, counsellor, own, django_assert_max_num_queries):
    sign_in(client, counsellor)
    counts = []
    for number in range(10):
        one = actions.open_contact(by=counsellor, channel="PUH", language="fi")
        actions.attach_person(one, person=own, by=counsellor)
        actions.complete_contact(one, facts=whole(one), by=counsellor)
        actions.add_flag(own, by=counsellor, kind="info", text=str(number), until_on=None)
        actions.add_representative(own, by=counsellor, name=str(number), ground="none")
        if number in (1, 9):
            with django_assert_max_num_queries(60) as asked:
                assert client.get(f"/persons/{own.pk}/").status_code == 200
            counts.append(len(asked))
    assert counts[0] == counts[1]
