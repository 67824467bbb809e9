"""A chat ends with its contact's form, whichever page completes it."""

import pytest

from casework import actions as casework
from casework.models import QuickEnd
from chat import actions
from chat.models import Conversation, Message, VisitorChat
from tests.casework.conftest import whole
from tests.factories import make_user, sign_in

from .sockets import make_chat

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    one = make_user("counsellor")
    actions.set_duty(by=one, state="available")
    return one


@pytest.fixture
def chat(user) -> VisitorChat:
    make_chat()
    return actions.claim(by=user)


def state_of(chat) -> tuple[str, str]:
    return Conversation.objects.values_list("state", "end_reason").get(pk=chat.pk)


def complete(contact, user):
    casework.complete_contact(contact, facts=whole(contact, channel="CHAT"), by=user)


def end_quickly(contact, user):
    casework.end_quickly(contact, quick_end=QuickEnd.objects.order_by("pk").first(), by=user)


@pytest.mark.parametrize("finish", [complete, end_quickly])
def test_the_chat_of_a_finished_contact_is_closed_and_the_visitor_is_told(
    client, chat, user, finish, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        finish(chat.contact, user)
    assert state_of(chat) == ("closed", "closed")
    assert Message.objects.get(conversation=chat.pk, data__event="closed")
    assert str(chat.pk) not in sign_in(client, user).get("/desk/open-contacts/").content.decode()


def test_nothing_ends_before_the_contact_is_really_complete(chat, user, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(casework.Incomplete):
        casework.complete_contact(chat.contact, facts=whole(chat.contact, municipality=""), by=user)
    assert state_of(chat)[0] == "active"


def test_a_chat_that_has_ended_before_stays_as_it_is(chat, user, django_capture_on_commit_callbacks):
    actions.leave_conversation(conversation=chat.pk)
    with django_capture_on_commit_callbacks(execute=True):
        complete(chat.contact, user)
    assert state_of(chat) == ("closed", "left")


def test_a_visitor_who_waits_again_is_not_sent_away(chat, user, django_capture_on_commit_callbacks):
    actions.return_chats_of(user_id=user.pk)
    with django_capture_on_commit_callbacks(execute=True):
        complete(chat.contact, user)
    assert state_of(chat)[0] == "waiting"
