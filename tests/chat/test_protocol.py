"""The protocol as it reads: each guarantee and each frame, one test."""

import uuid

import pytest
from asgiref.sync import sync_to_async

from chat.models import Conversation, Message
from tests.factories import make_user

from .sockets import make_chat

pytestmark = pytest.mark.django_db(transaction=True)
new_chat, new_user = sync_to_async(make_chat), sync_to_async(make_user)


async def test_a_visitor_is_welcomed_with_the_state_and_the_last_messages(visitor):
    chat = await new_chat(text="Hei")
    async with visitor(chat) as page:
        assert page.welcome["state"] == "waiting"
        assert page.welcome["position"] == 1
        assert page.welcome["last_seq"] == 1
        assert [row["text"] for row in page.welcome["messages"]] == ["Hei"]


async def test_acknowledged_is_in_the_database(visitor):
    chat = await new_chat()
    async with visitor(chat) as page:
        ack = await page.say(chat.pk, "Tarvitsen apua")
        row = await Message.objects.aget(conversation=chat.pk, seq=ack["seq"])
    assert row.text == "Tarvitsen apua"


async def test_a_resend_never_doubles(visitor):
    chat, client_id = await new_chat(), str(uuid.uuid4())
    async with visitor(chat) as page:
        first = await page.say(chat.pk, "Kerran", client_id)
        again = await page.say(chat.pk, "Kerran", client_id)
    assert first == again
    assert await Message.objects.acount() == 1


async def test_a_counsellor_claims_the_oldest_and_both_hear_it(visitor, staff):
    chat, user = await new_chat(text="Hei"), await new_user("counsellor", first_name="Sanna")
    async with visitor(chat) as page, staff(user, duty="available") as desk:
        await desk.send("claim")
        claimed = await desk.get("claimed")
        told = await page.get("message", kind="system")
        assert claimed["conversation"] == chat.pk
        assert told["data"] == {"event": "taken", "name": "Sanna"}
        assert (await page.get("state"))["state"] == "active"
        welcome = await desk.open(chat.pk)
        assert [row["seq"] for row in welcome["messages"]] == [1, 2]
        await desk.say(chat.pk, "Miten voin auttaa?")
        assert (await page.get("message"))["sender"] == {"role": "counsellor", "name": "Sanna"}
        await page.say(chat.pk, "Kotihoidosta")
        assert (await desk.get("message", text="Kotihoidosta"))["seq"] == 4
    conversation = await Conversation.objects.select_related("visitor_chat").aget()
    assert str(conversation.visitor_chat.contact_id) == claimed["contact"]
