"""Claims that race, duty that changes, secrets that end."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.db.models import F

from casework.models import Contact
from chat import access, actions, queries, visitors
from chat.models import Conversation, ConversationState, DutySpell, Message, VisitorChat
from contactcenter.errors import ActionRefused, NotFound
from contactcenter.realtime.frames import TEXTS
from tests.factories import make_user

from .sockets import make_chat


def on_duty(user, state="available"):
    actions.set_duty(by=user, state=state)
    return user


def code_of(action, **arguments) -> str:
    with pytest.raises(ActionRefused) as refused:
        action(**arguments)
    return refused.value.code


@pytest.mark.django_db
class TestClaim:
    def test_the_oldest_is_taken_and_becomes_a_contact(self):
        oldest, user = make_chat(municipality="853", service_area="IAK"), on_duty(make_user("counsellor"))
        make_chat()
        chat = actions.claim(by=user)
        assert str(chat.pk) == oldest.pk
        contact = Contact.objects.get()
        assert (contact.channel_id, contact.language_id, contact.service_area_id) == ("CHAT", "fi", "IAK")
        assert (contact.municipality_id, contact.handled_by, chat.contact) == ("853", user, contact)

    def test_another_than_the_oldest_is_refused(self):
        user = on_duty(make_user("counsellor"))
        make_chat()
        later = make_chat()
        assert code_of(actions.claim, by=user, conversation=uuid.UUID(later.pk)) == "not_oldest"

    def test_the_oldest_is_counted_among_what_the_counsellor_may_serve(self):
        user = on_duty(make_user("counsellor"))
        make_chat(language="sv")
        finnish = make_chat()
        assert str(actions.claim(by=user, conversation=uuid.UUID(finnish.pk)).pk) == finnish.pk

    def test_what_the_counsellor_may_not_serve_is_not_found(self):
        swedish = make_chat(language="sv")
        user = on_duty(make_user("counsellor"))
        assert code_of(actions.claim, by=user, conversation=uuid.UUID(swedish.pk)) == "not_found"

    def test_the_loser_is_told_who_has_it(self):
        chat, winner = make_chat(), on_duty(make_user("counsellor", first_name="Sanna", last_name="Salo"))
        actions.claim(by=winner)
        with pytest.raises(ActionRefused) as refused:
            actions.claim(by=on_duty(make_user("counsellor")), conversation=uuid.UUID(chat.pk))
        assert refused.value.code == "taken"
        assert "Sanna Salo" in str(refused.value.text)

    def test_off_duty_nobody_claims(self):
        make_chat()
        assert code_of(actions.claim, by=make_user("counsellor")) == "not_allowed"

    def test_an_empty_queue_says_so(self):
        assert code_of(actions.claim, by=on_duty(make_user("counsellor"))) == "nobody_waits"

    def test_a_closed_conversation_cannot_be_claimed(self):
        chat = make_chat()
        actions.leave_conversation(conversation=uuid.UUID(chat.pk))
        user = on_duty(make_user("counsellor"))
        assert code_of(actions.claim, by=user, conversation=uuid.UUID(chat.pk)) == "closed"


@pytest.mark.django_db(transaction=True)
def test_twenty_racing_counsellors_take_three_hundred_chats_once_each(settings):
    settings.CHAT = {**settings.CHAT, "capacity": 1000}
    for _ in range(300):
        make_chat()
    users = [on_duty(make_user("counsellor")) for _ in range(20)]
    with ThreadPoolExecutor(20) as pool:
        taken = [pk for part in pool.map(claim_until_nobody_waits, users) for pk in part]
    assert len(taken) == len(set(taken)) == 300
    chats = VisitorChat.objects.filter(state=ConversationState.ACTIVE, claimed_by__isnull=False)
    assert chats.count() == Contact.objects.count() == 300
    assert Message.objects.filter(data__event="taken").count() == 300


def claim_until_nobody_waits(user) -> list:
    taken = []
    with pytest.raises(ActionRefused, match=str(TEXTS["nobody_waits"])):  # noqa: PT012 - until it is refused
        while True:
            taken.append(actions.claim(by=user).pk)
    connections.close_all()
    return taken


@pytest.mark.django_db
class TestSecret:
    def test_the_database_holds_only_its_hash(self):
        chat = make_chat()
        stored = VisitorChat.objects.get().token_hash
        assert chat.token not in stored
        assert visitors.is_token(chat.token, stored)

    def test_it_dies_an_hour_after_the_end(self):
        chat = make_chat()
        pk = uuid.UUID(chat.pk)
        actions.leave_conversation(conversation=pk)
        assert access.get_visitor_conversation(pk, chat.token)
        Conversation.objects.update(closed_at=F("closed_at") - timedelta(minutes=61))
        with pytest.raises(NotFound):
            access.get_visitor_conversation(pk, chat.token)


@pytest.mark.django_db
class TestDuty:
    def test_each_state_is_a_stretch_of_its_own(self):
        user = make_user("counsellor")
        for state in ("available", "wrap_up", "wrap_up", "off"):
            actions.set_duty(by=user, state=state)
        assert [spell.state for spell in DutySpell.objects.order_by("pk")] == ["available", "wrap_up"]
        assert not DutySpell.objects.filter(ended_at=None).exists()

    def test_english_is_offered_only_while_somebody_serves_in_english(self, settings, monkeypatch):
        monkeypatch.setattr(queries, "line_state", lambda *line: queries.LineState(True))
        on_duty(make_user("counsellor", languages=("fi",)))
        assert queries.availability("en").reason == "nobody_on_duty"
        on_duty(make_user("counsellor", languages=("fi", "en")), "wrap_up")
        assert queries.availability("en").reason is None


@pytest.mark.django_db
def test_reading_never_goes_back():
    chat = make_chat(text="Hei")
    pk = uuid.UUID(chat.pk)
    for seq in (1, 0):
        actions.mark_read(conversation=pk, seq=seq, by=None)
    assert queries.read_numbers(pk) == {"visitor": 1}
