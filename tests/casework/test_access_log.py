"""Every door behind which a named person stands leaves exactly one entry with everybody shown, or shows nobody."""

import pytest
from django.db import DatabaseError

from casework import actions
from casework.actions import hand_overs
from casework.models import Case, CaseNote, HandOver, Person, PersonFlag, Task
from contactcenter.accesslog.models import AccessEntry
from contactcenter.reference.models import Language
from contactcenter.timestamps import local_day, now
from tests.factories import PASSWORD, make_user, sign_in

from .conftest import whole

pytestmark = pytest.mark.django_db
NAMES = ("Esimerkki-Aalto", "Esimerkki-Virta")
TODAY = local_day(now())
NEXT = {"acts_next": "responsible", "next_step": "Soita", "next_on": TODAY.isoformat()}
NEW_CASE = {**NEXT, "subject": "Kotiutus", "responsible": "{colleague}", "level": "L2"}
TASK = {"title": "Soita", "due_on": TODAY.isoformat(), "responsible": "{colleague}"}
PLAN = {"agreed": "Turvapuhelin", "version": "1", "goal-TOTAL_FORMS": "0", "goal-INITIAL_FORMS": "0"}


@pytest.fixture
def counsellor(db):
    """Somebody before whom all of these doors open."""
    return make_user("counsellor", "lead")


@pytest.fixture
def persons(counsellor) -> list[Person]:
    """Two who are found by the same word; the first is the one whom contacts are about."""
    language = Language.objects.get(pk="fi")
    return [actions.create_person(by=counsellor, last_name=name, language=language) for name in NAMES]


@pytest.fixture
def open_one(contact, counsellor, persons):
    return actions.attach_person(contact, person=persons[0], by=counsellor)


@pytest.fixture
def complete_one(open_one, counsellor):
    return actions.complete_contact(open_one, facts=whole(open_one), by=counsellor)


@pytest.fixture
def followed(complete_one, counsellor):
    """A contact that is followed in a case."""
    actions.open_case(contact=complete_one, by=counsellor, subject="Kotiutus", responsible=counsellor,
                      acts_next="responsible", next_step="Soita", next_on=TODAY)  # fmt: skip
    complete_one.refresh_from_db()
    return complete_one


@pytest.fixture
def handed_over(followed, lead):
    """A contact whose case waits for the lead."""
    hand_overs.send_hand_over(
        followed.case, kind="question", by=followed.case.responsible, to_user=lead, message="Mitä?"
    )
    return followed


@pytest.fixture
def called(persons, counsellor):
    """A contact of somebody whose number a new person might have, too."""
    actions.change_person(persons[0], by=counsellor, phone="0405551234")
    return actions.open_contact(by=counsellor, channel="PUH", language="fi")


# (name, the contact that must be there, method, address, posted, action, how many persons are shown)
DOORS = [
    ("form of an open contact", "open_one", "get", "/contacts/{contact}/", {}, "view", 1),
    ("form as a fragment", "open_one", "get", "/contacts/{contact}/form/", {}, "view", 1),
    ("complete contact", "complete_one", "get", "/contacts/{contact}/", {}, "view", 1),
    ("complete contact as a fragment", "complete_one", "get", "/contacts/{contact}/form/", {}, "view", 1),
    ("hits in the form", "open_one", "post", "/contacts/{contact}/persons/", {"text": "esimerkki"}, "list", 2),
    ("attaching", "contact", "post", "/contacts/{contact}/person/", {"person": "{person}"}, "change", 1),
    ("search", "contact", "post", "/persons/", {"text": "esimerkki"}, "list", 2),
    ("person", "complete_one", "get", "/persons/{person}/", {}, "view", 1),
    ("form of a person", "contact", "get", "/persons/{person}/edit/", {}, "view", 1),
    ("likely the same", "called", "post", "/persons/likely-same/", {"phone": "040 555 1234"}, "list", 1),
    ("whom to merge with", "contact", "post", "/persons/{person}/merge/", {"text": "esimerkki"}, "list", 2),
    ("two to merge", "contact", "get", "/persons/{person}/merge/{other}/", {}, "view", 2),
    ("case", "followed", "get", "/cases/{case}/", {}, "view", 1),
    ("case on paper", "followed", "get", "/cases/{case}/print/", {}, "print", 1),
    ("page of a hand-over", "handed_over", "get", "/hand-overs/{hand_over}/", {}, "view", 1),
    ("worklist", "followed", "get", "/worklist/", {}, "list", 1),
    ("work of a colleague", "followed", "get", "/worklist/reassign/?colleague={colleague}", {}, "list", 1),
]
# Doors about somebody named whose answer need not hold the name; (…, the answer's status, action).
ABOUT = [
    ("timeline", "followed", "get", "/cases/{case}/timeline/", {}, 200, "view"),
    ("case as a PDF", "followed", "get", "/cases/{case}/pdf/", {}, 200, "print"),
    ("form of a hand-over", "followed", "get", "/cases/{case}/hand-overs/new/", {}, 200, "view"),
    ("withdrawing", "handed_over", "post", "/hand-overs/{hand_over}/withdraw/", {}, 302, "change"),
    ("flag", "contact", "post", "/persons/{person}/flags/", {"kind": "info", "text": "Koira"}, 302, "change"),
    ("flag refused", "contact", "post", "/persons/{person}/flags/", {"text": ""}, 422, "view"),
    ("new case", "complete_one", "post", "/contacts/{contact}/case/", NEW_CASE, 302, "change"),
    ("next step", "followed", "post", "/cases/{case}/next/", NEXT, 302, "change"),
    ("next day", "followed", "post", "/cases/{case}/postpone/", {"next_on": TODAY.isoformat()}, 302, "change"),
    ("new task", "followed", "post", "/cases/{case}/tasks/", TASK, 302, "change"),
    ("new note", "followed", "post", "/cases/{case}/notes/", {"text": "Soitto"}, 302, "change"),
    ("whole plan", "followed", "post", "/cases/{case}/plan/", PLAN, 302, "change"),
    (
        "responsible person",
        "followed",
        "post",
        "/cases/{case}/responsible/",
        {"responsible": "{colleague}"},
        302,
        "change",
    ),
    ("step", "followed", "post", "/cases/{case}/step/CLOSE/", {"outcome": "GOAL"}, 302, "change"),
]
SILENT = [  # where contacts are told of without naming anybody
    ("list of contacts", "complete_one", "get", "/contacts/"),
    ("open contacts", "open_one", "get", "/contacts/open/"),
    ("desk", "open_one", "get", "/desk/"),
    ("open contacts of the desk", "open_one", "get", "/desk/open-contacts/"),
    ("search page", "complete_one", "get", "/persons/"),
    ("form of a complete contact", "complete_one", "get", "/contacts/{contact}/edit/"),
    ("taking off", "open_one", "post", "/contacts/{contact}/person/"),
    ("cases of a person", "followed", "get", "/persons/{person}/cases/"),
    ("hand-overs of a case", "handed_over", "get", "/cases/{case}/hand-overs/"),
    ("form of a new case", "complete_one", "get", "/contacts/{contact}/case/"),
    ("form of the next step", "followed", "get", "/cases/{case}/next/"),
    ("form of the plan", "followed", "get", "/cases/{case}/plan/"),
    ("work to hand over", "followed", "get", "/worklist/reassign/"),
    ("number of the worklist", "followed", "get", "/worklist/count/"),
    ("numbers of work", "followed", "get", "/worklist/numbers/"),
]


@pytest.fixture
def ask(request, client, counsellor, persons):
    """`ask(door)`: go through it as the counsellor; returns the answer."""

    def go(_name, needed, method, address, posted=None, *_expected):
        contact = request.getfixturevalue(needed)
        hand_over = HandOver.objects.filter(case=contact.case_id).first() if contact.case_id else None
        ids = {"contact": contact.pk, "person": persons[0].pk, "other": persons[1].pk, "case": contact.case_id,
               "hand_over": hand_over and hand_over.pk, "colleague": counsellor.pk}  # fmt: skip
        sign_in(client, counsellor)
        go.before = written()
        data = {name: value.format(**ids) for name, value in (posted or {}).items()}
        return getattr(client, method)(address.format(**ids), data)

    return go


def written() -> list:
    """What the doors might have changed."""
    return [list(model.objects.order_by("pk").values()) for model in (Case, CaseNote, HandOver, PersonFlag, Task)]


def shown(answer) -> list[str]:
    page = answer.content.decode()
    return [name for name in NAMES if name in page]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door[0])
def test_one_entry_tells_of_everybody_shown(ask, counsellor, persons, door):
    answer = ask(*door)
    action, count = door[-2:]
    assert answer.status_code == 200
    assert shown(answer) == list(NAMES[:count])
    entry = AccessEntry.objects.get()
    assert (entry.user_id, entry.action) == (counsellor.pk, action)
    assert {one.person_id for one in entry.subjects.all()} == {person.pk for person in persons[:count]}


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door[0])
def test_nobody_is_shown_when_it_cannot_be_recorded(ask, monkeypatch, door):
    def broken(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(AccessEntry.objects, "create", broken)
    answer = ask(*door)
    assert (answer.status_code, shown(answer)) == (503, [])


@pytest.mark.parametrize("door", ABOUT, ids=lambda door: door[0])
def test_one_entry_tells_whom_a_change_was_about(ask, counsellor, persons, door):
    status, action = door[-2:]
    assert ask(*door).status_code == status
    entry = AccessEntry.objects.get()
    assert (entry.user_id, entry.action) == (counsellor.pk, action)
    assert [one.person_id for one in entry.subjects.all()] == [persons[0].pk]


@pytest.mark.parametrize("door", ABOUT, ids=lambda door: door[0])
def test_nothing_is_changed_when_it_cannot_be_recorded(ask, monkeypatch, door):
    def broken(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(AccessEntry.objects, "create", broken)
    answer = ask(*door)
    assert (answer.status_code in (422, 503), shown(answer)) == (True, [])  # a form says it in its place
    assert written() == ask.before


def test_the_whole_identity_code_leaves_an_entry_for_the_form_and_one_for_the_code(client, counsellor, persons):
    actions.change_person(persons[0], by=counsellor, identity_code="131052-308T")
    address = f"/persons/{persons[0].pk}/identity-code/"
    asked = sign_in(client, counsellor).get(address).headers["Location"]
    client.post(asked, {"password": PASSWORD, "next": address})
    assert not AccessEntry.objects.exists()
    client.get(address)
    client.post(address, {"reason": "Lähete sairaalaan"})
    entries = AccessEntry.objects.order_by("pk").values_list("action", "door", "reason", "subjects__person_id")
    door = ("view", "casework:identity_code")
    assert list(entries) == [(*door, "", persons[0].pk), (*door, "Lähete sairaalaan", persons[0].pk)]


@pytest.mark.parametrize("door", SILENT, ids=lambda door: door[0])
def test_where_nobody_is_named_nothing_is_recorded(ask, door):
    answer = ask(*door)
    assert (answer.status_code, shown(answer)) == (200, [])
    assert not AccessEntry.objects.exists()


def test_attaching_that_cannot_be_recorded_does_not_happen(ask, contact, monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(AccessEntry.objects, "create", broken)
    ask(*next(door for door in DOORS if door[0] == "attaching"))
    contact.refresh_from_db()
    assert contact.person is None
