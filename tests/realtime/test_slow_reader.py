"""A page that stops reading harms nobody: the others are served, and its socket ends."""

import asyncio
import os
import socket
import time

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.chat.servers import RealPage, Server
from tests.chat.sockets import make_chat

pytestmark = pytest.mark.django_db(transaction=True)
MESSAGES, TEXT = 400, "😀" * 4000  # together far more than what the kernel buffers for a reader
SLOW_READER, GONE = 4408, 1006  # the code, or a cut for a page that does not even read that


@pytest.fixture
async def server(tmp_path):
    await sync_to_async(connections.close_all)()
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    running = Server({"DATABASE_URL": url, "DATA_DIR": str(tmp_path)}).start()
    yield running
    running.process.kill()
    running.process.wait()
    await sync_to_async(connections.close_all)()


def narrow_socket(server) -> socket.socket:
    """A connection whose kernel takes in almost nothing that is not read."""
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    narrow.connect(("127.0.0.1", server.port))
    narrow.setblocking(False)
    return narrow


async def read_to_the_end(slow) -> tuple[int, int]:
    """How many frames were still on their way, and the code with which the socket ended."""
    read = 0
    async with asyncio.timeout(10):
        try:
            while True:
                await slow.recv()
                read += 1
        except ConnectionClosed as ended:
            return read, ended.rcvd.code if ended.rcvd else GONE


async def test_a_page_that_does_not_read_is_closed_and_the_other_tab_is_served(server):
    chat = await sync_to_async(make_chat)()
    address = f"ws://127.0.0.1:{server.port}/ws/visitor/"
    options = {"origin": server.origin, "compression": None}
    slow_link = connect(address, sock=narrow_socket(server), max_queue=1, ping_interval=None, **options)
    async with slow_link as slow, connect(address, **options) as link:
        await RealPage(slow, chat).hello()
        page = RealPage(link, chat)
        await page.hello()
        waits = []
        for _ in range(MESSAGES):
            began = time.monotonic()
            await page.say(TEXT)
            waits.append(time.monotonic() - began)
        assert max(waits) < 5
        read, code = await read_to_the_end(slow)
        assert read < MESSAGES
        assert code in (SLOW_READER, GONE)
        assert (await page.say("vielä"))["seq"] == MESSAGES + 1
