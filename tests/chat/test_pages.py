"""The visitor's page, chat's row in the contact box and the desk, as they come from the server."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from casework.actions import open_contact
from chat import actions, queries
from chat.models import DutyState, VisitorChat
from tests.factories import make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lines_open(monkeypatch):
    open_line = queries.line_state("CHAT", "fi")._replace(is_open=True, opens_at=None)
    monkeypatch.setattr(queries, "line_state", lambda *_args, **_kwargs: open_line)


def counsellor(state=DutyState.AVAILABLE, **fields):
    user = make_user("counsellor", **fields)
    actions.set_duty(by=user, state=state)
    return user


def waiting_chat(language="fi"):
    return actions.start_conversation(language=language)[0]


def taken_chat(user, language="fi") -> VisitorChat:
    return actions.claim(by=user, conversation=waiting_chat(language).pk)


def address(name: str, language="fi") -> str:
    with override(language):
        return reverse(f"chat_public:{name}")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_visitor_page_opens_in_each_language_without_a_cookie_and_is_never_stored(client, language):
    response = client.get(address("chat", language))
    assert response.status_code == 200
    assert not response.cookies
    assert "no-store" in response.headers["Cache-Control"]
    assert f'<html lang="{language}">' in response.text


def test_chat_is_offered_only_while_somebody_serves_in_the_language(client):
    counsellor(languages=("fi",))
    assert client.get(address("chat", "fi")).context["availability"]["open"]
    closed = client.get(address("chat", "sv")).context
    assert closed["availability"]["reason"] == "nobody_on_duty"
    assert [other["code"] for other in closed["other_languages"]] == ["fi"]


def test_a_closed_chat_shows_the_telephone_and_no_start_button(client):
    page = client.get(address("chat", "sv")).text
    assert 'href="tel:020001201"' in page
    assert client.get(address("chat", "sv")).context["availability"]["reason"] == "nobody_on_duty"


def test_the_number_of_people_waiting_is_told(client):
    counsellor()
    for _turn in range(2):
        waiting_chat()
    assert "2 odottaa nyt." in client.get(address("chat")).text


def test_the_box_links_to_the_chat_only_when_it_is_open(client):
    assert "Aloita chat" not in client.get(address("box")).text
    counsellor()
    assert address("chat") in client.get(address("box")).text


@pytest.mark.parametrize("role", ["supervisor", "professional", "administrator", "privacy"])
def test_the_desk_is_for_those_who_serve(client, role):
    sign_in(client, make_user(role))
    for name in ("desk", "open_contacts", "waiting_count"):
        assert client.get(reverse(f"chat:{name}")).status_code == 403


def test_the_desk_lists_own_chats_and_other_open_contacts_oldest_first(client):
    user = counsellor()
    first = taken_chat(user)
    call = open_contact(by=user, channel="PUH", language="fi")
    taken_chat(counsellor())
    rows = sign_in(client, user).get(reverse("chat:desk")).context["open_contacts"]
    assert [(row.contact, row.conversation) for row in rows] == [(first.contact_id, first.pk), (call.pk, None)]


def test_an_ended_chat_stays_listed_until_its_form_is_complete(client):
    user = counsellor()
    chat = taken_chat(user)
    actions.close_conversation(conversation=chat.pk, by=user)
    sign_in(client, user)
    assert str(chat.pk) in client.get(reverse("chat:open_contacts")).text


def test_a_chat_that_went_back_to_the_queue_is_nobodys(client):
    user = counsellor()
    chat = taken_chat(user)
    actions.return_chats_of(user_id=user.pk)
    sign_in(client, user)
    assert str(chat.pk) not in client.get(reverse("chat:open_contacts")).text


def test_who_takes_a_returned_chat_opens_its_form_and_the_first_counsellor_no_longer_does(client):
    first, second = counsellor(), counsellor()
    chat = taken_chat(first)
    form = reverse("casework:contact_form", args=[chat.contact_id])
    actions.return_chats_of(user_id=first.pk)
    actions.claim(by=second, conversation=chat.pk)
    assert sign_in(client, second).get(form).status_code == 200
    rows = client.get(reverse("chat:open_contacts")).context["open_contacts"]
    assert [(row.contact, row.conversation) for row in rows] == [(chat.contact_id, chat.pk)]
    assert sign_in(client, first).get(form).status_code == 404


@pytest.mark.parametrize("chats", [1, 3])
def test_the_list_asks_as_many_queries_for_one_as_for_three(client, chats, django_assert_max_num_queries):
    user = counsellor()
    for _turn in range(chats):
        taken_chat(user)
    sign_in(client, user)
    with django_assert_max_num_queries(8):
        client.get(reverse("chat:open_contacts"))


def test_the_count_is_empty_when_nobody_waits_and_counts_only_what_one_may_take(client):
    sign_in(client, counsellor(languages=("fi",)))
    assert client.get(reverse("chat:waiting_count")).text == ""
    waiting_chat("fi"), waiting_chat("sv")
    assert client.get(reverse("chat:waiting_count")).text == "1"


def test_the_twin_ends_a_conversation_only_with_its_secret(client):
    conversation, token = actions.start_conversation(language="fi")
    close = reverse("chat:close", args=[conversation.pk])
    assert client.post(close, headers={"Authorization": "Bearer wrong"}).status_code == 404
    assert client.post(close, headers={"Authorization": f"Bearer {token}", "Origin": "https://evil"}).status_code == 403
    assert client.post(close, headers={"Authorization": f"Bearer {token}"}).json()["state"] == "closed"
    assert client.post(close, headers={"Authorization": f"Bearer {token}"}).status_code == 409
