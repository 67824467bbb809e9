"""The protocol as it reads: each guarantee and each frame, one test."""

import json
import uuid
from contextlib import suppress

import pytest
from asgiref.sync import sync_to_async
from django.db import transaction

from chat import actions, events, writer
from chat.frames import VISITOR_KEYS
from chat.models import Conversation, Message
from contactcenter.realtime import frames
from tests.factories import make_user

from .sockets import VisitorPage, make_chat

pytestmark = pytest.mark.django_db(transaction=True)
new_chat, new_user = sync_to_async(make_chat), sync_to_async(make_user)


@sync_to_async
def write(chat, *texts):
    return writer.write([writer.Draft(uuid.UUID(chat.pk), writer.VISITOR, uuid.uuid4(), text) for text in texts])


async def counsellor(**fields):
    return await new_user("counsellor", first_name="Sanna", **fields)


# ---- welcome and catching up ----
async def test_a_visitor_is_welcomed_with_the_state_and_the_last_messages(visitor):
    chat = await new_chat(text="Hei")
    async with visitor(chat) as page:
        assert page.welcome["state"] == "waiting"
        assert page.welcome["position"] == 1
        assert page.welcome["last_seq"] == 1
        assert [row["text"] for row in page.welcome["messages"]] == ["Hei"]


async def test_after_a_break_after_brings_exactly_what_was_missed(visitor):
    chat = await new_chat(text="1")
    await write(chat, "2", "3")
    async with visitor(chat) as page:
        welcome = await page.hello(after=1)
    assert [(row["seq"], row["text"]) for row in welcome["messages"]] == [(2, "2"), (3, "3")]
    assert welcome["more"] is False


async def test_more_than_a_hundred_missed_messages_come_in_pages_and_the_stream_goes_live_after_the_last(visitor):
    chat = await new_chat()
    await write(chat, *[str(number) for number in range(1, 151)])
    async with visitor(chat) as page:
        first = await page.hello(after=0)
        assert first["more"] is True
        assert len(first["messages"]) == 100
        await write(chat, "151")
        second = await page.hello(after=100)
        assert [row["seq"] for row in second["messages"]] == list(range(101, 152))
        await write(chat, "152")
        assert (await page.get("message"))["seq"] == 152


async def test_without_after_the_last_fifty_come(visitor):
    chat = await new_chat()
    await write(chat, *[str(number) for number in range(60)])
    async with visitor(chat) as page:
        assert [row["seq"] for row in page.welcome["messages"]] == list(range(11, 61))


# ---- guarantees ----
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


async def test_numbers_have_no_gaps_and_reach_every_page_in_order(visitor):
    chat = await new_chat()
    async with visitor(chat) as one, visitor(chat) as other:
        for number in range(20):
            sender = one if number % 2 else other
            await sender.send("send", conversation=chat.pk, client_id=str(uuid.uuid4()), text=str(number))
        for page in (one, other):
            assert [(await page.get("message"))["seq"] for _ in range(20)] == list(range(1, 21))


async def test_a_number_that_comes_too_early_waits_and_a_lost_one_is_read_from_the_database(
    visitor, engine, monkeypatch
):
    chat = await new_chat()
    async with visitor(chat) as page:
        monkeypatch.setattr(events, "publish", lambda *told: None)
        await write(chat, "lost", "early")
        frame = {"type": "message", "seq": 2, "text": "early"}
        engine.hub.deliver(events.room_of(chat.pk), frames.encode(frame), 2)
        assert [(await page.get("message"))["text"] for _ in range(2)] == ["lost", "early"]


async def test_a_quiet_room_finds_what_it_missed(visitor, beat, monkeypatch):
    chat = await new_chat()
    async with visitor(chat) as page:
        monkeypatch.setattr(events, "publish", lambda *told: None)
        await write(chat, "nobody heard this")
        await beat()
        assert (await page.get("message"))["text"] == "nobody heard this"


# ---- who may ----
@pytest.mark.parametrize("case", ["unknown", "foreign", "wrong token"])
async def test_unknown_foreign_and_wrong_secret_are_all_not_found(visitor, case):
    mine, other = await new_chat(), await new_chat()
    async with visitor() as page:
        pk = str(uuid.uuid4()) if case == "unknown" else mine.pk
        token = other.token if case == "foreign" else "x" * 43
        await page.send("hello", conversation=pk, token=token)
        error = await page.get("error")
        assert (error["code"], await page.closed_with()) == ("not_found", 4404)


async def test_nothing_is_taken_before_hello(visitor):
    chat = await new_chat()
    async with visitor() as page:
        await page.send("send", conversation=chat.pk, client_id=str(uuid.uuid4()), text="Hei")
        assert (await page.get("error"))["code"] == "not_found"
    assert not await Message.objects.aexists()


async def test_a_visitor_cannot_write_into_another_conversation(visitor):
    mine, other = await new_chat(), await new_chat()
    async with visitor(mine) as page:
        await page.send("send", conversation=other.pk, client_id=str(uuid.uuid4()), text="Hei")
        assert (await page.get("error"))["code"] == "not_found"


async def test_a_colleagues_conversation_is_not_found_for_a_counsellor(visitor, staff):
    chat, owner, colleague = await new_chat(), await counsellor(), await counsellor()
    async with staff(owner, duty="available") as desk, staff(colleague) as other:
        await desk.send("claim")
        await desk.get("claimed")
        for frame in (
            ("open", {}),
            ("close", {}),
            ("send", {"client_id": str(uuid.uuid4()), "text": "Hei"}),
            ("typing", {}),
        ):
            await other.send(frame[0], conversation=chat.pk, **frame[1])
            assert (await other.get("error"))["code"] == "not_found"


async def test_a_staff_socket_without_login_is_closed(engine):
    page = VisitorPage(None)
    page.socket.scope["path"] = "/ws/staff/"
    await page.connect()
    assert await page.closed_with() == 4403


async def test_roles_without_service_cannot_go_on_duty_nor_claim(staff):
    await new_chat()
    async with staff(await new_user("supervisor")) as page:
        await page.send("duty", state="available")
        assert (await page.get("error"))["code"] == "not_allowed"
        await page.send("claim")
        assert (await page.get("error"))["code"] == "not_allowed"


async def test_a_role_in_a_frame_is_ignored(visitor):
    chat = await new_chat()
    async with visitor(chat) as page:
        await page.send(
            "send",
            conversation=chat.pk,
            client_id=str(uuid.uuid4()),
            text="Olen ohjaaja",
            sender={"role": "counsellor"},
        )
        assert (await page.get("message"))["sender"] == {"role": "visitor", "name": ""}


# ---- a chat from beginning to end ----
async def test_a_counsellor_claims_the_oldest_and_both_hear_it(visitor, staff):
    chat, user = await new_chat(text="Hei"), await counsellor()
    async with visitor(chat) as page, staff(user, duty="available") as desk:
        await desk.send("claim")
        claimed = await desk.get("claimed")
        told = await page.get("message", kind="system")
        assert claimed["conversation"] == chat.pk
        assert told["data"] == {"event": "taken", "name": "Sanna"}
        assert "Sanna" in told["text"]
        assert (await page.get("state"))["state"] == "active"
        welcome = await desk.open(chat.pk)
        assert [row["seq"] for row in welcome["messages"]] == [1, 2]
        await desk.say(chat.pk, "Miten voin auttaa?")
        assert (await page.get("message"))["sender"] == {"role": "counsellor", "name": "Sanna"}
        await page.say(chat.pk, "Kotihoidosta")
        assert (await desk.get("message", text="Kotihoidosta"))["seq"] == 4
    conversation = await Conversation.objects.select_related("visitor_chat").aget()
    assert str(conversation.visitor_chat.contact_id) == claimed["contact"]


async def test_a_closed_conversation_refuses_messages_and_says_so_in_the_stream(visitor, staff):
    chat, user = await new_chat(text="Hei"), await counsellor()
    async with visitor(chat) as page, staff(user, duty="available") as desk:
        await desk.send("claim")
        await desk.get("claimed")
        await desk.send("close", conversation=chat.pk)
        assert (await page.get("message", data={"event": "closed"}))["seq"] == 3
        assert (await page.get("state", state="closed"))["last_seq"] == 3
        await page.send("send", conversation=chat.pk, client_id=str(uuid.uuid4()), text="Vielä yksi")
        assert (await page.get("error"))["code"] == "closed"


async def test_a_visitor_may_leave(visitor):
    chat = await new_chat()
    async with visitor(chat) as page:
        await page.send("close", conversation=chat.pk)
        await page.get("message", data={"event": "left"})
    assert (await Conversation.objects.aget()).end_reason == "left"


async def test_typing_is_told_and_never_stored_and_reading_is_stored(visitor, staff):
    chat, user = await new_chat(text="Hei"), await counsellor()
    async with visitor(chat) as page, staff(user, duty="available") as desk:
        await desk.send("claim")
        await desk.get("claimed")
        await desk.open(chat.pk)
        await page.send("typing", conversation=chat.pk)
        assert await desk.get("typing") == {"type": "typing", "conversation": chat.pk, "role": "visitor"}
        await page.send("read", conversation=chat.pk, seq=1)
        assert await desk.get("read") == {"type": "read", "conversation": chat.pk, "role": "visitor", "seq": 1}
        assert (await desk.open(chat.pk))["read"]["visitor"] == 1
        await page.send("read", conversation=chat.pk, seq=99)  # beyond the stream: nothing to tell
        assert await desk.silent()


async def test_nobody_reads_a_waiting_conversation_before_claiming_it(visitor, staff):
    chat, user = await new_chat(text="Hei"), await counsellor()
    async with visitor(chat), staff(user, duty="available") as desk:
        await desk.send("open", conversation=chat.pk)
        assert (await desk.get("error"))["code"] == "not_found"


async def test_a_ping_is_answered(visitor, staff):
    async with visitor() as page:
        await page.send("ping")
        assert await page.get("pong") == {"type": "pong"}


async def test_every_frame_to_a_visitor_has_only_allowed_keys(visitor, staff, beat):
    chat, user = await new_chat(text="Hei", municipality="853"), await counsellor()
    async with visitor(chat) as page, staff(user, duty="available") as desk:
        await beat(number=1)
        await desk.send("claim")
        await desk.get("claimed")
        await desk.open(chat.pk)
        await desk.send("typing", conversation=chat.pk)
        await desk.send("read", conversation=chat.pk, seq=1)
        await desk.send("close", conversation=chat.pk)
        await page.get("state", state="closed")
        await page.send_text("x")
        await page.get("error")
    assert {key for frame in page.seen for key in frame} <= VISITOR_KEYS
    assert "IAK" not in json.dumps(page.seen)


# ---- texts ----
async def test_html_and_direction_marks_stay_text(visitor):
    chat, text = await new_chat(), "<img src=x onerror=alert(1)> \u202eabc"
    async with visitor(chat) as page:
        await page.say(chat.pk, text)
    assert (await Message.objects.aget()).text == text


@pytest.mark.parametrize(
    "text, code", [("", "empty"), ("  \n", "empty"), ("a" * 4001, "text_too_long"), ("a\0b", "bad_frame")]
)
async def test_unfit_texts_are_refused_with_their_client_id(visitor, text, code):
    chat, client_id = await new_chat(), str(uuid.uuid4())
    async with visitor(chat) as page:
        await page.send("send", conversation=chat.pk, client_id=client_id, text=text)
        error = await page.get("error")
    assert (error["code"], error["client_id"]) == (code, client_id)


async def test_four_thousand_code_points_fit_after_composing(visitor):
    chat = await new_chat()
    async with visitor(chat) as page:
        await page.say(chat.pk, "a\u0308" * 4000)
    assert (await Message.objects.aget()).text == "ä" * 4000


async def test_errors_speak_the_readers_language(visitor):
    chat = await new_chat(language="sv")
    async with visitor(chat) as page:
        await page.send("send", conversation=chat.pk, client_id=str(uuid.uuid4()), text="")
        assert "Meddelandet" in (await page.get("error"))["detail"]


# ---- duty comes back to every page of the person ----
async def test_duty_is_answered_with_the_same_frame_on_all_pages(staff):
    user = await counsellor()
    async with staff(user) as one, staff(user) as other:
        await one.send("duty", state="break")
        await one.get("duty", state="break")
        await other.get("duty", state="break")


async def test_going_off_duty_with_open_chats_is_refused(staff):
    await new_chat()
    user = await counsellor()
    async with staff(user, duty="available") as desk:
        await desk.send("claim")
        await desk.get("claimed")
        await desk.send("duty", state="off")
        assert (await desk.get("error"))["code"] == "still_serving"


async def test_watching_goes_through_the_contacts_own_door_and_tells_who_else_is_there(staff):
    await new_chat()
    user, stranger = await counsellor(), await new_user("professional")
    async with staff(user, duty="available") as desk, staff(stranger) as other:
        await desk.send("claim")
        contact = (await desk.get("claimed"))["contact"]
        await desk.send("watch", topic=f"contact:{contact}")
        assert (await desk.get("watching"))["others"] == []
        for topic in (f"contact:{contact}", f"contact:{uuid.uuid4()}", "desk", f"case:{uuid.uuid4()}", "nonsense"):
            await other.send("watch", topic=topic)
            assert (await other.get("error"))["code"] == "not_found"


async def test_actions_tell_only_after_commit(visitor, engine, monkeypatch):
    told = []
    monkeypatch.setattr(events, "publish", lambda *args: told.append(args))

    @sync_to_async
    def fail():
        with suppress(ZeroDivisionError), transaction.atomic():
            actions.start_conversation(language="fi", text="Hei")
            1 / 0  # noqa: B018 - any failure

    await fail()
    assert told == []
