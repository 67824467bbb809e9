"""Threads that talk to the database: each with its own connection, none of them Django's shared one.

`sync_to_async` puts everything on one thread, where a slow page query would stall every socket.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections, connections


class Lane:
    """One thread with one database connection; work waits its turn."""

    def __init__(self, name: str):
        self.executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self.waiting = 0

    async def run(self, work: Callable, *args):
        self.waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.executor, _fresh, work, args)
        finally:
            self.waiting -= 1

    def stop(self):
        self.executor.submit(connections.close_all)
        self.executor.shutdown(wait=True)


class Lanes:
    """A few lanes; work goes to the one with the shortest queue."""

    def __init__(self, name: str, count: int):
        self.lanes = [Lane(f"{name}-{number}") for number in range(count)]

    async def run(self, work: Callable, *args):
        return await min(self.lanes, key=lambda lane: lane.waiting).run(work, *args)

    def stop(self):
        for lane in self.lanes:
            lane.stop()


def _fresh(work, args):
    """A connection that the server closed meanwhile is replaced before the work, not during it."""
    close_old_connections()
    return work(*args)


class Batcher:
    """Gathers calls from many sockets and hands them as one list to one plain function: group commit.

    It never sleeps: what arrives while a batch is being saved becomes the next batch.
    """

    LIMIT = 200

    def __init__(self, work: Callable[[list], list]):
        self.work, self.lane = work, Lane(work.__name__)
        self.waiting: list[tuple[object, asyncio.Future]] = []
        self.task = None

    async def submit(self, item):
        """The outcome of `item`, once its batch is through."""
        future = asyncio.get_running_loop().create_future()
        self.waiting.append((item, future))
        if self.task is None:
            self.task = asyncio.get_running_loop().create_task(self._work())
        return await future

    async def _work(self):
        while self.waiting:
            batch, self.waiting = self.waiting[: self.LIMIT], self.waiting[self.LIMIT :]
            try:
                outcomes = await self.lane.run(self.work, [item for item, _ in batch])
            except Exception as error:
                outcomes = [error] * len(batch)
            for (_, future), outcome in zip(batch, outcomes, strict=True):
                _settle(future, outcome)
        self.task = None

    async def idle(self):
        while self.task is not None:
            await asyncio.wait([self.task])

    def stop(self):
        self.lane.stop()


def _settle(future: asyncio.Future, outcome):
    if future.cancelled():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
