"""A real server in a child process, with its own database folder, and Redis servers that may be killed."""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
import uuid
from contextlib import contextmanager
from pathlib import Path

from websockets.asyncio.client import connect

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`manage.py serve` on a free port; `database` is a Django database name or file of the running test."""

    def __init__(self, environment: dict):
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.environment = {**os.environ, **environment, "PUBLIC_URL": self.origin, "EXTRA_ORIGINS": "",
                            "DJANGO_SETTINGS_MODULE": "tests.settings", "RATE_LIMIT_FACTOR": "100",
            "DEMO": "on",
            "DEMO_HOURS": "open"}  # fmt: skip
        self.process = None

    def start(self):
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment)
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{self.origin}/chat/availability/", timeout=5).close()
                return self
            except OSError:
                if self.process.poll() is not None:
                    raise
                self.process.poll() or _pause()
        raise AssertionError("the server did not start")

    def stop(self, how=signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(timeout=30)

    def socket(self, path: str):
        return connect(f"ws://127.0.0.1:{self.port}{path}", origin=self.origin, compression=None)


def _pause():
    import select

    select.select([], [], [], 0.1)


class RealPage:
    """A visitor's page over a real socket."""

    def __init__(self, socket, chat):
        self.socket, self.chat = socket, chat

    async def send(self, kind: str, **fields):
        await self.socket.send(json.dumps({"type": kind, "conversation": self.chat.pk, **fields}))

    async def get(self, kind: str, **fields) -> dict:
        async with asyncio.timeout(20):
            while True:
                frame = json.loads(await self.socket.recv())
                assert frame["type"] != "error", frame
                if frame["type"] == kind and fields.items() <= frame.items():
                    return frame

    async def hello(self, after: int = 0) -> dict:
        await self.send("hello", token=self.chat.token, after=after)
        return await self.get("welcome")

    async def say(self, text: str) -> dict:
        client_id = str(uuid.uuid4())
        await self.send("send", client_id=client_id, text=text)
        return await self.get("ack", client_id=client_id)


@contextmanager
def redis_server(port: int):
    """A Redis that may be killed; None, and nobody at the port, where its program is not installed. A shared one
    would not do: other tests use it."""
    if not shutil.which("redis-server"):
        yield None
        return
    command = ["redis-server", "--port", str(port), "--save", "", "--appendonly", "no", "--bind", "127.0.0.1"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd="/tmp")
    try:
        yield process
    finally:
        process.kill()
        process.wait()
