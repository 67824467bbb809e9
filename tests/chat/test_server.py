"""The real server: limits on bodies, an orderly end, and faults in the middle of a chat."""

import http.client
import os
import signal

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections
from websockets.exceptions import ConnectionClosed

from chat.models import Message

from .servers import RealPage, Server, free_port, redis_server
from .sockets import make_chat

pytestmark = pytest.mark.django_db(transaction=True)
new_chat = sync_to_async(make_chat)


@pytest.fixture(autouse=True)
async def fresh_thread():
    """The thread of sync_to_async keeps its connection from test to test, but each test has another database."""
    await sync_to_async(connections.close_all)()
    yield
    await sync_to_async(connections.close_all)()


@pytest.fixture
def serve(tmp_path):
    """Start a server on this test's database; extra environment may be given."""
    servers = []

    def started(**environment) -> Server:
        name = connection.settings_dict["NAME"]
        url = f"sqlite:///{name}"
        if connection.vendor == "postgresql":
            url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
        server = Server({"DATABASE_URL": url, "DATA_DIR": str(tmp_path), **environment})
        servers.append(server)
        return server.start()

    yield started
    for server in servers:
        server.process.kill()
        server.process.wait()
    connections.close_all()


def post_in_pieces(server, megabytes: int, *, length: bool) -> int:
    """The status of a POST of so many megabytes; 413 as well when the server hangs up before the end."""
    pieces = (b"\0" * 1_000_000 for _ in range(megabytes))
    talk = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    headers = {"Content-Length": str(megabytes * 1_000_000)} if length else {}
    try:
        talk.request("POST", "/nowhere", body=pieces, headers=headers, encode_chunked=not length)
    except (BrokenPipeError, ConnectionResetError):
        return 413
    return talk.getresponse().status


def test_a_body_of_fifty_megabytes_is_refused_by_its_length_and_by_counting(serve):
    server = serve()
    assert post_in_pieces(server, 50, length=True) == 413
    assert post_in_pieces(server, 50, length=False) == 413
    assert post_in_pieces(server, 1, length=True) != 413


async def test_a_restart_says_so_closes_with_1012_and_loses_nothing_that_was_acknowledged(serve):
    chat, server = await new_chat(), await sync_to_async(serve)()
    async with server.socket("/ws/visitor/") as socket:
        page = RealPage(socket, chat)
        await page.hello()
        acks = [await page.say(str(number)) for number in range(5)]
        server.process.send_signal(signal.SIGTERM)
        await page.get("restarting")
        with pytest.raises(ConnectionClosed) as closed:
            await page.get("nothing more")
        assert closed.value.rcvd.code == 1012
    assert await sync_to_async(server.process.wait)(timeout=10) == 0
    await sync_to_async(server.start)()
    async with server.socket("/ws/visitor/") as socket:
        welcome = await RealPage(socket, chat).hello()
    assert [row["seq"] for row in welcome["messages"]] == [ack["seq"] for ack in acks] == [1, 2, 3, 4, 5]


async def test_a_killed_server_loses_nothing_that_was_acknowledged(serve):
    chat, server = await new_chat(), await sync_to_async(serve)()
    async with server.socket("/ws/visitor/") as socket:
        page = RealPage(socket, chat)
        await page.hello()
        acks = [await page.say(str(number)) for number in range(5)]
        await sync_to_async(server.stop)(signal.SIGKILL)
    rows = await sync_to_async(list)(Message.objects.values_list("seq", flat=True))
    assert rows == [ack["seq"] for ack in acks]


async def test_a_message_over_64_kib_closes_that_socket_and_no_other(serve):
    chat, server = await new_chat(), await sync_to_async(serve)()
    async with server.socket("/ws/visitor/") as socket, server.socket("/ws/visitor/") as large:
        page = RealPage(socket, chat)
        await page.hello()
        await large.send("x" * 65_537)
        with pytest.raises(ConnectionClosed):
            await large.recv()
        await page.say("Hei")


async def test_redis_killed_in_the_middle_drops_no_socket_and_two_processes_meet_again(serve):
    chat, port = await new_chat(), free_port()
    url = f"redis://127.0.0.1:{port}/0"
    with redis_server(port) as redis:
        servers = [await sync_to_async(serve)(REDIS_URL=url) for _ in range(2)]
        async with servers[0].socket("/ws/visitor/") as one, servers[1].socket("/ws/visitor/") as other:
            here, there = RealPage(one, chat), RealPage(other, chat)
            await here.hello(), await there.hello()
            if redis:  # without its program only the faults can be played: a Redis that never comes up
                await here.say("over the bus")
                await there.get("message", text="over the bus")
                redis.kill()
            await here.say("without the bus")
            await there.get("message", text="without the bus")  # found by its number, from the database
            with redis_server(port):
                await there.say("again")
                await here.get("message", text="again")
