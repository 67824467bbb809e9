"""How many messages a second Neuvo's chat takes through real sockets, beside the floor of `floor.py`, in one run.

`python benchmarks/chat_saturated.py` needs PostgreSQL (`DATABASE_URL`, a role that may create databases) and Redis
(`REDIS_URL`). 100 conversations with two tabs each; in every one a tab sends as soon as its last message was
acknowledged. A round counts only when every tab got every message, in order.
"""

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg
from psycopg import sql
from websockets.asyncio.client import connect

ROOT = Path(__file__).resolve().parent.parent
ADMIN = os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1/postgres")
BUS = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/9")
CONVERSATIONS, ROUNDS, SECONDS = 100, 3, 5.0
TEXT = "Hei! Miten voin hakea kotihoitoa isälleni, joka asuu Naantalissa?"
TICKS = os.sysconf("SC_CLK_TCK")


class Result(NamedTuple):
    per_second: float
    cpu: float  # microseconds of the server's process for each message
    slowest: float  # milliseconds from sending to `ack`, 99 of 100 were quicker


# ---- servers ----
@contextmanager
def own_database():
    """An empty database, dropped at the end."""
    name = f"neuvo_bench_{os.getpid()}"
    with psycopg.connect(ADMIN, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield f"{ADMIN.rpartition('/')[0]}/{name}"
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(command: list[str], port: int):
    """A server in a process of its own, once it listens."""
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def prepare() -> list[tuple[str, str]]:
    """Migrate, load the reference data, and begin the conversations: their ids and secrets."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from chat.actions import start_conversation

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    started = [start_conversation(language="fi") for _ in range(CONVERSATIONS)]
    connections.close_all()
    return [(str(conversation.pk), token) for conversation, token in started]


# ---- the load ----
class Talk:
    """One conversation: the first tab sends, both must get everything."""

    def __init__(self, pk: str, token: str):
        self.pk, self.token = pk, token
        self.took: list[float] = []
        self.sent_at, self.has_ended, self.is_complete = 0.0, False, asyncio.Event()

    async def open(self, stack: AsyncExitStack, address: str, origin: str):
        self.tabs = [await stack.enter_async_context(connect(address, origin=origin, compression=None)) for _ in "12"]
        self.numbers: list[list[int]] = [[], []]
        for tab in self.tabs:
            await tab.send(json.dumps({"type": "hello", "conversation": self.pk, "token": self.token}))
            while json.loads(await tab.recv())["type"] != "welcome":
                pass

    async def send(self):
        frame = {"type": "send", "conversation": self.pk, "client_id": str(uuid.uuid4()), "text": TEXT}
        self.sent_at = time.perf_counter()
        await self.tabs[0].send(json.dumps(frame))

    async def run(self, until: float):
        work = [self.read(0, until), self.read(1, until), self.is_complete.wait()]
        tasks = [asyncio.create_task(part) for part in work]
        await self.send()
        done, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in others:
            task.cancel()
        for task in done:
            task.result()

    async def read(self, number: int, until: float):
        async for raw in self.tabs[number]:
            frame = json.loads(raw)
            if frame["type"] == "message":
                self.numbers[number].append(frame["seq"])
            elif frame["type"] == "ack":
                await self.acknowledged(until)
            elif frame["type"] == "error":
                raise RuntimeError(frame)
            if self.has_ended and all(len(numbers) == len(self.took) for numbers in self.numbers):
                self.is_complete.set()

    async def acknowledged(self, until: float):
        self.took.append(time.perf_counter() - self.sent_at)
        if time.perf_counter() < until:
            await self.send()
        else:
            self.has_ended = True

    def check(self):
        first, second = self.numbers
        if first != second or first != list(range(first[0], first[0] + len(self.took))):
            raise RuntimeError(f"a tab of {self.pk} missed messages")


def cpu_seconds(process) -> float:
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


async def measure(address: str, origin: str, chats, process) -> Result:
    talks = [Talk(pk, token) for pk, token in chats]
    async with AsyncExitStack() as stack, asyncio.timeout(SECONDS + 60):
        for talk in talks:
            await talk.open(stack, address, origin)
        before, begun = cpu_seconds(process), time.perf_counter()
        await asyncio.gather(*(talk.run(begun + SECONDS) for talk in talks))
        seconds, cpu = time.perf_counter() - begun, cpu_seconds(process) - before
    for talk in talks:
        talk.check()
    took = sorted(value for talk in talks for value in talk.took)
    return Result(len(took) / seconds, 1e6 * cpu / len(took), 1000 * took[int(len(took) * 0.99)])


# ---- the run ----
def report(name: str, results: list[Result]) -> float:
    rates = [result.per_second for result in results]
    cpu, slowest = (statistics.median(values) for values in list(zip(*results, strict=True))[1:])
    middle = statistics.median(rates)
    print(f"{name:6} {min(rates):6.0f} /{middle:6.0f} /{max(rates):6.0f} {cpu:10.0f} {slowest:10.1f}")
    return middle


def main():
    with own_database() as database, tempfile.TemporaryDirectory() as folder:
        ports = free_port(), free_port()
        origin = f"http://127.0.0.1:{ports[0]}"
        os.environ.update(
            DJANGO_SETTINGS_MODULE="contactcenter.settings", DATABASE_URL=database, REDIS_URL=BUS, DATA_DIR=folder,
            PUBLIC_URL=origin, RATE_LIMIT_FACTOR="1000", DEMO="on", DEMO_HOURS="open",  # at night, too
        )  # fmt: skip
        chats = prepare()
        with (
            running(["manage.py", "serve", "--port", str(ports[0])], ports[0]) as neuvo,
            running(["benchmarks/floor.py", str(ports[1]), database, BUS], ports[1]) as floor,
        ):
            results: dict[str, list[Result]] = {"Neuvo": [], "floor": []}
            for _ in range(ROUNDS):  # in turn, because a shared machine is quicker now and slower then
                path = f"ws://127.0.0.1:{ports[0]}/ws/visitor/"
                results["Neuvo"].append(asyncio.run(measure(path, origin, chats, neuvo)))
                results["floor"].append(asyncio.run(measure(f"ws://127.0.0.1:{ports[1]}/", origin, chats, floor)))
    print(f"{2 * CONVERSATIONS} sockets, {ROUNDS} rounds of {SECONDS:.0f} s each")
    print("       messages/s min/median/max   CPU µs     p99 ms")
    print(f"ratio  {report('Neuvo', results['Neuvo']) / report('floor', results['floor']):.2f}")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
