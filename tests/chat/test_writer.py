"""The writer: numbers without gaps, nothing twice, a bad row spoils nobody else's."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DataError, connections
from hypothesis import given
from hypothesis import strategies as st

from chat import actions, writer
from chat.models import Conversation, Message
from chat.writer import Ack, Draft, Refused

from .sockets import make_chat


def draft(chat, text="Hei", client_id=None) -> Draft:
    return Draft(uuid.UUID(chat.pk), writer.VISITOR, client_id or uuid.uuid4(), text)


@pytest.mark.django_db
class TestWrite:
    def test_outcomes_come_in_the_order_given(self):
        one, other = make_chat(), make_chat()
        outcomes = writer.write([draft(one), draft(other), draft(one)])
        assert [(str(ack.conversation), ack.seq) for ack in outcomes] == [(one.pk, 1), (other.pk, 1), (one.pk, 2)]

    def test_the_same_client_id_twice_in_one_batch_is_one_message(self):
        first = draft(make_chat())
        assert len(set(writer.write([first, first]))) == 1
        assert Message.objects.count() == 1

    def test_a_resend_is_acknowledged_even_after_the_end(self):
        chat = make_chat()
        sent = draft(chat)
        [ack] = writer.write([sent])
        actions.leave_conversation(conversation=uuid.UUID(chat.pk))
        assert writer.write([sent, draft(chat)]) == [ack, Refused("closed")]

    def test_refused_rows_leave_no_gap(self):
        chat = make_chat()
        outcomes = writer.write([draft(chat), draft(chat, ""), draft(chat, "a" * 4001), draft(chat)])
        assert [getattr(outcome, "seq", None) for outcome in outcomes] == [1, None, None, 2]

    def test_an_unknown_conversation_is_not_found(self):
        unknown = Draft(uuid.uuid4(), writer.VISITOR, uuid.uuid4(), "Hei")
        assert writer.write([unknown]) == [Refused("not_found")]

    def test_a_batch_is_saved_with_the_same_queries_at_two_and_at_ten_rows(self, django_assert_num_queries):
        chats = [make_chat() for _ in range(10)]
        for rows in (2, 10):
            with django_assert_num_queries(6):  # savepoint, lock, seen before, insert, numbers, release
                writer.write([draft(chat) for chat in chats[:rows]])


@pytest.mark.django_db(transaction=True)
def test_a_bad_row_is_retried_alone_and_the_others_are_saved(monkeypatch):
    chat, create = make_chat(), Message.objects.bulk_create

    def fail_on_bad(rows):
        if any(row.text == "bad" for row in rows):
            raise DataError
        return create(rows)

    monkeypatch.setattr(Message.objects, "bulk_create", fail_on_bad)
    outcomes = writer.write([draft(chat, "1"), draft(chat, "bad"), draft(chat, "2")])
    assert [type(outcome) for outcome in outcomes] == [Ack, Refused, Ack]
    assert list(Message.objects.values_list("seq", "text")) == [(1, "1"), (2, "2")]


@pytest.mark.django_db(transaction=True)
def test_threads_that_write_at_once_leave_no_gaps():
    chats = [make_chat() for _ in range(4)]

    def write_many(number):
        try:
            return [writer.write([draft(chat) for chat in chats[number % 2 :]]) for _ in range(10)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write_many, range(4)))
    for conversation in Conversation.objects.all():
        numbers = list(conversation.messages.values_list("seq", flat=True))
        assert numbers == list(range(1, conversation.last_seq + 1))


@given(st.text(max_size=50))
def test_a_clean_text_is_never_empty_never_unstorable_and_stays_as_it_is(text):
    try:
        clean = writer.clean_text(text)
    except writer.Unfit:
        assert "\0" in text or not text.strip() or any("\ud800" <= letter <= "\udfff" for letter in text)
    else:
        assert clean.encode()
        assert "\0" not in clean
        assert writer.clean_text(clean) == clean
