"""The privacy officer's page: numbers in words, holds with a reason, the brake's release. It names nobody."""

import pytest

from contactcenter.personal_data.retention import RULES
from contactcenter.retention import runs
from contactcenter.retention.models import BrakeRelease, RetentionHold, RetentionRun
from tests.factories import make_user, sign_in

from .conftest import CANARY
from .test_rules import later

pytestmark = pytest.mark.django_db


def test_before_the_first_count_the_page_says_so(privacy, client):
    page = sign_in(client, privacy).get("/retention/").content.decode()
    assert "Rivejä ei ole vielä laskettu" in page
    assert "24\u00a0kuukautta" in page or "24 kuukautta" in page


def test_counting_from_the_page_erases_nothing(privacy, make_contact, client, clock):
    contact = make_contact()
    clock(later(years=40))
    sign_in(client, privacy).post("/retention/count/")
    run = RetentionRun.objects.get()
    assert (run.is_real, run.by) == (False, privacy)
    contact.refresh_from_db()
    assert contact.note == CANARY
    page = client.get("/retention/").content.decode()
    assert "Nimettömien yhteydenottojen tekstit" in page
    assert page.count("Vain luettelossa") == 1
    assert page.count("Poistetaan öisin") == len(RULES) - 2
    assert CANARY not in page


def test_a_hold_is_set_by_a_number_and_lifted_with_a_reason(privacy, make_person, make_contact, client):
    contact = make_contact(person=make_person())
    sign_in(client, privacy)
    client.post("/retention/holds/", {"kind": "contact", "text": f" {contact.number} ", "reason": "Kantelu 5/2026"})
    hold = RetentionHold.objects.get()
    assert (hold.subject, hold.set_by) == (contact.pk, privacy)
    page = client.get("/retention/").content.decode()
    assert "Kantelu 5/2026" in page
    assert CANARY not in page
    assert client.post(f"/retention/holds/{hold.pk}/lift/", {"reason": ""}).status_code == 422
    assert "Kantelu 5/2026" in client.get(f"/retention/holds/{hold.pk}/lift/").content.decode()
    client.post(f"/retention/holds/{hold.pk}/lift/", {"reason": "Ratkaistu"})
    hold.refresh_from_db()
    assert (hold.lifted_by, hold.lifted_reason) == (privacy, "Ratkaistu")
    assert client.get(f"/retention/holds/{hold.pk}/lift/").status_code == 404
    assert [row.history_user for row in hold.history.all()] == [privacy, privacy]


@pytest.mark.parametrize(
    ("text", "reason", "sentence"),
    [
        ("99-99999", "Kantelu", "Tällä numerolla tai tunnisteella ei löytynyt mitään."),
        ("not-an-identifier", "Kantelu", "Tällä numerolla tai tunnisteella ei löytynyt mitään."),
    ],
)
def test_a_hold_on_nothing_is_refused_in_words(privacy, client, text, reason, sentence):
    answer = sign_in(client, privacy).post("/retention/holds/", {"kind": "case", "text": text, "reason": reason})
    assert sentence in answer.content.decode()
    assert not RetentionHold.objects.exists()


def test_a_hold_needs_a_reason_and_is_set_once(privacy, make_contact, client):
    contact = make_contact()
    sign_in(client, privacy)
    values = {"kind": "contact", "text": contact.number, "reason": ""}
    assert client.post("/retention/holds/", values).status_code == 422
    values["reason"] = "Kantelu"
    client.post("/retention/holds/", values)
    assert "Tälle on jo asetettu säilytysmääräys" in client.post("/retention/holds/", values).content.decode()
    assert RetentionHold.objects.count() == 1


def test_the_brake_is_shown_and_released_once(privacy, make_contact, client, clock, monkeypatch, settings):
    monkeypatch.setitem(settings.RETENTION, "brake_rows", 1)
    make_contact(), make_contact()
    clock(later(years=40))
    runs.erase_due()
    sign_in(client, privacy)
    assert "Jarru pysäytti" in client.get("/retention/").content.decode()
    client.post("/retention/rules/contact_texts/release/")
    assert BrakeRelease.objects.get().rows == 2
    assert "Poisto sallittu" in client.get("/retention/").content.decode()
    assert "on jo sallittu" in client.post("/retention/rules/contact_texts/release/").content.decode()
    assert client.post("/retention/rules/nothing/release/").status_code == 404
    refused = client.post("/retention/rules/cases/release/").content.decode()
    assert "Jarru ei enää pysäytä" in refused


def test_who_only_looks_sees_no_buttons(make_contact, client):
    page = sign_in(client, make_user("administrator")).get("/retention/").content.decode()
    assert "Laske nyt" in page
    assert "Aseta säilytysmääräys" not in page


def test_the_page_costs_the_same_with_two_and_ten_holds(privacy, make_contact, client, django_assert_max_num_queries):
    sign_in(client, privacy)
    for number in range(10):
        contact = make_contact()
        client.post("/retention/holds/", {"kind": "contact", "text": contact.number, "reason": f"Syy {number}"})
    with django_assert_max_num_queries(14):
        assert "Syy 9" in client.get("/retention/").content.decode()
