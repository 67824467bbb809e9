"""The messages of a chat beside its case: who reads them, the trace of it, and that they are gone when due."""

from datetime import timedelta

import pytest

from casework import actions as casework
from chat import actions
from chat.models import Conversation, VisitorChat
from contactcenter.accesslog.models import AccessEntry
from contactcenter.reference.models import Language
from contactcenter.timestamps import now
from tests.casework.conftest import whole
from tests.factories import make_unit, make_user, sign_in

from .sockets import make_chat

pytestmark = pytest.mark.django_db
SAID = "Saako kotiin apua"


@pytest.fixture
def user():
    one = make_user("counsellor")
    actions.set_duty(by=one, state="available")
    return one


@pytest.fixture
def chat(user) -> VisitorChat:
    """A chat that has ended and whose contact is complete."""
    make_chat(text=SAID)
    claimed = actions.claim(by=user)
    actions.leave_conversation(conversation=claimed.pk)
    casework.complete_contact(claimed.contact, facts=whole(claimed.contact, channel="CHAT"), by=user)
    return claimed


@pytest.fixture
def read(client, chat):
    """`read(user)`: the answer of the fragment."""
    return lambda user: sign_in(client, user).get(f"/desk/conversations/{chat.contact_id}/")


def name_the_contact(chat, user):
    language = Language.objects.get(pk="fi")
    person = casework.create_person(by=user, last_name="Esimerkki-Aalto", language=language)
    casework.attach_person(chat.contact, person=person, by=user)
    return person


def end_long_ago(chat):
    Conversation.objects.filter(pk=chat.pk).update(closed_at=now() - timedelta(days=400))


def test_who_may_open_the_contact_reads_the_messages(read, user):
    assert SAID in read(user).content.decode()
    assert SAID in read(make_user("lead")).content.decode()
    assert not AccessEntry.objects.exists()  # nobody is named


@pytest.mark.parametrize("role", ["counsellor", "supervisor", "administrator"])
def test_to_others_there_is_no_conversation(read, role):
    answer = read(make_user(role, unit=make_unit("Muu yksikkö")))
    assert answer.status_code in (403, 404)
    assert SAID not in answer.content.decode()


def test_a_contact_that_was_no_chat_has_none(client, user):
    call = casework.open_contact(by=user, channel="PUH", language="fi")
    assert sign_in(client, user).get(f"/desk/conversations/{call.pk}/").status_code == 404


@pytest.mark.parametrize("ground", ["own", "unit"])
def test_the_messages_of_somebody_named_leave_one_entry(read, chat, user, ground):
    person = name_the_contact(chat, user)
    reader = user if ground == "own" else make_user("lead")
    assert SAID in read(reader).content.decode()
    entry = AccessEntry.objects.get(door="chat:conversation_of_contact")
    assert (entry.user_id, entry.action, entry.ground, entry.contact_id) == (reader.pk, "view", ground, chat.contact_id)
    assert [one.person_id for one in entry.subjects.all()] == [person.pk]


def test_messages_whose_time_is_over_are_not_shown_even_before_the_night(read, chat, user):
    end_long_ago(chat)
    page = read(user).content.decode()
    assert SAID not in page
    assert 'class="nv-msg' not in page


def test_the_messages_of_somebody_named_stay_as_long_as_the_contact(read, chat, user):
    name_the_contact(chat, user)
    end_long_ago(chat)
    assert SAID in read(user).content.decode()
