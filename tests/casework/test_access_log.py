"""Every door behind which a named person stands leaves exactly one entry with everybody shown, or shows nobody."""

import pytest
from django.db import DatabaseError

from casework import actions
from casework.models import Person
from contactcenter.accesslog.models import AccessEntry
from contactcenter.reference.models import Language
from tests.factories import sign_in

from .conftest import whole

pytestmark = pytest.mark.django_db
NAMES = ("Esimerkki-Aalto", "Esimerkki-Virta")


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
]
SILENT = [  # where contacts are told of without naming anybody
    ("list of contacts", "complete_one", "get", "/contacts/"),
    ("open contacts", "open_one", "get", "/contacts/open/"),
    ("desk", "open_one", "get", "/desk/"),
    ("open contacts of the desk", "open_one", "get", "/desk/open-contacts/"),
    ("search page", "complete_one", "get", "/persons/"),
    ("form of a complete contact", "complete_one", "get", "/contacts/{contact}/edit/"),
    ("taking off", "open_one", "post", "/contacts/{contact}/person/"),
]


@pytest.fixture
def ask(request, client, counsellor, persons):
    """`ask(door)`: go through it as the counsellor; returns the answer."""

    def go(_name, needed, method, address, posted=None, *_expected):
        ids = {"contact": request.getfixturevalue(needed).pk, "person": persons[0].pk}
        sign_in(client, counsellor)
        data = {name: value.format(**ids) for name, value in (posted or {}).items()}
        return getattr(client, method)(address.format(**ids), data)

    return go


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
