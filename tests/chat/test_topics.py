"""Live topics: who else has a record open, in one process and in several, and whom nobody needs to hear of."""

import asyncio
import json
import signal
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.test import Client
from websockets.asyncio.client import connect

from casework import actions as casework
from contactcenter import timestamps
from contactcenter.realtime.hub import Hub
from contactcenter.realtime.roster import Roster
from tests.factories import make_unit, make_user, sign_in

from .servers import free_port, redis_server
from .test_server import fresh_thread, serve  # noqa: F401 - fixtures of a real server

pytestmark = pytest.mark.django_db(transaction=True)
new_user = sync_to_async(make_user)
STRANGE = "Muu yksikkö"


@sync_to_async
def contact_of(user, **fields):
    return casework.open_contact(by=user, channel="PUH", language="fi", **fields)


@sync_to_async
def people():
    """A counsellor and two leads of the same unit, who all reach the counsellor's contact."""
    return [
        make_user("counsellor", first_name="Aino", last_name="Ensi"),
        make_user("lead", first_name="Berta", last_name="Toinen"),
        make_user("lead", first_name="Cecilia", last_name="Kolmas"),
    ]


async def watch(page, topic: str) -> list[str]:
    await page.send("watch", topic=topic)
    return (await page.get("watching", topic=topic))["others"]


async def others(page, topic: str) -> list[str]:
    return (await page.get("here", topic=topic))["others"]


async def quiet(page) -> bool:
    """Frames are answered in order: nothing stands before the answer to a ping."""
    await page.send("ping")
    return (await page.next())["type"] == "pong"


async def test_everybody_who_watches_hears_who_comes_and_who_goes(staff):
    owner, second, third = await people()
    topic = f"contact:{(await contact_of(owner)).pk}"
    async with staff(owner) as one:
        assert await watch(one, topic) == []
        async with staff(second) as two:
            assert await watch(two, topic) == [owner.display_name]
            assert await others(one, topic) == [second.display_name]
            async with staff(third) as three:
                assert await watch(three, topic) == sorted([owner.display_name, second.display_name])
                assert await others(one, topic) == sorted([second.display_name, third.display_name])
                assert await others(two, topic) == sorted([owner.display_name, third.display_name])
                await two.send("unwatch", topic=topic)
                assert await others(one, topic) == [third.display_name]
                assert await others(three, topic) == [owner.display_name]
        assert await others(one, topic) == []  # a socket that closed has left
        assert await quiet(one)


async def test_a_second_tab_of_the_same_person_is_nobody_else(staff):
    owner, second, _third = await people()
    topic = f"contact:{(await contact_of(owner)).pk}"
    async with staff(owner) as one, staff(second) as two:
        await watch(one, topic)
        await watch(two, topic)
        assert await others(one, topic) == [second.display_name]
        async with staff(second) as again, staff(owner) as mine:
            assert await watch(again, topic) == [owner.display_name]
            assert await watch(mine, topic) == [second.display_name]
            assert await quiet(one)
            assert await quiet(two)
        assert await quiet(one)
        assert await quiet(two)


@sync_to_async
def case_of(user):
    contact = casework.open_contact(by=user, channel="PUH", language="fi")
    values = {"subject": "Kotiutus", "responsible": user, "acts_next": "responsible", "next_step": "Soita"}
    next_on = timestamps.local_day(timestamps.now()) + timedelta(days=1)
    return casework.open_case(contact=contact, by=user, next_on=next_on, **values)


async def test_a_case_tells_who_has_it_open_to_those_who_may_open_it(staff):
    owner, second, _third = await people()
    stranger = await sync_to_async(lambda: make_user("counsellor", unit=make_unit(STRANGE)))()
    topic = f"case:{(await case_of(owner)).pk}"
    async with staff(owner) as one, staff(second) as two, staff(stranger) as other:
        assert await watch(one, topic) == []
        assert await watch(two, topic) == [owner.display_name]
        assert await others(one, topic) == [second.display_name]
        await other.send("watch", topic=topic)
        assert (await other.get("error"))["code"] == "not_found"


async def test_lists_name_nobody(staff):
    owner, second, _third = await people()
    async with staff(owner) as one, staff(second) as two:
        assert await watch(one, "worklist") == []
        assert await watch(two, "worklist") == []
        assert await quiet(one)


@pytest.mark.parametrize(
    "role, is_let", [("counsellor", True), ("lead", True), ("supervisor", False), ("privacy", False)]
)
async def test_worklists_are_for_those_who_work_on_cases(staff, role, is_let):
    async with staff(await new_user(role)) as page:
        await page.send("watch", topic="worklist")
        assert (await page.get("watching" if is_let else "error")) is not None


async def test_whoever_may_not_open_the_contact_neither_sees_nor_is_seen(staff):
    owner = (await people())[0]
    stranger = await sync_to_async(lambda: make_user("counsellor", unit=make_unit(STRANGE)))()
    topic = f"contact:{(await contact_of(owner)).pk}"
    async with staff(owner) as one, staff(stranger) as other:
        await watch(one, topic)
        await other.send("watch", topic=topic)
        assert (await other.get("error"))["code"] == "not_found"
        await other.send("unwatch", topic=topic)
        assert await quiet(one)
        assert await quiet(other)


class Tab:
    """A page of another process, as a roster sees it."""

    def __init__(self, key: str):
        self.shown_as, self.told = (key, key.title()), []

    def show_others(self, room: str, names: list[str]):
        self.told.append(names)

    def push(self, text: str):
        pass


@pytest.fixture
def processes():
    """Two rosters whose words reach each other, and the clock of both."""
    clock, found = [0.0], []

    def tell(room, text):
        for one in found:
            one.hub.deliver(room, text)

    found.extend(Roster(Hub(print), tell, name, lambda: clock[0]) for name in ("a", "b"))
    return *found, clock


def come(roster, tab):
    roster.hub.join("topic:contact:x", tab)
    roster.changed("topic:contact:x")


def test_a_process_that_died_is_forgotten_within_a_minute(processes):
    here, there, clock = processes
    aino, berta = Tab("aino"), Tab("berta")
    come(here, aino)
    come(there, berta)
    assert (aino.told[-1], berta.told[-1]) == (["Berta"], ["Aino"])
    for _beat in range(3):  # `there` says nothing any more
        clock[0] += 15.0
        here.renew()
    assert aino.told[-1] == ["Berta"]
    clock[0] += 14.9
    here.renew()
    assert aino.told[-1] == []


def test_a_process_that_renews_stays(processes):
    here, there, clock = processes
    aino, berta = Tab("aino"), Tab("berta")
    come(here, aino)
    come(there, berta)
    for _beat in range(20):
        clock[0] += 15.0
        here.renew()
        there.renew()
    assert aino.told[-1] == ["Berta"]


async def test_two_processes_tell_each_other_and_one_that_ends_is_forgotten(serve):  # noqa: F811
    owner, second, _third = await people()
    topic = f"contact:{(await contact_of(owner)).pk}"
    port = free_port()
    with redis_server(port) as redis:
        if redis is None:
            return  # without the program nothing carries words between processes
        servers = [await sync_to_async(serve)(REDIS_URL=f"redis://127.0.0.1:{port}/0") for _ in range(2)]
        async with page_of(servers[0], owner) as one, page_of(servers[1], second) as two:
            await say(one, topic)
            await heard(one, "watching", topic, [])
            await say(two, topic)
            await heard(one, "here", topic, [second.display_name])
            await heard(two, None, topic, [owner.display_name])  # at once, or when the other process has answered
            await sync_to_async(servers[1].stop)(signal.SIGTERM)
            await heard(one, "here", topic, [])


def cookie_of(user) -> str:
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={sign_in(Client(), user).cookies[name].value}"


@asynccontextmanager
async def page_of(server, user):
    """A staff member's page over a real socket."""
    headers = {"Cookie": await sync_to_async(cookie_of)(user)}
    address = f"ws://127.0.0.1:{server.port}/ws/staff/"
    async with connect(address, origin=server.origin, compression=None, additional_headers=headers) as socket:
        yield socket


async def say(socket, topic: str):
    await socket.send(json.dumps({"type": "watch", "topic": topic}))


async def heard(socket, kind: str | None, topic: str, names: list[str]):
    async with asyncio.timeout(20):
        while True:
            frame = json.loads(await socket.recv())
            if frame.get("topic") == topic and kind in (None, frame["type"]) and frame["others"] == names:
                return
