"""A new service area is opened by data alone: by the administration's pages, and a contact runs through it."""

import json

import pytest
from django.urls import reverse

from casework import actions
from casework.models import Case, Contact, ContactReason
from casework.queries import beside
from contactcenter.accounts.roles import Role
from contactcenter.reference.models import ServiceArea
from tests.factories import make_user, sign_in

pytestmark = pytest.mark.django_db
ADMIN = "/admin/casework/"


def names(word: str, **values) -> dict:
    return {
        "name_fi": word,
        "name_sv": f"{word} sv",
        "name_en": f"{word} en",
        "position": 50,
        "is_active": "on",
        **values,
    }


@pytest.fixture
def add(client):
    """`add("casework/script", …)`: a row made on its administration page."""

    def post(page, /, **values):
        answer = client.post(f"/admin/{page}/add/", values)
        assert answer.status_code == 302, answer.context["adminform"].form.errors

    return post


@pytest.fixture
def migration(client, add):
    """Guidance for people who have moved to the country: a whole new area, by the supervisor."""
    sign_in(client, make_user(Role.SUPERVISOR))
    add("reference/servicearea", **names("Maahan muuttaneiden palvelut", code="MAA"))
    add("reference/areamembership", municipality="853", service_area="MAA", since_on="2026-01-01")
    for number, word in enumerate(("Oleskelulupa", "Kielikurssi", "Asioiminen omalla kielellä"), start=1):
        add("casework/contactreason", **names(word, code=f"M00{number}", areas=["MAA"]))
    add("casework/formstep", **names("Tausta", code="note-MAA", step="note", areas=["MAA"], position=1))
    add("casework/trigger", **names("Poistamisuhka", code="T95", areas=["MAA"], level="L3", default_route="R12"))
    add("casework/firstinformation", **names("Oleskeluluvan päättyminen", code="I95", kind="text", areas=["MAA"],
                                             opens_from_level="L2"))  # fmt: skip
    question = {"code": "QM1", "axis": "R", "weight": 9, "areas": ["MAA"], "options_fi": "kyllä\nautettuna\nei",
                "options_sv": "ja\nmed hjälp\nnej", "options_en": "yes\nwith help\nno"}  # fmt: skip
    add("casework/segmentquestion", **names("Hoituuko asiointi suomeksi tai ruotsiksi?", **question))
    add("casework/script", **names("Puhelu maahan muuttaneelle", code="MIGR", areas=["MAA"], lines_fi="Onko hätä?",
                                   lines_sv="Är det bråttom?", lines_en="Is it urgent?"))  # fmt: skip
    return ServiceArea.objects.get(pk="MAA")


@pytest.fixture
def newcomer(client, migration):
    """A counsellor whom the administrator gives the new area."""
    user = make_user("counsellor", areas=[])
    sign_in(client, make_user(Role.ADMINISTRATOR))
    values = {
        "username": user.username, "first_name": "Aino", "last_name": "Uusi", "language": "fi", "is_active": "on",
        "unit": user.unit_id, "serves_in": ["fi"], "service_areas": ["MAA"], "new_password": "",
    }  # fmt: skip
    assert client.post(f"/admin/accounts/user/{user.pk}/change/", values).status_code == 302
    sign_in(client, user)
    return user


@pytest.fixture
def opened(client, newcomer):
    answer = client.post("/contacts/new/", {"channel": "PUH"})
    return Contact.objects.get(pk=answer.url.split("/")[2])


def send(client, contact, door, data):
    body = json.dumps({"version": 1, "data": data})
    return client.post(f"/contacts/{contact.pk}/{door}/", body, content_type="application/json")


def facts_of(contact, **changes) -> dict:
    topic = {"reason": "M001", "outcome": "ANS", "is_main": True, "routings": []}
    chosen = {"municipality": "853", "demand_class": "V01", "sote_look": "not_needed", "topics": [topic]}
    return {**contact.draft.data, **chosen, **changes}


def test_a_contact_begins_in_the_new_area_and_its_form_shows_its_rows(client, opened):
    assert opened.service_area_id == "MAA"
    page = client.get(f"/contacts/{opened.pk}/")
    assert [row.pk for row in page.context["common_reasons"]] == ["M001", "M002", "M003"]
    text = page.content.decode()
    for words in ("Tausta", "Poistamisuhka", "Oleskeluluvan päättyminen", "Hoituuko asiointi"):
        assert words in text


def test_the_rules_lead_it(client, opened):
    scores = {"QM1": 2, "QR1": 2, "QR2": 2, "QC1": 0, "QC2": 0, "QC3": 0}
    answer = send(client, opened, "guidance", facts_of(opened, level="L2", segment_answers=scores)).json()
    assert answer["suggestion"]["segment"] == "YHT"
    assert "I95" in answer["opens"]
    raised = send(client, opened, "guidance", facts_of(opened, triggers=["T95"])).json()
    assert raised["level"] == "L3"


def test_its_script_stands_beside_the_form(client, opened):
    assert "Puhelu maahan muuttaneelle" in client.get(f"/contacts/{opened.pk}/beside/").content.decode()
    assert beside.scripts_for(beside.Place("MAA", "", "fi", "PUH", ()))[-1].pk != "OLDER"


def test_it_is_completed_and_figures_count_it(client, opened):
    assert send(client, opened, "complete", facts_of(opened)).status_code == 200
    done = Contact.objects.get(pk=opened.pk)
    assert (done.state, done.service_area_id) == ("complete", "MAA")
    sign_in(client, make_user(Role.SUPERVISOR))
    page = client.get(reverse("reporting:figures"), {"service_area": "MAA"})
    assert page.status_code == 200
    assert "Maahan muuttaneiden palvelut" in page.content.decode()


def test_a_case_is_opened_in_it(client, opened, newcomer):
    send(client, opened, "complete", facts_of(opened))
    contact = Contact.objects.get(pk=opened.pk)
    step = {"acts_next": "unit", "next_step": "Soita viranomaiselle", "next_on": contact.opened_on}
    case = actions.open_case(contact=contact, subject="Oleskelulupa", by=newcomer, **step)
    assert Case.objects.get(pk=case.pk).service_area_id == "MAA"


def test_the_preview_finds_only_what_is_lacking(client, migration):
    sign_in(client, make_user(Role.SUPERVISOR))
    page = client.get("/contacts/preview/?area=MAA&language=en")
    found = [fault.text for fault in page.context["faults"] if "gives no number" not in fault.text]
    assert found == ["Nobody answers in this area yet."]


@pytest.mark.parametrize("area", ["PER", "PAI"])
def test_an_area_of_the_starting_data_wakes_when_it_gets_reasons(client, add, area):
    sign_in(client, make_user(Role.SUPERVISOR))
    row = ServiceArea.objects.get(pk=area)
    values = {"name_fi": row.name_fi, "name_sv": row.name_sv, "name_en": row.name_en, "position": row.position}
    changed = client.post(f"/admin/reference/servicearea/{area}/change/", {**values, "is_active": "on"})
    assert changed.status_code == 302
    add("casework/contactreason", **names("Kotipalvelu lapsiperheelle", code="P001", areas=[area]))
    sign_in(client, make_user("counsellor", areas=[area]))
    contact = Contact.objects.get(pk=client.post("/contacts/new/", {"channel": "PUH"}).url.split("/")[2])
    assert contact.service_area_id == area
    topic = {"reason": "P001", "outcome": "ANS", "is_main": True, "routings": []}
    assert send(client, contact, "complete", facts_of(contact, topics=[topic])).status_code == 200
    assert ContactReason.objects.get(pk="P001").history.get().history_user is not None
