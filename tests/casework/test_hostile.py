"""What an attacker, a broken browser or a careless hand sends: codes of identity in free texts, characters no
database takes, numbers without end, and doors to what is somebody else's or over."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import models
from django.urls import get_resolver

from casework import actions
from casework.models import CaseGoal, Contact, ContactDraft, Notice, Representative
from contactcenter import timestamps
from tests.factories import make_user, sign_in
from tests.personal_data.codes import artificial

from .case_rows import make_case, make_person
from .case_rows import send as hand_over
from .conftest import guided, whole

pytestmark = pytest.mark.django_db
CODE = artificial()
TEXT = f"Hetu {CODE} sanottiin"
MARK = "Määräaika ylittyi"
SECRET = "Salattu-Esimerkki"


def tables_with(text: str) -> list[str]:
    """Every column of ours, history and logs included, in which `text` stands."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                values = model._base_manager.values_list(field.attname, flat=True)
                found += [f"{model._meta.label}.{field.name}" for value in values if text in str(value)]
    return sorted(set(found))


# ---- codes of identity in free texts ----
def test_a_draft_keeps_a_code_of_identity_masked(send, contact, counsellor):
    facts = whole(contact, note=TEXT, prevention=TEXT, first_information={"I01": TEXT}, segment_reason=TEXT)
    assert send(counsellor, contact, "draft/", facts).status_code == 200
    assert "120938-••••" in ContactDraft.objects.get().data["note"]
    assert tables_with(CODE) == []


def test_a_complete_contact_keeps_a_code_of_identity_masked(send, contact, counsellor):
    facts = whole(contact, note=TEXT, topics=guided(destination="R99", reason_text=TEXT))
    assert send(counsellor, contact, "complete/", facts).status_code == 200
    assert "120938-••••" in Contact.objects.get().note
    assert tables_with(CODE) == []


def test_what_stands_beside_a_person_keeps_a_code_of_identity_masked(client, counsellor):
    person = make_person(counsellor)
    sign_in(client, counsellor)
    at = f"/persons/{person.pk}"
    client.post(f"{at}/flags/", {"kind": "info", "text": TEXT})
    client.post(f"{at}/representatives/", {"name": TEXT, "relation": TEXT, "ground": Representative.GROUNDS[0][0]})
    client.post(f"{at}/edit/", {"last_name": "Aalto", "language": "fi", "approach": TEXT, "safe_to_call_note": TEXT})
    person.refresh_from_db()
    assert "120938-••••" in person.approach
    assert (person.flags.count(), person.representatives.count()) == (1, 1)
    assert tables_with(CODE) == []


def test_a_hand_over_keeps_a_code_of_identity_masked(client, counsellor, stranger):
    case = make_case(counsellor)
    asked = hand_over(case, "question", to_unit=stranger.unit, message=TEXT)
    sign_in(client, stranger).post(f"/hand-overs/{asked.pk}/answer/", {"answer": TEXT})
    asked.refresh_from_db()
    assert "120938-••••" in asked.message
    assert "120938-••••" in asked.answer
    assert tables_with(CODE) == []


def test_a_reason_in_the_log_keeps_a_code_of_identity_masked(client, counsellor, lead, stranger):
    kept, gone = make_person(lead), make_person(lead, "Esimerkki-Virta")
    answer = sign_in(client, stranger).post(f"/persons/{kept.pk}/", {"reason": TEXT})
    assert answer.status_code == 200
    sign_in(client, lead)
    client.post(f"/persons/{kept.pk}/merge/{gone.pk}/", {"confirmed": "1", "reason": TEXT})
    gone.refresh_from_db()
    assert gone.merged_into == kept
    assert tables_with(CODE) == []


# ---- what a database or a parser cannot take ----
@pytest.mark.parametrize(
    "text", ["\0", "9" * 5000, "²", "-1", "x" * 5000], ids=["nul", "digits", "power", "minus", "x"]
)
@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("counsellor", "/cases/{case}/timeline/?shown={text}"),
        ("counsellor", "/contacts/?page={text}&text={text}"),
        ("counsellor", "/contacts/{contact}/beside/?area={text}&municipality={text}&reason={text}&channel={text}"),
        ("counsellor", "/contacts/{contact}/services/?q={text}&reason={text}&municipality={text}"),
        ("counsellor", "/contacts/{contact}/reasons/?area={text}"),
        ("counsellor", "/contacts/providers/?q={text}"),
        ("counsellor", "/cases/{case}/plan/services/?q={text}"),
        ("counsellor", "/cases/{case}/hand-overs/new/?unit={text}&kind={text}"),
        ("counsellor", "/persons/new/?contact={text}"),
        ("counsellor", "/worklist/?tab={text}"),
        ("counsellor", "/notices/?page={text}"),
        ("lead", "/worklist/reassign/?colleague={text}"),
        ("supervisor", "/contacts/preview/?area={text}"),
        ("supervisor", "/contacts/missing/?area={text}&page={text}&since={text}&reason={text}&kind={text}"),
    ],
    ids=lambda part: part.split("?")[0],
)
def test_a_bad_word_in_an_address_is_no_fault_of_the_server(client, counsellor, contact, role, address, text):
    case = make_case(counsellor)
    user = counsellor if role == "counsellor" else make_user(role)
    path, _mark, query = address.format(case=case.pk, contact=contact.pk, text="{}").partition("?")
    values = {pair.partition("=")[0]: text for pair in query.split("&")}
    assert sign_in(client, user).get(path, values).status_code < 500


@pytest.mark.parametrize("code", ["\0", "x" * 5000, "²"], ids=["nul", "x", "power"])
def test_an_unreadable_code_of_a_quick_end_is_not_found(client, contact, counsellor, code):
    sign_in(client, counsellor)
    address = f"/contacts/{contact.pk}/quick-end/?{urlencode({'code': code})}"
    answer = client.post(address, {"version": 1, "data": {}}, content_type="application/json")
    assert answer.status_code == 404


@pytest.mark.parametrize("text", ["\0", "x" * 100_000, "²" * 40], ids=["nul", "long", "power"])
@pytest.mark.parametrize(("door", "name"), [("continue", "code"), ("caller", "number"), ("persons", "text")])
def test_an_unreadable_code_or_number_is_a_sentence(client, contact, counsellor, door, name, text):
    answer = sign_in(client, counsellor).post(f"/contacts/{contact.pk}/{door}/", {name: text})
    assert answer.status_code < 500
    assert not contact.earlier_id


# ---- a refusal loses nothing ----
def test_a_refused_person_keeps_what_was_typed(client, counsellor):
    make_person(counsellor, identity_code=CODE)
    other = make_person(counsellor, "Toinen")
    typed = {"last_name": "Typed-Name", "language": "fi", "approach": "Puhu hitaasti", "identity_code": CODE}
    sign_in(client, counsellor)
    for address in ("/persons/new/", f"/persons/{other.pk}/edit/"):
        answer = client.post(address, typed)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Puhu hitaasti" in page
        assert "nv-error" in page
        assert CODE not in page


@pytest.mark.parametrize("door", ["flags", "representatives"])
def test_a_refused_row_beside_a_person_keeps_what_was_typed(client, counsellor, door):
    person = make_person(counsellor)
    typed = {"kind": "info", "text": "Puhu hitaasti", "name": "Puhu hitaasti", "until_on": "2020-01-01",
             "ground": Representative.GROUNDS[0][0]}  # fmt: skip
    answer = sign_in(client, counsellor).post(f"/persons/{person.pk}/{door}/", typed)
    assert (answer.status_code, "Puhu hitaasti" in answer.content.decode()) == (422, True)


def test_a_refused_hold_keeps_what_was_typed(client):
    typed = {"kind": "contact", "text": "26-99999", "reason": "Kantelu 12.3."}
    answer = sign_in(client, make_user("privacy")).post("/retention/holds/", typed)
    assert (answer.status_code, "Kantelu 12.3." in answer.content.decode()) == (422, True)


# ---- what is over is hidden ----
@pytest.fixture
def old_one(counsellor):
    """An anonymous contact whose texts are due, not yet erased, and a new one that goes on from it."""
    old = actions.open_contact(by=counsellor, channel="PUH", language="fi")
    topics = guided(destination="R99", reason_text=MARK)
    topics[0].is_service_missing, topics[0].missing_service = True, MARK
    actions.complete_contact(old, facts=whole(old, note=MARK, topics=topics), by=counsellor)
    Contact.objects.filter(pk=old.pk).update(opened_at=timestamps.now() - timedelta(days=800))
    return Contact.objects.get(pk=old.pk)


def test_a_due_contact_is_not_shown_in_a_chain(client, contact, counsellor, old_one):
    Contact.objects.filter(pk=contact.pk).update(earlier=old_one)
    page = sign_in(client, counsellor).get(f"/contacts/{contact.pk}/returning/")
    assert page.status_code == 200
    assert MARK not in page.content.decode()
    assert old_one.number not in page.content.decode()


def test_a_due_contact_is_not_told_as_missing(client, old_one, supervisor):
    page = sign_in(client, supervisor).get("/contacts/missing/")
    assert page.status_code == 200
    assert MARK not in page.content.decode()


def test_a_mark_of_a_caller_knows_nobody_once_it_is_due(client, counsellor, monkeypatch):
    first, second = (actions.open_contact(by=counsellor, channel="PUH", language="fi") for _ in range(2))
    for one in (first, second):
        actions.mark_caller(one, number="040 123 4567", by=counsellor)
    began = timestamps.now()
    monkeypatch.setattr(timestamps, "now", lambda: began + timedelta(days=31))
    page = sign_in(client, counsellor).get(f"/contacts/{second.pk}/earlier/").content.decode()
    assert str(first.pk) not in page


# ---- what is somebody else's ----
@pytest.fixture
def theirs(stranger, counsellor):
    """The objects of another unit, by the parts of an address; each of their texts is SECRET."""
    person, other = make_person(stranger, SECRET), make_person(stranger, SECRET + " 2")
    flag = actions.add_flag(person, by=stranger, kind="warn", text=SECRET, until_on=None)
    speaks = actions.add_representative(person, by=stranger, name=SECRET, relation="", phone="", until_on=None,
                                        ground=Representative.GROUNDS[0][0])  # fmt: skip
    case = make_case(stranger, subject=SECRET, person=person)
    task = actions.add_task(case, by=stranger, title=SECRET, due_on=case.next_on, responsible=stranger)
    note = actions.write_note(case, text=SECRET, by=stranger)
    goal = CaseGoal.objects.create(case=case, text=SECRET, position=0)
    contact = actions.open_contact(by=stranger, channel="PUH", language="fi")
    contact = actions.complete_contact(contact, facts=whole(contact, note=SECRET), by=stranger)
    asked = hand_over(case, "question", to_unit=stranger.unit, message=SECRET)
    return {"persons": person, "other": other, "flag": flag, "representative": speaks, "cases": case, "tasks": task,
            "notes": note, "goal": goal, "contacts": contact, "hand-overs": asked}  # fmt: skip


def addresses_of(rows: dict) -> list[str]:
    """Every address of the app that names one of `rows`."""
    found = []
    for pattern in get_resolver("casework.urls").url_patterns:
        route = str(pattern.pattern)
        if "<" not in route or route.startswith(("notices/", "worklist/")):
            continue
        first, second, *_rest = route.split("/")
        kind = second if second in ("notes", "tasks") else first
        for step in ("accept", "answer", "withdraw") if "<slug:step>" in route else ["CLOSE"]:
            parts = {"uuid:pk": kind, "int:pk": kind, "uuid:other": "other", "int:flag": "flag", "int:goal": "goal",
                     "int:representative": "representative"}  # fmt: skip
            address = route.replace("<slug:step>", step).replace("<str:step>", step).replace("<int:journal>", "1")
            for part, name in parts.items():
                address = address.replace(f"<{part}>", str(rows[name].pk))
            found.append("/" + address)
    return [*found, f"/worklist/task/{rows['tasks'].pk}/done/", f"/worklist/task/{rows['tasks'].pk}/postpone/",
            f"/worklist/case/{rows['cases'].pk}/postpone/"]  # fmt: skip


def state_of(rows: dict) -> list:
    return [sorted(vars(type(row).objects.get(pk=row.pk)).items(), key=str)[1:] for row in rows.values()]


@pytest.mark.parametrize("role", ["counsellor", "lead", "supervisor", "professional", "administrator", "privacy"])
def test_no_door_shows_or_changes_what_is_of_another_unit(client, theirs, role):
    """Also with a whole form: what would be saved for its owner. A person or a case asks everybody for a reason."""
    sign_in(client, make_user(role))
    day = timestamps.local_day(timestamps.now()).isoformat()
    form = {"day": day, "next_on": day, "next_step": "x", "acts_next": "unit", "text": "Esimerkki", "title": "x",
            "due_on": day, "kind": "info", "answer": "x", "name": "x", "ground": "x", "confirmed": "1",
            "last_name": "x", "language": "fi", "subject": "x", "outcome": "GOAL"}  # fmt: skip
    before = [str(one) for one in state_of(theirs)]
    for address in addresses_of(theirs):
        for answer in (
            client.get(address),
            client.post(address, form),
            client.get(address, headers={"HX-Request": "true"}),
        ):
            page = answer.content.decode()
            assert answer.status_code in (403, 404, 405), (address, answer.status_code)
            assert SECRET not in page, address
            assert theirs["cases"].number not in page, address
            assert theirs["contacts"].number not in page, address
    assert [str(one) for one in state_of(theirs)] == before


def test_a_reason_opens_a_page_to_be_read_and_nothing_more(client, theirs, supervisor):
    sign_in(client, supervisor)
    before = [str(one) for one in state_of(theirs)]
    for kind in ("persons", "cases"):
        page = client.post(f"/{kind}/{theirs[kind].pk}/", {"reason": "Valitus tuli eilen"})
        assert page.status_code == 200
        assert SECRET in page.content.decode()
        forms = page.content.decode().split("<main")[1].count('method="post"')
        assert forms == 0, kind
    for address in addresses_of(theirs):
        if address not in (f"/persons/{theirs['persons'].pk}/", f"/cases/{theirs['cases'].pk}/"):
            assert client.post(address, {"reason": "Valitus tuli eilen"}).status_code in (403, 404, 405), address
    assert [str(one) for one in state_of(theirs)] == before


def test_a_row_of_somebody_else_under_an_own_parent_is_not_found(client, counsellor, theirs):
    person, case = make_person(counsellor), make_case(counsellor)
    sign_in(client, counsellor)
    own = [f"/persons/{person.pk}/flags/{theirs['flag'].pk}/end/",
           f"/persons/{person.pk}/representatives/{theirs['representative'].pk}/end/",
           f"/cases/{case.pk}/plan/goals/{theirs['goal'].pk}/"]  # fmt: skip
    assert [client.post(address).status_code for address in own] == [404] * 3
    forged = {"goal-TOTAL_FORMS": "1", "goal-INITIAL_FORMS": "1", "goal-0-pk": str(theirs["goal"].pk),
              "goal-0-was": SECRET, "goal-0-text": "Vaihdettu", "version": str(case.version), "conflict":
              f"goal:{theirs['goal'].pk}", "keep": "theirs"}  # fmt: skip
    page = client.post(f"/cases/{case.pk}/plan/", forged)
    theirs["goal"].refresh_from_db()
    assert theirs["goal"].text == SECRET
    assert theirs["goal"].case_id == theirs["cases"].pk
    assert page.status_code < 500


def test_a_contact_of_another_unit_cannot_be_pointed_to_or_joined(client, send, contact, counsellor, theirs):
    case = make_case(counsellor)
    facts = whole(contact, demand_class="F01", earlier_contact=str(theirs["contacts"].pk))
    assert send(counsellor, contact, "complete/", facts).status_code == 404
    answer = client.post(f"/cases/{case.pk}/join/", {"contact": str(theirs["contacts"].pk)})
    assert answer.status_code == 404
    theirs["contacts"].refresh_from_db()
    assert theirs["contacts"].case_id is None
    answer = client.post(f"/cases/{case.pk}/person/", {"person": str(theirs["persons"].pk)})
    case.refresh_from_db()
    assert (answer.status_code in (404, 409), case.person_id) == (True, None)


# ---- texts that would be a page ----
ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_a_text_is_never_part_of_a_page(client, counsellor, lead, stranger):
    lead.unit = counsellor.unit
    person = make_person(counsellor, ATTACK[:100], first_name=ATTACK[:100], approach=ATTACK, phone="040 5551234")
    other = make_person(counsellor, ATTACK[:100], first_name=ATTACK[:100], phone="040 5551234")
    actions.add_flag(person, by=counsellor, kind="warn", text=ATTACK, until_on=None)
    actions.add_representative(person, by=counsellor, name=ATTACK, relation=ATTACK, phone=ATTACK[:40], until_on=None,
                               ground=Representative.GROUNDS[0][0])  # fmt: skip
    case = make_case(counsellor, subject=ATTACK, person=person, next_step=ATTACK, acts_next="other",
                     acts_next_name=ATTACK)  # fmt: skip
    actions.add_task(case, by=counsellor, title=ATTACK, due_on=case.next_on, responsible=counsellor)
    actions.write_note(case, text=ATTACK, by=counsellor)
    goals, services = [actions.GoalFacts(ATTACK)], [actions.ServiceFacts(name=ATTACK)]
    actions.save_plan(case, by=counsellor, version=None, own_words=ATTACK, agreed=ATTACK, fallback=ATTACK,
                      goals=goals, services=services)  # fmt: skip
    asked = hand_over(case, "question", to_user=lead, message=ATTACK)
    contact = actions.open_contact(by=counsellor, channel="PUH", language="fi")
    facts = whole(contact, note=ATTACK, topics=guided(destination="R99", reason_text=ATTACK),
                  first_information={"I01": ATTACK, "I02": ATTACK})  # fmt: skip
    facts.topics[0].is_service_missing, facts.topics[0].missing_service = True, ATTACK
    actions.save_draft(contact, facts=facts, version=1, by=counsellor)
    done = actions.open_contact(by=counsellor, channel="PUH", language="fi")
    actions.attach_person(done, person=person, by=counsellor)
    actions.complete_contact(done, facts=facts, by=counsellor)
    Notice.objects.create(name_fi=ATTACK[:100], text_fi=ATTACK, importance=3, shown_from=case.next_on)
    pages = [f"/persons/{person.pk}/", f"/persons/{person.pk}/edit/", f"/persons/{person.pk}/cases/",
             f"/cases/{case.pk}/", f"/cases/{case.pk}/timeline/", f"/cases/{case.pk}/plan/", f"/cases/{case.pk}/next/",
             f"/cases/{case.pk}/details/", f"/cases/{case.pk}/print/?notes", f"/cases/{case.pk}/hand-overs/",
             f"/cases/{case.pk}/hand-overs/new/", f"/hand-overs/{asked.pk}/", f"/contacts/{contact.pk}/",
             f"/contacts/{contact.pk}/returning/", f"/contacts/{contact.pk}/beside/", f"/contacts/{done.pk}/",
             f"/contacts/{done.pk}/edit/", "/contacts/", "/contacts/open/", "/worklist/", "/worklist/?tab=unit",
             "/notices/", f"/persons/new/?contact={done.pk}", "/contacts/missing/",
             f"/persons/{person.pk}/merge/", f"/persons/{person.pk}/merge/{other.pk}/",
             f"/worklist/reassign/?colleague={counsellor.pk}"]  # fmt: skip
    shown = 0
    for user in (counsellor, lead):
        sign_in(client, user)
        for address in pages:
            page = client.get(address).content.decode()
            assert "<script>alert" not in page, address
            assert "<img src=x" not in page, address
            shown += "script&gt;" in page or "u003Cscript" in page
    searched = client.post("/persons/", {"text": ATTACK[:100]}).content.decode()
    assert "<script>alert" not in searched
    assert shown > 20
