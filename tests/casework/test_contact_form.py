"""The form over HTTP: drafts, conflicts, bad input, rights."""

import json
import uuid

import pytest

from casework import actions
from casework.models import Contact, ContactDraft
from tests.factories import sign_in

from .conftest import guided, whole

pytestmark = pytest.mark.django_db


def test_a_new_contact_is_a_call_in_the_counsellors_language_and_opens_its_form(client, counsellor):
    response = sign_in(client, counsellor).post("/contacts/new/")
    made = Contact.objects.get()
    assert (response.status_code, response.url) == (302, f"/contacts/{made.pk}/")
    assert (made.channel_id, made.language_id, made.handled_by) == ("PUH", "fi", counsellor)
    assert made.number in client.get(response.url).content.decode()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_page_opens_in_every_language(client, counsellor, contact, language):
    counsellor.language = language
    counsellor.save()
    done = actions.open_contact(by=counsellor, channel="KIR", language="sv")
    actions.complete_contact(done, facts=whole(done, demand_class="F01", is_cause_unknown=True), by=counsellor)
    sign_in(client, counsellor)
    doors = [
        f"{contact.pk}/",
        f"{contact.pk}/form/",
        f"{done.pk}/",
        f"{done.pk}/form/",
        f"{done.pk}/edit/",
        "",
        "open/",
    ]
    for door in doors:
        assert client.get(f"/contacts/{door}").status_code == 200, door


def test_a_visit_is_recorded_in_the_same_form(client, counsellor):
    sign_in(client, counsellor).post("/contacts/new/", {"channel": "KAS"})
    assert Contact.objects.get().channel_id == "KAS"


def test_an_unheard_channel_is_refused(client, counsellor):
    assert sign_in(client, counsellor).post("/contacts/new/", {"channel": "XXX"}).status_code == 400
    assert not Contact.objects.exists()


def test_a_draft_is_kept_and_its_version_grows(contact, counsellor, send):
    response = send(counsellor, contact, "draft/", whole(contact, note="Puolet"))
    assert response.json()["version"] == 2
    assert ContactDraft.objects.get().data["note"] == "Puolet"


def test_a_stale_draft_gets_the_stored_text_and_loses_nothing(contact, counsellor, send):
    send(counsellor, contact, "draft/", whole(contact, note="ensimmäinen"))
    response = send(counsellor, contact, "draft/", whole(contact, note="toinen"), version=1)
    assert response.status_code == 409
    assert response.json()["data"]["note"] == "ensimmäinen"
    assert response.json()["version"] == 2
    assert ContactDraft.objects.get().data["note"] == "ensimmäinen"


def test_completing_a_stale_form_is_a_conflict_too(contact, counsellor, send):
    send(counsellor, contact, "draft/", whole(contact))
    assert send(counsellor, contact, "complete/", whole(contact), version=1).status_code == 409


def test_what_is_missing_comes_back_as_sentences_with_their_fields(contact, counsellor, send):
    response = send(counsellor, contact, "complete/", contact.draft.data)
    assert response.status_code == 422
    assert {problem["field"] for problem in response.json()["problems"]} == {
        "municipality", "topics", "demand_class", "sote_look",
    }  # fmt: skip


def test_a_whole_form_is_completed_and_then_read(client, contact, counsellor, send, service):
    assert send(counsellor, contact, "complete/", whole(contact, topics=guided(service.pk))).status_code == 200
    page = client.get(f"/contacts/{contact.pk}/").content.decode()
    assert "Turvapuhelin kotiin" in page
    assert "Ystäväpiiri ry" in page


def test_a_complete_contact_refuses_drafts_and_a_second_end(contact, counsellor, send):
    send(counsellor, contact, "complete/", whole(contact))
    for door in ("draft/", "complete/", "quick-end/?code=HUN"):
        response = send(counsellor, contact, door, whole(contact))
        assert (response.status_code, response.json()["code"]) == (409, "already_complete")


def test_a_quick_end_by_one_key(contact, counsellor, send):
    assert send(counsellor, contact, "quick-end/?code=HUN", whole(contact, note="Katkesi")).status_code == 200
    assert Contact.objects.get().quick_end_id == "HUN"
    assert send(counsellor, contact, "quick-end/?code=ZZZ", whole(contact)).status_code == 404


BAD = [
    {"note": "a\0b"},
    {"note": "x" * 1_000_000},
    {"note": 5},
    {"topics": "S040"},
    {"topics": [{"reason": "S040", "owner": 1}]},
    {"handled_by": 1},
    {"state": "complete"},
    {"municipality": "8" * 60},
    {"cause_provider": "not-an-identifier"},
    {"is_municipality_unknown": "yes"},
    {"topics": [{"reason": "S040"}] * 21},
]


@pytest.mark.parametrize("changes", BAD)
def test_bad_facts_are_refused_with_a_sentence_and_change_nothing(contact, counsellor, send, changes):
    for door in ("draft/", "complete/", "quick-end/?code=HUN"):
        response = send(counsellor, contact, door, {**contact.draft.data, **changes})
        assert response.status_code == 400
        assert response.json()["detail"]
    assert ContactDraft.objects.get().version == 1


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"version": 1}', b'{"version": "1", "data": {}}', b"\xff", b"[" * 5000]
)
def test_a_body_that_is_no_form_is_refused(client, contact, counsellor, body):
    sign_in(client, counsellor)
    response = client.post(f"/contacts/{contact.pk}/draft/", body, content_type="application/json")
    assert response.status_code == 400


def test_a_lone_surrogate_is_refused(client, contact, counsellor):
    body = '{"version": 1, "data": {"note": "\\ud800"}}'
    sign_in(client, counsellor)
    assert client.post(f"/contacts/{contact.pk}/draft/", body, content_type="application/json").status_code == 400


def test_html_and_right_to_left_text_stay_text(client, contact, counsellor, send):
    note = "<script>alert(1)</script> \u202eotun"
    assert send(counsellor, contact, "complete/", whole(contact, note=note)).status_code == 200
    page = client.get(f"/contacts/{contact.pk}/").content.decode()
    assert "<script>alert" not in page
    assert Contact.objects.get().note == note


@pytest.mark.parametrize("name", ["municipality", "party", "demand_class", "language", "level", "segment"])
def test_an_unheard_code_never_completes(contact, counsellor, send, name):
    response = send(counsellor, contact, "complete/", whole(contact, **{name: "ZZ"}))
    assert response.status_code == 400


DOORS = ["", "form/", "edit/", "services/", "reasons/"]
POSTS = ["draft/", "complete/", "quick-end/?code=HUN", "edit/", "person/", "persons/"]


def test_somebody_elses_contact_and_an_unknown_one_are_the_same_answer(client, contact, stranger, supervisor):
    for user, status in ((stranger, 404), (supervisor, 403)):
        sign_in(client, user)
        for pk in (contact.pk, uuid.uuid4()):
            assert {client.get(f"/contacts/{pk}/{door}").status_code for door in DOORS} == {status}
            body = json.dumps({"version": 1, "data": contact.draft.data})
            answers = {
                client.post(f"/contacts/{pk}/{door}", body, content_type="application/json").status_code
                for door in POSTS
            }
            assert answers == {status}


def test_a_lead_edits_the_units_contacts(contact, lead, send):
    assert send(lead, contact, "draft/", whole(contact)).status_code == 200


def test_services_come_for_the_question_with_their_destination(client, contact, counsellor, service):
    from catalogue.actions import index_service

    service.is_nationwide = True
    service.save()
    index_service(service)
    sign_in(client, counsellor)
    page = client.get(f"/contacts/{contact.pk}/services/", {"reason": "S040", "municipality": "853"}).content.decode()
    assert f'data-cc-service="{service.pk}"' in page
    assert 'data-destination="R30"' in page


@pytest.mark.parametrize("text", ["", "\0", "x" * 5000, "'\"<%", "😀"])
def test_searches_take_anything(client, contact, counsellor, text):
    sign_in(client, counsellor)
    for door in (f"/contacts/{contact.pk}/services/", "/contacts/providers/"):
        assert client.get(door, {"q": text, "reason": text, "municipality": text}).status_code == 200


def test_a_cause_is_found_by_name(client, counsellor, association):
    found = sign_in(client, counsellor).get("/contacts/providers/", {"q": "ystävä"}).json()
    assert found == {"providers": [{"id": str(association.pk), "name": "Ystäväpiiri ry"}]}


def test_another_area_offers_its_own_reasons(client, contact, counsellor):
    sign_in(client, counsellor)
    page = client.get(f"/contacts/{contact.pk}/reasons/", {"area": "TYO"}).content.decode()
    assert 'data-code="S093"' in page
    assert 'data-code="S040"' not in page


def test_the_commonest_municipalities_get_the_first_digits(client, counsellor, contact):
    for code in ("734", "734", "853"):
        one = actions.open_contact(by=counsellor, channel="PUH", language="fi")
        actions.complete_contact(one, facts=whole(one, municipality=code), by=counsellor)
    page = sign_in(client, counsellor).get(f"/contacts/{contact.pk}/").content.decode()
    assert page.index('value="734"') < page.index('value="853"')
