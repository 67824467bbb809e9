"""Frames that break the rules: an error, never silence, and the next good message is acknowledged."""

import pytest
from asgiref.sync import sync_to_async

from tests.factories import make_user
from tests.realtime.test_frames import BAD

from .sockets import ORIGIN, VisitorPage, make_chat

pytestmark = pytest.mark.django_db(transaction=True)
new_chat, new_user = sync_to_async(make_chat), sync_to_async(make_user)
HANDLER_NAMES = ["websocket.disconnect", "websocket.receive", "redis.disconnect", "__init__", "dispatch", "push", "end"]


async def test_after_every_bad_frame_the_next_good_message_is_acknowledged(visitor):
    chat = await new_chat()
    for text in BAD.values():
        if not text or "\ud800" in text:
            continue  # the test client cannot send these
        async with visitor(chat) as page:
            await page.send_text(text)
            assert (await page.get("error"))["code"] == "bad_frame"
            await page.say(chat.pk, "Hei")


@pytest.mark.parametrize("kind", HANDLER_NAMES)
async def test_a_type_is_a_row_of_the_table_and_never_a_method(visitor, kind):
    async with visitor(await new_chat()) as page:
        await page.send(kind)
        assert (await page.get("error"))["code"] == "bad_frame"


async def test_a_binary_frame_is_refused(visitor):
    async with visitor(await new_chat()) as page:
        await page.socket.send_to(bytes_data=b'{"type":"ping"}')
        assert (await page.get("error"))["code"] == "bad_frame"


async def test_the_tenth_bad_frame_ends_the_socket(visitor):
    async with visitor(await new_chat()) as page:
        for _ in range(10):
            await page.send_text("x")
        assert await page.closed_with() == 4400


async def test_too_many_frames_a_second_are_refused_and_the_socket_lives(visitor, settings):
    settings.RATE_LIMIT_FACTOR = 0.5
    async with visitor(await new_chat()) as page:
        for _ in range(6):
            await page.send("ping")
        assert (await page.get("error"))["code"] == "too_fast"


NO_TEXTS, NO_IDS = [None, 1, {}, []], ["", "../../etc/passwd", "*", "chat.1\n"]
WRONG = [("text", value) for value in NO_TEXTS]
WRONG += [(field, value) for field in ("conversation", "client_id") for value in NO_TEXTS + NO_IDS]


@pytest.mark.parametrize("field, value", WRONG)
async def test_fields_of_a_wrong_kind_are_refused(staff, field, value):
    frame = {"conversation": "0" * 8 + "-0000-4000-8000-" + "0" * 12, "client_id": None, "text": "Hei"}
    frame["client_id"] = frame["conversation"]
    async with staff(await new_user("counsellor")) as page:
        await page.send("send", **{**frame, field: value})
        assert (await page.get("error"))["code"] == "bad_frame"


ORIGINS = [
    [], [b"null"], [b""], [b"https://testserver"], [b"http://testserver:8443"], [b"ftp://testserver"],
    [b"http://evil.example"], [b"http://testserver.evil.example"], [b"http://evil@testserver"],
    [b"http://testserver@evil.example"], [b"https://evil\\@testserver"], [b"http://testserver/"], [b"HTTP://TESTSERVER"],
    [b"http://testserver", b"http://evil.example"], [b"http://testserver,http://evil.example"], [b"file://"],
]  # fmt: skip


@pytest.mark.parametrize("origins", ORIGINS)
async def test_only_our_exact_origin_opens_a_socket(engine, origins):
    page = VisitorPage(None, headers=[(b"origin", value) for value in origins])
    connected, _ = await page.connect()
    assert not connected


async def test_more_sockets_than_an_address_may_have_are_closed(engine, settings):
    settings.RATE_LIMIT_FACTOR = 1
    settings.CHAT = {**settings.CHAT, "sockets_per_address": 2}
    pages = [VisitorPage(None, headers=[ORIGIN]) for _ in range(3)]
    for page in pages:
        await page.connect()
    assert await pages[-1].closed_with() == 4429
    await pages[0].send("ping")
    assert await pages[0].get("pong")
    for page in pages:
        await page.disconnect()
